// How everything stands, for people: each provider and endpoint with its keys, and who is next for each task.
// Reads what is believed; asks nobody.
import { noKey, type Settings, untouchedProvider } from '../domain/settings.ts';
import type { EngineState } from '../domain/state.ts';
import type { Card, Health, Next, OwnerStatus, Status } from '../domain/status.ts';
import { type Task, tasks } from '../domain/task.ts';
import { lessonAbout } from '../limits/learn.ts';
import { isForgotten } from '../limits/rests.ts';
import { monthOf } from '../limits/spend.ts';
import { type InFlight, passes, whyNot } from '../routing/eligible.ts';
import { explainLeftOut, sendLine, whyFirst, whyNobody } from '../routing/explain.ts';
import type { Need, Purse } from '../routing/need.ts';
import { type Moment, type Order, sortOut } from '../routing/route.ts';
import type { Target, World } from '../routing/targets.ts';

const health = (state: Health['state'], why: string, until: number | null = null): Health => ({ state, why, until });

type Targets = Record<Task, readonly Target[]>;

/** What pages offer by a button; each is judged by itself, so that no dot says "ready" while its button has to wait. */
const offered: readonly { task: Task; word: string }[] = [
  { task: 'fast', word: 'Summaries' },
  { task: 'transcription', word: 'Transcriptions' },
];

/** A key rests when all that it could do for one of the offered tasks rests or is used up. */
const restOf = (targets: readonly Target[], targetsOf: Targets, state: EngineState, now: number) => {
  for (const { task, word } of offered) {
    const own = targets.filter((target) => targetsOf[task].includes(target));
    const reasons = own.map((target) => ({ target, reason: whyNot(target, state, smallest(task), now) }));
    const resting = reasons.filter(({ reason }) => reason && passes(reason));
    const [first] = resting.toSorted((one, other) => (one.reason?.until ?? 0) - (other.reason?.until ?? 0));
    if (!first?.reason || resting.length < own.length) continue;
    const { why } = explainLeftOut(first.target, first.reason, state, now);
    return { until: first.reason.until, why: `${word}: ${why}` };
  }
  return null;
};

/** The last call did not reach it, and none has since. */
const isUnreachable = (targets: readonly Target[], state: EngineState, now: number): boolean =>
  targets.some(({ place }) => {
    const rest = state.rests[place.owner];
    return rest?.fault.kind === 'endpoint_unreachable' && !isForgotten(rest, now);
  });

/** Whether it is there to be asked at all, now or after a rest. */
const canBeCalled = (target: Target, state: EngineState, now: number): boolean => {
  const reason = whyNot(target, state, { tokens: null, bytes: null, seconds: null }, now);
  return reason === null || passes(reason);
};

const keyHealth = (
  on: boolean,
  key: string,
  targets: readonly Target[],
  targetsOf: Targets,
  state: EngineState,
  now: number,
): Health => {
  if (!on) return health('off', 'Switched off. Its key is kept.');
  if (lessonAbout(state.lessons, key, 'invalid_key', now)) return health('invalid', 'This key was refused.');
  const broke = lessonAbout(state.lessons, key, 'no_credit', now);
  if (broke) return health('out_of_credit', 'No credit is left on this key.', broke.expiresAt);
  if (isUnreachable(targets, state, now)) return health('unreachable', 'The last call did not reach it.');
  const callable = targets.filter((target) => target.off === null && canBeCalled(target, state, now));
  const resting = restOf(callable, targetsOf, state, now);
  if (resting) return health('resting', resting.why, resting.until);
  return state.lists[key]
    ? health('ready', 'Key accepted; credit not tested.')
    : health('unchecked', 'Not validated yet.');
};

/** The best of its keys is what the owner can do. */
const bestFirst: readonly Health['state'][] = [
  'ready',
  'unchecked',
  'resting',
  'out_of_credit',
  'invalid',
  'unreachable',
  'off',
  'no_key',
];

const ownerHealth = (on: boolean, cards: readonly Card[]): Health => {
  if (!on) return health('off', 'Switched off. Its keys are kept.');
  const best = cards
    .map((card) => card.health)
    .toSorted(
      (one, other) =>
        bestFirst.indexOf(one.state) - bestFirst.indexOf(other.state) || (one.until ?? 0) - (other.until ?? 0),
    )
    .at(0);
  return best ?? health('no_key', 'No key yet.');
};

const cardsOf = (
  owner: string,
  settings: Settings,
  targets: readonly Target[],
  targetsOf: Targets,
  state: EngineState,
  now: number,
): Card[] =>
  settings.keys
    .filter((key) => key.owner === owner)
    .map((key) => ({
      id: key.id,
      owner,
      label: key.label,
      last4: key.last4,
      plan: key.plan,
      on: key.on,
      health: keyHealth(
        key.on,
        key.id,
        targets.filter((target) => target.name.keyId === key.id),
        targetsOf,
        state,
        now,
      ),
      models: state.lists[key.id]?.models?.length ?? null,
    }));

const owners = (world: World, targets: Targets, state: EngineState, now: number): OwnerStatus[] => {
  const all = tasks.flatMap((task) => targets[task]);
  return world.providers.map((provider) => {
    const own = all.filter((target) => target.name.owner === provider.id);
    const cards = cardsOf(provider.id, world.settings, own, targets, state, now);
    const endpoint = world.settings.endpoints.find((candidate) => candidate.id === provider.id);
    const { on } = endpoint ?? world.settings.providers[provider.id] ?? untouchedProvider;
    const keyless = own.filter((target) => target.name.keyId === noKey);
    return {
      id: provider.id,
      name: provider.name,
      kind: endpoint ? ('endpoint' as const) : ('provider' as const),
      health:
        on && keyless.length > 0 ? keyHealth(true, provider.id, keyless, targets, state, now) : ownerHealth(on, cards),
      cards,
    };
  });
};

/** A request of no size: whoever can take that can take the common one. */
export const smallest = (task: Task): Need =>
  task === 'transcription'
    ? { tokens: null, bytes: 0, seconds: null, times: 'segments' }
    : { tokens: 0, bytes: null, seconds: null };

/** The smallest that these settings make of each request. */
export const commonNeed = (task: Task, { transcription }: Settings): Need =>
  task === 'transcription' ? { ...smallest(task), speakers: transcription.speakers } : smallest(task);

/** What is asked most days: an article of some 3,000 words, ten minutes of speech. For saying what the next may cost. */
const usual = (task: Task): Need =>
  task === 'transcription'
    ? { tokens: null, bytes: 0, seconds: 600, times: 'segments' }
    : { tokens: 5_000, output: 1_000, bytes: null, seconds: null };

const next = (task: Task, targets: readonly Target[], moment: Moment, order: Order, inFlight: InFlight): Next => {
  const { state, now, need } = moment;
  const { ready: unranked, leftOut } = sortOut(targets, moment, order, inFlight);
  // Whoever can take the smallest is ranked by what the usual would cost: of nothing, everybody costs nothing.
  const common = { ...moment, need: { ...need, ...usual(task) } };
  const ready = order(unranked, common, inFlight);
  const explained = leftOut.map(({ target, reason }) => explainLeftOut(target, reason, state, now));
  const [first] = ready;
  if (!first) return { target: null, why: whyNobody(explained, need), line: '', leftOut: explained };
  const resting = leftOut.filter(({ reason }) => reason.code === 'resting').map(({ target }) => target);
  const inOrder = order([first, ...resting], common, inFlight);
  const before = inOrder.slice(0, inOrder.indexOf(first));
  const line = sendLine(ready, usual(task));
  return { target: first.name, why: whyFirst(first, before), line, leftOut: explained };
};

export const statusOf = (
  world: World,
  targets: Targets,
  state: EngineState,
  now: number,
  orderOf: (task: Task) => Order,
  purseOf: (task: Task, maxUsd: number | undefined) => Purse,
  inFlight: InFlight,
): Status => ({
  at: now,
  owners: owners(world, targets, state, now),
  next: Object.fromEntries(
    tasks.map((task) => {
      const need = { ...commonNeed(task, world.settings), spend: purseOf(task, undefined) };
      const moment = { state, now, need };
      return [task, next(task, targets[task], moment, orderOf(task), inFlight)];
    }),
  ) as Status['next'],
  spend: {
    byOwner: state.spend.month === monthOf(now) ? state.spend.byOwner : {},
    savedUsd: state.spend.savedUsd,
  },
  catalog: { readOn: world.catalog.readOn, refreshedAt: world.catalog.refreshedAt ?? null },
});
