// The pools for people: each model in its place with how it stands, what its keys are believed to be allowed, and what
// else the keys' own lists name. Reads what is believed; asks nobody. Made when a page asks, never on the way of a request.
import type { Model } from '../domain/catalog.ts';
import { withPool } from '../domain/change-settings.ts';
import {
  type BelievedLimit,
  type KeyLimits,
  type ListedModel,
  type PoolRow,
  retirementShownFor,
} from '../domain/pool.ts';
import type { ModelRef } from '../domain/settings.ts';
import type { EngineState, Lesson, Meter, ModelList } from '../domain/state.ts';
import { type Task, tasks } from '../domain/task.ts';
import { bucketId, lessonAbout } from '../limits/learn.ts';
import { isBelieved, withDefaults } from '../limits/meters.ts';
import { type InFlight, passes, type Reason, uploadCapacity, whyNot } from '../routing/eligible.ts';
import { explainLeftOut } from '../routing/explain.ts';
import { knownModel } from '../routing/known-model.ts';
import type { Need } from '../routing/need.ts';
import { indexOf, keysOf, type Member, poolOf, type World } from '../routing/pool.ts';
import type { Target } from '../routing/targets.ts';

export type Targets = Record<Task, readonly Target[]>;

const day = 86_400_000;

const sourceOf = ({ dimension, source }: Meter, { given }: Target): BelievedLimit['source'] =>
  source === 'default' && given[dimension] !== undefined ? 'given' : source;

const ratesOf = (target: Target, state: EngineState, now: number): BelievedLimit[] => {
  const { place } = target;
  const bucket = withDefaults(state.meters[bucketId(state, place)], place.limits, place.law, now);
  return Object.values(bucket)
    .filter((meter) => isBelieved(meter, now))
    .map((meter) => ({ dimension: meter.dimension, limit: meter.limit, source: sourceOf(meter, target) }));
};

const sizesOf = (target: Target, state: EngineState, now: number): BelievedLimit[] => {
  const most = uploadCapacity(target, state, now);
  const say = (dimension: 'bytes' | 'audio_seconds', limit: number | null): BelievedLimit[] => {
    if (limit === null) return [];
    const taught = (of: string, about: Lesson['about']) => lessonAbout(state.lessons, of, about, now)?.value === limit;
    const learned = taught(target.place.key, dimension) || taught(target.id, dimension);
    const source = learned ? 'error' : target.given[dimension] === limit ? 'given' : 'default';
    return [{ dimension, limit, source }];
  };
  return [...say('bytes', most.bytes), ...say('audio_seconds', most.seconds)];
};

const limitsOf = (target: Target, task: Task, state: EngineState, now: number): BelievedLimit[] => [
  ...(task === 'transcription' ? sizesOf(target, state, now) : []),
  ...ratesOf(target, state, now),
];

const retirementOf = ({ retiresOn, successor }: Model, now: number): PoolRow['retirement'] => {
  if (retiresOn === null) return null;
  const left = Date.parse(retiresOn) - now;
  const when = left <= 0 ? 'over' : left <= retirementShownFor * day ? 'soon' : 'later';
  return { on: retiresOn, when, successor };
};

const faceOf = (
  ownerName: string,
  { ref, owner, id, price, pricePerHour, context, abilities }: Model,
): ListedModel => ({
  ...{ ref, owner, ownerName, model: id, price, pricePerHour, context, abilities },
});

/** As `lacksOfSpeech` ranks it. */
const standsBack = (
  task: Task,
  { times, speakers }: Model,
  { need }: Look,
  taughtNone: boolean,
): PoolRow['standsBack'] => {
  if (task !== 'transcription') return null;
  if (speakers === 'always' && !need.speakers) return 'speakers';
  return times === 'none' || taughtNone ? 'no_times' : null;
};

type Judged = { target: Target; reason: Reason | null };

/** Who can be asked goes before who will be able to, and the sooner before the later; then as they stand. */
const readiness = ({ reason }: Judged): number => (reason === null ? 0 : passes(reason) ? 1 : 2);
const better = (one: Judged, other: Judged): number =>
  readiness(one) - readiness(other) || (one.reason?.until ?? 0) - (other.reason?.until ?? 0);

export type Look = { state: EngineState; need: Need; now: number; inFlight: InFlight };

type Standing = Pick<PoolRow, 'state' | 'until' | 'why' | 'free' | 'limits'>;

const standing = (best: Judged, task: Task, { state, now }: Look): Standing => {
  const { target, reason } = best;
  const free = !target.costsMoney;
  const limits = limitsOf(target, task, state, now);
  if (reason === null) return { state: 'ready', until: null, why: '', free, limits };
  const { code, why, until } = explainLeftOut(target, reason, state, now);
  return { state: code, until, why, free, limits };
};

const gaveNoTimes = ({ id }: Target, { state, now }: Look): boolean =>
  lessonAbout(state.lessons, id, 'no_times', now) !== undefined;

/** A model that nobody has a key for. That it is retired says more than that. */
const unreached = ({ provider, gone }: Member): Standing => ({
  ...(gone
    ? { state: gone, why: `${provider.name} has retired this model.` }
    : { state: 'no_key', why: `You have no key of ${provider.name}.` }),
  ...{ until: null, free: false, limits: [] },
});

const suggestedPlaces = ({ settings, ...world }: World, task: Task): ReadonlyMap<ModelRef, number> => {
  const unordered = withPool(settings, task, { order: null });
  return new Map(poolOf({ ...world, settings: unordered }, task).map(({ model }, index) => [model.ref, index]));
};

export const poolRows = (world: World, task: Task, targets: readonly Target[], look: Look): PoolRow[] => {
  const byRef = Map.groupBy(targets, ({ model }) => model.ref);
  const places = suggestedPlaces(world, task);
  return poolOf(world, task).map((member) => {
    const { model, provider } = member;
    const own = byRef.get(model.ref) ?? [];
    const judged = own.map((target) => ({
      target,
      reason: whyNot(target, look.state, look.need, look.now, look.inFlight),
    }));
    const [best] = judged.toSorted(better);
    return {
      ...faceOf(provider.name, model),
      suggested: places.get(model.ref) ?? 0,
      ...{ added: member.added, on: !member.off, gone: member.gone, keys: own.length },
      ...{ times: model.times, retirement: retirementOf(model, look.now) },
      standsBack: standsBack(task, model, look, best !== undefined && gaveNoTimes(best.target, look)),
      ...(best ? standing(best, task, look) : unreached(member)),
      facts: [...model.facts],
    };
  });
};

/** Every model that a key's own list names, that the catalog has of a key whose list is hidden, or that an endpoint has. */
export const listedModels = (world: World): ListedModel[] => {
  const { settings, catalog, providers, lists } = world;
  const models = indexOf(world);
  const found = new Map<ModelRef, ListedModel>();
  for (const provider of providers) {
    const { id: owner, name } = provider;
    const add = (id: string, list?: ModelList, given: number | null = null) => {
      const known = knownModel(models, `${owner}/${id}`, list);
      const context = given ?? known.context ?? found.get(known.ref)?.context ?? null;
      found.set(known.ref, faceOf(name, { ...known, context }));
    };
    const living = catalog.models.filter((model) => model.owner === owner && model.retiresOn === null);
    for (const id of keysOf(world, provider)) {
      const list = lists[id];
      const hasKey = settings.keys.some((key) => key.id === id);
      for (const model of list?.models ?? (hasKey ? living.map((one) => one.id) : [])) add(model, list);
    }
    for (const model of settings.endpoints.find(({ id }) => id === owner)?.models ?? [])
      add(model.id, undefined, model.context);
  }
  return [...found.values()];
};

/** What those models of one key that it can call are believed to be allowed. */
export const limitsOfKey = (key: string, targets: Targets, state: EngineState, now: number): KeyLimits => {
  const byId = new Map(tasks.flatMap((task) => targets[task].map((target) => [target.id, { target, task }] as const)));
  return [...byId.values()]
    .filter(({ target }) => target.name.keyId === key && target.gone === null)
    .map(({ target, task }) => ({
      model: target.model.id,
      speech: task === 'transcription',
      limits: limitsOf(target, task, state, now),
    }));
};
