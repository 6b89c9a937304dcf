// What is told before sending and after: who would be asked and why, what it may cost, what it did cost.
import { describe, expect, it } from 'vitest';
import { withPool, withSpend } from '../../lib/domain/change-settings.ts';
import type { Answer } from '../../lib/domain/request.ts';
import { tasks, textTasks } from '../../lib/domain/task.ts';
import { providers } from '../../lib/providers/index.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';
import { type Call, fails, hello, openScripted, says } from './scripted.ts';

const everybody = settingsWith([key('g', 'groq'), key('o', 'openai'), key('t', 'together')], [endpoint('e')]);
const ok = () => says('Hi', [1_000, 100]);

const answered = async (work: Promise<{ ok: boolean }>): Promise<Answer> => {
  const result = await work;
  if (!result.ok) throw new Error('nobody answered');
  return result as Answer;
};

describe('plan', () => {
  it.each(textTasks)('for %s names first whom a request then goes to, and asks nobody itself', async (task) => {
    if (task === 'transcription') return;
    const { engine, ask, calls } = openScripted(everybody, ok);
    for (let count = 0; count < 5; count++) {
      const [first] = engine.plan({ ...hello, task }).targets;
      const next = engine.status().next[task]?.target;
      expect(calls).toHaveLength(count);
      const { target } = await answered(ask({ task }));
      expect([first?.target.id, next?.id]).toEqual([target.id, target.id]);
    }
  });

  it('names whom a request goes to also after faults, rests and lessons', async () => {
    const kinds = ['rate_limited', 'overloaded', 'model_unavailable', 'invalid_key', 'server_error'] as const;
    let count = 0;
    const script = () => (count++ % 2 === 0 ? fails(kinds[((count / 2) % kinds.length) | 0] ?? 'timeout') : ok());
    const { engine, ask, clock } = openScripted(everybody, script);
    for (let round = 0; round < 8; round++) {
      const planned = engine.plan(hello).targets[0]?.target.id;
      const result = await ask();
      expect(result.trace.attempts[0]?.target.id).toBe(planned);
      clock.advance(700);
    }
  });

  it('tells the most that a request may cost: nothing on a free key, tokens in and out on a paid one', () => {
    const { engine } = openScripted(everybody, ok);
    const costs = new Map(
      engine.plan({ ...hello, maxOutput: 1_000_000 }).targets.map(({ target, costUsd }) => [target.id, costUsd]),
    );
    expect(costs.get('o@openai/gpt-6-luna')).toBeUndefined();
    const small = engine.plan({ ...hello, maxOutput: 10_000 }).targets;
    const cost = (id: string) => small.find(({ target }) => target.id === id)?.costUsd;
    expect(cost('o@openai/gpt-6-luna')).toBeCloseTo(0.005, 4);
    expect(cost('none@e/llama3')).toBe(0);
    expect(engine.plan(hello).targets[0]).toMatchObject({ target: { keyId: 'g' }, costUsd: 0 });
  });

  it('tells the largest text and file that somebody would take', () => {
    const { engine } = openScripted(settingsWith([key('g', 'groq'), key('t', 'together')]), ok);
    expect(engine.plan(hello).mostTokens).toBe(60_000);
    const audio = new Blob(['sound']);
    const upload = { kind: 'transcribe', audio, fileName: 'a.wav', seconds: null, needs: 'text' } as const;
    expect(engine.plan(upload).mostBytes).toBe(80_000_000);
    const none = openScripted(settingsWith([]), ok).engine;
    expect(none.plan(hello)).toEqual({
      ...{ targets: [], leftOut: [], retryAt: undefined },
      ...{ mostTokens: 0, mostBytes: 0, rooms: [] },
    });
  });

  it('leaves nobody out without a sentence', () => {
    const { engine } = openScripted(settingsWith([key('g', 'groq'), key('o', 'openai', { on: false })]), ok);
    const { leftOut } = engine.plan(hello);
    expect(leftOut.length).toBeGreaterThan(2);
    for (const { why } of leftOut) expect(why).toMatch(/^[A-Z].+\.$/);
  });
});

describe('status', () => {
  it('says of each provider and key how it stands, and of each task who is next and why', () => {
    const settings = settingsWith(
      [key('g', 'groq'), key('o', 'openai', { on: false })],
      [endpoint('e', { on: false })],
    );
    const status = openScripted(settings, ok).engine.status();
    expect(status.owners.map(({ id, kind, health }) => [id, kind, health.state])).toEqual([
      ['groq', 'provider', 'unchecked'],
      ['openai', 'provider', 'off'],
      ...providers.slice(2).map(({ id }) => [id, 'provider', 'no_key']),
      ['e', 'endpoint', 'off'],
    ]);
    expect(Object.keys(status.next).toSorted()).toEqual([...tasks].toSorted());
    expect(status.next.fast).toMatchObject({ target: { keyId: 'g' }, why: expect.stringContaining('free plan') });
    expect(status.next.transcription?.target?.model).toBe('whisper-large-v3-turbo');
  });

  it('speaks of a recording, not of a text, where nobody could take one', () => {
    const { engine, ask } = openScripted(settingsWith([key('g', 'groq')]), () =>
      fails('server_error', { scope: 'endpoint' }),
    );
    void ask();
    return Promise.resolve().then(async () => {
      while (!engine.snapshot().rests.groq) await Promise.resolve();
      expect(engine.status().next.transcription?.why).toMatch(/^No key can take this recording now\. Groq · whisper/);
      expect(engine.status().next.fast?.why).toMatch(/^No key can take this text now\. Groq/);
    });
  });

  it('says who rests that would have come before, and nobody who comes after anyway', async () => {
    const script = ({ model }: Call) =>
      model === 'llama3' || model.startsWith('openai/') ? fails('overloaded') : ok();
    const { engine, ask } = openScripted(everybody, script);
    await ask({ stay: 'none@e/llama3' });
    expect(engine.snapshot().rests).toHaveProperty('none@e/llama3');
    const [groq, rest] = [engine.status().next.fast, engine.snapshot().rests];
    expect(Object.keys(rest)).toContain('g@groq/openai/gpt-oss-20b');
    expect(groq?.why).toContain('Groq rests.');
    expect(groq?.why).not.toContain('Endpoint e rests.');
  });

  it('calls a key resting when all that it can call rests, with the end of the first of these rests', async () => {
    const { engine, ask, clock } = openScripted(settingsWith([key('g', 'groq')]), () =>
      fails('rate_limited', { scope: 'key', retryAfterMs: 3_600_000 }),
    );
    await ask();
    expect(engine.status().owners[0]?.health).toMatchObject({ state: 'resting', until: clock.now() + 3_600_000 });
  });

  it('holds no secret', () => {
    const { engine } = openScripted(everybody, ok);
    expect(JSON.stringify([engine.status(), engine.plan(hello), engine.snapshot()])).not.toContain('secret of');
  });
});

describe('a trace', () => {
  it('tells each attempt with its fault, time, use and cost; failed ones cost nothing', async () => {
    const script = ({ model }: Call) =>
      model.startsWith('openai/gpt-oss') ? fails('server_error', { scope: 'model' }) : ok();
    const { ask, clock } = openScripted(everybody, script);
    const result = await answered(ask());
    expect(result.trace).toMatchObject({ task: 'fast', startedAt: clock.now() });
    expect(result.trace.attempts).toMatchObject([
      { target: { keyId: 'g' }, fault: { kind: 'server_error' }, costUsd: 0, usage: { inputTokens: null } },
      { target: { model: 'gpt-4o-mini' }, fault: null, usage: { inputTokens: 1_000, outputTokens: 100 } },
    ]);
    // gpt-4o-mini: $0.15 in and $0.60 out for a million.
    expect(result.costUsd).toBeCloseTo(0.00021, 8);
    expect(result.trace.attempts[1]?.costUsd).toBe(result.costUsd);
    expect(result.trace.leftOut.some(({ code }) => code === 'model_retired')).toBe(true);
  });

  it('costs nothing on a free key and at one’s own endpoint', async () => {
    expect((await answered(openScripted(everybody, ok).ask())).costUsd).toBe(0);
    expect((await answered(openScripted(settingsWith([], [endpoint('e')]), ok).ask())).costUsd).toBe(0);
  });
});

describe('what the user allows', () => {
  const ids = (settings: typeof everybody) =>
    openScripted(settings, ok)
      .engine.plan(hello)
      .targets.map(({ target }) => target.keyId);

  it('is kept: never spend asks free keys and one’s own endpoints alone', () => {
    expect(new Set(ids(withSpend(everybody, { never: true })))).toEqual(new Set(['g', 'none']));
  });

  it('is kept: a ceiling for one request', async () => {
    const { ask, calls } = openScripted(settingsWith([key('o', 'openai')]), ok);
    expect(await ask({ maxUsd: 0.0000001 })).toMatchObject({ ok: false, fault: { kind: 'no_target' } });
    expect(calls).toEqual([]);
  });

  it('is kept: a budget for a month, by what was really paid, and it begins anew with the next', async () => {
    const settings = withSpend(settingsWith([key('o', 'openai')]), { perMonth: { owner: 'openai', usd: 0.00045 } });
    const { ask, clock, engine } = openScripted(settings, ok);
    const results = [];
    for (let count = 0; count < 4; count++) results.push((await ask()).ok);
    expect(results).toEqual([true, true, false, false]);
    expect(engine.status().spend.byOwner.openai).toBeCloseTo(0.00042, 8);
    clock.advance(9 * 86_400_000);
    expect((await ask()).ok).toBe(true);
  });

  it('is kept: a model that is switched off for a task is not asked for that task', async () => {
    const settings = withPool(everybody, 'fast', { model: { ref: 'groq/openai/gpt-oss-20b', on: false } });
    expect((await answered(openScripted(settings, ok).ask())).target.model).toBe('gpt-4o-mini');
    expect(
      openScripted(settings, ok)
        .engine.plan({ ...hello, task: 'code' })
        .leftOut.map(({ code }) => code),
    ).not.toContain('model_off');
  });

  it('ranks by price or by speed where the user wants that', async () => {
    const cheapest = withPool(everybody, 'fast', { mode: 'cheapest' });
    expect(ids(cheapest).slice(0, 3).toSorted()).toEqual(['g', 'g', 'none']);
    const quick = ({ model, onPiece }: Call) => {
      clock.advance(model === 'llama3' ? 5 : 900);
      onPiece('H');
      return says('Hi');
    };
    const { engine, ask, clock } = openScripted(withPool(everybody, 'fast', { mode: 'fastest' }), quick);
    for (let count = 0; count < 12; count++) await ask();
    expect(engine.plan(hello).targets[0]?.target.owner).toBe('e');
  });
});

describe('a follow-up', () => {
  it('stays where the talk began while that is ready, and goes on elsewhere when it is not', async () => {
    const stay = 't@together/Qwen/Qwen3.5-9B';
    let rests = false;
    const script = ({ model }: Call) => (rests && model === 'Qwen/Qwen3.5-9B' ? fails('overloaded') : ok());
    const { ask } = openScripted(everybody, script);
    expect((await answered(ask({ stay }))).target.id).toBe(stay);
    rests = true;
    expect((await answered(ask({ stay }))).target.id).not.toBe(stay);
  });
});
