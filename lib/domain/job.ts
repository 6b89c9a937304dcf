// Something the user waits for. A row in IndexedDB that outlives the popup, the worker and the browser.
// Large things (a page's text, an audio file) lie beside it under `blobId` and never in the row.
import { targetNameSchema, traceSchema, usageSchema } from './trace.ts';
import { z } from './zod.ts';

export const jobStateSchema = z.enum(['running', 'waiting', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

const shared = {
  id: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  state: jobStateSchema,
  /** What the user sees as its name: the page's title or the file's name. */
  title: z.string(),
  /** The page text or the audio that it works on. Gone (null) once the job needs it no longer. */
  blobId: z.string().nullable(),
  /** Times that the work was begun, a resumption after the browser's death counted. */
  starts: z.number(),
  /** Times that it has waited for a rest that outlasted a request. */
  rounds: z.number().catch(0),
  text: z.string(),
  target: targetNameSchema.nullable(),
  /** What is going on or went wrong, in one or two sentences; empty where nothing needs saying. */
  note: z.string(),
  /** When a waiting job goes on, in ms since 1970. */
  retryAt: z.number().nullable(),
  usage: usageSchema,
  costUsd: z.number(),
  trace: traceSchema.nullable(),
};

export const summaryJobSchema = z.object({
  ...shared,
  kind: z.literal('summary'),
  url: z.string(),
  source: z.enum(['selection', 'article', 'page']),
  /** Share of the text that the answering model was given, 0 to 1; null before it is known. */
  shareRead: z.number().nullable(),
});
export type SummaryJob = z.infer<typeof summaryJobSchema>;

export const transcriptionJobSchema = z.object({
  ...shared,
  kind: z.literal('transcription'),
  fileName: z.string(),
  bytes: z.number(),
});
export type TranscriptionJob = z.infer<typeof transcriptionJobSchema>;

export const jobSchema = z.discriminatedUnion('kind', [summaryJobSchema, transcriptionJobSchema]);
export type Job = z.infer<typeof jobSchema>;

export const isUnfinished = (job: Job): boolean => job.state === 'running' || job.state === 'waiting';
