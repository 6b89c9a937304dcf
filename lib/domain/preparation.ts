// Making a recording ready to send, as those who ask for it see it: what they choose, say and hear. Shapes only.
import { chunkSchema, preparedChunkSchema, spanSchema } from './audio.ts';
import { z } from './zod.ts';

/** Samples and bits a second of what is sent. */
export const speechRate = 16_000;
export const speechBitrate = 24_000;

export const preparationOptionsSchema = z.object({
  limits: z.object({ most: z.number().positive(), mostFirst: z.number().positive() }),
  /** The last chunk of an earlier life: preparing goes on behind it. Null: from the start. */
  after: chunkSchema.nullable(),
  /** So many chunks are prepared before the first of them has to be taken. */
  ahead: z.number().int().positive(),
  /** These alone are prepared, as they are; nothing else decides where to cut. */
  only: z.array(chunkSchema).optional(),
});
export type PreparationOptions = z.infer<typeof preparationOptionsSchema>;

export const preparationEventSchema = z.discriminatedUnion('type', [
  /** The first. `seconds`: the length of the recording as far as its file tells it. */
  z.object({ type: z.literal('opened'), seconds: z.number().nullable() }),
  /** In the order of time. Whoever hears of it owns its blob from then on. */
  z.object({ type: z.literal('chunk'), prepared: preparedChunkSchema }),
  /** Nobody speaks in it, so there is nothing to send. */
  z.object({ type: z.literal('silent'), chunk: chunkSchema }),
  /** So far the recording was read. */
  z.object({ type: z.literal('progress'), second: z.number() }),
  /** This part could not be decoded and counts as silence. */
  z.object({ type: z.literal('damage'), span: spanSchema }),
  /** The last, if all went well. `seconds`: the true length. `note`: a sentence where something is missing, else empty. */
  z.object({ type: z.literal('end'), seconds: z.number(), note: z.string() }),
  /** The last, if not: why, and what can be done. */
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type PreparationEvent = z.infer<typeof preparationEventSchema>;

/** What is said to those who do it. `work` tells several apart. */
export const preparationCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('prepare'), work: z.string(), blobId: z.string(), options: preparationOptionsSchema }),
  /** One more chunk was taken, so that one more may be prepared. */
  z.object({ type: z.literal('more'), work: z.string() }),
  z.object({ type: z.literal('cancel'), work: z.string() }),
]);
export type PreparationCommand = z.infer<typeof preparationCommandSchema>;

/** How a preparation came out, where it was not called off. */
export type PreparationEnd = { ok: true; seconds: number; note: string } | { ok: false; message: string };

/**
 * Prepares the recording that lies under `blobId`.
 * @param onEvent hears all but `end` and `failed`. A chunk counts as taken once what this returns for it has resolved;
 * until then at most `options.ahead` more are prepared.
 * @returns after the last event. A signal that aborts ends it soon, with no further event.
 */
export type Prepare = (
  blobId: string,
  options: PreparationOptions,
  onEvent: (event: PreparationEvent) => Promise<void> | void,
  signal: AbortSignal,
) => Promise<PreparationEnd>;
