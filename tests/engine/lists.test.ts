// When each key's own list of models is read, and that what it says is believed: a model that is gone costs one attempt.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import type { Answer } from '../../lib/domain/request.ts';
import { emptySettings, type Settings } from '../../lib/domain/settings.ts';
import { freshState } from '../../lib/domain/state.ts';
import { createEngine, type Engine } from '../../lib/engine/index.ts';
import type { Farm, PracticeProvider } from '../farm/index.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';
import { pause, until } from './clock.ts';
import { hello, openScripted, says } from './scripted.ts';
import { openFarm, openWorld, question, type World } from './world.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await openFarm();
});
afterAll(() => farm.close());

const day = 86_400_000;
const small = 'openai/gpt-oss-20b';
const today = [small, 'openai/gpt-oss-120b', 'qwen/qwen3.8-27b', 'whisper-large-v3', 'whisper-large-v3-turbo'];
const short = { messages: [{ role: 'user' as const, content: 'Say hello.' }], maxOutput: 50 };

const listsRead = ({ log }: PracticeProvider): number => log.filter(({ path }) => path.endsWith('/models')).length;
const chatsAt = ({ log }: PracticeProvider): number => log.filter(({ path }) => path.endsWith('/completions')).length;

const answered = async (work: ReturnType<World['ask']>): Promise<Answer> => {
  const result = await work;
  if (!result.ok) throw new Error(`nobody answered: ${result.fault.message}`);
  return result;
};
const failedAttempts = ({ trace }: Answer) => trace.attempts.filter(({ fault }) => fault !== null).length;

/** The same user after the process has ended and begun anew. */
const restarted = ({ engine, settings, secrets, clock }: World, later = 0) => {
  clock.advance(later);
  return createEngine({
    ...{ settings, secrets, state: JSON.parse(JSON.stringify(engine.snapshot())) },
    ...{ now: clock.now, sleep: clock.sleep, random: () => 0 },
  });
};

describe('a model that disappears between two calls', () => {
  it('costs one failed attempt in all, and neither later calls nor a restart repeat it', async () => {
    farm.groq.setModels(today);
    const world = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    expect((await answered(world.ask(short))).target.model).toBe(small);
    farm.groq.setModels(today.filter((id) => id !== small));

    const hit = await answered(world.ask(short));
    expect(hit.trace.attempts.map(({ fault }) => fault?.kind ?? null)).toEqual(['model_unavailable', null]);
    await until('the list to be read', () => listsRead(farm.groq) === 1);
    await until('it to be believed', () => !world.engine.snapshot().lists.groq1?.models?.includes(small));
    const later = [];
    for (let count = 0; count < 4; count++) later.push(failedAttempts(await answered(world.ask(short))));
    expect(later).toEqual([0, 0, 0, 0]);

    const anew = restarted(world);
    expect(failedAttempts(await answered(anew.chat({ ...question, ...short })))).toBe(0);
    const dayAfter = restarted(world, day + 1);
    await dayAfter.readLists();
    expect(failedAttempts(await answered(dayAfter.chat({ ...question, ...short })))).toBe(0);
    expect(listsRead(farm.groq)).toBe(2);
    farm.groq.setModels(today);
  });

  it('is replaced at once by its successor, in its own place', async () => {
    farm.groq.setModels(['llama-3.1-8b-instant', small]);
    const { ask, engine } = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    expect((await answered(ask(short))).target.model).toBe('llama-3.1-8b-instant');
    farm.groq.setModels([small]);
    expect((await answered(ask(short))).target.model).toBe(small);
    await until('the list to be believed', () => engine.snapshot().lists.groq1?.models?.length === 1);
    expect(engine.plan({ ...question, ...short }).targets[0]?.target.model).toBe(small);
    farm.groq.setModels(today);
  });

  it('costs one attempt also where the list cannot be read', async () => {
    const world = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    farm.groq.fault({ kind: '500', path: 'models' });
    farm.groq.setModels(today.filter((id) => id !== small));
    const counts = [];
    for (let count = 0; count < 4; count++) counts.push(failedAttempts(await answered(world.ask(short))));
    counts.push(failedAttempts(await answered(restarted(world).chat({ ...question, ...short }))));
    expect(counts).toEqual([1, 0, 0, 0, 0]);
    farm.groq.setModels(today);
  });

  it('costs one attempt a day where the list goes on naming it, as of a model that is blocked', async () => {
    farm.groq.setModels(today);
    const world = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    farm.groq.fault({ kind: '404', model: small });
    const ask = async (engine = world.engine) => failedAttempts(await answered(engine.chat({ ...question, ...short })));
    expect([await ask(), await ask(), await ask()]).toEqual([1, 0, 0]);
    await until('the list to be read', () => listsRead(farm.groq) === 1);
    await pause(20);
    expect([await ask(), await ask(restarted(world))]).toEqual([0, 0]);
    const later = restarted(world, day);
    await later.readLists();
    expect([await ask(later), await ask(later)]).toEqual([1, 0]);
  });

  it('is asked again by whoever has it back in the list, without being validated by hand', async () => {
    farm.groq.setModels(today.filter((id) => id !== small));
    const world = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    expect((await answered(world.ask(short))).target.model).not.toBe(small);
    farm.groq.setModels(today);
    const later = restarted(world, day);
    await later.readLists();
    expect((await answered(later.chat({ ...question, ...short }))).target.model).toBe(small);
  });

  it('keeps no request waiting while the list is read', async () => {
    const { ask } = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    farm.groq.fault({ kind: '404', model: small, times: 1 });
    farm.groq.fault({ kind: 'silent', path: 'models' });
    expect(failedAttempts(await answered(ask(short)))).toBe(1);
    expect(failedAttempts(await answered(ask(short)))).toBe(0);
  });

  it('has the list read once, however many calls were under way', async () => {
    farm.groq.setModels(today);
    const { ask } = await openWorld(farm, { keys: ['groq1', 'openai1'], plans: { groq1: 'paid' } });
    farm.groq.setModels(today.filter((id) => id !== small));
    await Promise.all(Array.from({ length: 8 }, () => answered(ask(short))));
    await pause(30);
    expect(listsRead(farm.groq)).toBe(1);
    farm.groq.setModels(today);
  });
});

describe('at a start', () => {
  const openUnlisted = (change: Partial<Settings> = {}) =>
    openWorld(farm, { keys: ['groq1', 'openai1', 'together1'], listed: false, change });

  it('reads each key’s list that was never read or is older than a day, and no other', async () => {
    const world = await openUnlisted();
    await world.engine.readLists();
    const reads = () => [listsRead(farm.groq), listsRead(farm.openai), listsRead(farm.together)];
    expect(reads()).toEqual([1, 1, 1]);
    expect(Object.keys(world.engine.snapshot().lists).toSorted()).toEqual(['groq1', 'openai1', 'together1']);
    await restarted(world, day - 1).readLists();
    expect(reads()).toEqual([1, 1, 1]);
    await restarted(world, 1).readLists();
    expect(reads()).toEqual([2, 2, 2]);
    expect(chatsAt(farm.groq)).toBe(0);
  });

  it('asks nobody for a key or a provider that is off, nor for a key whose secret is not there', async () => {
    const world = await openUnlisted();
    const off: Settings = {
      ...world.settings,
      keys: world.settings.keys.map((key) => ({ ...key, on: key.owner !== 'groq' })),
      providers: { ...world.settings.providers, openai: { on: false, transcribe: true, baseUrl: farm.openai.baseUrl } },
    };
    const { groq1 = '', openai1 = '' } = world.secrets;
    world.engine.update(off, { groq1, openai1 });
    await world.engine.readLists();
    expect([farm.groq, farm.openai, farm.together].map(listsRead)).toEqual([0, 0, 0]);
  });

  it('does not ask again at once where the list could not be read, and holds nothing against the key', async () => {
    const { engine, clock } = await openUnlisted();
    farm.groq.fault({ kind: '500', path: 'models' });
    await engine.readLists();
    await engine.readLists();
    expect(listsRead(farm.groq)).toBe(1);
    expect(engine.snapshot()).toMatchObject({ rests: {}, lessons: [] });
    clock.advance(60_000);
    await engine.readLists();
    expect(listsRead(farm.groq)).toBe(2);
  });

  it('learns of a key that was refused before it costs a request', async () => {
    const { engine, secrets, ask } = await openUnlisted();
    farm.groq.fault({ kind: '401', key: secrets.groq1 });
    await engine.readLists();
    expect(engine.status().owners[0]?.cards[0]?.health.state).toBe('invalid');
    expect(failedAttempts(await answered(ask(short)))).toBe(0);
  });

  it('does not take an empty account for a full one because its list can be read', async () => {
    const world = await openUnlisted();
    farm.openai.fault({ kind: '402', times: 1, path: 'chat' });
    await answered(world.ask({ ...short, stay: 'openai1@openai/gpt-6-luna' }));
    await world.engine.readLists();
    expect(world.engine.status().owners[1]?.cards[0]?.health.state).toBe('out_of_credit');
  });
});

describe('what a list says of a model', () => {
  it('is the longest answer that it is allowed, whatever the request would take', async () => {
    const { ask, calls, engine } = openScripted(settingsWith([key('o', 'openai')]), () => says('Hi'));
    await ask({ maxOutput: 20_000 });
    await ask({ maxOutput: 9_000 });
    expect(engine.plan({ ...hello, maxOutput: 20_000 }).targets[0]?.target.model).toBe('gpt-4o-mini');
    expect(calls.map(({ maxOutput }) => maxOutput)).toEqual([16_384, 9_000]);
  });

  it('is what the engine goes by: the window of Groq’s own list, not the catalog’s', async () => {
    const { engine } = await openWorld(farm, { keys: ['groq1'], listed: false });
    await engine.readLists();
    const { facts } = engine.snapshot().lists.groq1 ?? {};
    expect(facts?.[small]).toEqual({ context: 131_072, maxOutput: 65_536, price: null, retiresOn: null });
  });

  it('is the price at TogetherAI, also of a model that the catalog does not have and the user ticked in', async () => {
    farm.together.setModels(['brand/new-model', 'Qwen/Qwen3.5-9B']);
    const pools = { fast: { mode: 'plan' as const, off: [], ceilingUsd: null, added: ['together/brand/new-model'] } };
    const { engine, ask } = await openWorld(farm, { keys: ['together1'], change: { pools } });
    expect(engine.snapshot().lists.together1?.facts?.['Qwen/Qwen3.5-9B']?.price).toEqual({ input: 0.17, output: 0.25 });
    const row = engine.pools().fast.find(({ added }) => added);
    expect(row).toMatchObject({ ref: 'together/brand/new-model', state: 'ready', context: 131_072 });
    expect((await answered(ask({ ...short, stay: 'together1@together/brand/new-model' }))).target.model).toBe(
      'brand/new-model',
    );
  });

  it('is the window of an endpoint’s model that the user left open', async () => {
    const own = endpoint('e', {
      baseUrl: farm.generic.baseUrl,
      models: [{ id: 'practice-small', tasks: ['fast'], context: null }],
    });
    const engine = createEngine({
      settings: { ...emptySettings, endpoints: [own] },
      secrets: {},
      state: freshState,
      fetch: async () =>
        Response.json({
          data: [
            { id: 'other', max_model_len: 9 },
            { id: 'practice-small', max_model_len: 5_000 },
          ],
        }),
    });
    await engine.readLists();
    expect(engine.plan({ ...question, ...short }).mostTokens).toBe(5_000);
  });
});

describe('another catalog', () => {
  const ref = 'together/zai-org/GLM-5.3';
  const settings = settingsWith([key('t', 'together')]);
  const larger = {
    ...catalog,
    refreshedAt: 5,
    models: catalog.models.map((model) => (model.ref === ref ? { ...model, context: 50_000 } : model)),
  };
  const windowOf = (engine: Engine) => engine.pools().code.find((row) => row.ref === ref)?.context;

  it('holds from then on, also when the settings change again', () => {
    const { engine } = openScripted(settings, () => says('Hi'));
    expect([windowOf(engine), engine.status().catalog]).toEqual([null, { readOn: '2026-11-23', refreshedAt: null }]);
    engine.update(settings, {}, larger);
    engine.update(settings, {});
    expect([windowOf(engine), engine.status().catalog.refreshedAt]).toEqual([50_000, 5]);
    engine.update(settings, {}, catalog);
    expect([windowOf(engine), engine.status().catalog.refreshedAt]).toEqual([null, null]);
  });
});
