// A transcript as it is kept: with its name, its dates and, for a while, the recording itself. It outlives the work that
// made it.
import { spanSchema } from './audio.ts';
import { gapSchema, passageSchema } from './transcript.ts';
import { z } from './zod.ts';

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

/** What is searched: without its passages, which with the times of all words are ten times as much. */
export const historyTextSchema = z.object({ ...head, text: z.string() });
export type HistoryText = z.infer<typeof historyTextSchema>;

export const historyEntrySchema = historyTextSchema.extend({
  passages: z.array(passageSchema),
  /** What nothing is known of yet, in the order of time. Empty once it is kept for good. */
  pending: z.array(spanSchema).catch([]),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** One line of the list. */
export const historyHeadSchema = z.object({
  ...head,
  wordCount: z.number(),
  /** Its beginning, or, in answer to a search, where it was found. */
  excerpt: z.string(),
});
export type HistoryHead = z.infer<typeof historyHeadSchema>;

/** The forms in which a transcript can be saved. */
export const formSchema = z.enum(['text', 'markdown', 'srt', 'vtt', 'json']);
export type Form = z.infer<typeof formSchema>;

/** A file as it is saved: what stands in it, under which name, of which type. */
export const writtenFileSchema = z.object({ text: z.string(), fileName: z.string(), mime: z.string() });
export type WrittenFile = z.infer<typeof writtenFileSchema>;
