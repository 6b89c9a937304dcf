// How far a recording is, told from the rows of its chunks. Pure.
import type { Span } from '../domain/audio.ts';
import type { Progress } from '../domain/job.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { Piece } from '../domain/transcript.ts';

/** Its own seconds: what the chunk before has too is not counted twice. */
const lengthOf = ({ chunk }: ChunkRow): number => chunk.end - chunk.start - chunk.overlap;

const sum = (rows: readonly ChunkRow[]): number => rows.reduce((seconds, row) => seconds + lengthOf(row), 0);

export const countsOf = (
  rows: readonly ChunkRow[],
): Pick<Progress, 'written' | 'silent' | 'chunks' | 'chunksWritten'> => {
  const silent = rows.filter(({ state }) => state.is === 'silent');
  const done = rows.filter(({ state }) => state.is === 'done');
  return {
    written: sum(done) + sum(silent),
    silent: sum(silent),
    chunks: rows.length - silent.length,
    chunksWritten: done.length,
  };
};

const pieceOf = ({ chunk, state }: ChunkRow): Piece => ({
  chunk,
  answer: state.is === 'done' ? state.answer : null,
  target: state.is === 'done' ? state.target : null,
  missing: state.is === 'gap' ? state.why : null,
});

/** What was never made ready to be sent, and why. */
export type Rest = { end: number; why: string };

/** All that is known, with what is missing at the end as one piece more. */
export const piecesOf = (rows: readonly ChunkRow[], rest: Rest | null): Piece[] => {
  const pieces = rows.map(pieceOf);
  const last = rows.at(-1)?.chunk;
  const start = last?.end ?? 0;
  if (!rest || rest.end <= start) return pieces;
  const span = { start, end: rest.end };
  const chunk = { ...span, index: (last?.index ?? -1) + 1, silent: false, overlap: 0, cut: 'end' as const };
  return [...pieces, { chunk: { ...chunk, voiced: 0, voice: [] }, answer: null, target: null, missing: rest.why }];
};

/** Rows up to the first of which nothing is known yet. */
export const settledRows = (rows: readonly ChunkRow[]): readonly ChunkRow[] => {
  const open = rows.findIndex(({ state }) => !['done', 'silent', 'gap'].includes(state.is));
  return open < 0 ? rows : rows.slice(0, open);
};

export const isSettled = (rows: readonly ChunkRow[]): boolean => settledRows(rows).length === rows.length;

/** Those that wait to be sent, at once or later. */
export const unsent = (rows: readonly ChunkRow[]): readonly ChunkRow[] =>
  rows.filter(({ state }) => state.is === 'pending' || state.is === 'parked');

/** What nothing is known of yet; side by side is one. @param end of the recording; null: not known */
export const pendingIn = (rows: readonly ChunkRow[], end: number | null): Span[] => {
  const last = rows.at(-1)?.chunk.end ?? 0;
  const open = rows.filter(({ state }) => !['done', 'silent', 'gap'].includes(state.is)).map(({ chunk }) => chunk);
  const spans: Span[] = [];
  for (const span of [...open, { start: last, end: end ?? last }]) {
    const before = spans.at(-1);
    if (before && span.start <= before.end) before.end = Math.max(before.end, span.end);
    else if (span.end > span.start) spans.push({ start: span.start, end: span.end });
  }
  return spans;
};
