// Which models stand in the pool of a task, and in which order: the catalog's, those that the user ticked in, those of
// the user's endpoints. What pages show of a pool is made from it, and so are the targets. Says nothing of keys.
import { unknownAbilities } from '../domain/abilities.ts';
import type { Catalog, Model } from '../domain/catalog.ts';
import type { Provider } from '../domain/provider.ts';
import {
  type Endpoint,
  type EndpointModel,
  endpointPriority,
  type GivenLimits,
  type ModelRef,
  type Settings,
  untouchedPool,
} from '../domain/settings.ts';
import type { Task } from '../domain/task.ts';

/** Everything the router needs to know of the world besides what was learned. */
export type World = { settings: Settings; catalog: Catalog; providers: readonly Provider[] };

/** A model in its place in a pool. */
export type Member = {
  provider: Provider;
  /** Null for a provider of the product. */
  endpoint: Endpoint | null;
  model: Model;
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

/** A model of which nothing is known but that it is there. */
export const unknownModel = (owner: string, id: string): Model => ({
  ref: `${owner}/${id}`,
  owner,
  id,
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
});

const modelOfEndpoint = (endpoint: Endpoint, { id, context, abilities }: EndpointModel): Model => ({
  ...unknownModel(endpoint.id, id),
  context,
  abilities: abilities ?? unknownAbilities,
});

export const indexOf = (world: World): ReadonlyMap<ModelRef, Model> =>
  new Map(world.catalog.models.map((model) => [model.ref, model]));

/** Before the user had a say. */
type Suggested = Pick<Member, 'model' | 'priority' | 'added' | 'limits'>;

const ofProvider = (world: World, provider: Provider, task: Task, byRef: ReadonlyMap<ModelRef, Model>): Suggested[] => {
  const entries =
    task === 'transcription'
      ? provider.transcription.models.map((id, index) => ({ ref: `${provider.id}/${id}`, priority: index + 1 }))
      : world.catalog.pools[task].filter(({ ref }) => ref.startsWith(`${provider.id}/`));
  return entries.flatMap(({ ref, priority }) => {
    const model = byRef.get(ref);
    return model ? [{ model, priority, added: false, limits: {} }] : [];
  });
};

const ofEndpoint = (endpoint: Endpoint, task: Task): Suggested[] =>
  endpoint.models
    .filter(({ tasks }) => tasks.includes(task))
    .map((model) => ({
      model: modelOfEndpoint(endpoint, model),
      priority: endpoint.priority ?? endpointPriority,
      added: false,
      limits: model.limits ?? {},
    }));

const tickedIn = (
  refs: readonly ModelRef[],
  provider: Provider,
  endpoint: Endpoint | null,
  byRef: ReadonlyMap<ModelRef, Model>,
): Suggested[] =>
  refs.flatMap((ref, index) => {
    if (!ref.startsWith(`${provider.id}/`)) return [];
    const id = ref.slice(provider.id.length + 1);
    const own = endpoint?.models.find((model) => model.id === id);
    const model = endpoint && own ? modelOfEndpoint(endpoint, own) : (byRef.get(ref) ?? unknownModel(provider.id, id));
    return [{ model, priority: addedPriority + index, added: true, limits: own?.limits ?? {} }];
  });

/** The user's own order comes before all that it does not name. */
const placesIn = (order: readonly ModelRef[]): ReadonlyMap<ModelRef, number> =>
  new Map(order.map((ref, index) => [ref, index - order.length]));

const byPlace = (one: Member, other: Member): number => one.priority - other.priority;

/** Providers take turns at speech whatever the order of their models, so that each one's stay together. */
const byOwner = (one: Member, other: Member): number => rankOf(one) - rankOf(other);
const rankOf = ({ endpoint }: Member): number =>
  endpoint ? (endpoint.priority ?? endpointPriority) : providerPriority;

/** The models of a task in order, those that are switched off among them. */
export const poolOf = (world: World, task: Task, byRef = indexOf(world)): Member[] => {
  const { order = [], added = [], off } = world.settings.pools[task] ?? untouchedPool;
  const places = placesIn(order);
  const members = world.providers.flatMap((provider) => {
    const endpoint = world.settings.endpoints.find(({ id }) => id === provider.id) ?? null;
    const own = endpoint ? ofEndpoint(endpoint, task) : ofProvider(world, provider, task, byRef);
    const there = new Set(own.map(({ model }) => model.ref));
    const ticked = tickedIn(added, provider, endpoint, byRef).filter(({ model }) => !there.has(model.ref));
    return [...own, ...ticked]
      .map((suggested) => ({
        ...suggested,
        provider,
        endpoint,
        priority: places.get(suggested.model.ref) ?? suggested.priority,
        off: off.includes(suggested.model.ref),
      }))
      .sort(byPlace);
  });
  return members.sort(task === 'transcription' ? byOwner : byPlace);
};
