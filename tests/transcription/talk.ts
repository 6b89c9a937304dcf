// A made-up talk that several models hear, each with mistakes of its own: what two chunks say of the seconds they share,
// and how many words are wrong in what is put together from them.
import type { Chunk } from '../../lib/domain/audio.ts';
import type { Piece, Word } from '../../lib/domain/transcript.ts';
import { words as wordsFrom } from '../farm/tones.ts';

/** A repeatable stream of numbers from 0 to 1. */
export const chance = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
};

/** Words without any pause of 0.3 s, about two and a half a second. */
export const talk = (seed: number, count: number): Word[] => {
  const next = chance(seed);
  let at = 0;
  return wordsFrom(seed, count).map((text) => {
    const start = at + next() * 0.12;
    const end = start + 0.2 + next() * 0.25;
    at = end;
    return { start, end, text };
  });
};

/** Of each word: swapped for another, left out, or one put in after it (as measured of real models). */
const mistakes = { swapped: 0.04, lost: 0.015, added: 0.01 };
/** How far times are off, each word for itself and each chunk as a whole: 0.15 s in the mean square. */
const jitter = (next: () => number): number => (next() + next() + next() - 1.5) * 0.3;

type Wrong = { text: string }[];

const mistaken = (word: Word, next: () => number): Wrong => {
  const [swapped, lost, added] = [next() < mistakes.swapped, next() < mistakes.lost, next() < mistakes.added];
  if (lost) return [];
  const said = { text: swapped ? `x${word.text}` : word.text };
  return added ? [said, { text: 'uh' }] : [said];
};

/** `at`: the middle of what was really said, on the recording's clock. */
export type Hearing = { chunk: Chunk; words: (Word & { at: number })[] };

/** What one chunk hears: words at its edges may be cut in half. Times count from its start. */
export const hearingOf = (said: readonly Word[], chunk: Chunk, seed: number): Hearing => {
  const next = chance(seed * 7_919 + chunk.index);
  const drift = jitter(next);
  const words = said.flatMap((word) => {
    const heard = mistaken(word, next);
    const off = drift + jitter(next);
    if (word.end <= chunk.start || word.start >= chunk.end) return [];
    const isCut = word.start < chunk.start || word.end > chunk.end;
    if (isCut) return next() < 0.5 ? [] : [{ start: 0, end: 0.1, text: word.text.slice(0, 3), at: word }];
    return heard.map(({ text }) => ({ start: word.start + off, end: word.end + off, text, at: word }));
  });
  const length = chunk.end - chunk.start;
  const within = (time: number) => Math.min(length, Math.max(0, time));
  return {
    chunk,
    words: words.map(({ start, end, text, at }) => ({
      start: within((start || at.start) - chunk.start),
      end: within((end || at.end) - chunk.start),
      text,
      at: (at.start + at.end) / 2,
    })),
  };
};

export const pieceOf = ({ chunk, words }: Hearing, form: 'words' | 'segments'): Piece => {
  const text = words.map((word) => word.text).join(' ');
  const groups = Array.from({ length: Math.ceil(words.length / 10) }, (_, place) =>
    words.slice(place * 10, place * 10 + 10),
  );
  const segments = groups.map((group) => ({
    start: group[0]?.start ?? 0,
    end: group.at(-1)?.end ?? 0,
    text: group.map((word) => word.text).join(' '),
  }));
  return {
    chunk,
    answer: form === 'words' ? { text, words: words.map(({ at, ...word }) => word), segments } : { text, segments },
    target: null,
    missing: null,
  };
};

/** Chunks without pauses. */
export const hardChunks = (seconds: number, length: number, overlap: number): Chunk[] => {
  const chunks: Chunk[] = [];
  for (let start = 0; ; start += length - overlap) {
    const end = Math.min(seconds, start + length);
    const cut = end === seconds ? 'end' : 'hard';
    const index = chunks.length;
    chunks.push({
      ...{ index, start, end, cut, silent: false, overlap: index === 0 ? 0 : overlap },
      ...{ voiced: end - start, voice: [{ start, end }] },
    });
    if (end === seconds) return chunks;
  }
};

/** How many words would have to be taken out or put in to make one list of the other (Myers, 1986). */
export const edits = (ones: readonly string[], others: readonly string[]): number => {
  const most = ones.length + others.length;
  const reach = new Int32Array(2 * most + 3);
  for (let steps = 0; steps <= most; steps++)
    for (let line = -steps; line <= steps; line += 2) {
      const at = (place: number) => reach[place + most + 1] ?? 0;
      let one = line === -steps || (line !== steps && at(line - 1) < at(line + 1)) ? at(line + 1) : at(line - 1) + 1;
      while (one < ones.length && one - line < others.length && ones[one] === others[one - line]) one += 1;
      reach[line + most + 1] = one;
      if (one >= ones.length && one - line >= others.length) return steps;
    }
  return most;
};
