// Asking a key or an endpoint itself: each cause by its name, in a sentence that says what to do.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptySettings, type Key } from '../../lib/domain/settings.ts';
import type { Check } from '../../lib/domain/status.ts';
import type { Task } from '../../lib/domain/task.ts';
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
  ['refused', 'refused', /Nothing listens at http:\/\/127/],
  ['reset', 'reset', /took the connection and broke it off/],
  ['html', 'web_page', /answered with a web page/],
  ['redirect', 'wrong_path', /sends callers elsewhere/],
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
    // A connection that Node kept open breaks first; no new one is opened.
    if (kind === 'refused') await engine.check({ key: id });
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
  it('that goes to an address without its /v1 is told the right one', async () => {
    const { engine, settings, secrets } = await openWorld(farm, { keys: ['groq1'], listed: false });
    const { origin, baseUrl } = farm.groq;
    const providers = { groq: { on: true, transcribe: true, baseUrl: origin } };
    engine.update({ ...settings, providers }, secrets);
    expect(await engine.check({ key: 'groq1' })).toMatchObject({
      ok: false,
      cause: 'wrong_path',
      fix: { kind: 'base-url', baseUrl },
    });
  });

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
    expect(await check).toMatchObject({ ok: false, cause: 'slow', ms: 15_000 });
    expect((await check).message).toContain('stayed silent. No answer came within 15 s.');
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

  it('whose address lacks its /v1 is told the right one, which one press enters', async () => {
    const check = await engineWith(text(farm.generic.origin)).check();
    expect(check).toMatchObject({
      ok: false,
      cause: 'wrong_path',
      fix: { kind: 'base-url', baseUrl: farm.generic.baseUrl },
    });
    expect(check.message).toBe(
      `Mine is there, but not under ${farm.generic.origin}: what Rondo needs lies under ${farm.generic.baseUrl}.`,
    );
  });

  it.each<Row>([
    ['401', 'invalid_key', /answers only to those who have a key/],
    ['402', 'no_credit', /no credit/],
    ['503', 'slow', /still loading the model/],
    ['500', 'failed', /answered with an error/],
    ['refused', 'refused', /Nothing listens at .* Is Mine running/],
    ['reset', 'reset', /Mine took the connection and broke it off/],
    ['html', 'web_page', /web page: .* Nor was it found in the usual places/],
    ['redirect', 'wrong_path', /sends callers elsewhere/],
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
    expect(check).toMatchObject({ ok: false, cause: 'not_compatible', fix: undefined });
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
    expect(await result).toMatchObject({ ok: false, cause: 'slow' });
    expect((await result).message).toMatch(/stayed silent\. .* It may still be loading the model/);
  });

  it('that answers in no JSON is told so', async () => {
    server.answer((response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('It works!'));
    expect(await engineWith(text(server.baseUrl)).check()).toMatchObject({
      ok: false,
      cause: 'not_json',
      message: expect.stringMatching(/not with JSON .* Nor was it found in the usual places beside it\.$/),
    });
    server.answer((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('It works!'));
    expect(await engineWith(text(server.baseUrl)).check()).toMatchObject({ ok: false, cause: 'not_json' });
  });

  it('whose key is wrong is told so', async () => {
    server.answer(json(401, { error: { message: 'Invalid API key' } }));
    expect(await engineWith(text(server.baseUrl), 'a-wrong-key-0123').check()).toMatchObject({
      ok: false,
      cause: 'invalid_key',
      message: 'Mine refused this key. Copy it again, or make a new one.',
    });
  });

  it.each([
    [
      502,
      'dial tcp 10.0.0.7:8000: connect: connection refused',
      'unreachable',
      /cannot reach what lies behind it: dial/,
    ],
    [403, 'Access denied by security policy', 'failed', /lets nobody in from here \(403\)/],
    [405, 'Method Not Allowed', 'wrong_path', /nothing of the OpenAI kind lies under/],
    [404, 'Not Found', 'wrong_path', /nothing of the OpenAI kind lies under/],
  ] as const)('behind a gate that answers %i with “%s” is told apart as %s', async (status, message, cause, words) => {
    server.answer(json(status, { error: { message } }));
    const check = await engineWith(text(server.baseUrl)).check();
    expect(check).toMatchObject({ ok: false, cause });
    expect(check.message).toMatch(words);
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

  it('that takes its time to begin works, and is said to be slow', async () => {
    const { check, clock } = engineWith(text(farm.generic.baseUrl));
    farm.generic.fault({ kind: 'slow', path: 'chat', afterMs: 50 });
    const result = check();
    await until('the call', () => farm.generic.log.length === 2);
    clock.advance(12_000);
    expect(await result).toMatchObject({ ok: true, cause: 'slow', ms: 12_000 });
    expect((await result).message).toMatch(
      /It said: “ready” It took 12 s to begin: most likely it had to load the model/,
    );
  });

  const many = (...models: [string, Task[]][]) =>
    endpoint('e', {
      baseUrl: farm.generic.baseUrl,
      name: 'Mine',
      models: models.map(([id, tasks]) => ({ id, tasks, context: null })),
    });
  const askedFor = () => farm.generic.log.map(({ path, model }) => [path.split('/').at(-1), model]);

  it('with several models has each asked for all that it is for, text before speech', async () => {
    const given = many(
      ['practice-small', ['code', 'transcription']],
      ['whisper-practice', ['transcription']],
      ['idle', []],
    );
    farm.generic.setModels(['practice-small', 'whisper-practice']);
    const check = await engineWith(given).check();
    expect(askedFor()).toEqual([
      ['models', null],
      ['completions', 'practice-small'],
      ['transcriptions', 'practice-small'],
      ['transcriptions', 'whisper-practice'],
    ]);
    expect(check.rows?.map(({ id, ability, ok, cause }) => [id, ability, ok, cause])).toEqual([
      ['practice-small', 'text', true, 'answered'],
      ['practice-small', 'speech', false, 'unsupported'],
      ['whisper-practice', 'speech', true, 'answered'],
    ]);
    expect(check).toMatchObject({ ok: false, cause: 'unsupported' });
    expect(check.message).toMatch(/^2 of 3 tests passed\. practice-small: Mine answers, but this model cannot do it/);
  });

  it('whose models all answer says how many tests that were', async () => {
    const given = many(['practice-small', ['fast']], ['whisper-practice', ['transcription']]);
    expect(await engineWith(given).check()).toMatchObject({
      ok: true,
      cause: 'answered',
      message: 'Mine works: all 2 tests passed.',
    });
  });

  it('is asked for nothing more of a model that it does not have, and on for the others', async () => {
    const given = many(['gone', ['fast', 'transcription']], ['practice-small', ['fast']]);
    const check = await engineWith(given).check();
    expect(check.rows?.map(({ id, ability, cause }) => [id, ability, cause])).toEqual([
      ['gone', 'text', 'model_missing'],
      ['practice-small', 'text', 'answered'],
    ]);
    expect(check.message).toMatch(/^1 of 2 tests passed\. gone: .* It has: practice-small, whisper-practice\.$/);
  });

  it('is asked no further where nothing more could come of it', async () => {
    farm.generic.fault({ kind: '402', path: 'chat' });
    const check = await engineWith(many(['practice-small', ['fast']], ['other', ['fast']])).check();
    expect(check).toMatchObject({ ok: false, cause: 'no_credit' });
    expect(askedFor()).toEqual([
      ['models', null],
      ['completions', 'practice-small'],
    ]);
  });

  it('asks with a key that is on, and with one that is off where there is no other', async () => {
    server.answer(json(200, { choices: [{ message: { content: 'ready' }, finish_reason: 'stop' }] }));
    const given = text(server.baseUrl);
    const secrets = { one: 'first-key-0123456789', two: 'second-key-0123456789' };
    const askWith = async (keys: Key[]) => {
      server.arrived.length = 0;
      const engine = createEngine({ settings: { ...emptySettings, endpoints: [given], keys }, secrets });
      expect((await engine.check({ endpoint: 'e' })).ok).toBe(true);
      return new Set(server.arrived.map(({ headers }) => headers.authorization));
    };
    const off = key('one', 'e', { on: false });
    expect(await askWith([off, key('two', 'e')])).toEqual(new Set([`Bearer ${secrets.two}`]));
    expect(await askWith([off])).toEqual(new Set([`Bearer ${secrets.one}`]));
  });

  it('that cannot be reached is named by the cause that the browser gives, where it gives one', async () => {
    farm.generic.fault({ kind: 'refused' });
    const given = text(farm.generic.baseUrl);
    const urls: string[] = [];
    const engine = createEngine({
      settings: { ...emptySettings, endpoints: [given], keys: [key('k', 'e')] },
      secrets: { k: 'company-key-0123456789' },
      causeOf: async (url) => {
        urls.push(url);
        return 'net::ERR_CERT_AUTHORITY_INVALID';
      },
    });
    expect(await engine.check({ endpoint: 'e' })).toMatchObject({ ok: false, cause: 'tls' });
    expect(await engine.check({ key: 'k' })).toMatchObject({ ok: false, cause: 'tls' });
    expect(urls).toEqual([`${farm.generic.baseUrl}/chat/completions`, `${farm.generic.baseUrl}/models`]);
  });

  it('with no model for the tasks that are asked is said to have none', async () => {
    const bare = endpoint('e', { baseUrl: server.baseUrl, models: [] });
    expect(await engineWith(bare).check()).toMatchObject({
      ok: false,
      message: expect.stringContaining('no model yet'),
    });
  });
});
