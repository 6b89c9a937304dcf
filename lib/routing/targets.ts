// Settings, catalog and providers crossed into targets: every model that some key or endpoint could be asked for,
// in plan order. Says nothing of whether it can take a request now.
import { unknownAbilities } from '../domain/abilities.ts';
import { isLocal } from '../domain/address.ts';
import type { Catalog, Model } from '../domain/catalog.ts';
import type { Provider } from '../domain/provider.ts';
import {
  type Endpoint,
  endpointPriority,
  type Key,
  noKey,
  type Settings,
  untouchedProvider,
} from '../domain/settings.ts';
import { type Task, tasks } from '../domain/task.ts';
import type { TargetName } from '../domain/trace.ts';
import type { Place } from '../limits/learn.ts';

export type Target = {
  id: string;
  name: TargetName;
  provider: Provider;
  model: Model;
  /** Null for an endpoint that needs no key. */
  key: Key | null;
  free: boolean;
  /** Whether a call can cost anything: a paid key, or an endpoint elsewhere that asks for one. */
  costsMoney: boolean;
  /** Ms since 1970 from when the provider no longer serves the model to ordinary keys. */
  retiresAt: number | null;
  baseUrl: string;
  /** Lower goes first. */
  priority: number;
  /** Where its rests and lessons are kept. */
  place: Place;
  /** Switched off by the user: the whole provider, its turn at speech, or this key; null where nothing is. */
  off: 'off' | 'unticked' | 'key_off' | 'model_off' | null;
};

/** Everything the router needs to know of the world besides what was learned. */
export type World = { settings: Settings; catalog: Catalog; providers: readonly Provider[] };

const unknownModel = (owner: string, id: string, context: number | null): Model => ({
  ref: `${owner}/${id}`,
  owner,
  id,
  context,
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

type Part = Pick<Target, 'provider' | 'model' | 'key' | 'baseUrl' | 'priority' | 'off'>;

const targetOf = (part: Part): Target => {
  const { provider, model, key } = part;
  const keyId = key?.id ?? noKey;
  const id = `${keyId}@${model.ref}`;
  return {
    ...part,
    id,
    free: key?.plan === 'free',
    costsMoney: key !== null && key.plan === 'paid',
    retiresAt: model.retiresOn === null ? null : Date.parse(model.retiresOn),
    name: { id, owner: provider.id, ownerName: provider.name, keyId, keyLabel: key?.label ?? '', model: model.id },
    place: {
      target: id,
      key: key?.id ?? provider.id,
      owner: provider.id,
      ref: model.ref,
      local: isLocal(part.baseUrl),
      law: provider.refill,
      limits: key?.plan === 'free' ? { ...provider.limits, ...model.freeLimits } : provider.limits,
    },
  };
};

const refsOf = (world: World, provider: Provider, task: Task): readonly { ref: string; priority: number }[] =>
  task === 'transcription'
    ? provider.transcription.models.map((id, index) => ({ ref: `${provider.id}/${id}`, priority: index + 1 }))
    : world.catalog.pools[task].filter((entry) => entry.ref.startsWith(`${provider.id}/`));

const providerTargets = (world: World, provider: Provider, task: Task, byRef: ReadonlyMap<string, Model>): Target[] => {
  const own = world.settings.providers[provider.id] ?? untouchedProvider;
  const baseUrl = own.baseUrl ?? provider.baseUrl;
  const ownerOff = !own.on ? 'off' : task === 'transcription' && !own.transcribe ? 'unticked' : null;
  const keys = world.settings.keys.filter((key) => key.owner === provider.id);
  return refsOf(world, provider, task).flatMap(({ ref, priority }) => {
    const model = byRef.get(ref);
    if (!model) return [];
    return keys.map((key) =>
      targetOf({ provider, model, key, baseUrl, priority, off: ownerOff ?? (key.on ? null : 'key_off') }),
    );
  });
};

const endpointTargets = (world: World, endpoint: Endpoint, provider: Provider, task: Task): Target[] => {
  const keys = world.settings.keys.filter((key) => key.owner === endpoint.id);
  return endpoint.models
    .filter((model) => model.tasks.includes(task))
    .flatMap((model) =>
      (keys.length > 0 ? keys : [null]).map((key) =>
        targetOf({
          provider,
          model: unknownModel(endpoint.id, model.id, model.context),
          key,
          baseUrl: endpoint.baseUrl,
          priority: endpoint.priority ?? endpointPriority,
          off: !endpoint.on ? 'off' : key && !key.on ? 'key_off' : null,
        }),
      ),
    );
};

const targetsOfTask = (world: World, task: Task, byRef: ReadonlyMap<string, Model>): Target[] => {
  const off = new Set(world.settings.pools[task]?.off);
  return world.providers
    .flatMap((provider) => {
      const endpoint = world.settings.endpoints.find((candidate) => candidate.id === provider.id);
      return endpoint
        ? endpointTargets(world, endpoint, provider, task)
        : providerTargets(world, provider, task, byRef);
    })
    .map((target) =>
      target.off === null && off.has(target.model.ref) ? { ...target, off: 'model_off' as const } : target,
    )
    .toSorted((one, other) => one.priority - other.priority);
};

/** Every target by task. Costs a walk over models and keys, so it is made once for each change of settings. */
export const targetsByTask = (world: World): Record<Task, readonly Target[]> => {
  const byRef = new Map(world.catalog.models.map((model) => [model.ref, model]));
  return Object.fromEntries(tasks.map((task) => [task, targetsOfTask(world, task, byRef)])) as Record<Task, Target[]>;
};
