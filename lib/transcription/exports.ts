// A transcript as files: plain text, Markdown with times, subtitles, and JSON with all there is. Pure.
import type { Form } from '../domain/history.ts';
import { paragraphsOf, textIn } from '../domain/sentence.ts';
import type { Gap, Passage, Transcript } from '../domain/transcript.ts';
import { missingNote, shortTime } from './clock-time.ts';
import { writeSrt, writeVtt } from './subtitles.ts';

export type Recording = {
  title: string;
  /** In seconds; null: not known. */
  seconds: number | null;
  /** ISO 639-1; absent: not known. */
  language?: string;
};

type Paragraph = { start: number; speaker?: string; text: string };

const spoken = (group: readonly Passage[]): Paragraph => ({
  start: group[0]?.start ?? 0,
  speaker: group[0]?.speaker,
  text: group.map(textIn).join(' '),
});

type Entry = { start: number; write: (withTimes: boolean) => string };

const entryOfGap = (gap: Gap): Entry => ({ start: gap.start, write: () => missingNote(gap) });

/** Paragraphs and gaps in the order of time. @param bold how who speaks is set off */
const entriesOf = (transcript: Transcript, bold: (text: string) => string): string[] => {
  const paragraphs = paragraphsOf(transcript)
    .map(spoken)
    .map(({ start, speaker, text }): Entry => {
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

type Writer = { ending: string; type: string; write: (transcript: Transcript, recording: Recording) => string };

export const formats: Record<Form, Writer> = {
  text: { ending: 'txt', type: 'text/plain', write: writeText },
  markdown: { ending: 'md', type: 'text/markdown', write: writeMarkdown },
  srt: { ending: 'srt', type: 'application/x-subrip', write: writeSrt },
  vtt: { ending: 'vtt', type: 'text/vtt', write: writeVtt },
  json: { ending: 'json', type: 'application/json', write: writeJson },
};
