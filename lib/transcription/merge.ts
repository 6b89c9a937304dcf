// The answers to all chunks put together into one transcript: joined in pauses, spliced where two chunks heard the same
// seconds, with a gap wherever an answer is missing. No words of two models ever stand in one passage. Pure.
import type { Span } from '../domain/audio.ts';
import type { Gap, Passage, Piece, Transcript, Word } from '../domain/transcript.ts';
import { keeping, passagesOf, type Timed } from './passages.ts';
import { splice } from './seam.ts';
import { withSpeakersNamed } from './speakers.ts';

/** How far apart two answers may place the same word, in seconds: by the model's words, its segments, or our guess. */
const drifts = { word: 0.8, segment: 2, guess: 4 };

const driftOf = (passages: readonly Timed[]): number => {
  if (passages.some(({ timed }) => timed === 'voice')) return drifts.guess;
  return passages.every(({ exact }) => exact) ? drifts.word : drifts.segment;
};

const wordsIn = (passages: readonly Timed[]): Word[] => passages.flatMap(({ words }) => words);

/** The passages with the words from `from` to `to` alone, counted over all of them. */
const sliced = (passages: readonly Timed[], from: number, to: number): Timed[] => {
  let at = 0;
  return passages.flatMap((passage) => {
    const words = passage.words.slice(Math.max(0, from - at), Math.max(0, to - at));
    at += passage.words.length;
    return words.length > 0 ? [keeping(passage, words)] : [];
  });
};

/** Both without what the other says of the seconds that they share. */
const seamed = (before: readonly Timed[], after: readonly Timed[], shared: Span): [Timed[], Timed[]] => {
  const drift = Math.max(driftOf(before), driftOf(after));
  const { one, other } = splice(wordsIn(before), wordsIn(after), shared, drift);
  return [sliced(before, 0, one), sliced(after, other, Number.POSITIVE_INFINITY)];
};

const endingAt = (passage: Timed, end: number): Timed => ({
  ...passage,
  end,
  words: passage.words.map((word) => ({ ...word, start: Math.min(word.start, end), end: Math.min(word.end, end) })),
});

/** Sorted, and each ends where the next begins at the latest. */
const inOrder = (passages: readonly Timed[]): Timed[] => {
  const sorted = passages.toSorted((one, other) => one.start - other.start);
  return sorted.map((passage, place) => {
    const next = sorted[place + 1];
    return next && passage.end > next.start ? endingAt(passage, next.start) : passage;
  });
};

const asPassage = ({ words, exact, ...passage }: Timed): Passage => (exact ? { ...passage, words } : passage);

/** Gaps side by side are one. A gap is only what no neighbour has heard. */
const gapsIn = (pieces: readonly Piece[]): Gap[] => {
  const gaps: Gap[] = [];
  for (const [place, { chunk, missing }] of pieces.entries()) {
    if (missing === null) continue;
    const [before, after] = [pieces[place - 1], pieces[place + 1]];
    const last = gaps.at(-1);
    const start = before && before.missing === null ? Math.max(chunk.start, before.chunk.end) : chunk.start;
    const end = after && after.missing === null ? Math.min(chunk.end, after.chunk.start) : chunk.end;
    if (last && before && before.missing !== null) last.end = end;
    else gaps.push({ start, end, why: missing });
  }
  return gaps;
};

/** @param pieces all that is known by now, in the order of their chunks; those without an answer yet are left out */
export const merge = (pieces: readonly Piece[]): Transcript => {
  const parts = pieces.map(passagesOf);
  for (const [place, { chunk, answer }] of pieces.entries()) {
    const [before, part, last] = [parts[place - 1], parts[place], pieces[place - 1]];
    if (!before || !part || !answer || !last?.answer || chunk.overlap === 0) continue;
    [parts[place - 1], parts[place]] = seamed(before, part, { start: chunk.start, end: last.chunk.end });
  }
  return { passages: withSpeakersNamed(inOrder(parts.flat()).map(asPassage)), gaps: gapsIn(pieces) };
};
