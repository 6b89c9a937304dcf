// Every message between a page and the background, with the schema it is checked against when it arrives.
// Direction is fixed: a page asks, the background answers; what the background says unasked goes over the port.
// No reply and no push may carry a secret; tests/architecture.test.ts walks these schemas for it.
import { capturesSchema, purposeSchema } from '../domain/capture.ts';
import { endpointDraftSchema } from '../domain/endpoint-draft.ts';
import { dimensionSchema } from '../domain/fault.ts';
import { forecastSchema } from '../domain/forecast.ts';
import { formSchema, historyEntrySchema, historyHeadSchema, writtenFileSchema } from '../domain/history.ts';
import { jobSchema, progressSchema } from '../domain/job.ts';
import { downloadSchema, foundMediaSchema } from '../domain/media.ts';
import { keyLimitsSchema, listedModelSchema, poolsSchema } from '../domain/pool.ts';
import { endpointModelSchema, modeSchema, planSchema, settingsSchema } from '../domain/settings.ts';
import { checkSchema, offeredModelSchema, statusSchema } from '../domain/status.ts';
import { taskSchema } from '../domain/task.ts';
import { z } from '../domain/zod.ts';

/** What pages need to know of a provider that never changes. */
export const faceSchema = z.object({
  id: z.string(),
  name: z.string(),
  keyPage: z.string().nullable(),
  /** What a key looks like, e.g. `gsk_…`. */
  keyExample: z.string(),
  baseUrl: z.string(),
  /** Largest upload in bytes. */
  maxUploadBytes: z.number().nullable(),
  /** Its turn at recordings: lower goes first, equal numbers take turns. */
  turn: z.number(),
  /** Longest list of words to know that it takes, in characters. */
  mostPrompt: z.number(),
});
export type Face = z.infer<typeof faceSchema>;

/** What a form needs to know of a service that people add often. */
export const presetFaceSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'service', 'gateway']),
  baseUrl: z.string(),
  needsKey: z.enum(['needed', 'optional', 'none']),
  keyPage: z.string().nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string(), what: z.string() })),
  /** Window in tokens where it does not follow from the model. */
  context: z.number().nullable(),
  note: z.string(),
});
export type PresetFace = z.infer<typeof presetFaceSchema>;

/** A server that was found on this computer, and what would be added of it at one press. */
export const serverFaceSchema = z.object({
  name: z.string(),
  /** Which services usually listen there, where there are several; else empty. */
  likely: z.string(),
  baseUrl: z.string(),
  preset: z.string().nullable(),
  /** It lists its models only to those who have a key. */
  wantsKey: z.boolean(),
  /** How many models it lists. */
  listed: z.number(),
  /** The first of those that answer or write down speech. */
  models: z.array(endpointModelSchema),
});
export type ServerFace = z.infer<typeof serverFaceSchema>;

/** Everything a page shows: the background's state, mirrored. Newest job first. */
export const viewSchema = z.object({
  settings: settingsSchema,
  status: statusSchema,
  faces: z.array(faceSchema),
  jobs: z.array(jobSchema),
  captures: capturesSchema,
  /** Recordings of pages that are being fetched, or wait for a word. */
  downloads: z.array(downloadSchema),
});
export type View = z.infer<typeof viewSchema>;

/** What became of one pasted line. `line` counts from 1; the line itself is never sent back. */
export const keyLineSchema = z.object({
  line: z.number(),
  last4: z.string(),
  keyId: z.string().nullable(),
  outcome: z.enum(['accepted', 'list_unknown', 'unchecked', 'invalid', 'other_provider', 'duplicate', 'empty']),
  message: z.string(),
});
export type KeyLine = z.infer<typeof keyLineSchema>;

/** A refusal in words, with the place in the options page where it can be mended. */
export const refusalSchema = z.object({
  ok: z.literal(false),
  message: z.string(),
  fix: z.enum(['add-key', 'options', 'none']),
});
export type RefusalReply = z.infer<typeof refusalSchema>;

const done = z.object({});
const jobStarted = z.object({ jobId: z.string() });

const message = <Ask extends z.ZodType, Value extends z.ZodType>(ask: Ask, value: Value) => ({ ask, value });

export const protocol = {
  /** Adds keys, one per line, and validates each against its provider's model list. `owner` null: known by shape. */
  'keys.add': message(
    z.object({ owner: z.string().nullable(), lines: z.string() }),
    z.object({ lines: z.array(keyLineSchema) }),
  ),
  /** `limits`: what the user knows of this key; a limit of null is forgotten. */
  'key.change': message(
    z.object({
      id: z.string(),
      label: z.string().optional(),
      plan: planSchema.optional(),
      on: z.boolean().optional(),
      limits: z.partialRecord(dimensionSchema, z.number().positive().nullable()).optional(),
    }),
    done,
  ),
  'key.remove': message(z.object({ id: z.string() }), done),
  'key.check': message(z.object({ id: z.string() }), checkSchema),
  /** `baseUrl: null` goes back to the provider's own. `note` says how a pasted address was mended. */
  'provider.change': message(
    z.object({
      id: z.string(),
      on: z.boolean().optional(),
      transcribe: z.boolean().optional(),
      baseUrl: z.string().nullable().optional(),
    }),
    z.object({ baseUrl: z.string(), note: z.string() }),
  ),
  'endpoint.add': message(endpointDraftSchema, z.object({ id: z.string(), note: z.string() })),
  /** In a draft an empty key keeps the one that is there, and so does an empty value of a header of that name. */
  'endpoint.change': message(
    z.object({
      id: z.string(),
      on: z.boolean().optional(),
      draft: endpointDraftSchema.optional(),
      removeKey: z.boolean().optional(),
    }),
    z.object({ note: z.string() }),
  ),
  /** Reads the list of models at an address as it is typed; `id` is of the endpoint whose secrets may be used for it. */
  'endpoint.models': message(
    endpointDraftSchema
      .pick({ baseUrl: true, preset: true, key: true, headers: true })
      .extend({ id: z.string().nullable() }),
    z.object({ models: z.array(offeredModelSchema), baseUrl: z.string(), note: z.string() }),
  ),
  /** Adds every endpoint that a text holds as JSON. */
  'endpoints.paste': message(
    z.object({ text: z.string() }),
    z.object({
      added: z.array(z.object({ id: z.string(), name: z.string(), note: z.string() })),
      /** A sentence for each thing that was not as it should be. */
      problems: z.array(z.string()),
    }),
  ),
  /** Services that people add often. */
  'presets.read': message(z.object({}), z.object({ presets: z.array(presetFaceSchema) })),
  /** Looks for servers at the usual ports of this computer; `asked` are those ports. */
  'servers.find': message(z.object({}), z.object({ servers: z.array(serverFaceSchema), asked: z.array(z.number()) })),
  'endpoint.remove': message(z.object({ id: z.string() }), done),
  'endpoint.check': message(z.object({ id: z.string() }), checkSchema),
  /** What may be spent; `perMonth` changes one provider's or endpoint's budget, null takes it away. */
  'spend.change': message(
    z.object({
      never: z.boolean().optional(),
      perRequestUsd: z.number().positive().nullable().optional(),
      perMonth: z.object({ owner: z.string(), usd: z.number().positive().nullable() }).optional(),
    }),
    done,
  ),
  /** Whether one other target is asked after such a refusal. */
  'otherTry.change': message(
    z.object({ content_blocked: z.boolean().optional(), bad_request: z.boolean().optional() }),
    done,
  ),
  'hedge.change': message(z.object({ on: z.boolean().optional(), maxUsd: z.number().nonnegative().optional() }), done),
  /** `order: null` goes back to the suggested one. `model` switches one of them, or ticks it into the pool or out. */
  'pool.change': message(
    z.object({
      task: taskSchema,
      mode: modeSchema.optional(),
      ceilingUsd: z.number().positive().nullable().optional(),
      order: z.array(z.string()).nullable().optional(),
      model: z.object({ ref: z.string(), on: z.boolean().optional(), added: z.boolean().optional() }).optional(),
    }),
    done,
  ),
  /** What holds for every recording. */
  'transcription.change': message(
    z.object({
      language: z.string().nullable().optional(),
      words: z.array(z.string()).optional(),
      speakers: z.boolean().optional(),
      keepAudioDays: z.number().nonnegative().optional(),
    }),
    done,
  ),
  /** How each model of each task stands: too much to be pushed with every change, so that a page asks for it. */
  'pools.read': message(z.object({}), z.object({ pools: poolsSchema })),
  /** What could be ticked into a pool: every model that the keys' own lists name. */
  'models.read': message(z.object({}), z.object({ models: z.array(listedModelSchema) })),
  /** What one key is believed to be allowed. */
  'limits.read': message(z.object({ id: z.string() }), z.object({ limits: keyLimitsSchema })),
  /** Fetches facts of models from elsewhere, now and once a day from then on. The page has asked for the permission. */
  'catalog.refresh': message(z.object({}), z.object({ models: z.number() })),
  /** Forgets what was fetched, and fetches no more. */
  'catalog.stop': message(z.object({}), done),
  /** Reads the tab in front (selection, else article) and summarizes it. */
  summarize: message(z.object({}), jobStarted),
  /** Transcribes a file that the page has put into the blob store. `language` null: found out by the first answer. */
  transcribe: message(
    z.object({
      blobId: z.string(),
      fileName: z.string(),
      faster: z.boolean().optional(),
      speakers: z.boolean().optional(),
      language: z.string().nullable().optional(),
    }),
    jobStarted,
  ),
  /** What a recording will take. Begins nothing; the file stays where it is. */
  'transcription.estimate': message(
    z.union([z.object({ blobId: z.string(), fileName: z.string() }), z.object({ seconds: z.number().positive() })]),
    z.object({ forecast: forecastSchema }),
  ),
  /**
   * Begins to record the microphone, the sound of a tab, or both. `asks`: the page that asks for the microphone was opened
   * instead; it asks this again with `asked`.
   */
  'capture.start': message(
    z.object({
      microphone: z.boolean(),
      tab: z.union([z.literal('front'), z.number()]).nullable(),
      asked: z.boolean().optional(),
      /** Default: a transcript. */
      purpose: purposeSchema.optional(),
    }),
    z.object({ asks: z.boolean() }),
  ),
  'capture.pause': message(z.object({}), done),
  'capture.resume': message(z.object({}), done),
  /** Ends the one that goes on, and transcribes it. `jobId` null: it is long, and waits for a word. */
  'capture.stop': message(z.object({}), z.object({ jobId: z.string().nullable() })),
  /** Throws it away, whether it goes on or was kept. */
  'capture.discard': message(z.object({ id: z.string() }), done),
  /** Transcribes one that was kept. Without `faster` a long one is told of first. */
  'capture.transcribe': message(
    z.object({ id: z.string(), faster: z.boolean().optional() }),
    z.object({ jobId: z.string().nullable() }),
  ),
  /** What can be heard in the tab in front: players, and links to recordings. */
  'media.find': message(z.object({}), z.object({ media: z.array(foundMediaSchema) })),
  /**
   * Fetches a recording that lies in the web; it then goes the way of a chosen file. Where its origin is not allowed yet it
   * waits for that, so that the page may ask for the permission meanwhile, and may die of asking.
   */
  'media.take': message(z.object({ url: z.string(), title: z.string() }), z.object({ id: z.string() })),
  /** A download is not wanted any more. */
  'media.drop': message(z.object({ id: z.string() }), done),
  'job.cancel': message(z.object({ id: z.string() }), done),
  /** Begins a failed or cancelled job again; of a recording only what is missing is asked for. */
  'job.retry': message(z.object({ id: z.string() }), done),
  /** With all that came of it: transcript, recording, summaries. */
  'job.remove': message(z.object({ id: z.string() }), done),
  /** A recording as text, as far as it is by now; null: there is none of this id. */
  'transcript.read': message(z.object({ id: z.string() }), z.object({ entry: historyEntrySchema.nullable() })),
  'transcript.rename': message(z.object({ id: z.string(), title: z.string() }), done),
  /** As a file that a page can save. */
  'transcript.write': message(z.object({ id: z.string(), form: formSchema }), z.object({ file: writtenFileSchema })),
  'transcript.summarize': message(z.object({ id: z.string() }), jobStarted),
  /** Deletes the recording of a transcript now and leaves its text. */
  'recording.remove': message(z.object({ id: z.string() }), done),
  /** Newest first. */
  'transcripts.list': message(z.object({}), z.object({ heads: z.array(historyHeadSchema) })),
  /** Those that hold every word of the query. */
  'transcripts.search': message(z.object({ query: z.string() }), z.object({ heads: z.array(historyHeadSchema) })),
  /** Removes every transcript with its recording, every summary, and what failed. What is at work stays. */
  'history.empty': message(z.object({}), done),
} as const;

export type Protocol = typeof protocol;
export type MessageName = keyof Protocol;
export type Ask<Name extends MessageName> = z.infer<Protocol[Name]['ask']>;
export type Value<Name extends MessageName> = z.infer<Protocol[Name]['value']>;
export type Reply<Name extends MessageName> = { ok: true; value: Value<Name> } | RefusalReply;

/** What comes over the port: first a whole view, then what changed. */
export const pushSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('view'), view: viewSchema }),
  z.object({ type: z.literal('settings'), settings: settingsSchema, status: statusSchema }),
  z.object({ type: z.literal('status'), status: statusSchema }),
  z.object({ type: z.literal('job'), job: jobSchema }),
  z.object({ type: z.literal('job-removed'), id: z.string() }),
  z.object({ type: z.literal('captures'), captures: capturesSchema }),
  z.object({ type: z.literal('download'), download: downloadSchema }),
  z.object({ type: z.literal('download-removed'), id: z.string() }),
  /** A recording is further, and nothing else changed. */
  z.object({ type: z.literal('job-progress'), id: z.string(), progress: progressSchema }),
  /** `at` is the length of the text before this delta; a page that has another length asks for the view anew. */
  z.object({ type: z.literal('job-text'), id: z.string(), at: z.number(), delta: z.string() }),
]);
export type Push = z.infer<typeof pushSchema>;

/** What comes over the port instead of a view where Rondo could not start. The view follows if a later start succeeds. */
export const troubleSchema = z.object({ type: z.literal('trouble'), message: z.string() });
export type Trouble = z.infer<typeof troubleSchema>;
