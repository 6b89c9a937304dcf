// How the files of models are written: what is said of a model stands under the source that says it, with its date.
import { type Abilities, unknownAbilities } from '../domain/abilities.ts';
import type { Fact, Model, Places, PooledModel } from '../domain/catalog.ts';

type Field = Exclude<Fact['field'], 'all' | 'ref' | 'owner' | 'id'>;
export type Values = Partial<Omit<Model, 'ref' | 'owner' | 'id' | 'facts' | 'abilities'>> & {
  abilities?: Partial<Abilities>;
};
export type Statement = { values: Values; facts: readonly Fact[] };
/** Says something of a model. */
export type Says = (values: Values) => Statement;

const fieldsOf = (values: object): Field[] => Object.keys(values) as Field[];

/** @param date an ISO day, or month where no more is known */
export const source =
  (name: string, date: string): Says =>
  (values) => ({ values, facts: fieldsOf(values).map((field) => ({ field, source: name, date })) });

/** Nobody has read it anywhere, so that it is to be confirmed. */
export const remembered: Says = (values) => ({
  values,
  facts: fieldsOf(values).map((field) => ({ field, source: 'memory', date: '2026-11-23', remembered: true })),
});

/** Figures of a source that are kept as notes: nothing is routed or billed by them. */
export const notes =
  (name: string, date: string) =>
  (figures: Partial<Record<Field, string | number>>): Statement => ({
    values: {},
    facts: Object.entries(figures).map(([field, value]) => ({ field: field as Field, source: name, date, value })),
  });

/** Where sources differ the last has the word. */
export const modelOf = (owner: string, id: string, said: readonly Statement[]): Model => {
  const all = said.map(({ values }) => values);
  return {
    ref: `${owner}/${id}`,
    owner,
    id,
    context: null,
    maxOutput: null,
    outputField: 'max_tokens',
    uploads: null,
    price: null,
    pricePerHour: null,
    freeLimits: {},
    firstTokenMs: null,
    times: 'none',
    retiresOn: null,
    successor: null,
    ...Object.assign({}, ...all),
    abilities: Object.assign({}, unknownAbilities, ...all.map(({ abilities }) => abilities)),
    facts: said.flatMap(({ facts }) => facts),
  };
};

/** @param places its priority in the pool of each task that it stands in: lower goes first */
export const modelsOf =
  (owner: string) =>
  (id: string, places: Places, ...said: readonly Statement[]): PooledModel => ({
    model: modelOf(owner, id, said),
    places,
  });

// The sources that the providers' files have in common.

/** Model data of the package pi-ai, version 1.5.2. */
export const pi = source('pi-ai model data', '2026-11-10');
/** The catalog models.dev, as its repository stood. */
export const modelsDev = source('models.dev', '2026-07-02');
/** The price list of LiteLLM. */
export const litellm = source('LiteLLM price list', '2026-08-01');
/** What a provider's own pages and notices said on the day. */
export const announced = source('provider’s documentation and notices', '2026-11-23');
/** The plan of this product; its own figures are notes. */
export const plan = source('plan', '2025-10');
export const planned = notes('plan', '2025-10');
/** What this product holds for the next best where nobody has named a successor. */
export const chosen = source('Rondo’s choice', '2026-11-23');

export const usd = (input: number, output: number) => ({ input, output });
/** “128k” as most windows have it. */
export const k131 = 131_072;
