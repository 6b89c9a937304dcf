// How a request ends that nobody answers: by the user's wish, by its deadline, by what it is itself.
import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../lib/domain/fault.ts';
import type { EngineEvent } from '../../lib/domain/request.ts';
import { type EngineState, freshState } from '../../lib/domain/state.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';
import { pause } from './clock.ts';
import { fails, hello, openScripted, says, silent } from './scripted.ts';

const three = settingsWith([key('g', 'groq'), key('o', 'openai'), key('t', 'together')]);
const one = settingsWith([], [endpoint('e')]);

/** What a state holds against anyone. */
const held = ({ rests, lessons, latency }: EngineState) => ({ rests, lessons, latency });
const nothing = { rests: {}, lessons: [], latency: {} };

describe('a fault of the request itself', () => {
  it.each<[FaultKind, number]>([
    ['bad_request', 2],
    ['content_blocked', 1],
  ])('%s is shown after %i tries, with the provider’s reason, and held against nobody', async (kind, tries) => {
    const { ask, calls, engine } = openScripted(three, () =>
      fails(kind, { scope: 'request', message: 'Because of X.' }),
    );
    const result = await ask();
    expect(calls).toHaveLength(tries);
    expect(result).toMatchObject({ ok: false, fault: { kind, message: 'Because of X.' } });
    expect(held(engine.snapshot())).toEqual(nothing);
  });

  it.each<[FaultKind, number]>([
    ['bad_request', 1],
    ['content_blocked', 2],
  ])('%s is shown after %i tries where the user wants it the other way round', async (kind, tries) => {
    const otherTry = { bad_request: false, content_blocked: true };
    const { ask, calls } = openScripted({ ...three, otherTry }, () => fails(kind, { scope: 'request' }));
    expect(await ask()).toMatchObject({ ok: false, fault: { kind } });
    expect(calls).toHaveLength(tries);
  });

  it('bad_request that another service takes is answered', async () => {
    let tries = 0;
    const { ask } = openScripted(three, () =>
      tries++ === 0 ? fails('bad_request', { scope: 'request' }) : says('Hi'),
    );
    expect(await ask()).toMatchObject({ ok: true, text: 'Hi' });
  });

  it('bad_request is not forgotten over a fault of the one other try', async () => {
    const kinds: FaultKind[] = ['bad_request', 'server_error', 'server_error'];
    const { ask, calls } = openScripted(three, () => fails(kinds.shift() ?? 'server_error'));
    expect((await ask()).ok).toBe(false);
    expect(calls).toHaveLength(2);
  });
});

describe('a cancel', () => {
  it('before anything was sent sends nothing, and is called a cancel', async () => {
    const { ask, calls, events } = openScripted(three, () => says('Hi'));
    expect(await ask({}, AbortSignal.abort())).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    expect([calls, events]).toEqual([[], [{ type: 'end' }]]);
  });

  it('in the middle ends the call, asks nobody else, and holds nothing against anyone', async () => {
    const controller = new AbortController();
    const { ask, calls, engine, clock } = openScripted(three, (call) => {
      call.onPiece('Some words');
      return silent(call);
    });
    const before = engine.snapshot();
    const work = ask({}, controller.signal);
    await pause(1);
    controller.abort();
    expect(await work).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    expect(calls).toHaveLength(1);
    const { rests, lessons, latency, windows, spend } = engine.snapshot();
    expect({ rests, lessons, latency, windows }).toEqual({ rests: {}, lessons: [], latency: {}, windows: {} });
    expect(Object.values(spend.pending).every((usd) => usd === 0)).toBe(true);
    expect(
      Object.values(engine.snapshot().meters)
        .flatMap(Object.values)
        .every(({ pending }) => pending === 0),
    ).toBe(true);
    expect(before.rests).toEqual({});
    expect(clock.asleep()).toEqual([]);
  });

  it('of one who waits in line lets the others go on', async () => {
    let limited = true;
    const { ask, clock } = openScripted(one, () =>
      limited ? fails('rate_limited', { retryAfterMs: 10_000 }) : says('Hi'),
    );
    const controller = new AbortController();
    const [first, second] = [ask({}, controller.signal), ask()];
    await pause(2);
    limited = false;
    controller.abort();
    expect(await first).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    clock.advance(10_000);
    await pause(2);
    clock.advance(10_000);
    expect(await second).toMatchObject({ ok: true, text: 'Hi' });
  });
});

describe('the line', () => {
  it('is left at once by who hears that it has to wait', async () => {
    const { engine, clock } = openScripted(one, () => fails('rate_limited', { retryAfterMs: 10_000 }));
    const controller = new AbortController();
    const onEvent = ({ type }: EngineEvent) => {
      if (type === 'waiting') controller.abort();
    };
    const from = clock.now();
    const left = await engine.chat(hello, { signal: controller.signal, onEvent });
    expect(left).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    expect(clock.now()).toBe(from);
    expect(clock.asleep()).toEqual([]);
  });

  it('names the time as soon as it is known, to one who waits for the end of another call', async () => {
    let release = () => {};
    const { ask, engine, clock, calls } = openScripted(one, async () => {
      if (calls.length > 1) await new Promise<void>((resolve) => (release = resolve));
      return fails('rate_limited', { retryAfterMs: 10_000 });
    });
    await ask({ deadlineMs: 1_000 });
    clock.advance(10_000);
    void ask({ deadlineMs: 15_000 });
    await pause(1);
    const heard: (number | null)[] = [];
    const controller = new AbortController();
    const onEvent = (event: EngineEvent) => {
      if (event.type === 'waiting') heard.push(event.until);
    };
    const waits = engine.chat({ ...hello, maxOutput: 50 }, { signal: controller.signal, onEvent });
    expect(heard).toEqual([null]);
    release();
    await pause(1);
    expect(heard).toEqual([null, clock.now() + 10_000]);
    controller.abort();
    await waits;
  });

  it('is first in, first out, and one call finds out whether all is well before the others follow', async () => {
    let limited = true;
    const { ask, clock, calls } = openScripted(one, async () => {
      if (limited) return fails('rate_limited', { retryAfterMs: 10_000 });
      await pause(5);
      return says('Hi');
    });
    await ask({ deadlineMs: 1_000 });
    limited = false;
    calls.length = 0;
    const named = (content: string) => ask({ messages: [{ role: 'user', content }] });
    const work = Promise.all(['A', 'B', 'C', 'D'].map(named));
    clock.advance(10_000);
    await pause(1);
    expect(calls.map(({ messages }) => messages[0]?.content)).toEqual(['A']);
    expect((await work).every(({ ok }) => ok)).toBe(true);
    expect(calls.map(({ messages }) => messages[0]?.content)).toEqual(['A', 'B', 'C', 'D']);
  });
});

describe('the deadline', () => {
  it('ends a request that still hopes, as a timeout that is nobody’s fault', async () => {
    const { ask, clock, engine, calls } = openScripted(one, silent);
    const work = ask({ deadlineMs: 5_000 });
    await pause(1);
    clock.advance(5_000);
    expect(await work).toMatchObject({ ok: false, fault: { kind: 'timeout', scope: 'request' } });
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(held(engine.snapshot())).toEqual(nothing);
    expect(clock.asleep()).toEqual([]);
  });

  it('ends the waiting in line too, with the reason for which it waited', async () => {
    const { ask, clock } = openScripted(one, () => fails('rate_limited', { retryAfterMs: 4_000 }));
    const work = ask({ deadlineMs: 10_000 });
    for (let second = 0; second < 10; second++) {
      await pause(1);
      clock.advance(1_000);
    }
    const result = await work;
    expect(result.ok).toBe(false);
    expect(result.trace.attempts.map(({ startedAt }) => startedAt - result.trace.startedAt)).toEqual([0, 4_000, 8_000]);
  });
});

describe('a request that nobody could take', () => {
  it('says that a key is wanted where there is none', async () => {
    const { ask } = openScripted(settingsWith([]), () => says('Hi'));
    expect(await ask()).toMatchObject({
      ok: false,
      fault: { kind: 'no_target', message: expect.stringContaining('Add one in the settings') },
    });
  });

  it('names each one that was left out, with its reason', async () => {
    const { ask, calls } = openScripted(three, () => says('Hi'));
    const result = await ask({ messages: [{ role: 'user', content: 'word '.repeat(400_000) }] });
    expect(result).toMatchObject({ ok: false, fault: { kind: 'no_target' } });
    expect(result.trace.leftOut.filter(({ code }) => code === 'too_long').length).toBeGreaterThan(5);
    expect(result.ok || result.retryAt).toBeUndefined();
    expect(calls).toEqual([]);
  });
});

describe('bugs', () => {
  it('in what the engine was handed never leave it believing that a call is still under way', async () => {
    let broken = true;
    const { ask, engine } = openScripted(one, () => {
      if (broken) throw new Error('a bug');
      return says('Hi');
    });
    for (let times = 0; times < 6; times++) await ask().catch(() => {});
    broken = false;
    expect(await ask()).toMatchObject({ ok: true });
    expect(engine.snapshot().rests).toEqual(freshState.rests);
  });

  it('in a listener end its request, and are held against no service', async () => {
    const { engine, calls } = openScripted(three, async (call) => {
      call.onPiece('Some words');
      return call.signal.aborted ? fails('cancelled', { scope: 'request' }) : says('Some words');
    });
    const onEvent = () => {
      throw new Error('a bug of the caller');
    };
    await expect(engine.chat(hello, { onEvent })).rejects.toThrow('a bug of the caller');
    expect(calls.length).toBeLessThanOrEqual(1);
    expect(held(engine.snapshot())).toEqual(nothing);
    expect(await engine.chat(hello)).toMatchObject({ ok: true });
  });
});
