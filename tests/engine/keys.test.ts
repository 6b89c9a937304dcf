// Several keys of one provider, and what one answer says about a key, a model or the whole service.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withKeyChanged } from '../../lib/domain/change-settings.ts';
import type { Answer } from '../../lib/domain/request.ts';
import { freshState } from '../../lib/domain/state.ts';
import { keyHashOf } from '../farm/faults.ts';
import type { Farm } from '../farm/index.ts';
import { pause, until } from './clock.ts';
import { asked, openFarm, openWorld, type World } from './world.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await openFarm();
});
afterAll(() => farm.close());

const answered = async (work: ReturnType<World['ask']>): Promise<Answer> => {
  const result = await work;
  if (!result.ok) throw new Error(`nobody answered: ${result.fault.message}`);
  return result;
};
/** What the practice Groq serves, for tests that change it. */
const groqModels = ['openai/gpt-oss-20b', 'openai/gpt-oss-120b', 'whisper-large-v3', 'whisper-large-v3-turbo'];
const meter = {
  used: 0,
  pending: 0,
  at: 0,
  resetAt: null,
  source: 'header',
  learnedAt: Date.UTC(2026, 10, 23),
} as const;

const short = { messages: [{ role: 'user' as const, content: 'Say hello.' }], maxOutput: 50 };

describe('several keys of one provider', () => {
  it('wear evenly, and each call carries its own key', async () => {
    const { ask, secrets } = await openWorld(farm, { keys: ['groq1', 'groq2', 'groq3'] });
    for (let count = 0; count < 12; count++) await answered(ask(short));
    const used = Object.groupBy(farm.groq.log, ({ keyHash }) => keyHash ?? '');
    expect(Object.keys(used).toSorted()).toEqual(Object.values(secrets).map(keyHashOf).toSorted());
    expect(Object.values(used).map((calls) => calls?.length)).toEqual([4, 4, 4]);
  });

  it('are asked one after the other for the same model before a later model is', async () => {
    const { ask, secrets } = await openWorld(farm, { keys: ['groq1', 'groq2', 'openai1'] });
    farm.groq.fault({ kind: '429', key: secrets.groq1, retryAfterSeconds: 60 });
    const owners = [await answered(ask(short)), await answered(ask(short)), await answered(ask(short))];
    expect(owners.map(({ target }) => target.model)).toEqual(Array(3).fill('openai/gpt-oss-20b'));
    expect(owners.map(({ target }) => target.keyId)).toEqual(Array(3).fill('groq2'));
  });

  it('lose only the one that is refused, and that one with all its models', async () => {
    const { ask, secrets, engine } = await openWorld(farm, { keys: ['groq1', 'groq2'] });
    farm.groq.fault({ kind: '401', key: secrets.groq1 });
    for (let count = 0; count < 6; count++) expect((await answered(ask(short))).target.keyId).toBe('groq2');
    const refused = farm.groq.log.filter(({ keyHash }) => keyHash === keyHashOf(secrets.groq1 ?? ''));
    expect(refused).toHaveLength(1);
    expect(engine.status().owners[0]?.cards.map(({ health }) => health.state)).toEqual(['invalid', 'ready']);
  });

  it('lose only the one without credit, for an hour', async () => {
    const { ask, secrets, clock, engine } = await openWorld(farm, { keys: ['openai1', 'openai2'] });
    farm.openai.fault({ kind: '402', key: secrets.openai1, times: 1 });
    await answered(ask(short));
    expect(engine.status().owners[1]?.cards[0]?.health).toMatchObject({
      state: 'out_of_credit',
      until: clock.now() + 3_600_000,
    });
    for (let count = 0; count < 3; count++) expect((await answered(ask(short))).target.keyId).toBe('openai2');
    clock.advance(3_600_000);
    expect((await answered(ask(short))).target.keyId).toBe('openai1');
  });

  it('leave out the one that is switched off, from the next request on', async () => {
    const { ask, engine, settings, secrets } = await openWorld(farm, { keys: ['groq1', 'groq2'] });
    engine.update(withKeyChanged(settings, 'groq1', { on: false }), secrets);
    for (let count = 0; count < 4; count++) expect((await answered(ask(short))).target.keyId).toBe('groq2');
  });
});

describe('a model that is gone', () => {
  it('is left out for that key alone, with its others still asked, until the list is read again', async () => {
    const { ask, engine } = await openWorld(farm, { keys: ['groq1'] });
    farm.groq.fault({ kind: '404', model: 'openai/gpt-oss-20b', times: 1 });
    expect((await answered(ask(short))).target.model).toBe('openai/gpt-oss-120b');
    expect((await answered(ask(short))).trace.attempts).toHaveLength(1);
    await engine.check({ key: 'groq1' });
    expect((await answered(ask(short))).target.model).toBe('openai/gpt-oss-20b');
  });
});

describe('a rate limit', () => {
  it('rests as long as the provider says, to the millisecond, and no request comes before', async () => {
    const { ask, clock } = await openWorld(farm, { keys: ['groq1'] });
    farm.groq.fault({ kind: '429', model: 'openai/gpt-oss-20b', retryAfterSeconds: 7.66, times: 1 });
    await answered(ask(short));
    clock.advance(7_659);
    expect((await answered(ask(short))).target.model).toBe('openai/gpt-oss-120b');
    clock.advance(1);
    expect((await answered(ask(short))).target.model).toBe('openai/gpt-oss-20b');
  });

  it.each([
    ['openai', 'openai1'],
    ['together', 'together1'],
  ] as const)('of %s is read from where it says it', async (owner, id) => {
    const { ask, clock } = await openWorld(farm, { keys: [id], endpoints: ['text'] });
    const first = (await answered(ask(short))).target.model;
    farm[owner].fault({ kind: '429', model: first, retryAfterSeconds: 12, times: 1 });
    await answered(ask(short));
    clock.advance(11_999);
    expect((await answered(ask(short))).target.model).not.toBe(first);
    clock.advance(1);
    expect((await answered(ask(short))).target.model).toBe(first);
  });

  it('that the headers told of is never run into: a full meter is left out beforehand', async () => {
    const options = { groq1: { limits: { RPD: 4 } } };
    const { ask } = await openWorld(farm, { keys: ['groq1', 'openai1'], options });
    const results: Answer[] = [];
    for (let count = 0; count < 12; count++) results.push(await answered(ask(short)));
    expect(farm.groq.log.filter(({ status }) => status === 429)).toEqual([]);
    expect(results.every(({ trace }) => trace.attempts.length === 1)).toBe(true);
    expect(new Set(results.map(({ target }) => target.owner))).toEqual(new Set(['groq', 'openai']));
  });

  it('that is known is never overrun by many calls at once, and used to the full', async () => {
    farm.groq.setModels(['openai/gpt-oss-20b']);
    const RPM = { ...meter, dimension: 'RPM', limit: 5 } as const;
    const state = { ...freshState, meters: { 'groq1@groq/openai/gpt-oss-20b': { RPM } } };
    const options = { groq1: { limits: { RPM: 5 } } };
    const { ask } = await openWorld(farm, { keys: ['groq1', 'openai1'], options, state });
    const all = await Promise.all(Array.from({ length: 30 }, () => answered(ask(short))));
    farm.groq.setModels(groqModels);
    expect(farm.groq.log.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(all.every(({ trace }) => trace.attempts.length === 1)).toBe(true);
  });

  it('that nobody knows yet is felt for: four calls at once, and the others wait in line', async () => {
    const { ask } = await openWorld(farm, { keys: [], endpoints: ['text'] });
    const release = farm.generic.hold();
    const work = Array.from({ length: 10 }, () => ask(short));
    await until('the first calls', () => farm.generic.log.length === 4);
    await pause(30);
    expect(farm.generic.log).toHaveLength(4);
    release();
    expect((await Promise.all(work)).every(({ ok }) => ok)).toBe(true);
    expect(farm.generic.log).toHaveLength(10);
  });
});

describe('endpoints', () => {
  it('are asked last, after every provider', async () => {
    const { ask } = await openWorld(farm, { endpoints: ['text'] });
    for (const provider of [farm.groq, farm.openai, farm.together]) provider.fault({ kind: '500' });
    expect((await answered(ask(short))).target).toMatchObject({ owner: 'text', keyId: 'none' });
    expect(asked(farm).map((call) => call.split('/')[0])).toEqual(['groq', 'openai', 'together', 'generic']);
  });

  it('are sent no key where they have none', async () => {
    const { ask } = await openWorld(farm, { keys: [], endpoints: ['text'] });
    await answered(ask(short));
    expect(farm.generic.log.map(({ keyHash }) => keyHash)).toEqual([null]);
  });
});

describe('an outage of a minute', () => {
  it('costs few probes, loses no request, and ends when the service is back', async () => {
    const { ask, clock } = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    const outageMs = 60_000;
    const from = clock.now();
    let backAfter: number | null = null;
    farm.groq.fault({ kind: '503' });
    for (let request = 0; request < 25; request++) {
      if (clock.now() - from >= outageMs) farm.groq.clearFaults();
      const { target } = await answered(ask(short));
      const after = clock.now() - from - outageMs;
      if (target.owner === 'groq' && after >= 0) backAfter ??= after;
      clock.advance(4_000);
    }
    expect(backAfter).toBeLessThanOrEqual(30_000);
    const probes = farm.groq.log.filter(({ status }) => status === 503);
    expect(probes.length).toBeLessThanOrEqual(2 * 13);
  });
});
