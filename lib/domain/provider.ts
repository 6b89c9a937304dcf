// What a provider is: one value. Everything that differs between Groq, OpenAI, TogetherAI and a user's own
// endpoint stands in it, so that no other file needs to know a provider by name.
import type { OutputField, PooledModel } from './catalog.ts';
import type { Dimension } from './fault.ts';
import type { Uploads } from './uploads.ts';

/** How a reset header is written: Go duration (`2m59.56s`), seconds, milliseconds, epoch, HTTP or RFC 3339 date. */
export type TimeFormat = 'duration' | 'seconds' | 'milliseconds' | 'epoch-seconds' | 'epoch-milliseconds' | 'date';

/** Which header carries what about one limit. Header names in lower case; absent ones are left out. */
export type HeaderMeter = {
  dimension: Dimension;
  limit?: string;
  remaining?: string;
  reset?: string;
  /** How `reset` is written. Default: read by its shape. */
  resetFormat?: TimeFormat;
};

/** The rate-limit headers a provider answers with. Empty: it sends none. */
export type HeaderGrammar = readonly HeaderMeter[];

export type Provider = {
  id: string;
  name: string;
  /** OpenAI-style base URL, no slash at its end. */
  baseUrl: string;
  /** Where a person gets a key; null for an endpoint. */
  keyPage: string | null;
  /** What a key of this provider looks like. A hint, never a condition: any non-empty key is accepted. */
  keyShape: { pattern: RegExp; example: string } | null;
  /** The plan a new key starts with. */
  firstPlan: 'free' | 'paid';
  headers: HeaderGrammar;
  /** How its windows refill; see limits/meters.ts. */
  refill: 'continuous' | 'fixed';
  /** What every key may do with every model until an answer teaches otherwise, by dimension. */
  limits: Partial<Record<Dimension, number>>;
  /** Seconds that each upload is counted for at least. */
  leastAudioSeconds: number;
  uploads: Uploads;
  transcription: {
    /** Lower goes first; equal numbers take turns. */
    turn: number;
    /** Model ids in order. */
    models: readonly string[];
    /** What to send as `language` to have it found out, where leaving it out means something else; null: leave it out. */
    detectLanguage: string | null;
    /** Longest prompt, in characters. */
    mostPrompt: number;
  };
  /** How long the first sign of an answer may take, in ms, before the target counts as silent. */
  patienceMs: number;
  /** What to add to `/models` so that the list holds what a key can call. */
  modelListQuery: string;
  /** The field that caps an answer's length, for models of which nothing else is known. Absent: `max_tokens`. */
  outputField?: OutputField;
  /** What is known of its models, and where they stand in the pools. None of an endpoint's: the user names those. */
  models: readonly PooledModel[];
  /** What it is called in the catalog models.dev, from which facts can be refreshed; null: it is not looked up there. */
  modelsDev: string | null;
};
