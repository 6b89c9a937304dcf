// What follows for a chunk from what came back for it: it is done, asked for again elsewhere, parked, cut or given up.
// Pure; how good an answer is is judged by lib/transcription.
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { Answer, Refusal } from '../domain/request.ts';
import type { LeftOut, TargetName } from '../domain/trace.ts';
import type { ChunkAnswer } from '../domain/transcript.ts';
import type { Sent } from './send-chunk.ts';
import { heardByAll, isWitnessed } from './witnesses.ts';
import { refusalNote, turnedDownNote } from './words.ts';

/** `change` null: nothing became of it. */
export type Weighed = {
  change: Partial<ChunkRow> | null;
  /** It failed for a reason that the next chunk would meet too; `for good`: waiting would not help either. */
  down: 'no' | 'for now' | 'for good';
  /** It was too much for whoever was left to be asked. */
  tooLong: boolean;
  /** They could make nothing of its bytes. */
  unread: boolean;
};

/** An answer with what is wrong with it, in a sentence; null: nothing. What stands on silence is left out of it. */
export type Judged = { answer: ChunkAnswer; why: string | null };
export type Judge = (row: ChunkRow, answer: Answer) => Judged;

/** Everybody is asked this often, with their rests in between, before it is a gap. */
const mostTries = 5;
/** These lie in the chunk itself. */
const ofTheChunk: readonly FaultKind[] = ['bad_request', 'content_blocked'];

const so = (change: Partial<ChunkRow> | null, rest: Partial<Omit<Weighed, 'change'>> = {}): Weighed => ({
  change,
  down: 'no',
  tooLong: false,
  unread: false,
  ...rest,
});

const done = (answer: ChunkAnswer, target: TargetName): Weighed => so({ state: { is: 'done', answer, target } });

const weighAnswer = (row: ChunkRow, given: Answer, judge: Judge): Weighed => {
  const { target } = given;
  const { answer, why } = judge(row, given);
  if (why === null || isWitnessed(answer, target, row)) return done(answer, target);
  return so({ state: { is: 'pending' }, turnedDown: [...row.turnedDown, { target, answer, why }] });
};

/** All who could be asked have answered, and no answer was good. */
const afterAllTurnedDown = (row: ChunkRow): Weighed => {
  const heard = heardByAll(row);
  return heard ? done(heard.answer, heard.target) : so({ state: { is: 'gap', why: turnedDownNote(row.turnedDown) } });
};

const wasTooLarge = ({ trace }: Refusal): boolean =>
  trace.attempts.some(({ fault }) => fault?.kind === 'file_too_large') ||
  trace.leftOut.some(({ code }) => code === 'too_large');

const passes = ({ code }: LeftOut): boolean => code === 'resting' || code === 'full';

/** What somebody answered that failed, rather than that this side hung up. */
const tellingFault = ({ trace, fault }: Refusal): Fault =>
  trace.attempts.findLast((attempt) => attempt.fault && attempt.fault.kind !== 'cancelled')?.fault ?? fault;

/** When the first is free whose limit is used up; a rest after a failure is never as long as this. */
const longestFailure = 90_000;
const limitEnd = ({ trace }: Refusal, now: number): number | null => {
  const ends = trace.leftOut.flatMap((left) =>
    passes(left) && left.until !== null && (left.code === 'full' || left.until - now > longestFailure)
      ? [left.until]
      : [],
  );
  return ends.length > 0 ? Math.min(...ends) : null;
};

/** Those who could not take it will be free again at `until`. */
const weighRest = (row: ChunkRow, refusal: Refusal, until: number, now: number): Weighed => {
  const failures = refusal.trace.attempts.flatMap(({ fault }) => fault?.kind ?? []);
  const isLimit = failures.every((kind) => kind === 'rate_limited' || kind === 'cancelled');
  const tries = isLimit ? row.tries : row.tries + 1;
  if (tries < mostTries) return so({ state: { is: 'parked', until }, tries });
  const end = limitEnd(refusal, now);
  if (end !== null) return so({ state: { is: 'parked', until: end }, tries: 0 });
  const why = refusalNote({ ...refusal, fault: tellingFault(refusal) });
  return so({ state: { is: 'gap', why }, tries }, { down: 'for now' });
};

/** Nobody is left who could take it, now or later. */
const weighEnd = (row: ChunkRow, refusal: Refusal): Weighed => {
  if (wasTooLarge(refusal)) return so({ state: { is: 'pending' } }, { tooLong: true });
  const { turnedDown } = row;
  if (turnedDown.length > 0 && refusal.trace.attempts.length === 0) return afterAllTurnedDown(row);
  const isOfTheChunk = ofTheChunk.includes(refusal.fault.kind) || turnedDown.length > 0;
  return so({ state: { is: 'gap', why: refusalNote(refusal) } }, { down: isOfTheChunk ? 'no' : 'for good' });
};

export const weigh = (row: ChunkRow, { result, parkedUntil }: Sent, judge: Judge, now: number): Weighed => {
  if (result.ok) return weighAnswer(row, result, judge);
  if (parkedUntil !== null) return weighRest(row, result, parkedUntil, now);
  if (result.fault.kind === 'cancelled') return so(null);
  if (ofTheChunk.includes(result.fault.kind))
    return so({ state: { is: 'gap', why: refusalNote(result) } }, { unread: result.fault.kind === 'bad_request' });
  if (result.retryAt !== undefined) return weighRest(row, result, result.retryAt, now);
  return result.trace.leftOut.some(passes) ? so({ state: { is: 'pending' } }) : weighEnd(row, result);
};
