// What became of a recording: what each chunk was answered, and the whole that is put together from that.
// Shapes only. All times are seconds from the start of the recording, unless said otherwise.
import { chunkSchema } from './audio.ts';
import { targetNameSchema } from './trace.ts';
import { z } from './zod.ts';

/** What some models say of their own work; null: not told. */
export const qualitySchema = z.object({
  /** How likely it is that nobody speaks at all, 0 to 1. */
  noSpeech: z.number().nullable(),
  /** Mean logarithm of how likely each token was. */
  logProbability: z.number().nullable(),
  /** How much smaller the text becomes when it is compressed. */
  compression: z.number().nullable(),
});
export type Quality = z.infer<typeof qualitySchema>;

/** A passage or a word as a model gives it. Times count from the start of the upload. */
export const segmentSchema = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  /** Whoever says it, by the name that the model gives; absent: not told. */
  speaker: z.string().optional(),
  quality: qualitySchema.optional(),
});
export type Segment = z.infer<typeof segmentSchema>;

/** An answer to one chunk. Times count from the start of that chunk, as they came. */
export const chunkAnswerSchema = z.object({
  text: z.string(),
  segments: z.array(segmentSchema).optional(),
  words: z.array(segmentSchema).optional(),
  /** As the model names it: `english`, `en`. */
  language: z.string().optional(),
});
export type ChunkAnswer = z.infer<typeof chunkAnswerSchema>;

/** What is known of one chunk: nothing yet, its answer, or why there is none. A silent chunk needs no answer. */
export const pieceSchema = z.object({
  chunk: chunkSchema,
  answer: chunkAnswerSchema.nullable(),
  /** Who answered. */
  target: targetNameSchema.nullable(),
  /** Why it is missing, in a sentence; null: it is not, or not yet. */
  missing: z.string().nullable(),
});
export type Piece = z.infer<typeof pieceSchema>;

export const wordSchema = z.object({ start: z.number(), end: z.number(), text: z.string() });
/** With its punctuation. */
export type Word = z.infer<typeof wordSchema>;

export const passageSchema = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  /** Absent where the model told no times of words. */
  words: z.array(wordSchema).optional(),
  /** Whoever says it, as people are told: `Speaker 2`, `Speaker 1, part 3`, or a name. */
  speaker: z.string().optional(),
  /** Number of the chunk that it comes from. */
  part: z.number(),
  /** Whose times these are: the model's, or placed by us along the voice in the chunk. */
  timed: z.enum(['model', 'voice']),
  target: targetNameSchema.nullable(),
});
/** What somebody says in one go: a sentence or a few. */
export type Passage = z.infer<typeof passageSchema>;

export const gapSchema = z.object({ start: z.number(), end: z.number(), why: z.string() });
export type Gap = z.infer<typeof gapSchema>;

export const transcriptSchema = z.object({
  /** In order of time, none overlapping another. */
  passages: z.array(passageSchema),
  gaps: z.array(gapSchema),
});
export type Transcript = z.infer<typeof transcriptSchema>;
