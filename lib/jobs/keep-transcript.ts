// A finished recording as an entry of the history. Pure.
import type { HistoryEntry } from '../domain/history.ts';
import type { TranscriptionJob } from '../domain/job.ts';
import type { Transcript } from '../domain/transcript.ts';
import { writeText } from '../transcription/exports.ts';

export const textOf = (transcript: Transcript): string => writeText(transcript).trim();

/** Who wrote how much, by the letters of it; the one who wrote most first. */
const modelsOf = ({ passages }: Transcript): string[] => {
  const letters = new Map<string, number>();
  for (const { target, text } of passages) {
    if (!target) continue;
    const name = `${target.ownerName} · ${target.model}`;
    letters.set(name, (letters.get(name) ?? 0) + text.length);
  }
  return [...letters].toSorted(([, one], [, other]) => other - one).map(([name]) => name);
};

const day = 86_400_000;

/** How long the recording itself is kept: while there are gaps, then as the user wants; null: not at all. */
const audioOf = (blobId: string, gaps: number, keepDays: number, now: number): HistoryEntry['audio'] => {
  if (gaps > 0) return { blobId, until: null };
  return keepDays > 0 ? { blobId, until: now + keepDays * day } : null;
};

export const entryOf = (
  job: TranscriptionJob & { blobId: string },
  transcript: Transcript,
  keepDays: number,
  now: number,
): HistoryEntry => ({
  id: job.id,
  title: job.title,
  createdAt: job.createdAt,
  updatedAt: now,
  seconds: job.progress.seconds,
  language: job.language,
  models: modelsOf(transcript),
  gaps: transcript.gaps,
  audio: audioOf(job.blobId, transcript.gaps.length, keepDays, now),
  costUsd: job.costUsd,
  text: textOf(transcript),
  passages: transcript.passages,
  pending: [],
});
