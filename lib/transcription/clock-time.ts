// Times of a recording as people and subtitle files write them. Pure.
import type { Gap } from '../domain/transcript.ts';

const two = (number: number): string => String(Math.floor(number)).padStart(2, '0');

/** `01:02:03,004`. @param point what stands before the milliseconds */
export const clockTime = (seconds: number, point: ',' | '.'): string => {
  const ms = Math.round(seconds * 1_000);
  const rest = String(ms % 1_000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}${point}${rest}`;
};

/** `2:03`, or `1:02:03` from an hour on. */
export const shortTime = (seconds: number): string => {
  const whole = Math.floor(seconds);
  const rest = `${two((whole / 60) % 60)}:${two(whole % 60)}`;
  return whole >= 3_600 ? `${Math.floor(whole / 3_600)}:${rest}` : rest.replace(/^0/, '');
};

export const missingNote = ({ start, end }: Pick<Gap, 'start' | 'end'>): string =>
  `[missing from ${shortTime(start)} to ${shortTime(end)}]`;
