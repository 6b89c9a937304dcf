// What is known beforehand of a service that a person may add as an endpoint: enough to fill in the form and to spare
// surprises. Data only; lib/providers/presets.ts holds it.
import type { OutputField } from './catalog.ts';
import type { HeaderGrammar } from './provider.ts';

export type PresetHeader = {
  name: string;
  /** Empty: the user's own to fill in. */
  value: string;
  /** What it says, for a person. */
  what: string;
};

/** What to enter on the computer where it runs, by system, so that it answers a browser extension. */
export type OriginCommands = { mac: string; windows: string; linux: string };

export type Preset = {
  id: string;
  name: string;
  /** On a computer of one's own, a service elsewhere, or something that stands in front of services. */
  kind: 'local' | 'service' | 'gateway';
  baseUrl: string;
  /** The port on which it listens unless told otherwise; null: it is not on this computer. */
  port: number | null;
  key: 'needed' | 'optional' | 'none';
  keyPage: string | null;
  headers: readonly PresetHeader[];
  /** The field that caps an answer's length. */
  outputField: OutputField;
  /** What to add to `/models`. */
  modelListQuery: string;
  /** Window in tokens where it does not follow from the model; null: it does. */
  context: number | null;
  /** Headers of its answers that tell limits. */
  rateHeaders: HeaderGrammar;
  /** Null: it takes requests of any origin, or nobody knows how it would be told to. `{origin}` stands for ours. */
  originCommands: OriginCommands | null;
  /** What a person should know before adding it: one sentence, or nothing. */
  note: string;
  /** Where these facts are from; “from memory” where nobody has read them anywhere. */
  sources: readonly string[];
};
