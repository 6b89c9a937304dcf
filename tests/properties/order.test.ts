// The same input gives the same route, whatever came before and however the settings happen to be written down.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mode, Settings } from '../../lib/domain/settings.ts';
import { type EngineState, freshState, type Meter } from '../../lib/domain/state.ts';
import { type Task, tasks } from '../../lib/domain/task.ts';
import { orders, sortOut } from '../../lib/routing/route.ts';
import { at, need, resting, targetsIn, taught } from '../routing/sample.ts';
import { anySettings } from './simulation.ts';

const ids = (settings: Settings, state: EngineState, task: Task, mode: Mode): string[] => {
  const asked =
    task === 'transcription' ? need({ tokens: null, bytes: 9, seconds: 60 }) : need({ tokens: 900, output: 300 });
  const { ready, leftOut } = sortOut(targetsIn(task, settings), { state, need: asked, now: at }, orders[mode]);
  return [
    ...ready.map(({ id }) => id),
    ...leftOut.map(({ target, reason }) => `${target.id} ${reason.code}`).toSorted(),
  ];
};

const anyState = (settings: Settings): fc.Arbitrary<EngineState> => {
  const all = targetsIn('fast', settings);
  if (all.length === 0) return fc.constant(freshState);
  const place = fc.constantFrom(...all.map((target) => target.place));
  return fc.record({
    version: fc.constant(1 as const),
    rests: fc
      .array(fc.tuple(place, fc.integer({ min: -9, max: 9 })))
      .map((some) => Object.fromEntries(some.map(([{ target }, end]) => [target, resting(target, at + end)]))),
    lessons: fc.array(place).map((some) => some.map(({ target }) => taught(target, 'unsupported'))),
    lists: fc.constant({}),
    // No two keys had their turn in the same moment.
    turn: fc
      .shuffledSubarray(settings.keys.map(({ id }) => id))
      .map((some) =>
        Object.fromEntries([
          ...settings.keys.map(({ id }, index) => [id, 1_000 + index]),
          ...some.map((id, index) => [id, index]),
        ]),
      ),
    meters: fc.array(fc.tuple(place, fc.integer({ min: 0, max: 30 }))).map((some) =>
      Object.fromEntries(
        some.map(([{ key, ref }, used]) => {
          const meter: Meter = {
            ...{ dimension: 'RPM', limit: 30, used, pending: 0 },
            ...{ at, resetAt: null, source: 'header', learnedAt: at },
          };
          return [`${key}@${ref}`, { RPM: meter }];
        }),
      ),
    ),
    windows: fc.constant({}),
    organizations: fc.constant({}),
    spend: fc.constant(freshState.spend),
    latency: fc
      .array(fc.tuple(place, fc.array(fc.integer({ min: 1, max: 3_000 }))))
      .map((some) => Object.fromEntries(some.map(([{ target }, samples]) => [target, samples]))),
  });
};

const turnedRound = <Value>(record: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).toReversed());

/** The same settings and state to anyone who reads them: records and lists of which no order was chosen, turned round. */
const otherwise = (settings: Settings, state: EngineState): [Settings, EngineState] => [
  {
    ...settings,
    keys: settings.keys.toReversed().map((key) => ({ ...key, label: `${key.label}!`, last4: 'abcd' })),
    providers: turnedRound(settings.providers),
    pools: { vision: { mode: 'cheapest', off: ['nobody/else'], ceilingUsd: 1 }, ...turnedRound(settings.pools) },
  },
  {
    ...state,
    ...{ rests: turnedRound(state.rests), meters: turnedRound(state.meters), turn: turnedRound(state.turn) },
    lessons: state.lessons.toReversed(),
    latency: turnedRound(state.latency),
  },
];

describe('a route', () => {
  const anything = anySettings.chain((settings) => fc.tuple(fc.constant(settings), anyState(settings)));
  const anyTask = fc.constantFrom(...tasks.filter((task) => task !== 'vision'));
  const anyMode = fc.constantFrom<Mode>('plan', 'cheapest', 'fastest');

  it('is the same for the same input', () => {
    fc.assert(
      fc.property(anything, anyTask, anyMode, ([settings, state], task, mode) => {
        const first = ids(settings, state, task, mode);
        ids(settings, freshState, task, 'plan');
        expect(ids(structuredClone(settings), structuredClone(state), task, mode)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order or the words in which settings and state are written', () => {
    fc.assert(
      fc.property(anything, anyTask, anyMode, ([settings, state], task, mode) => {
        expect(ids(...otherwise(settings, state), task, mode)).toEqual(ids(settings, state, task, mode));
      }),
      { numRuns: 300 },
    );
  });
});
