// What the engine remembers: told in time, whole after a round trip through JSON, and right after a change of settings.
import { describe, expect, it } from 'vitest';
import { withKey, withKeyChanged, withoutEndpoint, withoutKey } from '../../lib/domain/change-settings.ts';
import { type EngineState, engineStateSchema } from '../../lib/domain/state.ts';
import type { Engine } from '../../lib/engine/index.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';
import { createClock, pause } from './clock.ts';
import { type Call, fails, hello, openScripted, says, silent } from './scripted.ts';

const settings = settingsWith([key('g', 'groq'), key('h', 'groq'), key('o', 'openai')], [endpoint('e')]);
const throughJson = (state: EngineState): EngineState => engineStateSchema.parse(JSON.parse(JSON.stringify(state)));

/** One request of each outcome, so that every part of the state has something in it. */
const lived = async () => {
  const script = ({ wire, model }: Call) => {
    if (wire.secret === 'secret of g') return fails('invalid_key', { scope: 'key' });
    if (model === 'openai/gpt-oss-20b') return fails('rate_limited', { retryAfterMs: 60_000 });
    if (model === 'gpt-4o-mini') return fails('model_unavailable');
    return says('Hi');
  };
  const world = openScripted(settings, script);
  await world.ask();
  await world.engine.check({ key: 'o' });
  return world;
};

describe('a state', () => {
  it('lives on through JSON: the same plan, status and next target in another life', async () => {
    const { engine, clock } = await lived();
    const state = throughJson(engine.snapshot());
    const later = openScripted(settings, () => says('Hi'), { state, clock });
    expect(later.engine.plan(hello)).toEqual(engine.plan(hello));
    expect(later.engine.status()).toEqual(engine.status());
    const { spend, ...rest } = engine.snapshot();
    expect(later.engine.snapshot()).toEqual({ ...rest, spend: { ...spend, pending: {} } });
  });

  it('is enough to go on after a death in mid-request: nothing is under way for ever', async () => {
    const { engine, clock, ask } = openScripted(settingsWith([key('o', 'openai')]), silent);
    void ask();
    await pause(1);
    const state = throughJson(engine.snapshot());
    const later = openScripted(settingsWith([key('o', 'openai')]), () => says('Hi'), { state, clock });
    expect((await later.ask()).ok).toBe(true);
    const { spend, meters } = later.engine.snapshot();
    expect(Object.values(spend.pending).reduce((sum, usd) => sum + usd, 0)).toBe(0);
    expect(
      Object.values(meters)
        .flatMap((bucket) => Object.values(bucket))
        .every(({ pending }) => pending === 0),
    ).toBe(true);
  });

  it('is told at the end of each request, and at most once a second in between', async () => {
    const { ask, clock, kept, calls } = openScripted(settings, () => {
      clock.advance(300);
      return fails('model_unavailable');
    });
    await ask();
    expect(calls.length).toBeGreaterThan(7);
    const times = kept.slice(0, -1).map(({ at }) => at);
    expect(times.length).toBeGreaterThan(1);
    for (const [index, at] of times.entries())
      if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(kept.at(-1)?.at).toBe(clock.now());
  });

  it('that is told is the one that a snapshot gives', async () => {
    const { engine, kept } = await lived();
    expect(kept.at(-1)?.state).toEqual(engine.snapshot());
  });

  it('is never changed in place', async () => {
    const { engine, ask } = await lived();
    const before = engine.snapshot();
    const copy = structuredClone(before);
    await ask();
    expect(before).toEqual(copy);
  });

  it('survives a clock that is set back: no rest grows longer by it', async () => {
    const { engine, clock } = openScripted(settingsWith([key('o', 'openai')]), () =>
      fails('rate_limited', { scope: 'key', retryAfterMs: 600_000 }),
    );
    await engine.chat({ ...hello, deadlineMs: 1_000 });
    const state = throughJson(engine.snapshot());
    const earlier = createClock(clock.now() - 86_400_000);
    const later = openScripted(settingsWith([key('o', 'openai')]), () => says('Hi'), { state, clock: earlier });
    expect(later.engine.plan(hello).retryAt).toBe(earlier.now() + 600_000);
  });
});

describe('update', () => {
  it('forgets what was learned of a key or an endpoint that is gone, and nothing else', async () => {
    const { engine } = await lived();
    const before = engine.snapshot();
    engine.update(withoutEndpoint(withoutKey(settings, 'h'), 'e'), {});
    const text = JSON.stringify(engine.snapshot());
    expect(JSON.stringify(before)).toContain('h@groq');
    expect(text).not.toMatch(/"h@groq|"h"|"e"|@e\//);
    expect(engine.snapshot().lessons.filter(({ of }) => of === 'g')).toEqual(
      before.lessons.filter(({ of }) => of === 'g'),
    );
  });

  it('forgets what was learned of a key whose plan is another one now', async () => {
    const { engine } = await lived();
    engine.update(withKeyChanged(settings, 'h', { plan: 'paid' }), {});
    expect(JSON.stringify(engine.snapshot())).not.toContain('h@groq');
  });

  it('forgets what another address taught: a key that was refused there is asked here', async () => {
    const paid = settingsWith([key('o', 'openai')]);
    const script = ({ wire }: Call) =>
      wire.baseUrl === 'https://api.openai.com/v1' ? fails('invalid_key', { scope: 'key' }) : says('Hi');
    const { engine, ask } = openScripted(paid, script);
    expect((await ask()).ok).toBe(false);
    const moved = { ...paid, providers: { openai: { on: true, transcribe: true, baseUrl: 'https://proxy.test/v1' } } };
    engine.update(moved, { o: 'secret' });
    expect((await ask()).ok).toBe(true);
  });

  it('forgets what another address of an endpoint taught, and another value of its extra header', async () => {
    const own = settingsWith([], [endpoint('e', { headerNames: ['x-tenant'] })]);
    const script = ({ wire }: Call) =>
      wire.headers?.['x-tenant'] === 'right' || wire.baseUrl === 'https://open.test/v1'
        ? says('Hi')
        : fails('invalid_key', { scope: 'key' });
    for (const mend of [
      (engine: Engine) => engine.update(own, { 'e#x-tenant': 'right' }),
      (engine: Engine) => engine.update(settingsWith([], [endpoint('e', { baseUrl: 'https://open.test/v1' })]), {}),
    ]) {
      const { engine, ask, calls } = openScripted(own, script);
      engine.update(own, { 'e#x-tenant': 'wrong' });
      expect((await ask()).ok).toBe(false);
      expect(engine.status().owners.find(({ id }) => id === 'e')?.health.state).toBe('invalid');
      mend(engine);
      expect((await ask()).ok).toBe(true);
      expect(calls.map(({ wire }) => wire.headers)[0]).toEqual({ 'x-tenant': 'wrong' });
    }
  });

  it('reaches a request that waits in line: a key that is added answers it', async () => {
    const paid = settingsWith([key('o', 'openai')]);
    const script = ({ wire }: Call) =>
      wire.secret === 'new' ? says('Hi') : fails('rate_limited', { scope: 'key', retryAfterMs: 60_000 });
    const { engine, ask } = openScripted(paid, script);
    const work = ask();
    await pause(2);
    engine.update(withKey(paid, key('p', 'openai')), { o: 'old', p: 'new' });
    expect(await work).toMatchObject({ ok: true, target: { keyId: 'p' } });
  });

  it('uses the new secret and address from the next call on', async () => {
    const paid = settingsWith([key('o', 'openai')]);
    const { engine, ask, calls } = openScripted(paid, () => says('Hi'));
    await ask();
    const moved = { ...paid, providers: { openai: { on: true, transcribe: true, baseUrl: 'https://proxy.test/v1' } } };
    engine.update(moved, { o: 'another' });
    await ask();
    expect(calls.map(({ wire }) => [wire.baseUrl, wire.secret])).toEqual([
      ['https://api.openai.com/v1', 'secret of o'],
      ['https://proxy.test/v1', 'another'],
    ]);
  });
});
