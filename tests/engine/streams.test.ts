// Answers that begin late, stand still or break off: the person gets the whole answer of one model, and soon.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../lib/domain/request.ts';
import type { Farm } from '../farm/index.ts';
import { pause, until } from './clock.ts';
import { asked, openFarm, openWorld, shown, throughTime, type World } from './world.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await openFarm();
});
afterAll(() => farm.close());

const silence = 1_500;
/** A pause that nobody notices. */
const unnoticed = 400;
const patience = 20_000;
const stall = 8_000;
const noHedge = { hedge: { on: false, maxUsd: 0.002 } };

const answered = async (work: ReturnType<World['ask']>): Promise<Answer> => {
  const result = await work;
  if (!result.ok) throw new Error(`nobody answered: ${result.fault.message}`);
  return result;
};
const kinds = (result: { trace: Answer['trace'] }) => result.trace.attempts.map(({ fault }) => fault?.kind ?? null);
const hungUp = () => farm.groq.log.filter(({ path }) => path.endsWith('/completions')).map(({ aborted }) => aborted);

describe.each(['silent', 'late'] as const)('a target that is %s', (kind) => {
  const begin = async (wanted: Parameters<typeof openWorld>[1] = {}) => {
    const world = await openWorld(farm, wanted);
    const whole = await answered(world.ask());
    world.events.length = 0;
    farm.groq.log.length = 0;
    farm.groq.fault({ kind, afterMs: 600_000, path: 'chat' });
    const work = world.ask();
    await until('the call to arrive', () => farm.groq.log.length === 1);
    await pause(20);
    return { ...world, whole, work };
  };

  it('is not waited for longer than a second and a half: another service is asked beside it', async () => {
    const { work, clock, whole, events } = await begin();
    clock.advance(silence - 1);
    await pause(30);
    expect(asked(farm).filter((call) => !call.startsWith('groq'))).toEqual([]);
    clock.advance(1);
    const result = await answered(work);
    expect(result.target.owner).toBe('openai');
    expect([result.text, shown(events)]).toEqual([whole.text, whole.text]);
    expect(kinds(result)).toEqual(['timeout', null]);
    await until('the silent one to be hung up on', () => hungUp()[0] === true);
  });

  it('is left alone for a while after, and asked again when that is over', async () => {
    const { work, clock, ask } = await begin();
    clock.advance(silence);
    await answered(work);
    farm.groq.clearFaults();
    const silent = 'groq/openai/gpt-oss-20b';
    const next = await answered(ask());
    expect(`${next.target.owner}/${next.target.model}`).not.toBe(silent);
    clock.advance(5_000);
    const later = await answered(ask());
    expect(`${later.target.owner}/${later.target.model}`).toBe(silent);
  });

  it('has been sent its call, which stays counted though another answered', async () => {
    const { work, clock, engine } = await begin();
    const calls = () => engine.snapshot().meters['groq1@groq/openai/gpt-oss-20b']?.RPD;
    const before = calls();
    clock.advance(silence);
    await answered(work);
    expect(before).toMatchObject({ pending: 1 });
    expect(calls()).toMatchObject({ pending: 0 });
    // In a second and a half a thousand calls a day refill by a sixtieth.
    expect(calls()?.used).toBeCloseTo(before?.used ?? 0, 1);
    expect(before?.used).toBeGreaterThan(1.9);
  });

  it('after quick answers is helped out much sooner, and not held against it', async () => {
    const { clock, ask, engine } = await openWorld(farm);
    for (let calls = 0; calls < 5; calls++) await answered(ask());
    farm.groq.log.length = 0;
    farm.groq.fault({ kind, afterMs: 600_000, path: 'chat' });
    const work = ask();
    await until('the call to arrive', () => farm.groq.log.length === 1);
    await pause(20);
    clock.advance(unnoticed - 1);
    await pause(30);
    expect(asked(farm).filter((call) => call.startsWith('openai'))).toEqual([]);
    clock.advance(1);
    const result = await answered(work);
    expect(result.target.owner).toBe('openai');
    expect(kinds(result)).toEqual(['cancelled', null]);
    expect(engine.snapshot().rests).toEqual({});
    expect(engine.status().next.fast.target?.owner).toBe('groq');
  });

  it('is waited for 20 s where asking two at once is off; then the next is asked', async () => {
    const { work, clock } = await begin({ change: noHedge });
    clock.advance(patience - 1);
    await pause(30);
    expect(farm.openai.log).toEqual([]);
    clock.advance(1);
    const result = await answered(work);
    expect(kinds(result)).toEqual(['timeout', null]);
    expect(result.target.owner).toBe('openai');
  });

  it('is waited for where another would cost more than the user allows for that', async () => {
    const { work, clock } = await begin({ keys: ['groq1', 'openai1'], change: { hedge: { on: true, maxUsd: 0 } } });
    farm.groq.fault({ kind, afterMs: 600_000, path: 'chat' });
    clock.advance(silence);
    await pause(30);
    expect(farm.openai.log).toEqual([]);
    clock.advance(patience);
    expect((await answered(work)).target.owner).toBe('openai');
  });

  it('ends in a clear failure within its time where there is no other, and is not asked twice', async () => {
    const { clock, ask } = await openWorld(farm, { keys: ['groq1'] });
    farm.groq.fault({ kind, afterMs: 600_000, path: 'chat' });
    const from = clock.now();
    const result = await throughTime(farm, clock, ask({ deadlineMs: 60_000 }));
    expect(result).toMatchObject({ ok: false, fault: { kind: 'timeout' } });
    const ids = result.trace.attempts.map(({ target }) => target.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(clock.now() - from).toBeLessThanOrEqual(60_000);
  });
});

describe('a target that speaks late', () => {
  it('is heard when it speaks before its patience ends and there is no other', async () => {
    const { ask, clock } = await openWorld(farm, { keys: [], endpoints: ['text'] });
    farm.generic.fault({ kind: 'late', afterMs: 80 });
    const work = ask();
    await until('the call to arrive', () => farm.generic.log.length === 1);
    clock.advance(patience - 1_000);
    expect((await answered(work)).target.owner).toBe('text');
  });

  it('and the one that was asked beside it never mix their words', async () => {
    for (const afterMs of [40, 45, 50, 55, 60]) {
      const { ask, clock, events } = await openWorld(farm);
      const whole = await answered(ask());
      events.length = 0;
      farm.groq.fault({ kind: 'late', afterMs, times: 1 });
      farm.openai.fault({ kind: 'late', afterMs: 20, times: 1 });
      const work = ask();
      await until('the call to arrive', () => farm.groq.log.length === 2);
      await pause(20);
      clock.advance(silence);
      const result = await answered(work);
      expect([afterMs, result.text === whole.text, shown(events) === whole.text]).toEqual([afterMs, true, true]);
    }
  });
});

describe('a stream that breaks off', () => {
  it.each([1, 3, 6])('after %i deltas is taken back, and another model’s whole answer follows', async (deltas) => {
    const { ask, events } = await openWorld(farm);
    const whole = await answered(ask());
    events.length = 0;
    farm.groq.fault({ kind: 'cut', deltas, path: 'chat' });
    const result = await answered(ask());
    expect(result.text).toBe(whole.text);
    const order = events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
    expect(order.slice(0, 5)).toEqual(['target-chosen', 'text-delta', 'restart', 'target-switched', 'text-delta']);
    expect(shown(events)).toBe(whole.text);
    expect(result.target.owner).not.toBe('groq');
  });

  it('everywhere is a failure that shows nothing: never half an answer', async () => {
    const { ask, events, clock } = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    for (const provider of [farm.groq, farm.openai]) provider.fault({ kind: 'cut', deltas: 4, path: 'chat' });
    const result = await throughTime(farm, clock, ask());
    expect(result).toMatchObject({ ok: false, fault: { kind: 'server_error' } });
    expect('text' in result).toBe(false);
    expect(shown(events)).toBe('');
    expect(events.at(-1)).toEqual({ type: 'end' });
  });
});

describe('a stream that stands still', () => {
  it('for 8 s is taken back and finished elsewhere, and hung up on', async () => {
    const { ask, clock, events } = await openWorld(farm);
    const whole = await answered(ask());
    events.length = 0;
    farm.groq.log.length = 0;
    farm.groq.fault({ kind: 'stalled', deltas: 3, times: 1 });
    const work = ask();
    await until('the first words', () => shown(events) !== '');
    await pause(30);
    clock.advance(stall - 1);
    await pause(30);
    expect(events.some(({ type }) => type === 'restart')).toBe(false);
    clock.advance(1);
    const result = await answered(work);
    expect([result.text, shown(events)]).toEqual([whole.text, whole.text]);
    expect(kinds(result)).toEqual(['timeout', null]);
    await until('the call to be hung up on', () => hungUp()[0] === true);
    expect((await answered(ask())).text).toBe(whole.text);
  });

  it('does not count as silent while it speaks now and then, however long it takes in all', async () => {
    const { ask, clock, events } = await openWorld(farm, { keys: ['groq1'] });
    const release = farm.groq.hold();
    const work = ask();
    await until('the first words', () => shown(events) !== '');
    await pause(30);
    for (let times = 0; times < 3; times++) clock.advance(2_000);
    release();
    expect(kinds(await answered(work))).toEqual([null]);
  });
});
