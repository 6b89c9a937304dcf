// Carries one recording from the file to its text: chunks are sent while later ones are still being made ready, each is
// written down before it goes and once it is answered, and what fails is asked for elsewhere, parked, or marked as a gap.
// Whom to ask is the engine's business; where to cut, what an answer is worth and how they are put together is
// lib/transcription's.
import type { Refusal } from '../domain/request.ts';
import { type Course, openCourse, type Work } from './course.ts';
import { giveUp } from './landing.ts';
import { waitHereMs } from './life.ts';
import { isSettled } from './numbers.ts';
import { sendAll, termsOf } from './sending.ts';

export type Carried =
  /** All of it is settled. `missing`: why what was never made ready is not. */
  | { end: 'settled'; missing: string | null; note: string }
  /** Nobody can go on before then, in ms since 1970. */
  | { end: 'parked'; until: number; refusal: Refusal | null }
  | { end: 'aborted' };

/** @param again when to look again at the latest, in ms since 1970; null: when something happens */
const pause = async ({ ports, row, bell }: Course, again: number | null): Promise<void> => {
  const until = Math.min(again ?? Number.POSITIVE_INFINITY, row.showsAt() ?? Number.POSITIVE_INFINITY);
  if (until === Number.POSITIVE_INFINITY) return bell.heard();
  const timer = new AbortController();
  const over = ports.sleep(Math.max(0, until - ports.now()), timer.signal).catch(() => {});
  await Promise.race([bell.heard(), over]);
  timer.abort();
};

/** Why nothing more will be made ready; null: all of it is, or it goes on. */
const missing = ({ preparing, stopped }: Course): string | null => {
  const ended = preparing.ended();
  return stopped ?? (ended && !ended.ok ? ended.message : null);
};

/** One look at all there is. @returns how it came out, or when to look again */
const step = async (course: Course): Promise<Carried | { again: number | null }> => {
  const { ports, row, journal, tally, preparing, flights } = course;
  const terms = termsOf(course);
  const ended = preparing.ended();
  if (ended?.ok && !row.job().cut) await row.change({ cut: true });
  if (!row.job().cut && course.stopped === null) preparing.goOn(terms.limits);
  const again = await sendAll(course, terms);
  preparing.taken();
  const at = [...flights.values()].flatMap(({ target }) => target ?? []);
  tally.show(journal.rows(), at);
  // What came back after all was given up is asked for no more either.
  if (course.stopped !== null && flights.size === 0) await giveUp(course, course.stopped);
  const isReady = row.job().cut || missing(course) !== null;
  if (flights.size === 0 && isReady && isSettled(journal.rows()))
    return { end: 'settled', missing: missing(course), note: ended?.ok ? ended.note : '' };
  const isIdle = flights.size === 0 && !preparing.isBusy();
  if (!isIdle || again === null || again - ports.now() <= waitHereMs) return { again };
  preparing.stop();
  return { end: 'parked', until: again, refusal: course.refusal };
};

export const carryRecording = async (work: Work): Promise<Carried> => {
  const course = openCourse(work);
  for (;;) {
    if (course.bug !== null) throw course.bug;
    if (course.signal.aborted) return { end: 'aborted' };
    const next = await step(course);
    if ('end' in next) return next;
    await pause(course, next.again);
  }
};
