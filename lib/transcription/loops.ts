// Whether a text goes in circles: a word or a phrase again and again, as speech models write when they have lost the
// thread. Told by its structure alone, whatever the words are. Pure.
import { piecesOf, plain } from './words.ts';

/** A phrase of so many words that comes so many times in a row is nobody's way to speak. */
const mostInARow = (length: number): number => (length === 1 ? 6 : length <= 3 ? 5 : 4);
const longestPhrase = 24;

/** Nobody who says a phrase three times and more ends in the middle of it; a model that ran out of room does. */
const breaksOff = (length: number, same: number, isEnd: boolean): boolean =>
  isEnd && length >= 3 && same >= 2 * length && same % length !== 0;

/** The first phrase that is said too often in a row; null: none. */
export const loopIn = (text: string): { phrase: string; times: number } | null => {
  const pieces = piecesOf(text).filter((piece) => plain(piece) !== '');
  const words = pieces.map(plain);
  for (let length = 1; length <= longestPhrase; length++) {
    let same = 0;
    for (let at = length; at <= words.length; at++) {
      if (at < words.length && words[at] === words[at - length]) {
        same += 1;
        continue;
      }
      const times = Math.floor(same / length) + 1;
      if (times >= mostInARow(length) || breaksOff(length, same, at === words.length)) {
        const start = at - same - length;
        return { phrase: pieces.slice(start, start + length).join(' '), times };
      }
      same = 0;
    }
  }
  return null;
};
