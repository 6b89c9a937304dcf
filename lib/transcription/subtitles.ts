// A transcript as subtitles: cues of at most two lines and seven seconds, in order, none overlapping another; written as
// SRT and as WebVTT. Pure.
import { endsSentence } from '../domain/sentence.ts';
import type { Gap, Passage, Transcript, Word } from '../domain/transcript.ts';
import { clockTime, missingNote } from './clock-time.ts';
import { joined, piecesOf, spread } from './words.ts';

/** As subtitles are usually made (from memory, 2026). A character of Chinese or Japanese is as wide as two. */
const [lineWidth, mostLines, longest] = [42, 2, 7];
/** Nobody reads a cue that is shorter than this; it stays where the next one leaves room. */
const shortest = 1;
/** After such a pause, in seconds, what is said next gets a cue of its own. */
const pause = 1;
/** A sentence that ends in a cue of this width ends the cue. */
const wide = 30;

export type Cue = { start: number; end: number; lines: string[]; speaker?: string };

const widthOf = (text: string): number =>
  [...text].length + (text.match(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]/g)?.length ?? 0);

/** A word that is wider than a line, in pieces. */
const fitting = (piece: string): string[] => {
  const full: string[] = [];
  let part = '';
  for (const letter of piece) {
    if (widthOf(part + letter) > lineWidth) {
      full.push(part);
      part = '';
    }
    part += letter;
  }
  return [...full, part];
};

const linesOf = (pieces: readonly string[]): string[] => {
  const lines: string[][] = [[]];
  for (const piece of pieces) {
    const line = lines.at(-1);
    if (line && (line.length === 0 || widthOf(joined([...line, piece])) <= lineWidth)) line.push(piece);
    else lines.push([piece]);
  }
  return lines.map(joined);
};

/** Two lines of about equal width are read more easily than a full one and a rest. */
const balanced = (pieces: readonly string[]): string[] => {
  if (linesOf(pieces).length < mostLines) return linesOf(pieces);
  const splits = pieces
    .slice(1)
    .map((_, place) => [joined(pieces.slice(0, place + 1)), joined(pieces.slice(place + 1))]);
  const widest = (lines: readonly string[]) => Math.max(...lines.map(widthOf));
  const [best] = splits.sort((one, other) => widest(one) - widest(other));
  return best ?? [];
};

const wordsOf = ({ words, text, start, end }: Passage): Word[] =>
  (words ?? spread(piecesOf(text), [{ start, end }])).flatMap((word) => {
    const parts = fitting(word.text);
    return parts.length === 1 ? [word] : spread(parts, [word]);
  });

const cuesOf = (passage: Passage): Cue[] => {
  const groups: Word[][] = [];
  for (const word of wordsOf(passage)) {
    const group = groups.at(-1);
    const [first, last] = [group?.[0], group?.at(-1)];
    const texts = [...(group ?? []), word].map(({ text }) => text);
    const goesOn =
      first &&
      last &&
      word.end - first.start <= longest &&
      word.start - last.end < pause &&
      linesOf(texts).length <= mostLines &&
      !(endsSentence(last.text) && widthOf(joined(texts.slice(0, -1))) >= wide);
    if (group && goesOn) group.push(word);
    else groups.push([word]);
  }
  return groups.map((group) => ({
    start: group[0]?.start ?? passage.start,
    end: group.at(-1)?.end ?? passage.end,
    lines: balanced(group.map(({ text }) => text)),
    ...(passage.speaker === undefined ? {} : { speaker: passage.speaker }),
  }));
};

const cueOfGap = (gap: Gap): Cue => ({
  start: gap.start,
  end: Math.min(gap.end, gap.start + longest),
  lines: linesOf(missingNote(gap).split(' ')),
});

const ms = (seconds: number): number => Math.round(seconds * 1_000);

/** In whole milliseconds, none before the end of the one before it, none without a length. */
const apart = (cues: readonly Cue[]): Cue[] => {
  const sorted = cues.toSorted((one, other) => one.start - other.start);
  let free = 0;
  return sorted.map((cue, place) => {
    const start = Math.max(ms(cue.start), free);
    const next = sorted[place + 1];
    const room = next ? Math.max(ms(next.start), start + 1) : Number.POSITIVE_INFINITY;
    const wanted = Math.max(ms(cue.end), start + ms(shortest));
    free = Math.min(wanted, room, start + ms(longest));
    return { ...cue, start: start / 1_000, end: free / 1_000 };
  });
};

export const cuesIn = ({ passages, gaps }: Transcript): Cue[] =>
  apart([...passages.flatMap(cuesOf), ...gaps.map(cueOfGap)]);

/** Who speaks is said where somebody else did before. */
const changes = (cues: readonly Cue[], place: number): string | undefined => {
  const { speaker } = cues[place] ?? {};
  return speaker === cues[place - 1]?.speaker ? undefined : speaker;
};

/** An arrow between two times is what a reader of these files looks for. */
const withoutArrow = (text: string): string => text.replaceAll('-->', '→');

export const writeSrt = (transcript: Transcript): string => {
  const cues = cuesIn(transcript);
  const blocks = cues.map(({ start, end, lines }, place) => {
    const speaker = changes(cues, place);
    const text = withoutArrow(lines.join('\n'));
    const said = speaker === undefined ? text : `${speaker}: ${text}`;
    return `${place + 1}\n${clockTime(start, ',')} --> ${clockTime(end, ',')}\n${said}\n`;
  });
  return blocks.join('\n');
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const writeVtt = (transcript: Transcript): string => {
  const blocks = cuesIn(transcript).map(({ start, end, lines, speaker }) => {
    const text = lines.map(escaped).join('\n');
    const said = speaker === undefined ? text : `<v ${escaped(speaker)}>${text}`;
    return `${clockTime(start, '.')} --> ${clockTime(end, '.')}\n${said}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
};
