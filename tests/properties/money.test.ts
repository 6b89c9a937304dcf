// What the user allows to be spent is never passed: whatever the settings, whatever goes wrong, however many at once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import type { Answer, ChatRequest, EngineEvent, Refusal } from '../../lib/domain/request.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { anyPlays, anySettings, type Simulation, secretOf, simulate } from './simulation.ts';

const chat = (words: number, maxOutput: number, change: Partial<ChatRequest> = {}): ChatRequest => ({
  ...{ kind: 'chat', task: 'fast', messages: [{ role: 'user', content: 'word '.repeat(words) }] },
  ...{ maxOutput, deadlineMs: 60_000, ...change },
});
const anyChat = fc
  .tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 2_000 }))
  .map((sizes) => chat(...sizes));

const priceOf = (model: string, owner: string) =>
  catalog.models.find((known) => known.ref === `${owner}/${model}`)?.price ?? null;

/** All at once, as a page full of jobs asks them. */
const askAll = ({ engine, until }: Simulation, requests: readonly ChatRequest[]): Promise<(Answer | Refusal)[]> =>
  until(Promise.all(requests.map((request) => engine.chat(request))));

const paidSecrets = (settings: Settings): Set<string | null> =>
  new Set(settings.keys.filter(({ plan }) => plan === 'paid').map(({ id }) => secretOf(id)));

describe('“never spend”', () => {
  it('never sends to a paid key, not even to see whether it works', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySettings,
        anyPlays,
        fc.array(anyChat, { minLength: 1, maxLength: 12 }),
        fc.constantFrom<ChatRequest['task']>('fast', 'research', 'code', 'vision'),
        async (settings, plays, requests, task) => {
          const never = { ...settings, spend: { ...settings.spend, never: true } };
          const simulation = simulate({ settings: never, plays });
          const { engine, sent, until } = simulation;
          await askAll(
            simulation,
            requests.map((request) => ({ ...request, task, stay: `${settings.keys[0]?.id}@openai/gpt-6-luna` })),
          );
          const audio = new Blob(['sound']);
          await until(
            engine.transcribe({
              ...{ kind: 'transcribe', audio, fileName: 'a.ogg', seconds: 60 },
              needs: 'text',
              deadlineMs: 60_000,
            }),
          );
          const paid = paidSecrets(settings);
          expect(sent.filter(({ secret }) => paid.has(secret))).toEqual([]);
          expect(engine.status().spend.byOwner).toEqual({});
          expect(engine.plan(chat(9, 9)).targets.every(({ costUsd }) => costUsd === 0)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a second target while the first is silent', () => {
  const anySilence = fc.array(
    fc.record({
      does: fc.constantFrom('answer' as const, 'silence' as const, 'silence' as const),
      after: fc.integer({ min: 0, max: 4_000 }),
      share: fc.constant(1),
    }),
    { minLength: 1, maxLength: 6 },
  );

  it('is asked only where it is free or costs no more than the user allows for that', async () => {
    let hedged = 0;
    await fc.assert(
      fc.asyncProperty(
        anySettings,
        anySilence,
        fc.array(anyChat, { minLength: 1, maxLength: 5 }),
        async (settings, plays, requests) => {
          const simulation = simulate({ settings, plays });
          const keys = new Map(settings.keys.map((key) => [secretOf(key.id), key]));
          for (const request of requests) {
            const from = simulation.sent.length;
            let underWay = simulation.open();
            const events: EngineEvent[] = [];
            const work = simulation.engine.chat(request, { onEvent: (event) => void events.push(event) });
            const result = await simulation.until(work);
            underWay = simulation.open();
            expect(underWay).toBe(0);
            const { attempts } = result.trace;
            const ends = (index: number) => (attempts[index]?.startedAt ?? 0) + (attempts[index]?.ms ?? 0);
            for (const attempt of attempts) {
              // Whoever was sent to while another was still being waited for was a second target.
              const beside = attempts.some(
                (other, index) =>
                  other !== attempt && other.startedAt < attempt.startedAt && ends(index) > attempt.startedAt,
              );
              if (!beside) continue;
              hedged += 1;
              expect(settings.hedge.on).toBe(true);
              const key = keys.get(secretOf(attempt.target.keyId));
              if (key?.plan !== 'paid') continue;
              const price = priceOf(attempt.target.model, attempt.target.owner);
              // Without a price nobody could say that it costs no more.
              expect(price).not.toBeNull();
              const words = (request.messages[0]?.content.length ?? 0) / 5;
              const least = (words * (price?.input ?? 0) + (request.maxOutput ?? 0) * (price?.output ?? 0)) / 1_000_000;
              expect(least).toBeLessThanOrEqual(settings.hedge.maxUsd);
            }
            expect(simulation.sent.length - from).toBe(attempts.length);
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(hedged).toBeGreaterThan(20);
  });
});

describe('a ceiling for one request', () => {
  it('is never passed, whichever of the three is the lowest', async () => {
    const anyUsd = fc.option(fc.double({ min: 0, max: 0.003, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(
        anySettings,
        anyPlays,
        anyChat,
        anyUsd,
        anyUsd,
        anyUsd,
        async (settings, plays, request, own, all, pool) => {
          const limited: Settings = {
            ...settings,
            spend: { ...settings.spend, perRequestUsd: all },
            pools: { fast: { mode: settings.pools.fast?.mode ?? 'plan', off: [], ceilingUsd: pool } },
          };
          const simulation = simulate({ settings: limited, plays });
          const result = await simulation.until(simulation.engine.chat({ ...request, maxUsd: own ?? undefined }));
          const most = Math.min(own ?? 1, all ?? 1, pool ?? 1);
          if (result.ok) expect(result.costUsd).toBeLessThanOrEqual(most);
          for (const { costUsd } of simulation.engine.plan({ ...request, maxUsd: own ?? undefined }).targets)
            expect(costUsd).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a budget for a month', () => {
  it('is never passed, not by many at once, nor by a life that ends in the middle', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySettings,
        anyPlays,
        fc.array(anyChat, { minLength: 1, maxLength: 25 }),
        fc.array(anyChat, { minLength: 1, maxLength: 10 }),
        fc.double({ min: 0, max: 0.01, noNaN: true }),
        fc.integer({ min: 0, max: 3_000 }),
        async (settings, plays, first, second, budget, dies) => {
          const perMonthUsd = { groq: budget, openai: budget, together: budget / 2 };
          const limited = { ...settings, spend: { ...settings.spend, perMonthUsd } };
          const keep = ({ engine }: Simulation) => {
            for (const [owner, most] of Object.entries(perMonthUsd))
              expect(engine.status().spend.byOwner[owner] ?? 0).toBeLessThanOrEqual(most + 1e-12);
          };
          const one = simulate({ settings: limited, plays });
          for (const request of first) void one.engine.chat(request);
          await one.pass(dies);
          keep(one);
          const state = JSON.parse(JSON.stringify(one.engine.snapshot()));
          const other = simulate({ settings: limited, plays, state, from: one.now(), counts: one.counts });
          await askAll(other, second);
          keep(other);
        },
      ),
      { numRuns: 200 },
    );
  });
});
