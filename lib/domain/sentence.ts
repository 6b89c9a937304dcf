// A transcript as it is read: paragraphs, which end in pauses, with who speaks or after a while, and in them sentences,
// each with when it begins. Pure.
import type { Passage, Transcript } from './transcript.ts';

/** Whether a sentence ends with this word. */
export const endsSentence = (text: string): boolean => /[.!?…。！？]["'”’»)]*$/u.test(text);

/** A paragraph ends after such a pause, or with a sentence once it has become this long, in seconds. */
const [pause, long] = [2, 45];

const goesOn = (group: readonly Passage[], next: Passage, isBroken: boolean): boolean => {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last || isBroken || last.speaker !== next.speaker || next.start - last.end >= pause) return false;
  return next.end - first.start <= long || !endsSentence(last.text);
};

/** Whatever is missing stands between two paragraphs. */
export const paragraphsOf = ({ passages, gaps }: Transcript): Passage[][] => {
  const groups: Passage[][] = [];
  for (const passage of passages) {
    const group = groups.at(-1);
    const before = group?.at(-1)?.end ?? 0;
    const isBroken = gaps.some((gap) => gap.start < passage.start && gap.end > before);
    if (group && goesOn(group, passage, isBroken)) group.push(passage);
    else groups.push([passage]);
  }
  return groups;
};

export const textIn = ({ text }: Passage): string => text.replace(/\s+/g, ' ').trim();

/** `start`: when it begins, in seconds of the recording. Where a sentence has no end for long, a passage of it. */
export type Sentence = { start: number; text: string };

/** A sentence that lasts longer, in seconds, is taken passage by passage: nobody wants to be sent back that far. */
const longest = 12;

/** A passage in the text of its paragraph. `words`: where in it they begin, and when. */
type Placed = { passage: Passage; text: string; from: number; words: { at: number; start: number }[] };

const placesOf = (text: string, words: NonNullable<Passage['words']>): Placed['words'] => {
  let cursor = 0;
  return words.flatMap((word) => {
    const at = text.indexOf(word.text, cursor);
    if (at < 0) return [];
    cursor = at + word.text.length;
    return [{ at, start: word.start }];
  });
};

const placed = (paragraph: readonly Passage[]): Placed[] => {
  let from = 0;
  return paragraph.map((passage) => {
    const text = textIn(passage);
    const place = { passage, text, from, words: placesOf(text, passage.words ?? []) };
    from += text.length + 1;
    return place;
  });
};

/** When what stands at this place of the paragraph is said: with its word, or by its share of the passage. */
const timeAt = (parts: readonly Placed[], at: number): number => {
  const part = parts.findLast(({ from }) => from <= at);
  if (!part) return 0;
  const { passage, text, from, words } = part;
  const inside = at - from;
  const word = inside === 0 ? undefined : words.find((each) => each.at >= inside);
  const share = inside / Math.max(1, text.length);
  return word?.start ?? passage.start + (passage.end - passage.start) * share;
};

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });

export const sentencesIn = (paragraph: readonly Passage[]): Sentence[] => {
  const parts = placed(paragraph);
  const whole = parts.map(({ text }) => text).join(' ');
  const end = paragraph.at(-1)?.end ?? 0;
  const ends = Array.from(segmenter.segment(whole), ({ index, segment }) => index + segment.length);
  const sentences: Sentence[] = [];
  let from = 0;
  for (const to of ends) {
    const until = to < whole.length ? timeAt(parts, to) : end;
    const isLong = until - timeAt(parts, from) > longest;
    const cuts = isLong ? parts.flatMap((part) => (part.from > from && part.from < to ? part.from : [])) : [];
    for (const cut of [...cuts, to]) {
      sentences.push({ start: timeAt(parts, from), text: whole.slice(from, cut).trim() });
      from = cut;
    }
  }
  return sentences.filter(({ text }) => text !== '');
};
