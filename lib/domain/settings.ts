// What the user chose. Pages may see all of it: no secret stands in it.
import { abilitiesSchema } from './abilities.ts';
import { dimensionSchema } from './fault.ts';
import { taskSchema } from './task.ts';
import { z } from './zod.ts';

/** Limits that the user has given, by dimension. What is absent is learned. */
export const givenLimitsSchema = z.partialRecord(dimensionSchema, z.number().positive());
export type GivenLimits = z.infer<typeof givenLimitsSchema>;

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
  /** Such as a larger upload (`bytes`) on a developer plan: it takes the place of what the provider's value says. */
  limits: givenLimitsSchema.optional().catch(undefined),
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

export const modeSchema = z.enum(['plan', 'cheapest', 'fastest']);
/** How the targets of a pool are ranked: as the pool says, by expected cost, or by the time until they speak. */
export type Mode = z.infer<typeof modeSchema>;

export const poolSettingsSchema = z.object({
  mode: modeSchema.catch('plan'),
  /** Model refs in the user's own order; those that it does not name follow in the catalog's. Absent: never changed. */
  order: z.array(z.string()).optional().catch(undefined),
  /** Model refs that the user ticked into this pool, which the catalog does not put there. */
  added: z.array(z.string()).optional().catch(undefined),
  /** Model refs that are not to be asked for this task. */
  off: z.array(z.string()),
  /** Most that one request of this task may cost, in USD. */
  ceilingUsd: z.number().nullable().catch(null),
});
export type PoolSettings = z.infer<typeof poolSettingsSchema>;
export const untouchedPool: PoolSettings = { mode: 'plan', off: [], ceilingUsd: null };

/** What cannot be read of it is read as the choice that costs nothing: a promise about money must not be lost. */
export const spendSettingsSchema = z.object({
  /** Leave out every target that costs money. */
  never: z.boolean().catch(true),
  perRequestUsd: z.number().nullable().catch(null),
  /** By provider or endpoint id. */
  perMonthUsd: z.record(z.string(), z.number()).catch({}),
});
export type SpendSettings = z.infer<typeof spendSettingsSchema>;
export const untouchedSpend: SpendSettings = { never: false, perRequestUsd: null, perMonthUsd: {} };

/** Whether a second target may be asked while the first is silent, and what that may cost at most. */
export const hedgeSettingsSchema = z.object({ on: z.boolean().catch(false), maxUsd: z.number().catch(0) });
export type HedgeSettings = z.infer<typeof hedgeSettingsSchema>;
export const untouchedHedge: HedgeSettings = { on: true, maxUsd: 0.002 };

/** Whether one other target is asked after a refusal that lies in the request itself; never more than one. */
export const otherTrySchema = z.object({
  /** A service's own rules forbid the content. Off at first: it would be shown to somebody else. */
  content_blocked: z.boolean().catch(false),
  /** A service could not make sense of the request, which is often its own peculiarity. */
  bad_request: z.boolean().catch(true),
});
export type OtherTry = z.infer<typeof otherTrySchema>;
export const untouchedOtherTry: OtherTry = { content_blocked: false, bad_request: true };

/** What holds for every recording. */
export const transcriptionSettingsSchema = z.object({
  /** ISO 639-1; null: found out by the first answer. */
  language: z.string().nullable().catch(null),
  /** Names and terms to be spelled so, the most important first. */
  words: z.array(z.string()).catch([]),
  /** Whoever speaks is told apart, by those models alone that can. */
  speakers: z.boolean().catch(false),
  /** How long a recording is kept after it was written down, to be played along with its text. */
  keepAudioDays: z.number().nonnegative().catch(7),
});
export type TranscriptionSettings = z.infer<typeof transcriptionSettingsSchema>;
export const untouchedTranscription: TranscriptionSettings = {
  language: null,
  words: [],
  speakers: false,
  keepAudioDays: 7,
};

export const endpointModelSchema = z.object({
  id: z.string(),
  tasks: z.array(taskSchema),
  /** Context window in tokens; null: learn it. */
  context: z.number().nullable(),
  /** Absent: unknown. */
  abilities: abilitiesSchema.optional().catch(undefined),
  limits: givenLimitsSchema.optional().catch(undefined),
});
export type EndpointModel = z.infer<typeof endpointModelSchema>;

/** Endpoints come after every provider, unless the user says otherwise (plan of October 2025). */
export const endpointPriority = 999;

export const endpointSchema = z.object({
  id: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  on: z.boolean(),
  /** Extra headers by name. Their values are secrets (see `headerSecret`). */
  headerNames: z.array(z.string()).optional().catch(undefined),
  /** Which service it was said to be: what is known of that one holds here. Absent: any. */
  preset: z.string().optional().catch(undefined),
  /** Lower goes first; the catalog's models have 1 to 99. Absent: `endpointPriority`. */
  priority: z.number().optional().catch(undefined),
  models: z.array(endpointModelSchema),
});
export type Endpoint = z.infer<typeof endpointSchema>;

export const settingsSchema = z.object({
  version: z.literal(1),
  providers: z.record(z.string(), providerSettingsSchema),
  keys: z.array(keySchema),
  endpoints: z.array(endpointSchema),
  // Whoever stored settings before these existed gets them untouched.
  pools: z.partialRecord(taskSchema, poolSettingsSchema).catch({}).default({}),
  spend: spendSettingsSchema.catch({ ...untouchedSpend, never: true }).default(untouchedSpend),
  hedge: hedgeSettingsSchema.catch({ on: false, maxUsd: 0 }).default(untouchedHedge),
  otherTry: otherTrySchema.catch(untouchedOtherTry).default(untouchedOtherTry),
  transcription: transcriptionSettingsSchema.catch(untouchedTranscription).default(untouchedTranscription),
});
export type Settings = z.infer<typeof settingsSchema>;

export const emptySettings: Settings = {
  version: 1,
  providers: {},
  keys: [],
  endpoints: [],
  pools: {},
  spend: untouchedSpend,
  hedge: untouchedHedge,
  otherTry: untouchedOtherTry,
  transcription: untouchedTranscription,
};
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
/** Under which id the value of an endpoint's extra header lies among the secrets. */
export const headerSecret = (endpoint: OwnerId, name: string): string => `${endpoint}#${name.toLowerCase()}`;
/** Every id under which these settings have a secret. */
export const secretIds = ({ keys, endpoints }: Pick<Settings, 'keys' | 'endpoints'>): Set<string> =>
  new Set([
    ...keys.map(({ id }) => id),
    ...endpoints.flatMap(({ id, headerNames = [] }) => headerNames.map((name) => headerSecret(id, name))),
  ]);
/** The characters of each key by its id, and of each extra header. Lives in the vault and in the engine, nowhere else. */
export type Secrets = Record<KeyId, string>;
