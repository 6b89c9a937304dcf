// Asking a key or an endpoint itself: each cause by its name, in a sentence that says what to do.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptySettings } from '../../lib/domain/settings.ts';
import type { Check } from '../../lib/domain/status.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { json, type Server, startServer } from '../clients/server.ts';
import type { Farm, Fault } from '../farm/index.ts';
import { endpoint, key, speechEndpoint } from '../routing/sample.ts';
import { createClock, pause, until } from './clock.ts';
import { calm, openFarm, openWorld, owners } from './world.ts';

let farm: Farm;
let server: Server;
beforeAll(async () => {
  [farm, server] = await Promise.all([openFarm(), startServer()]);
});
afterEach(() => calm(farm));
afterAll(() => Promise.all([farm.close(), server.close()]));

type Row = [Fault['kind'], Check['cause'], RegExp];
const causes: Row[] = [
  ['401', 'invalid_key', /refused this key/],
  ['402', 'no_credit', /no credit is left/],
  ['429', 'rate_limited', /at its limit just now/],
  ['503', 'failed', /overloaded/],
  ['500', 'failed', /answered with an error/],
  ['refused', 'unreachable', /Nothing answers at http:\/\/127/],
  ['reset', 'unreachable', /Nothing answers/],
  ['html', 'wrong_path', /nothing of the OpenAI kind/],
  ['redirect', 'wrong_path', /nothing of the OpenAI kind/],
];

describe.each(owners)('a key of %s', (owner) => {
  const id = `${owner}1` as const;

  it('is accepted with the models that its own list names, and ready from then on', async () => {
    const { engine } = await openWorld(farm, { keys: [id], listed: false });
    const stateOf = () => engine.status().owners.find((one) => one.id === owner)?.cards[0]?.health.state;
    expect(stateOf()).toBe('unchecked');
    const check = await engine.check({ key: id });
    expect(check).toMatchObject({ ok: true, cause: 'accepted' });
    expect(check.models?.length).toBeGreaterThan(4);
    expect(check.message).toContain(`${check.models?.length} models`);
    expect(stateOf()).toBe('ready');
    expect(farm[owner].log.map(({ path, method }) => [path.split('/').at(-1), method])).toEqual([['models', 'GET']]);
  });

  it('is accepted too where it may not read that list', async () => {
    const { engine } = await openWorld(farm, {
      keys: [id],
      options: { [id]: { scopes: { models: false } } },
      listed: false,
    });
    expect(await engine.check({ key: id })).toMatchObject({ ok: true, cause: 'list_unknown', models: null });
    expect((await engine.status()).next.fast.target?.keyId).toBe(id);
  });

  it.each(causes)('that meets %s is told apart as %s', async (kind, cause, message) => {
    const { engine, secrets } = await openWorld(farm, { keys: [id], listed: false });
    farm[owner].fault({ kind, path: kind === 'refused' ? undefined : 'models' });
    const check = await engine.check({ key: id });
    expect(check).toMatchObject({ ok: false, cause, models: null });
    expect(check.message).toMatch(message);
    expect(check.message).not.toContain(secrets[id]);
  });
});

describe('a key of an endpoint', () => {
  it('is accepted, and a model that the list does not name may still be asked', async () => {
    const typed = endpoint('e', { baseUrl: farm.generic.baseUrl, headerNames: ['x-tenant'] });
    const engine = createEngine({
      settings: { ...emptySettings, keys: [key('k', 'e')], endpoints: [typed] },
      secrets: { k: 'sk-0123456789abcdef', 'e#x-tenant': 'blue' },
    });
    expect(await engine.check({ key: 'k' })).toMatchObject({ ok: true, cause: 'accepted', models: expect.any(Array) });
    expect(farm.generic.log.at(-1)?.headers['x-tenant']).toBe('blue');
    expect(engine.status().next.fast.target?.model).toBe('llama3');
  });
});

describe('a key', () => {
  it('that is refused is left out whole, until it is validated again', async () => {
    const { engine } = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    farm.groq.fault({ kind: '401', times: 1 });
    await engine.check({ key: 'groq1' });
    expect(engine.status().next.fast.target?.owner).toBe('openai');
    expect(engine.status().owners[0]?.health.state).toBe('invalid');
    await engine.check({ key: 'groq1' });
    expect(engine.status().next.fast.target?.owner).toBe('groq');
  });

  it('is not held to blame for a provider that is silent, slow or gone', async () => {
    const { engine } = await openWorld(farm, { keys: ['groq1'] });
    for (const kind of ['429', '500', '503', 'html', 'reset'] as const) {
      farm.groq.fault({ kind, times: 1 });
      await engine.check({ key: 'groq1' });
    }
    expect(engine.status().owners[0]?.health.state).toBe('ready');
  });

  it('whose provider says nothing is given up after 15 s, as silent and not as broken', async () => {
    const { engine, clock } = await openWorld(farm, { keys: ['groq1'], listed: false });
    farm.groq.fault({ kind: 'silent' });
    const check = engine.check({ key: 'groq1' });
    await until('the call', () => farm.groq.log.length > 0);
    clock.advance(15_000);
    expect(await check).toMatchObject({ ok: false, cause: 'unreachable', ms: 15_000 });
    expect((await check).message).toContain('stayed silent');
  });

  it('that is not there any more is said to be so', async () => {
    const { engine } = await openWorld(farm, { keys: [] });
    for (const what of [{ key: 'gone' }, { endpoint: 'gone' }])
      expect(await engine.check(what)).toMatchObject({
        ok: false,
        message: expect.stringContaining('not in the settings'),
      });
  });
});

const engineWith = (given: ReturnType<typeof endpoint>, secret?: string) => {
  const clock = createClock();
  const keys = secret === undefined ? [] : [key('k', given.id)];
  const engine = createEngine({
    settings: { ...emptySettings, endpoints: [given], keys },
    secrets: secret === undefined ? {} : { k: secret },
    now: clock.now,
    sleep: clock.sleep,
  });
  return { clock, engine, check: () => engine.check({ endpoint: given.id }) };
};
const text = (baseUrl: string, model = 'practice-small') =>
  endpoint('e', { baseUrl, name: 'Mine', models: [{ id: model, tasks: ['fast'], context: null }] });

describe('an endpoint', () => {
  it('for text works when it really answers, and its words are shown', async () => {
    const check = await engineWith(text(farm.generic.baseUrl)).check();
    expect(check).toMatchObject({ ok: true, cause: 'answered', models: ['practice-small', 'whisper-practice'] });
    expect(check.message).toMatch(/Mine works\. It said: “ready”/);
  });

  it('for speech works when it really takes a recording', async () => {
    const given = speechEndpoint('e', {
      baseUrl: farm.generic.baseUrl,
      models: [{ id: 'whisper-practice', tasks: ['transcription'], context: null }],
    });
    expect(await engineWith(given).check()).toMatchObject({ ok: true, cause: 'answered' });
    expect(farm.generic.log.at(-1)?.form?.fileName).toBe('probe.wav');
  });

  it('works although its list of models cannot be read', async () => {
    farm.generic.fault({ kind: '500', path: 'models' });
    expect(await engineWith(text(farm.generic.baseUrl)).check()).toMatchObject({ ok: true, models: null });
  });

  it('without the model that was entered is told, with the models that it has', async () => {
    const check = await engineWith(text(farm.generic.baseUrl, 'llama9')).check();
    expect(check).toMatchObject({ ok: false, cause: 'model_missing' });
    expect(check.message).toContain('practice-small');
  });

  it('whose address lacks its /v1 is told so', async () => {
    const check = await engineWith(text(farm.generic.origin)).check();
    expect(check).toMatchObject({ ok: false, cause: 'wrong_path' });
    expect(check.message).toContain(`${farm.generic.origin}/v1`);
  });

  it.each<Row>([
    ['401', 'invalid_key', /Mine refused this key/],
    ['402', 'no_credit', /no credit/],
    ['503', 'failed', /overloaded|answered with an error/],
    ['refused', 'unreachable', /Is Mine running/],
    ['html', 'wrong_path', /nothing of the OpenAI kind/],
    ['empty', 'not_compatible', /not in the OpenAI form/],
    ['cut', 'not_compatible', /not in the OpenAI form/],
  ])('that meets %s is told apart as %s', async (kind, cause, message) => {
    farm.generic.fault({ kind });
    const check = await engineWith(text(farm.generic.baseUrl)).check();
    expect(check).toMatchObject({ ok: false, cause });
    expect(check.message).toMatch(message);
  });

  it('that turns extensions away, as Ollama does, is told which variable to set', async () => {
    server.answer((response) => response.writeHead(403).end());
    const check = await engineWith(text(server.baseUrl)).check();
    expect(check).toMatchObject({ ok: false, cause: 'refused_origin' });
    expect(check.message).toContain('OLLAMA_ORIGINS');
  });

  it('of quite another kind is told to be so, and no page of it is quoted', async () => {
    server.answer(json(200, { hello: 'world', html: '<script>' }));
    const check = await engineWith(text(server.baseUrl)).check();
    expect(check.ok).toBe(false);
    expect(['not_compatible', 'wrong_path']).toContain(check.cause);
    expect(check.message).not.toContain('<script>');
  });

  it('that is silent is given up in the end, as silent and not as broken', async () => {
    farm.generic.fault({ kind: 'silent' });
    const { check, clock } = engineWith(text(farm.generic.baseUrl));
    const result = check();
    for (let times = 1; times <= 2; times++) {
      await until('the call', () => farm.generic.log.length === times);
      await pause(10);
      clock.advance(120_000);
    }
    expect(await result).toMatchObject({ ok: false, cause: 'unreachable' });
    expect((await result).message).toContain('stayed silent');
  });

  it('is sent its own key, which no message repeats', async () => {
    server.answer((response, request) =>
      json(400, { error: { message: `Bad: ${request.headers.authorization}` } })(response, request),
    );
    const secret = 'company-key-0123456789';
    const check = await engineWith(text(server.baseUrl), secret).check();
    expect(server.arrived.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${secret}`,
      `Bearer ${secret}`,
    ]);
    expect(JSON.stringify(check)).not.toContain(secret);
  });

  it('without a key whose model was missing once is used again after a check that works', async () => {
    const { engine, check } = engineWith(text(farm.generic.baseUrl));
    farm.generic.fault({ kind: '404', times: 1 });
    const ask = () => engine.chat({ kind: 'chat', task: 'fast', messages: [{ role: 'user', content: 'Say hello.' }] });
    expect((await ask()).ok).toBe(false);
    expect((await ask()).trace.leftOut.map(({ code }) => code)).toEqual(['model_missing']);
    expect((await check()).ok).toBe(true);
    expect((await ask()).ok).toBe(true);
  });

  it('with no model for the tasks that are asked is said to have none', async () => {
    const bare = endpoint('e', { baseUrl: server.baseUrl, models: [] });
    expect(await engineWith(bare).check()).toMatchObject({
      ok: false,
      message: expect.stringContaining('no model yet'),
    });
  });
});
