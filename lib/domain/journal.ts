// What has become of each chunk of a recording: one row each, written before anything is sent and after every answer,
// so that nothing that is finished is ever sent again.
import { chunkSchema, preparedChunkSchema } from './audio.ts';
import { targetNameSchema } from './trace.ts';
import { chunkAnswerSchema } from './transcript.ts';
import { z } from './zod.ts';

export const chunkStateSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('pending') }),
  /** On its way; a process that died meanwhile leaves it so. */
  z.object({ is: z.literal('sent') }),
  z.object({ is: z.literal('done'), answer: chunkAnswerSchema, target: targetNameSchema }),
  /** Nobody speaks in it. */
  z.object({ is: z.literal('silent') }),
  /** Everybody who could take it rests until then, in ms since 1970. */
  z.object({ is: z.literal('parked'), until: z.number() }),
  /** Nobody could write it down. */
  z.object({ is: z.literal('gap'), why: z.string() }),
]);
export type ChunkState = z.infer<typeof chunkStateSchema>;

/** An answer that was not taken. */
export const turnedDownSchema = z.object({
  target: targetNameSchema,
  answer: chunkAnswerSchema,
  /** What was wrong with it, in a sentence. */
  why: z.string(),
});
export type TurnedDown = z.infer<typeof turnedDownSchema>;

export const chunkRowSchema = z.object({
  jobId: z.string(),
  /** Its place: that of `chunk`. Parts of one that was cut again stand between whole numbers. */
  index: z.number(),
  chunk: chunkSchema,
  /** What is sent of it; null where nothing is. */
  prepared: preparedChunkSchema.omit({ chunk: true }).nullable(),
  state: chunkStateSchema,
  turnedDown: z.array(turnedDownSchema),
  /** Times that everybody was asked in vain, rests for a full limit not counted. */
  tries: z.number(),
});
export type ChunkRow = z.infer<typeof chunkRowSchema>;
