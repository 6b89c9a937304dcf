// Facts of models that were fetched from models.dev at the user's wish: the small part that is kept. Never anything of the user.
import { z } from './zod.ts';

/** Null: it does not say. */
export const refreshedModelSchema = z.object({
  owner: z.string(),
  id: z.string(),
  context: z.number().nullable(),
  maxOutput: z.number().nullable(),
  /** USD per million tokens. */
  price: z.object({ input: z.number(), output: z.number() }).nullable(),
  tools: z.boolean().nullable(),
  json: z.boolean().nullable(),
  /** Takes images. */
  vision: z.boolean().nullable(),
});
export type RefreshedModel = z.infer<typeof refreshedModelSchema>;

export const refreshedSchema = z.object({
  version: z.literal(1),
  /** Whether the user wants it. Off until asked for. */
  on: z.boolean(),
  /** By which the service knows that nothing has changed. */
  etag: z.string().nullable(),
  /** When the facts were last fetched, or said to be as they were; null: never. */
  readAt: z.number().nullable(),
  /** When they were last asked for. */
  triedAt: z.number().nullable(),
  models: z.array(refreshedModelSchema),
});
export type Refreshed = z.infer<typeof refreshedSchema>;

export const notRefreshed: Refreshed = { version: 1, on: false, etag: null, readAt: null, triedAt: null, models: [] };
