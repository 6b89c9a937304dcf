// Which models stand in the pool of a task, and in which order: the catalog's, those that the user ticked in, those of
// the user's endpoints. What pages show of a pool is made from it, and so are the targets. Of keys it knows only what
// their own lists of models say.
import type { Catalog, Model } from '../domain/catalog.ts';
import type { Provider } from '../domain/provider.ts';
import {
  type Endpoint,
  type EndpointModel,
  endpointPriority,
  type GivenLimits,
  type KeyId,
  type ModelRef,
  type Settings,
  untouchedPool,
} from '../domain/settings.ts';
import type { EngineState } from '../domain/state.ts';
import type { Task } from '../domain/task.ts';
import { type Gone, knownModel, type Models, saidOf, whyGone } from './known-model.ts';
import { placesOf } from './places.ts';

/** Everything the router needs to know of the world besides what was learned from answers. */
export type World = {
  settings: Settings;
  catalog: Catalog;
  providers: readonly Provider[];
  /** Each key's own list of models. */
  lists: EngineState['lists'];
  /** The day counts: on it models retire. */
  now: number;
};

/** A model in its place in a pool. */
export type Member = {
  provider: Provider;
  /** Null for a provider of the product. */
  endpoint: Endpoint | null;
  model: Model;
  /** Why none of the keys can call it any more; null where one can, or might. */
  gone: Gone | null;
  /** Lower goes first. */
  priority: number;
  /** Whether the user ticked it in. */
  added: boolean;
  /** Whether the user switched it off for this task. */
  off: boolean;
  /** What the user said that this model may be sent, whichever the key. */
  limits: GivenLimits;
};

/** After the catalog's models, which have 1 to 99, and before the endpoints. */
const addedPriority = 100;
/** Where the providers of the product stand beside endpoints that are given a place of their own. */
const providerPriority = 1;

export const indexOf = (world: World): Models => new Map(world.catalog.models.map((model) => [model.ref, model]));

/** What some keys know of the models of their provider. Each is looked up once, however many tasks ask. */
export type Sight = { model(ref: ModelRef): Model; gone(ref: ModelRef): Gone | null };

const onceEach = <Value>(find: (ref: ModelRef) => Value): ((ref: ModelRef) => Value) => {
  const found = new Map<ModelRef, Value>();
  return (ref) => {
    const known = found.get(ref);
    if (known !== undefined) return known;
    const value = find(ref);
    found.set(ref, value);
    return value;
  };
};

export const sightOf = (world: World, provider: Provider, keys: readonly KeyId[], models: Models): Sight => {
  const lists = keys.map((id) => world.lists[id]);
  return {
    model: onceEach((ref) => {
      const id = ref.slice(provider.id.length + 1);
      const telling = lists.find((list) => saidOf(list, id) !== undefined);
      const known = knownModel(models, ref, telling);
      return provider.outputField && !models.has(ref) ? { ...known, outputField: provider.outputField } : known;
    }),
    gone: onceEach((ref) => {
      const reasons = lists.map((list) => whyGone(provider, knownModel(models, ref, list), list, world.now));
      return reasons.includes(null) ? null : (reasons[0] ?? null);
    }),
  };
};

/** What the user gave goes before what the server's own list says. */
const modelOfEndpoint = (known: Model, { context, abilities }: EndpointModel): Model => ({
  ...known,
  context: context ?? known.context,
  abilities: abilities ?? known.abilities,
});

/** Before the user had a say. */
type Suggested = Pick<Member, 'model' | 'priority' | 'added' | 'limits'>;

const ofProvider = ({ catalog }: World, provider: Provider, task: Task, { model }: Sight): Suggested[] => {
  const entries =
    task === 'transcription'
      ? provider.transcription.models.map((id, index) => ({ ref: `${provider.id}/${id}`, priority: index + 1 }))
      : catalog.pools[task].filter(({ ref }) => ref.startsWith(`${provider.id}/`));
  return entries.map(({ ref, priority }) => ({ model: model(ref), priority, added: false, limits: {} }));
};

const ofEndpoint = (endpoint: Endpoint, task: Task, { model }: Sight): Suggested[] =>
  endpoint.models
    .filter(({ tasks }) => tasks.includes(task))
    .map((given) => ({
      model: modelOfEndpoint(model(`${endpoint.id}/${given.id}`), given),
      priority: endpoint.priority ?? endpointPriority,
      added: false,
      limits: given.limits ?? {},
    }));

const tickedIn = (
  refs: readonly ModelRef[],
  provider: Provider,
  endpoint: Endpoint | null,
  { model }: Sight,
): Suggested[] =>
  refs.flatMap((ref, index) => {
    if (!ref.startsWith(`${provider.id}/`)) return [];
    const own = endpoint?.models.find(({ id }) => ref === `${provider.id}/${id}`);
    const known = own ? modelOfEndpoint(model(ref), own) : model(ref);
    return [{ model: known, priority: addedPriority + index, added: true, limits: own?.limits ?? {} }];
  });

/** The user's own order comes before all that it does not name. */
const placesIn = (order: readonly ModelRef[]): ReadonlyMap<ModelRef, number> =>
  new Map(order.map((ref, index) => [ref, index - order.length]));

export const byPlace = (one: Pick<Member, 'priority'>, other: Pick<Member, 'priority'>): number =>
  one.priority - other.priority;

/** Providers take turns at speech whatever the order of their models, so that each one's stay together. */
const byOwner = (one: Pick<Member, 'endpoint'>, other: Pick<Member, 'endpoint'>): number => rankOf(one) - rankOf(other);
const rankOf = ({ endpoint }: Pick<Member, 'endpoint'>): number =>
  endpoint ? (endpoint.priority ?? endpointPriority) : providerPriority;

/**
 * The models of one provider or endpoint for a task, as these keys see them: whoever succeeds a model that is gone for
 * all of them stands in its place, unless the user gave it another.
 */
export const membersOf = (world: World, provider: Provider, task: Task, sight: Sight): Member[] => {
  const { order = [], added = [], off } = world.settings.pools[task] ?? untouchedPool;
  const endpoint = world.settings.endpoints.find(({ id }) => id === provider.id) ?? null;
  const own = endpoint ? ofEndpoint(endpoint, task, sight) : ofProvider(world, provider, task, sight);
  const there = new Set(own.map(({ model }) => model.ref));
  const ticked = tickedIn(added, provider, endpoint, sight).filter(({ model }) => !there.has(model.ref));
  const suggested = new Map([...own, ...ticked].map((one) => [one.model.ref, one]));
  const chosen = placesIn(order);
  const entries = [...suggested].map(([ref, { priority }]) => ({ ref, priority: chosen.get(ref) ?? priority }));
  return placesOf(entries, sight, (ref) => chosen.has(ref)).map(({ ref, priority }) => ({
    ...(suggested.get(ref) ?? { model: sight.model(ref), added: false, limits: {} }),
    ...{ provider, endpoint, priority, gone: sight.gone(ref), off: off.includes(ref) },
  }));
};

/** Members of many providers, those of each in order already, in the order in which they are asked. */
export const inOrderOf = <Placed extends Pick<Member, 'priority' | 'endpoint'>>(
  task: Task,
  members: readonly Placed[],
): Placed[] => members.toSorted(task === 'transcription' ? byOwner : byPlace);

/** The keys that open a provider or endpoint; an endpoint that needs none is its own. */
export const keysOf = ({ settings }: World, { id }: Provider): KeyId[] => {
  const keys = settings.keys.filter(({ owner }) => owner === id).map((key) => key.id);
  return keys.length > 0 ? keys : [id];
};

/** The models of a task in order, those that are switched off and those that are gone among them. */
export const poolOf = (world: World, task: Task, models = indexOf(world)): Member[] =>
  inOrderOf(
    task,
    world.providers.flatMap((provider) =>
      membersOf(world, provider, task, sightOf(world, provider, keysOf(world, provider), models)),
    ),
  );
