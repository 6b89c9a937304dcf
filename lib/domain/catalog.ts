// What is known of models, apart from any key: facts with their sources.
import type { Abilities } from './abilities.ts';
import type { Dimension } from './fault.ts';
import type { ModelRef, OwnerId } from './settings.ts';
import type { Task } from './task.ts';
import type { Uploads } from './uploads.ts';

/** The field that caps an answer's length; the reasoning models of OpenAI refuse the older name. */
export type OutputField = 'max_tokens' | 'max_completion_tokens';

export type Model = {
  ref: ModelRef;
  owner: OwnerId;
  id: string;
  /** Window in tokens, input and output together; null: unknown, learn it. */
  context: number | null;
  /** Most tokens that one answer may have; null: unknown. */
  maxOutput: number | null;
  outputField: OutputField;
  abilities: Abilities;
  /** Where this model takes less (or more) in one upload than its provider says; null: as its provider says. */
  uploads: Uploads | null;
  /** USD per million tokens in and out; for speech USD per hour of audio in `perHour`. Null: unknown. */
  price: { input: number; output: number } | null;
  pricePerHour: number | null;
  /** What a free key may do with it, where the provider is known to say: by dimension. */
  freeLimits: Partial<Record<Dimension, number>>;
  /** How long it usually takes until it begins to speak, in ms; null: unknown. */
  firstTokenMs: number | null;
  /** Which answer forms a speech model gives. */
  times: 'none' | 'segments' | 'words';
  /** Whether it tells who speaks: where it is asked to, or with every answer. Absent: never. */
  speakers?: 'asked' | 'always';
  /** ISO day from which the provider no longer serves it to ordinary keys. */
  retiresOn: string | null;
  /** What its provider names in its place, or what inherits its priority in the pools. */
  successor: ModelRef | null;
  /** Where each value comes from. */
  facts: readonly Fact[];
};

/**
 * Where a value of a model comes from. `date` is an ISO day, or month where no more is known. `remembered`: nobody has
 * read it anywhere, so that it is to be confirmed. `value`: a figure that another source gives, kept as a note and never
 * routed or billed by, such as the plan's own of October 2025.
 */
export type Fact = {
  field: keyof Omit<Model, 'facts'> | 'all';
  source: string;
  date: string;
  remembered?: true;
  value?: string | number;
};

/** Its priority in the pool of each task that it stands in: lower goes first. */
export type Places = Partial<Record<Task, number>>;
export type PooledModel = { model: Model; places: Places };

export type PoolEntry = { ref: ModelRef; priority: number };
export type Catalog = {
  version: number;
  /** ISO day on which the facts were gathered. */
  readOn: string;
  /** When facts were last refreshed from elsewhere, in ms since 1970. Absent: these are Rondo's own alone. */
  refreshedAt?: number;
  models: readonly Model[];
  pools: Record<Task, readonly PoolEntry[]>;
  /** What a request would have cost without Rondo: always this model. By task; for reckoning what was saved. */
  baseline: Partial<Record<Task, ModelRef>>;
};
