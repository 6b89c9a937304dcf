// What the engine remembers between two lives: plain JSON. Read leniently, since an older version may have written it.
import { dimensionSchema, faultSchema } from './fault.ts';
import { z } from './zod.ts';

/** A target, key or endpoint rests until a time, for a reason. `of` is a target id, a key id or an owner id. */
export const restSchema = z.object({
  of: z.string(),
  until: z.number(),
  /** Faults in a row; the length of a rest without a named time grows with it. */
  streak: z.number(),
  /** When it began: a clock that was set back shows by it. */
  since: z.number(),
  fault: faultSchema,
});
export type Rest = z.infer<typeof restSchema>;

/** What an answer taught: a size, a window or an ability of one target or key. */
export const lessonSchema = z.object({
  of: z.string(),
  about: z.enum([
    'request_tokens',
    'context',
    'bytes',
    'audio_seconds',
    'model_gone',
    'unsupported',
    'no_tools',
    'no_parallel_tools',
    'no_json',
    'no_vision',
    /** It was asked for times and gave none. */
    'no_times',
    'images',
    'image_bytes',
    'image_pixels',
    'invalid_key',
    'no_credit',
  ]),
  /** The learned number; null where the lesson is a plain "no". */
  value: z.number().nullable(),
  learnedAt: z.number(),
  expiresAt: z.number().nullable(),
  /** The provider's words that taught it. */
  source: z.string(),
});
export type Lesson = z.infer<typeof lessonSchema>;

/**
 * What is believed about one limit: how much of it is used at the time `at`, and how much is reserved for what is under
 * way (`pending`); see limits/meters.ts for when that counts as used. How it refills is the provider's law.
 */
export const meterSchema = z.object({
  dimension: dimensionSchema,
  limit: z.number(),
  used: z.number(),
  pending: z.number(),
  /** When the last call was sent that counts on it: an answer to an earlier one knows nothing of that. */
  sentAt: z.number().optional(),
  at: z.number(),
  /** For a fixed window: when all of it is free again; null where it refills continuously. */
  resetAt: z.number().nullable(),
  /** `default`: what the provider is known to give, unconfirmed until an answer teaches otherwise. */
  source: z.enum(['default', 'header', 'error']),
  learnedAt: z.number(),
});
export type Meter = z.infer<typeof meterSchema>;
/** The meters of one key (or organisation) and model. */
export const bucketSchema = z.partialRecord(dimensionSchema, meterSchema);
export type Bucket = z.infer<typeof bucketSchema>;

/** How many calls may be under way where no limit is known, and how many successes the next step up still wants. */
export const windowSchema = z.object({ cap: z.number(), successes: z.number() });
export type Window = z.infer<typeof windowSchema>;

export const spendSchema = z.object({
  /** ISO month that the numbers are of. */
  month: z.string(),
  byOwner: z.record(z.string(), z.number()),
  /** What is under way and not yet paid. */
  pending: z.record(z.string(), z.number()),
  savedUsd: z.number(),
});
export type Spend = z.infer<typeof spendSchema>;
export const noSpend: Spend = { month: '', byOwner: {}, pending: {}, savedUsd: 0 };

/** What a list said of one model besides its id; null: it did not say. */
export const listedFactsSchema = z.object({
  context: z.number().nullable(),
  maxOutput: z.number().nullable(),
  /** USD per million tokens. */
  price: z.object({ input: z.number(), output: z.number() }).nullable(),
  /** ISO day. */
  retiresOn: z.string().nullable(),
});
export type ListedFacts = z.infer<typeof listedFactsSchema>;

export const modelListSchema = z.object({
  /** Ids; null: the list is hidden from this key. */
  models: z.array(z.string()).nullable(),
  /** By model id, of those of which anything was said. */
  facts: z.record(z.string(), listedFactsSchema).optional().catch(undefined),
  readAt: z.number(),
});
export type ModelList = z.infer<typeof modelListSchema>;

export const engineStateSchema = z.object({
  version: z.literal(1),
  rests: z.record(z.string(), restSchema).catch({}),
  lessons: z.array(lessonSchema).catch([]),
  /** Each key's own model list by key id. */
  lists: z.record(z.string(), modelListSchema).catch({}),
  /** A running number of the last turn: by owner id of the last upload, by key id of the last call of any kind. */
  turn: z.record(z.string(), z.number()).catch({}),
  /** Buckets of meters by key or organisation and model; see limits/meters.ts. */
  meters: z.record(z.string(), bucketSchema).catch({}).default({}),
  windows: z.record(z.string(), windowSchema).catch({}).default({}),
  /** Organisation by key id: keys of one organisation share their buckets. */
  organizations: z.record(z.string(), z.string()).catch({}).default({}),
  spend: spendSchema.catch(noSpend).default(noSpend),
  /** Milliseconds to the first sign of an answer, newest last, by target id. */
  latency: z.record(z.string(), z.array(z.number())).catch({}).default({}),
});
export type EngineState = z.infer<typeof engineStateSchema>;

export const freshState: EngineState = {
  version: 1,
  rests: {},
  lessons: [],
  lists: {},
  turn: {},
  meters: {},
  windows: {},
  organizations: {},
  spend: noSpend,
  latency: {},
};
