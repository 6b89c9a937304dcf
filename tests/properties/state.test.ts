// The worker may die at any moment. Whoever goes on from its last snapshot, with the same clock and the same chance,
// decides as the dead one would have; and what was under way when it died counts as sent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatRequest, EngineRequest } from '../../lib/domain/request.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import { type EngineState, freshState } from '../../lib/domain/state.ts';
import { learnMeter } from '../../lib/limits/meters.ts';
import { anyPlays, anySettings, type Simulation, simulate, start } from './simulation.ts';

type Step = { wait: number; request: EngineRequest };

const chat = (words: number, maxOutput: number): ChatRequest => ({
  kind: 'chat',
  task: 'fast',
  messages: [{ role: 'user', content: 'word '.repeat(words) }],
  ...{ maxOutput, deadlineMs: 60_000 },
});
const upload = (seconds: number): EngineRequest => ({
  ...{ kind: 'transcribe', audio: new Blob(['sound']), fileName: 'a.ogg', seconds },
  ...{ needs: 'text', deadlineMs: 60_000 },
});

const anyStep: fc.Arbitrary<Step> = fc.record({
  wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 200_000 })),
  request: fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 3_000 })).map((sizes) => chat(...sizes)),
    fc.integer({ min: 1, max: 3_000 }).map(upload),
  ),
});

/** Everything that was decided: whom the plan names and why not the others, whom the call went to, how it ended. */
const live = async (simulation: Simulation, steps: readonly Step[]): Promise<unknown[]> => {
  const { engine, until, pass, sent } = simulation;
  const decided: unknown[] = [];
  for (const { wait, request } of steps) {
    await pass(wait);
    const before = sent.length;
    const { targets, leftOut, retryAt } = engine.plan(request);
    const result = await until(request.kind === 'chat' ? engine.chat(request) : engine.transcribe(request));
    // Who was said to be first was asked first.
    const [first] = result.trace.attempts.toSorted((earlier, later) => earlier.startedAt - later.startedAt);
    if (targets[0]) expect(first?.target.id).toBe(targets[0].target.id);
    decided.push({
      ...{ targets, leftOut, retryAt, calls: sent.slice(before) },
      end: result.ok ? result.target.id : [result.fault.kind, result.retryAt],
      attempts: result.trace.attempts,
    });
  }
  return decided;
};

describe('a snapshot', () => {
  it('restored at any moment changes no later decision', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySettings,
        anyPlays,
        fc.array(anyStep, { maxLength: 8 }),
        fc.array(anyStep, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        async (settings, plays, before, after, chance) => {
          const one = simulate({ settings, plays, chance });
          await live(one, before);
          const state: EngineState = JSON.parse(JSON.stringify(one.engine.snapshot()));
          const other = simulate({ settings, plays, chance, state, from: one.now(), counts: one.counts });
          expect(await live(other, after)).toEqual(await live(one, after));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('taken while calls are under way counts them as sent', async () => {
    const limit = 10;
    const keys = [{ ...{ id: 'k', owner: 'openai', label: '', last4: '' }, plan: 'paid' as const, on: true }];
    const ref = 'openai/gpt-6-luna';
    const known = learnMeter(
      {},
      { dimension: 'RPM', limit, used: 0, resetMs: null, source: 'header' },
      'continuous',
      start,
    );
    const settings = {
      ...{ ...emptySettings, keys },
      pools: { fast: { mode: 'plan' as const, off: ['openai/gpt-4o-mini', 'openai/gpt-5.6-luna'], ceilingUsd: null } },
      spend: { ...emptySettings.spend, perMonthUsd: { openai: 1 } },
    };
    const slow = [{ does: 'answer' as const, after: 15_000, share: 1 }];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: limit }), async (underWay) => {
        const state = { ...freshState, meters: { [`k@${ref}`]: known } };
        const one = simulate({ settings, plays: slow, state });
        for (let call = 0; call < underWay; call++) void one.engine.chat(chat(5, 100));
        await one.pass(0);
        expect(one.open()).toBe(underWay);
        const snapshot: EngineState = JSON.parse(JSON.stringify(one.engine.snapshot()));
        const other = simulate({ settings, plays: slow, state: snapshot, from: one.now() });
        for (let call = 0; call < limit; call++) void other.engine.chat(chat(5, 100));
        await other.pass(0);
        expect(other.open()).toBe(limit - underWay);
        // What may have been charged is not to be spent again.
        const spent = other.engine.status().spend.byOwner.openai ?? 0;
        expect(spent).toBeCloseTo((underWay * (snapshot.spend.pending.openai ?? 0)) / Math.max(1, underWay), 12);
      }),
      { numRuns: 11 },
    );
  });
});
