// A recording as text: what the reading page shows and the history keeps. It outlives the work that made it.
import { spanSchema } from './audio.ts';
import { z } from './zod.ts';

/** A part of the recording that nobody could write down, and why, in a sentence. */
export const gapSchema = spanSchema.extend({ reason: z.string() });
export type Gap = z.infer<typeof gapSchema>;

/** What is said from when to when, in seconds from the start of the recording. */
export const passageSchema = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  /** Absent: nobody asked, or nobody could tell. */
  speaker: z.string().optional(),
  /** Who wrote it down: a place in the transcript's list of models. */
  model: z.number().optional(),
});
export type Passage = z.infer<typeof passageSchema>;

const head = {
  /** That of the job that made it. */
  id: z.string(),
  title: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Length of the recording; null: unknown. */
  seconds: z.number().nullable(),
  /** ISO 639-1; null: nobody told. */
  language: z.string().nullable(),
  /** Who wrote it, as people know them, the one who wrote most first. */
  models: z.array(z.string()),
  gaps: z.array(gapSchema),
  /** The recording itself, while it is kept. `until`: when it is deleted, in ms since 1970; null: while there are gaps. */
  audio: z.object({ blobId: z.string(), until: z.number().nullable() }).nullable(),
  costUsd: z.number(),
};

export const transcriptSchema = z.object({
  ...head,
  text: z.string(),
  passages: z.array(passageSchema),
  /** Empty where nobody gave times for each word. */
  words: z.array(passageSchema),
});
export type Transcript = z.infer<typeof transcriptSchema>;

/** One line of the history. */
export const transcriptHeadSchema = z.object({
  ...head,
  wordCount: z.number(),
  /** Its beginning, or, in answer to a search, where it was found. */
  excerpt: z.string(),
});
export type TranscriptHead = z.infer<typeof transcriptHeadSchema>;
