// A transcript as files: plain text, Markdown with times, subtitles, and JSON with all there is. Pure.
import type { Gap, Passage, Transcript } from '../domain/transcript.ts';
import { missingNote, shortTime } from './clock-time.ts';
import { writeSrt, writeVtt } from './subtitles.ts';
import { endsSentence } from './words.ts';

export type Recording = {
  title: string;
  /** In seconds; null: not known. */
  seconds: number | null;
  /** ISO 639-1; absent: not known. */
  language?: string;
};

/** A paragraph ends after such a pause, or with a sentence once it has become this long, in seconds. */
const [pause, long] = [2, 45];

type Paragraph = { start: number; speaker?: string; text: string };

const goesOn = (group: readonly Passage[], next: Passage, isBroken: boolean): boolean => {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last || isBroken || last.speaker !== next.speaker || next.start - last.end >= pause) return false;
  return next.end - first.start <= long || !endsSentence(last.text);
};

const paragraphsOf = ({ passages, gaps }: Transcript): Paragraph[] => {
  const groups: Passage[][] = [];
  for (const passage of passages) {
    const group = groups.at(-1);
    const before = group?.at(-1)?.end ?? 0;
    const isBroken = gaps.some((gap) => gap.start < passage.start && gap.end > before);
    if (group && goesOn(group, passage, isBroken)) group.push(passage);
    else groups.push([passage]);
  }
  return groups.map((group) => ({
    start: group[0]?.start ?? 0,
    speaker: group[0]?.speaker,
    text: group.map(({ text }) => text.replace(/\s+/g, ' ').trim()).join(' '),
  }));
};

type Entry = { start: number; write: (withTimes: boolean) => string };

const entryOfGap = (gap: Gap): Entry => ({ start: gap.start, write: () => missingNote(gap) });

/** Paragraphs and gaps in the order of time. @param bold how who speaks is set off */
const entriesOf = (transcript: Transcript, bold: (text: string) => string): string[] => {
  const paragraphs = paragraphsOf(transcript).map(({ start, speaker, text }): Entry => {
    const who = speaker === undefined ? '' : `${bold(`${speaker}:`)} `;
    return { start, write: (withTimes) => `${withTimes ? `[${shortTime(start)}] ` : ''}${who}${text}` };
  });
  const entries = [...paragraphs, ...transcript.gaps.map(entryOfGap)].sort((one, other) => one.start - other.start);
  const isMarkdown = bold('') !== '';
  return entries.map(({ write }) => write(isMarkdown));
};

export const writeText = (transcript: Transcript): string => `${entriesOf(transcript, (text) => text).join('\n\n')}\n`;

/** What Markdown would take for a mark of its own. */
const unmarked = (text: string): string => text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');

const writeMarkdown = (transcript: Transcript, { title }: Recording): string => {
  const marked = {
    ...transcript,
    passages: transcript.passages.map((passage) => ({
      ...passage,
      text: unmarked(passage.text),
      speaker: passage.speaker === undefined ? undefined : unmarked(passage.speaker),
    })),
  };
  return [`# ${unmarked(title)}`, ...entriesOf(marked, (text) => `**${text}**`)].join('\n\n').concat('\n');
};

const writeJson = ({ passages, gaps }: Transcript, { title, seconds, language }: Recording): string => {
  const named = passages.map(({ target, ...passage }) => ({
    ...passage,
    provider: target?.ownerName ?? null,
    model: target?.model ?? null,
  }));
  return `${JSON.stringify({ title, seconds, language: language ?? null, passages: named, gaps }, null, 2)}\n`;
};

export type Format = 'text' | 'markdown' | 'srt' | 'vtt' | 'json';

type Writer = { ending: string; type: string; write: (transcript: Transcript, recording: Recording) => string };

export const formats: Record<Format, Writer> = {
  text: { ending: 'txt', type: 'text/plain', write: writeText },
  markdown: { ending: 'md', type: 'text/markdown', write: writeMarkdown },
  srt: { ending: 'srt', type: 'application/x-subrip', write: writeSrt },
  vtt: { ending: 'vtt', type: 'text/vtt', write: writeVtt },
  json: { ending: 'json', type: 'application/json', write: writeJson },
};
