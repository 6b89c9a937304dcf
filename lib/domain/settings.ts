// What the user chose. Pages may see all of it: no secret stands in it.
import { taskSchema } from './task.ts';
import { z } from './zod.ts';

export const planSchema = z.enum(['free', 'paid']);
export type Plan = z.infer<typeof planSchema>;

export const keySchema = z.object({
  id: z.string(),
  /** Id of the provider or endpoint that this key opens. */
  owner: z.string(),
  label: z.string(),
  last4: z.string(),
  plan: planSchema,
  on: z.boolean(),
});
export type Key = z.infer<typeof keySchema>;

export const providerSettingsSchema = z.object({
  on: z.boolean(),
  /** Only where the user changed it. */
  baseUrl: z.string().optional(),
  /** Whether transcriptions may go here. */
  transcribe: z.boolean(),
});
export type ProviderSettings = z.infer<typeof providerSettingsSchema>;

export const endpointModelSchema = z.object({
  id: z.string(),
  tasks: z.array(taskSchema),
  /** Context window in tokens; null: learn it. */
  context: z.number().nullable(),
});
export type EndpointModel = z.infer<typeof endpointModelSchema>;

export const endpointSchema = z.object({
  id: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  on: z.boolean(),
  models: z.array(endpointModelSchema),
});
export type Endpoint = z.infer<typeof endpointSchema>;

export const settingsSchema = z.object({
  version: z.literal(1),
  providers: z.record(z.string(), providerSettingsSchema),
  keys: z.array(keySchema),
  endpoints: z.array(endpointSchema),
});
export type Settings = z.infer<typeof settingsSchema>;

export const emptySettings: Settings = { version: 1, providers: {}, keys: [], endpoints: [] };
/** What holds for a provider that the user never touched. */
export const untouchedProvider: ProviderSettings = { on: true, transcribe: true };

export type KeyId = string;
export type OwnerId = string;
/** `${ownerId}/${modelId}` */
export type ModelRef = string;
/** `${keyId}@${modelRef}` */
export type TargetId = string;
/** Key id of an endpoint that needs no key. */
export const noKey: KeyId = 'none';
/** The characters of each key by its id. Lives in the vault and in the engine, nowhere else. */
export type Secrets = Record<KeyId, string>;
