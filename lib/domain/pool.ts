// The pools as pages may see them: each model in its place, with what is known of it and how it stands. Never a secret.
import { abilitiesSchema } from './abilities.ts';
import { dimensionSchema } from './fault.ts';
import { taskSchema } from './task.ts';
import { leftOutSchema } from './trace.ts';
import { z } from './zod.ts';

/**
 * What is believed of one limit. `given`: the user said so. `default`: what the provider is known to give, not confirmed
 * by any answer yet. `header` and `error`: an answer said so.
 */
export const believedLimitSchema = z.object({
  dimension: dimensionSchema,
  limit: z.number(),
  source: z.enum(['given', 'default', 'header', 'error']),
});
export type BelievedLimit = z.infer<typeof believedLimitSchema>;

/** What is known of a model, wherever it is shown. */
const modelFaceSchema = z.object({
  ref: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  /** The model's id. */
  model: z.string(),
  /** USD per million tokens in and out; null: unknown. */
  price: z.object({ input: z.number(), output: z.number() }).nullable(),
  /** USD per hour of audio. */
  pricePerHour: z.number().nullable(),
  /** Window in tokens; null: unknown. */
  context: z.number().nullable(),
  abilities: abilitiesSchema,
});

export const poolRowSchema = modelFaceSchema.extend({
  /** Its place where the user had no say in the order, counted from 0. */
  suggested: z.number(),
  /** Whether the user ticked it in, and could take it out again. */
  added: z.boolean(),
  /** Whether it is switched on for this task. */
  on: z.boolean(),
  /** The forms of times that a speech model gives. */
  times: z.enum(['none', 'segments', 'words']),
  /** Why a speech model is asked only after all others, whatever the order says; null where the order holds. */
  standsBack: z.enum(['no_times', 'speakers']).nullable(),
  /** `over`: the day has passed, though a key's own list may still name the model. */
  retirement: z
    .object({ on: z.string(), when: z.enum(['later', 'soon', 'over']), successor: z.string().nullable() })
    .nullable(),
  /** Why none of the keys can call it: then it has no place that could be changed. Null where one can, or might. */
  gone: leftOutSchema.shape.code.extract(['model_retired', 'model_missing']).nullable(),
  /** How the best of its targets stands: it can be asked now, nobody has a key for it, or why it is left out. */
  state: z.enum(['ready', 'no_key', ...leftOutSchema.shape.code.options]),
  until: z.number().nullable(),
  /** One sentence for a person; empty where it is ready. */
  why: z.string(),
  /** Whether the best of its targets costs nothing. */
  free: z.boolean(),
  /** How many keys could be asked; for an endpoint that needs none, 1. */
  keys: z.number(),
  /** What is believed of the best of its targets. */
  limits: z.array(believedLimitSchema),
  facts: z.array(
    z.object({
      field: z.string(),
      source: z.string(),
      date: z.string(),
      remembered: z.boolean().optional(),
      value: z.union([z.string(), z.number()]).optional(),
    }),
  ),
});
export type PoolRow = z.infer<typeof poolRowSchema>;

export const poolsSchema = z.record(taskSchema, z.array(poolRowSchema));
export type Pools = z.infer<typeof poolsSchema>;

/** A model that some key or endpoint names, whether or not it stands in a pool. */
export const listedModelSchema = modelFaceSchema;
export type ListedModel = z.infer<typeof listedModelSchema>;

/** What is believed of one key: of each model that stands in a pool. */
export const keyLimitsSchema = z.array(
  z.object({ model: z.string(), speech: z.boolean(), limits: z.array(believedLimitSchema) }),
);
export type KeyLimits = z.infer<typeof keyLimitsSchema>;

/** From this many days before its end on a model's retirement is pointed out. */
export const retirementShownFor = 60;
