// Why an attempt failed: a value, never thrown. The spelling of kinds, scopes and dimensions is that of
// tests/fixtures/provider-errors.jsonl (92 real answers), plus RPS, TPS, two sizes of images and the three
// kinds no provider sends.
import { abilityNameSchema } from './abilities.ts';
import { z } from './zod.ts';

export const dimensionSchema = z.enum([
  'RPS',
  'RPM',
  'RPD',
  'TPS',
  'TPM',
  'TPD',
  'ITPM',
  'OTPM',
  'ASH',
  'ASD',
  'IPM',
  'context',
  'bytes',
  'audio_seconds',
  'images_per_request',
  /** Of all images of one request together, as they are sent. */
  'image_bytes',
  /** Of one image. */
  'image_pixels',
]);
export type Dimension = z.infer<typeof dimensionSchema>;

export const faultKindSchema = z.enum([
  'invalid_key',
  'quota_exhausted',
  'rate_limited',
  'request_too_large',
  'context_too_long',
  'file_too_large',
  'model_unavailable',
  'unsupported_capability',
  'overloaded',
  'server_error',
  'timeout',
  'endpoint_unreachable',
  'content_blocked',
  'bad_request',
  'no_target',
  'cancelled',
]);
export type FaultKind = z.infer<typeof faultKindSchema>;

/** What to avoid next: the whole key, this model with this key, the whole endpoint, or only this request. */
export const faultScopeSchema = z.enum(['key', 'model', 'endpoint', 'request']);
export type FaultScope = z.infer<typeof faultScopeSchema>;

/** A limit as an error text names it. Numbers are in the dimension's own unit (requests, tokens, seconds, bytes). */
export const faultLimitSchema = z.object({
  dimension: dimensionSchema.nullable(),
  limit: z.number().nullable(),
  used: z.number().nullable(),
  requested: z.number().nullable(),
});
export type FaultLimit = z.infer<typeof faultLimitSchema>;

export const faultSchema = z.object({
  kind: faultKindSchema,
  scope: faultScopeSchema,
  limit: faultLimitSchema,
  /** Which abilities the words say are missing; absent where they name none. */
  abilities: z.array(abilityNameSchema).optional().catch(undefined),
  /** How long the provider asked to be left alone, in ms from the answer; null where it named no time. */
  retryAfterMs: z.number().nullable(),
  /** HTTP status, or null where no answer came. */
  status: z.number().nullable(),
  /** The provider's own words, shortened, with every secret taken out. For people; never matched again. */
  message: z.string(),
});
export type Fault = z.infer<typeof faultSchema>;

export const noLimit: FaultLimit = { dimension: null, limit: null, used: null, requested: null };

/** A fault that no provider's answer stands behind (a refused connection, a cancel, nothing eligible). */
export const faultOf = (kind: FaultKind, scope: FaultScope, message: string): Fault => ({
  kind,
  scope,
  limit: noLimit,
  retryAfterMs: null,
  status: null,
  message,
});
