// The pools crossed with the keys into targets: every model that some key or endpoint could be asked for,
// in plan order. Says nothing of whether it can take a request now.
import { isLocal } from '../domain/address.ts';
import type { Model } from '../domain/catalog.ts';
import type { Provider } from '../domain/provider.ts';
import { type GivenLimits, type Key, noKey, untouchedProvider } from '../domain/settings.ts';
import { type Task, tasks } from '../domain/task.ts';
import type { TargetName } from '../domain/trace.ts';
import type { Uploads } from '../domain/uploads.ts';
import type { Place } from '../limits/learn.ts';
import { ratesOf } from '../limits/meters.ts';
import type { Gone, Models } from './known-model.ts';
import { byPlace, indexOf, inOrderOf, type Member, membersOf, type Sight, sightOf, type World } from './pool.ts';

export type { World } from './pool.ts';

export type Target = {
  id: string;
  name: TargetName;
  provider: Provider;
  /** As its key's own list has it. */
  model: Model;
  /** Null for an endpoint that needs no key. */
  key: Key | null;
  free: boolean;
  /** Whether a call can cost anything: a paid key, or an endpoint elsewhere that asks for one. */
  costsMoney: boolean;
  /** Why this key cannot call it any more; null where nothing says so. */
  gone: Gone | null;
  baseUrl: string;
  /** Lower goes first. */
  priority: number;
  /** What the user said that it may be sent. */
  given: GivenLimits;
  /** What one upload may carry, until an answer teaches otherwise. */
  uploads: Uploads;
  /** Where its rests and lessons are kept. */
  place: Place;
  /** Switched off by the user: the whole provider, its turn at speech, or this key; null where nothing is. */
  off: 'off' | 'unticked' | 'key_off' | 'model_off' | null;
};

type Owner = { baseUrl: string; local: boolean; off: 'off' | 'unticked' | null };

const ownerOf = ({ settings }: World, provider: Provider, task: Task): Owner => {
  const endpoint = settings.endpoints.find(({ id }) => id === provider.id);
  const own = endpoint ?? settings.providers[provider.id] ?? untouchedProvider;
  const baseUrl = own.baseUrl ?? provider.baseUrl;
  const unticked = task === 'transcription' && 'transcribe' in own && !own.transcribe;
  return { baseUrl, local: isLocal(baseUrl), off: own.on ? (unticked ? 'unticked' : null) : 'off' };
};

const uploadsOf = ({ provider, model }: Member, { bytes, audio_seconds }: GivenLimits): Uploads => ({
  maxBytes: bytes ?? model.uploads?.maxBytes ?? provider.uploads.maxBytes,
  maxSeconds: audio_seconds ?? model.uploads?.maxSeconds ?? provider.uploads.maxSeconds,
});

const targetOf = (member: Member, owner: Owner, key: Key | null): Target => {
  const { provider, model, priority } = member;
  const keyId = key?.id ?? noKey;
  const id = `${keyId}@${model.ref}`;
  // What the user says of the key goes before what the user says of the model.
  const given = { ...member.limits, ...key?.limits };
  const free = key?.plan === 'free';
  return {
    id,
    provider,
    model,
    key,
    priority,
    baseUrl: owner.baseUrl,
    off: owner.off ?? (key?.on === false ? 'key_off' : member.off ? 'model_off' : null),
    free,
    given,
    costsMoney: key !== null && key.plan === 'paid',
    gone: member.gone,
    uploads: uploadsOf(member, given),
    name: { id, owner: provider.id, ownerName: provider.name, keyId, keyLabel: key?.label ?? '', model: model.id },
    place: {
      target: id,
      key: key?.id ?? provider.id,
      owner: provider.id,
      ref: model.ref,
      local: owner.local,
      law: provider.refill,
      limits: ratesOf({ ...provider.limits, ...(free ? model.freeLimits : {}), ...given }),
    },
  };
};

/** Each key has its own: what it can call, and who stands where what it cannot. An endpoint may need no key. */
type Door = { key: Key | null; sight: Sight };

const doorsOf = (world: World, provider: Provider, models: Models): Door[] => {
  const keys = world.settings.keys.filter((key) => key.owner === provider.id);
  const isOpen = world.settings.endpoints.some(({ id }) => id === provider.id);
  return (keys.length === 0 && isOpen ? [null] : keys).map((key) => ({
    key,
    sight: sightOf(world, provider, [key?.id ?? provider.id], models),
  }));
};

const targetsOfProvider = (world: World, provider: Provider, task: Task, doors: readonly Door[]) => {
  const owner = ownerOf(world, provider, task);
  return doors
    .flatMap(({ key, sight }) =>
      membersOf(world, provider, task, sight).map((member) => ({
        ...{ priority: member.priority, endpoint: member.endpoint, target: targetOf(member, owner, key) },
      })),
    )
    .sort(byPlace);
};

/** Every target by task. Costs a walk over models and keys, so it is made once for each change of settings or lists. */
export const targetsByTask = (world: World): Record<Task, readonly Target[]> => {
  const models = indexOf(world);
  const all = world.providers.map((provider) => ({ provider, doors: doorsOf(world, provider, models) }));
  const targetsOfTask = (task: Task): Target[] => {
    const placed = all.flatMap(({ provider, doors }) => targetsOfProvider(world, provider, task, doors));
    return inOrderOf(task, placed).map(({ target }) => target);
  };
  return Object.fromEntries(tasks.map((task) => [task, targetsOfTask(task)])) as Record<Task, Target[]>;
};
