// What is known of a model for one key: the catalog, and over it what the key's own list says. Pure.
import { unknownAbilities } from '../domain/abilities.ts';
import type { Model } from '../domain/catalog.ts';
import type { Provider } from '../domain/provider.ts';
import type { ModelRef } from '../domain/settings.ts';
import type { ListedFacts, ModelList } from '../domain/state.ts';
import type { LeftOut } from '../domain/trace.ts';

export type Models = ReadonlyMap<ModelRef, Model>;
/** Why a model can be called no more, or never could. */
export type Gone = Extract<LeftOut['code'], 'model_retired' | 'model_missing'>;

/** A model of which nothing is known but its name. */
const stranger = (ref: ModelRef): Model => {
  const slash = ref.indexOf('/');
  return {
    ref,
    owner: ref.slice(0, slash),
    id: ref.slice(slash + 1),
    context: null,
    maxOutput: null,
    outputField: 'max_tokens',
    abilities: unknownAbilities,
    uploads: null,
    price: null,
    pricePerHour: null,
    freeLimits: {},
    firstTokenMs: null,
    // Asked for; a server that gives none answers without.
    times: 'segments',
    retiresOn: null,
    successor: null,
    facts: [],
  };
};

/** What a list says of a model besides that it is there. A model may be called like something that every object has. */
export const saidOf = (list: ModelList | undefined, id: string): ListedFacts | undefined =>
  list?.facts && Object.hasOwn(list.facts, id) ? list.facts[id] : undefined;

const listed = ['context', 'maxOutput', 'price', 'retiresOn'] as const satisfies readonly (keyof ListedFacts)[];

/**
 * Also of a model that the catalog does not have: then what the list says of it is all.
 * @param list of the key that it is to be called with
 */
export const knownModel = (models: Models, ref: ModelRef, list: ModelList | undefined): Model => {
  const model = models.get(ref) ?? stranger(ref);
  const said = saidOf(list, model.id);
  if (!list || !said) return model;
  const date = new Date(list.readAt).toISOString().slice(0, 10);
  const facts = listed
    .filter((field) => said[field] !== null)
    .map((field) => ({ field, source: 'list of this key', date }));
  const { context, maxOutput, price, retiresOn } = said;
  return {
    ...model,
    context: context ?? model.context,
    maxOutput: maxOutput ?? model.maxOutput,
    price: price ?? model.price,
    retiresOn: retiresOn ?? model.retiresOn,
    facts: [
      ...model.facts.filter(({ field, value }) => value !== undefined || !facts.some((own) => own.field === field)),
      ...facts,
    ],
  };
};

/**
 * Why a key cannot call a model any more, or never could; null where nothing speaks against it. The key's own list is
 * the truth; only where it is silent, or was read before the day came, does the day count. An endpoint's list does not
 * bind: many answer to more names than they list.
 * @param model as `knownModel` gives it for this key
 */
export const whyGone = (
  provider: Pick<Provider, 'keyPage'>,
  model: Model,
  list: ModelList | undefined,
  now: number,
): Gone | null => {
  const retiresAt = model.retiresOn === null ? Number.POSITIVE_INFINITY : Date.parse(model.retiresOn);
  const isNamed = list?.models?.includes(model.id) ?? false;
  const isOld = list !== undefined && list.readAt < retiresAt;
  const isOwnWord = typeof saidOf(list, model.id)?.retiresOn === 'string';
  if (retiresAt <= now && (!isNamed || isOld || isOwnWord)) return 'model_retired';
  return list?.models && !isNamed && provider.keyPage !== null ? 'model_missing' : null;
};
