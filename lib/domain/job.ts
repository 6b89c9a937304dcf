// Something the user waits for. A row in IndexedDB that outlives the popup, the worker and the browser.
// Large things (a page's text, an audio file) lie beside it under `blobId` and never in the row.
import { targetNameSchema, traceSchema, usageSchema } from './trace.ts';
import { gapSchema } from './transcript.ts';
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
  source: z.enum(['selection', 'article', 'page', 'transcript']),
  /** The transcript that it is a summary of; null: of a page. */
  transcriptId: z.string().nullable().catch(null),
  /** Share of the text that the answering model was given, 0 to 1; null before it is known. */
  shareRead: z.number().nullable(),
});
export type SummaryJob = z.infer<typeof summaryJobSchema>;

/** How far a transcription is. Seconds are those of the recording, but for `sent`. */
export const progressSchema = z.object({
  /** Length of the whole; null: not known yet. */
  seconds: z.number().nullable(),
  /** So far it is cut and made ready to send. */
  prepared: z.number(),
  /** Written down, or found to be silent. */
  written: z.number(),
  /** Found to be silent, so that nothing was sent. */
  silent: z.number(),
  /** Seconds of audio that went out, every try counted. */
  sent: z.number(),
  /** Chunks with voice that are ready so far, and how many of them are written down. */
  chunks: z.number(),
  chunksWritten: z.number(),
  /** Who works on it at this moment. */
  at: z.array(targetNameSchema),
  /** When it will be done, in ms since 1970; null: nobody can say yet. */
  endsAt: z.number().nullable(),
  gaps: z.array(gapSchema),
});
export type Progress = z.infer<typeof progressSchema>;
export const noProgress: Progress = {
  seconds: null,
  prepared: 0,
  written: 0,
  silent: 0,
  sent: 0,
  chunks: 0,
  chunksWritten: 0,
  at: [],
  endsAt: null,
  gaps: [],
};

export const transcriptionJobSchema = z.object({
  ...shared,
  kind: z.literal('transcription'),
  fileName: z.string(),
  bytes: z.number(),
  /** It is sent as it is, in one upload, or cut into chunks first. */
  whole: z.boolean().catch(true),
  /** All who are ready work at once, whoever is preferred. */
  faster: z.boolean().catch(false),
  /** Who speaks is to be told. */
  speakers: z.boolean().catch(false),
  /** ISO 639-1, as the user chose or the first answer told; null: not known yet. */
  language: z.string().nullable().catch(null),
  /** Every chunk of the recording is in the journal. */
  cut: z.boolean().catch(false),
  progress: progressSchema.catch(noProgress),
});
export type TranscriptionJob = z.infer<typeof transcriptionJobSchema>;

export const jobSchema = z.discriminatedUnion('kind', [summaryJobSchema, transcriptionJobSchema]);
export type Job = z.infer<typeof jobSchema>;
