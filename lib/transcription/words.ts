// Words of an answer: counted, compared, and given times where the model gave none. Knows languages that are written
// without spaces. Pure.
import type { Span } from '../domain/audio.ts';
import type { Word } from '../domain/transcript.ts';

/** Scripts that are written without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** A word there has about two characters. */
const charactersPerWord = 2;

/** Letters and digits alone, in lower case: two models write one word with other commas and capitals. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Pieces of a text that are compared one by one: words, or characters where there are no spaces. */
export const piecesOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .filter((part) => part !== '')
    .flatMap((part) =>
      unspaced.test(part) ? Array.from(part.matchAll(/\P{P}\p{P}*|^\p{P}+/gu), ([piece]) => piece) : [part],
    );

/** How many words a text has, in words of a language with spaces. */
export const wordCount = (text: string): number => {
  const pieces = piecesOf(text).filter((piece) => plain(piece) !== '');
  const characters = pieces.filter((piece) => unspaced.test(piece)).length;
  return pieces.length - characters + characters / charactersPerWord;
};

/** Pieces put together again: with a space, but for those of scripts that have none. */
export const joined = (pieces: readonly string[]): string =>
  pieces.reduce((text, piece) => {
    const together = text === '' || (unspaced.test(text.slice(-1)) && unspaced.test(piece)) || wantsNone(text, piece);
    return together ? text + piece : `${text} ${piece}`;
  }, '');

/** After a full stop of such a script there is no space either. */
const wantsNone = (text: string, piece: string): boolean =>
  /[\u3000-\u303f\uff00-\uff65]$/u.test(text) && unspaced.test(piece);

/** The place that lies so many seconds of voice into the spans. */
const placeIn = (voice: readonly Span[], seconds: number): number => {
  let [left, last] = [seconds, 0];
  for (const { start, end } of voice) {
    if (left <= end - start) return start + left;
    left -= end - start;
    last = end;
  }
  return last;
};

const lengthOf = (piece: string): number => Math.max(1, plain(piece).length);

/** Pieces with times, by their length along the voice. @param voice not empty */
export const spread = (pieces: readonly string[], voice: readonly Span[]): Word[] => {
  const seconds = voice.reduce((sum, { start, end }) => sum + end - start, 0);
  const all = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  let before = 0;
  return pieces.map((text) => {
    const start = placeIn(voice, (seconds * before) / all);
    before += lengthOf(text);
    return { start, end: Math.max(start, placeIn(voice, (seconds * before) / all)), text };
  });
};

/**
 * The pieces of a text with the times of the words that a model gave for it. Models leave punctuation out of words, or
 * take two words for one; where their numbers differ, pieces are placed by their length between the first and the last.
 */
export const timedBy = (text: string, words: readonly Word[]): Word[] => {
  const pieces = piecesOf(text);
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return [];
  const named = (timed: readonly Span[]) =>
    timed.map(({ start, end }, place) => ({ start, end, text: pieces[place] ?? '' }));
  if (pieces.length === words.length) return named(words);
  const divided = words.flatMap(({ text: word, ...span }) => spread(piecesOf(word), [span]));
  return divided.length === pieces.length ? named(divided) : spread(pieces, [{ start: first.start, end: last.end }]);
};
