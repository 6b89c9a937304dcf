// Loudness of made-up recordings, frame by frame: speech with pauses, rooms, music, nothing.
import { frameSeconds } from '../../lib/domain/audio.ts';

/** A repeatable stream of numbers from 0 to 1. */
const chance = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
};

export const level = (decibels: number): number => 10 ** (decibels / 20);

/** So many seconds between two loudnesses, in decibels. */
export type Stretch = { seconds: number; from: number; to: number };

export const sound = (stretches: readonly Stretch[], seed = 7): number[] => {
  const next = chance(seed);
  return stretches.flatMap(({ seconds, from, to }) =>
    Array.from({ length: Math.round(seconds / frameSeconds) }, () => level(from + next() * (to - from))),
  );
};

export const room = (seconds: number): Stretch => ({ seconds, from: -62, to: -58 });
export const nothing = (seconds: number): Stretch => ({ seconds, from: -100, to: -99 });
export const voice = (seconds: number): Stretch => ({ seconds, from: -22, to: -15 });
export const music = (seconds: number): Stretch => ({ seconds, from: -34, to: -28 });

/** Sentences of three seconds with a pause of 0.6 s after each. */
export const speech = (seconds: number): Stretch[] => {
  const [pause, count] = [0.6, Math.round(seconds / 3.6)];
  return Array.from({ length: count }, () => [voice(3), room(pause)]).flat();
};
