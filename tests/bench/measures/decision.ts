// Measure 2: how long Rondo takes to decide whom to ask, with all that a used engine knows.
import type { Dimension } from '../../../lib/domain/fault.ts';
import { faultOf } from '../../../lib/domain/fault.ts';
import { type Bucket, type EngineState, freshState, type Lesson } from '../../../lib/domain/state.ts';
import { createEngine } from '../../../lib/engine/index.ts';
import { bucketId } from '../../../lib/limits/learn.ts';
import { providers } from '../../../lib/providers/index.ts';
import type { Need } from '../../../lib/routing/need.ts';
import { orders, sortOut } from '../../../lib/routing/route.ts';
import { type Target, targetsByTask } from '../../../lib/routing/targets.ts';
import { worldOf } from '../contenders/rondo.ts';
import { percentile } from '../numbers.ts';
import type { Place, ProviderId } from '../places.ts';
import { longPrompt } from '../prompts.ts';

export type DecisionRow = { targets: number; ready: number; decideP50: number; decideP95: number; planP50: number };

const owners: readonly ProviderId[] = ['groq', 'openai', 'together'];

export const placesFor = (keys: number, models: number): Place[] =>
  Array.from({ length: models }, (_, model) =>
    Array.from({ length: keys }, (_, key): Place => {
      const provider = owners[key % owners.length] ?? 'groq';
      const keyId = `${provider}${key}`;
      return {
        ...{ provider, keyId, secret: `secret-${keyId}`, plan: provider === 'groq' ? 'free' : 'paid' },
        ...{ baseUrl: 'http://127.0.0.1:9/v1', model: `model-${model}` },
      };
    }),
  ).flat();

const meter = (dimension: Dimension, limit: number, used: number, at: number) => ({
  ...{ dimension, limit, used, pending: 0, at, resetAt: null, source: 'header' as const, learnedAt: at },
});

/** What an engine knows after a day of use: meters everywhere, one target in twenty resting, a few dozen lessons. */
const usedState = (targets: readonly Target[], now: number): EngineState => {
  const bucket = (index: number): Bucket => ({
    RPM: meter('RPM', 30, index % 30, now - 5_000),
    RPD: meter('RPD', 1_000, index % 900, now - 5_000),
    TPM: meter('TPM', 8_000, (index * 37) % 8_000, now - 5_000),
    TPD: meter('TPD', 200_000, (index * 997) % 150_000, now - 5_000),
  });
  const resting = targets.filter((_, index) => index % 20 === 7);
  const lessons: Lesson[] = targets.slice(0, 40).map((target, index) => ({
    ...{ of: target.id, about: index % 2 === 0 ? ('request_tokens' as const) : ('context' as const), value: 30_000 },
    ...{ learnedAt: now - 60_000, expiresAt: now + 86_400_000, source: 'a refusal' },
  }));
  return {
    ...freshState,
    lessons,
    meters: Object.fromEntries(targets.map((target, index) => [bucketId(freshState, target.place), bucket(index)])),
    rests: Object.fromEntries(
      resting.map(({ id }) => [
        id,
        { of: id, until: now + 20_000, since: now - 1_000, streak: 1, fault: faultOf('overloaded', 'model', 'busy') },
      ]),
    ),
    latency: Object.fromEntries(targets.map(({ id }) => [id, [300, 400, 500, 600, 700]])),
    turn: Object.fromEntries(targets.map(({ name }, index) => [name.keyId, index])),
  };
};

const timed = (times: number, work: () => void): number[] => {
  for (let warm = 0; warm < times; warm++) work();
  return Array.from({ length: times }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
};

const measure = (keys: number, models: number): DecisionRow => {
  const { settings, catalog, secrets } = worldOf(placesFor(keys, models));
  const now = Date.now();
  const targets = targetsByTask({ settings, catalog, providers, lists: {}, now }).fast;
  const state = usedState(targets, now);
  const need: Need = {
    ...{ tokens: 1_200, output: 256, bytes: null, seconds: null },
    spend: { never: false, most: null, perMonth: {} },
  };
  const decide = () => sortOut(targets, { state, need, now }, orders.plan);
  const engine = createEngine({ settings, catalog, secrets, state });
  const request = {
    ...{ kind: 'chat' as const, task: 'fast' as const, maxOutput: 256 },
    messages: [{ role: 'user' as const, content: longPrompt }],
  };
  const times = targets.length > 500 ? 400 : 2_000;
  const decided = timed(times, decide);
  const planned = timed(Math.min(times, 400), () => engine.plan(request));
  return {
    ...{ targets: targets.length, ready: decide().ready.length },
    ...{ decideP50: percentile(decided, 0.5), decideP95: percentile(decided, 0.95) },
    planP50: percentile(planned, 0.5),
  };
};

export const run = async (): Promise<DecisionRow[]> => [measure(10, 1), measure(20, 10), measure(100, 10)];
