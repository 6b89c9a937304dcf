// How everything stands right now, as pages may see it. Never a secret.
import { keySchema } from './settings.ts';
import { taskSchema } from './task.ts';
import { leftOutSchema, targetNameSchema } from './trace.ts';
import { z } from './zod.ts';

export const healthSchema = z.object({
  state: z.enum(['ready', 'unchecked', 'resting', 'invalid', 'out_of_credit', 'unreachable', 'off', 'no_key']),
  /** When a rest ends, in ms since 1970. */
  until: z.number().nullable(),
  /** One sentence for a person. */
  why: z.string(),
});
export type Health = z.infer<typeof healthSchema>;

/** The face of a key: never the secret. */
export const cardSchema = keySchema.omit({ limits: true }).extend({
  health: healthSchema,
  /** How many models this key's own list named; null: the list was not read or is hidden from it. */
  models: z.number().nullable(),
});
export type Card = z.infer<typeof cardSchema>;

export const ownerStatusSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['provider', 'endpoint']),
  health: healthSchema,
  cards: z.array(cardSchema),
});
export type OwnerStatus = z.infer<typeof ownerStatusSchema>;

/** Who would be asked for a task this very moment, or why nobody. */
export const nextSchema = z.object({
  target: targetNameSchema.nullable(),
  /** One sentence for a person: why this one. */
  why: z.string(),
  /** Who would be asked and what it may cost, before anything is sent: “Groq, free; then TogetherAI, about $0.002”. */
  line: z.string(),
  leftOut: z.array(leftOutSchema),
});
export type Next = z.infer<typeof nextSchema>;

export const statusSchema = z.object({
  at: z.number(),
  owners: z.array(ownerStatusSchema),
  next: z.record(taskSchema, nextSchema),
  /** What was paid this month by owner id and what was saved in all, in USD. */
  spend: z.object({ byOwner: z.record(z.string(), z.number()), savedUsd: z.number() }),
  /** From when what is known of models is: an ISO day, and when it was last refreshed from elsewhere; null: never. */
  catalog: z.object({ readOn: z.string(), refreshedAt: z.number().nullable() }),
});
export type Status = z.infer<typeof statusSchema>;

/** What a check can come to, by its cause. `slow`: the answer was late, or none came while one was waited for. */
export const checkCauseSchema = z.enum([
  'accepted',
  'list_unknown',
  'answered',
  'slow',
  'invalid_key',
  'no_credit',
  'rate_limited',
  'model_missing',
  'unsupported',
  // Nobody was reached: nothing listens, it broke off, no such host, no trusted connection, or anything else.
  'refused',
  'reset',
  'unknown_host',
  'tls',
  'unreachable',
  /** The browser or the user does not let this extension go there. */
  'not_permitted',
  'refused_origin',
  'wrong_path',
  'web_page',
  'not_json',
  'not_compatible',
  'failed',
]);
export type CheckCause = z.infer<typeof checkCauseSchema>;

/** What the page can do about it at one press, or what the user can do by hand. */
export const checkFixSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('base-url'), baseUrl: z.string() }),
  /** The permission to reach this address is missing. */
  z.object({ kind: z.literal('permission'), baseUrl: z.string() }),
  /** A command for the system that the browser runs on; `system` is its name, for people. */
  z.object({ kind: z.literal('command'), system: z.string(), command: z.string() }),
]);
export type CheckFix = z.infer<typeof checkFixSchema>;

/** One thing that one model was really asked for. */
export const checkRowSchema = z.object({
  /** The model's id. */
  id: z.string(),
  ability: z.enum(['text', 'tools', 'parallelTools', 'json', 'vision', 'speech']),
  ok: z.boolean(),
  cause: checkCauseSchema,
  message: z.string(),
  ms: z.number(),
});
export type CheckRow = z.infer<typeof checkRowSchema>;

/** What asking a key or an endpoint itself has shown. */
export const checkSchema = z.object({
  ok: z.boolean(),
  cause: checkCauseSchema,
  /** What happened and what to do, in one or two sentences. */
  message: z.string(),
  /** Model ids that the list named; null where it could not be read. */
  models: z.array(z.string()).nullable(),
  ms: z.number(),
  /** Of an endpoint: what each model was asked for, in that order, until something showed that asking on is of no use. */
  rows: z.array(checkRowSchema).optional(),
  fix: checkFixSchema.optional(),
});
export type Check = z.infer<typeof checkSchema>;

/** A model that the server at an address lists. */
export const offeredModelSchema = z.object({ id: z.string(), context: z.number().nullable() });
export type OfferedModel = z.infer<typeof offeredModelSchema>;
/** What asking an address for its list of models has shown; `message` names the cause of a failure. */
export type Listing = { ok: true; models: OfferedModel[] } | { ok: false; message: string };

/** A server on this computer that answers as OpenAI does. `models` null: it wants a key before it lists them. */
export const foundServerSchema = z.object({ baseUrl: z.string(), models: z.array(offeredModelSchema).nullable() });
export type FoundServer = z.infer<typeof foundServerSchema>;
