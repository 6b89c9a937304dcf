// What is known of models, apart from any key: facts with their sources.
import type { Dimension } from './fault.ts';
import type { ModelRef, OwnerId } from './settings.ts';
import type { Task } from './task.ts';

/** The field that caps an answer's length; the reasoning models of OpenAI refuse the older name. */
export type OutputField = 'max_tokens' | 'max_completion_tokens';

export type Model = {
  ref: ModelRef;
  owner: OwnerId;
  id: string;
  /** Window in tokens, input and output together; null: unknown, learn it. */
  context: number | null;
  outputField: OutputField;
  /** USD per million tokens in and out; for speech USD per hour of audio in `perHour`. Null: unknown. */
  price: { input: number; output: number } | null;
  pricePerHour: number | null;
  /** What a free key may do with it, where the provider is known to say: by dimension. */
  freeLimits: Partial<Record<Dimension, number>>;
  /** How long it usually thinks before it speaks, in ms, where that is long; null: like others. */
  firstTokenMs: number | null;
  /** Which answer forms a speech model gives. */
  times: 'none' | 'segments' | 'words';
  /** ISO day from which the provider no longer serves it to ordinary keys. */
  retiresOn: string | null;
  /** Where each number comes from. */
  source: string;
};

export type PoolEntry = { ref: ModelRef; priority: number };
export type Catalog = {
  version: number;
  models: readonly Model[];
  pools: Record<Task, readonly PoolEntry[]>;
  /** What a request would have cost without Rondo: always this model. By task; for reckoning what was saved. */
  baseline: Partial<Record<Task, ModelRef>>;
};
