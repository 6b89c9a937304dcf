// An answer to one chunk as passages on the recording's clock: times shifted and kept within the chunk, words with their
// punctuation. A model that told no times gets them from the voice in the chunk, sentence by sentence. Pure.
import type { Chunk, Span } from '../domain/audio.ts';

import { endsSentence } from '../domain/sentence.ts';
import type { ChunkAnswer, Passage, Piece, Segment, Word } from '../domain/transcript.ts';
import { joined, piecesOf, spread, timedBy } from './words.ts';

/** A passage whose every word has a time: the model's own, or one by its length. `exact`: the former. */
export type Timed = Passage & { words: Word[]; exact: boolean };

const round = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

/** On the recording's clock, within the chunk, never backwards. */
const shifted = <Part extends Span>(parts: readonly Part[], { start, end }: Chunk): Part[] => {
  const within = (time: number, least: number) => round(Math.min(end, Math.max(least, start + time)));
  let last = start;
  return parts.map((part) => {
    const from = within(part.start, last);
    const to = within(part.end, from);
    last = from;
    return { ...part, start: from, end: to };
  });
};

/** A new passage begins after such a pause, and when one has become this long, in seconds. */
const [pause, longest] = [0.8, 15];

/** Words without segments, put together: until a sentence or a pause ends. */
const grouped = (words: readonly Word[]): Word[][] => {
  const groups: Word[][] = [];
  for (const word of words) {
    const group = groups.at(-1);
    const [first, last] = [group?.[0], group?.at(-1)];
    const goesOn =
      first && last && !endsSentence(last.text) && word.start - last.end < pause && word.end - first.start <= longest;
    if (group && goesOn) group.push(word);
    else groups.push([word]);
  }
  return groups;
};

const sentencesOf = (text: string): string[] => {
  const sentences: string[][] = [];
  for (const piece of piecesOf(text)) {
    const last = sentences.at(-1);
    const before = last?.at(-1);
    if (last && before !== undefined && !endsSentence(before)) last.push(piece);
    else sentences.push([piece]);
  }
  return sentences.map(joined);
};

type Made = Pick<Timed, 'start' | 'end' | 'text' | 'words' | 'exact' | 'timed'> & { speaker?: string };

const spanOf = (words: readonly Word[]): Span => ({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 });

const fromWords = (words: readonly Word[]): Made[] =>
  grouped(words).map((group) => ({
    ...spanOf(group),
    text: joined(group.map(({ text }) => text)),
    words: group,
    exact: true,
    timed: 'model',
  }));

/** Each word belongs to the segment in which its middle lies; those between two go to the nearer one. */
const wordsBySegment = (segments: readonly Segment[], words: readonly Word[]): Word[][] => {
  const lists = segments.map((): Word[] => []);
  let place = 0;
  for (const word of words) {
    const at = (word.start + word.end) / 2;
    const distance = (index: number) => {
      const segment = segments[index];
      return segment ? Math.max(segment.start - at, at - segment.end, 0) : Number.POSITIVE_INFINITY;
    };
    while (distance(place + 1) < distance(place) || (distance(place) > 0 && distance(place + 1) === distance(place)))
      place += 1;
    lists[place]?.push(word);
  }
  return lists;
};

const fromSegments = (segments: readonly Segment[], words: readonly Word[]): Made[] => {
  const lists = wordsBySegment(segments, words);
  return segments.map((segment, place) => {
    const own = timedBy(segment.text, lists[place] ?? []);
    const exact = own.length > 0;
    return {
      ...{ start: segment.start, end: segment.end, text: segment.text.trim() },
      words: exact ? own : spread(piecesOf(segment.text), [segment]),
      ...{ exact, timed: 'model' as const },
      ...(segment.speaker === undefined ? {} : { speaker: segment.speaker }),
    };
  });
};

const fromVoice = (text: string, chunk: Chunk): Made[] => {
  const voice = chunk.voice.length > 0 ? chunk.voice : [{ start: chunk.start, end: chunk.end }];
  const words = spread(piecesOf(text), voice);
  let at = 0;
  return sentencesOf(text).map((sentence) => {
    const count = piecesOf(sentence).length;
    const own = words.slice(at, at + count);
    at += count;
    return { ...spanOf(own), text: sentence, words: own, exact: false, timed: 'voice' as const };
  });
};

const madeFrom = (answer: ChunkAnswer, chunk: Chunk): Made[] => {
  const segments = shifted(answer.segments ?? [], chunk).filter(({ text }) => text.trim() !== '');
  const words = shifted(answer.words ?? [], chunk).filter(({ text }) => text.trim() !== '');
  if (segments.length > 0) return fromSegments(segments, words);
  return words.length > 0 ? fromWords(words) : fromVoice(answer.text, chunk);
};

export const passagesOf = ({ chunk, answer, target }: Piece): Timed[] =>
  answer === null ? [] : madeFrom(answer, chunk).map((made) => ({ ...made, part: chunk.index, target }));

/** A passage of which some words are left. */
export const keeping = (passage: Timed, words: Word[]): Timed =>
  words.length === passage.words.length
    ? passage
    : { ...passage, ...spanOf(words), text: joined(words.map(({ text }) => text)), words };
