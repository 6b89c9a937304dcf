// Sends the chunks of a recording that can go now, one after the other as they follow in time, and says when to look
// again. Each goes out before the next is looked at, so that the engine's own reckoning of who is free holds.
import type { ChunkRow } from '../domain/journal.ts';
import type { TargetName } from '../domain/trace.ts';
import { aside, blobOf, type Course } from './course.ts';
import { type Decision, decide } from './decide.ts';
import { land, makeAgain } from './landing.ts';
import { emptyUpload, type Limits, limitsFrom } from './lengths.ts';
import { unsent } from './numbers.ts';
import { type Manner, requestFor, sendChunk } from './send-chunk.ts';

/** Where only the end of others' calls can tell when to go on, in ms. */
const lookAgain = 1_000;

/** How the chunks of it are asked for, and how long they may be, at this moment. */
export type Terms = { manner: Manner; limits: Limits };

export const termsOf = ({ ports, row }: Course): Terms => {
  const { language, speakers, faster, progress } = row.job();
  const { rooms } = ports.engine.plan(emptyUpload({ speakers, spread: faster }));
  const { words } = ports.recordings();
  return {
    manner: { language: language ?? undefined, speakers, spread: faster, words, rooms },
    limits: limitsFrom(rooms, faster, progress.seconds),
  };
};

const send = async (course: Course, chunk: ChunkRow, blob: Blob, manner: Manner): Promise<void> => {
  const { ports, row, journal, flights, bell, signal } = course;
  const flight: { target: TargetName | null } = { target: null };
  flights.set(chunk.index, flight);
  const sent = await journal.change(chunk, { state: { is: 'sent' } });
  if (signal.aborted) return;
  const onTarget = (target: TargetName) => {
    flight.target = target;
    bell.ring();
  };
  const answering = sendChunk(ports, requestFor(sent, blob, manner, ports.now()), onTarget, signal);
  const landing = answering.then((landed) => (signal.aborted ? undefined : land(course, sent, landed)));
  aside(course, chunk.index, landing);
  if (row.job().state === 'waiting') await row.change({ state: 'running', note: '', retryAt: null });
};

/** Until the language is known one goes ahead of the others. */
const isLearning = ({ row, flights, journal }: Course): boolean =>
  row.job().language === null && flights.size > 0 && !journal.rows().some(({ state }) => state.is === 'done');

const decisionFor = ({ ports, row, flights }: Course, chunk: ChunkRow, blob: Blob, terms: Terms): Decision => {
  const { manner, limits } = terms;
  const now = ports.now();
  const { whole, faster } = row.job();
  return decide(chunk, {
    route: ports.engine.plan(requestFor(chunk, blob, manner, now)),
    flights: [...flights.values()].map(({ target }) => target),
    faster,
    most: whole ? Number.POSITIVE_INFINITY : limits.mostOfAll,
    now,
  });
};

/** @returns when to look at this one again, in ms since 1970, or null: when something happens; `held`: at the others too */
const handle = async (course: Course, chunk: ChunkRow, terms: Terms): Promise<{ at: number | null; held: boolean }> => {
  const { ports, flights, journal } = course;
  const blob = await blobOf(course, chunk);
  const decision: Decision = blob ? decisionFor(course, chunk, blob, terms) : { do: 'cut' };
  if (decision.do === 'hold') {
    const wait = flights.size > 0 ? null : ports.now() + lookAgain;
    return { at: decision.until ?? wait, held: true };
  }
  if (decision.do === 'park') {
    await journal.change(chunk, { state: { is: 'parked', until: decision.until } });
    return { at: decision.until, held: false };
  }
  if (decision.do === 'send' && blob) await send(course, chunk, blob, terms.manner);
  else {
    flights.set(chunk.index, { target: null });
    aside(course, chunk.index, makeAgain(course, chunk, blob ? terms.limits.mostOfAll : Number.POSITIVE_INFINITY));
  }
  return { at: null, held: false };
};

/** @returns when to look again at the latest, in ms since 1970; null: when something happens */
export const sendAll = async (course: Course, terms: Terms): Promise<number | null> => {
  const { ports, journal, flights, signal } = course;
  let again = Number.POSITIVE_INFINITY;
  for (const chunk of unsent(journal.rows())) {
    if (flights.has(chunk.index)) continue;
    if (chunk.state.is === 'parked' && chunk.state.until > ports.now()) {
      again = Math.min(again, chunk.state.until);
      continue;
    }
    if (signal.aborted || course.stopped !== null || isLearning(course)) break;
    const { at, held } = await handle(course, chunk, terms);
    if (at !== null) again = Math.min(again, at);
    if (held) break;
  }
  return again === Number.POSITIVE_INFINITY ? null : again;
};
