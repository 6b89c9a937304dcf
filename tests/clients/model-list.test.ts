// The list of models in the shapes in which services give it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSend } from '../../lib/clients/index.ts';
import { json, type Server, secret, startServer } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const list = (query = '') =>
  createSend(globalThis.fetch).modelList({ baseUrl: server.baseUrl, secret }, query, new AbortController().signal);

describe('a list of models', () => {
  const models = [{ id: 'a/one', object: 'model' }, { id: 'two' }];

  it.each([
    ['under `data`, as OpenAI and Groq give it', { object: 'list', data: models }],
    ['as a bare array, as TogetherAI gives it', models],
    ['under `models`', { models }],
    ['with names instead of ids', { models: [{ name: 'a/one' }, { name: 'two' }] }],
    ['with entries that are nameless', { data: [...models, { object: 'model' }] }],
  ])('is read %s', async (_shape, body) => {
    server.answer(json(200, body));
    expect(await list()).toEqual({ ok: true, models: ['a/one', 'two'], facts: {} });
  });

  it.each([
    ['strings', ['a', 'b']],
    ['numbers', [1, 2]],
    ['nulls', { data: [null] }],
  ])('is none where nothing in it is a model but %s', async (_what, body) => {
    server.answer(json(200, body));
    expect(await list()).toMatchObject({ ok: false, failure: { fault: { kind: 'endpoint_unreachable' } } });
  });

  it('is empty where the service has none, also where it says so with null', async () => {
    for (const body of [{ data: [] }, [], { object: 'list', data: null }]) {
      server.answer(json(200, body));
      expect(await list()).toEqual({ ok: true, models: [], facts: {} });
    }
  });

  it('is asked for with the provider’s own query', async () => {
    server.answer(json(200, []));
    await list('?serverless');
    expect(server.arrived[0]).toMatchObject({ method: 'GET', url: '/v1/models?serverless', body: '' });
  });

  it.each([{ message: 'Welcome' }, 'Ollama is running', 7, { data: 'soon' }, null])(
    'is none in %j, so nothing of the OpenAI kind lies there',
    async (body) => {
      server.answer(json(200, body));
      expect(await list()).toMatchObject({
        ok: false,
        failure: { status: 200, fault: { kind: 'endpoint_unreachable' } },
      });
    },
  );
});

const nothing = { context: null, maxOutput: null, price: null, retiresOn: null };

describe('what a list says of a model besides its id', () => {
  it.each([
    [
      'Groq’s window and longest answer',
      { context_window: 131_072, max_completion_tokens: 65_536, active: true },
      { context: 131_072, maxOutput: 65_536 },
    ],
    ['OpenAI’s last day', { shutdown_date: '2027-01-14' }, { retiresOn: '2027-01-14' }],
    ['a last day with its hour', { shutdown_date: '2027-01-14T08:00:00Z' }, { retiresOn: '2027-01-14' }],
    ['a last day as seconds since 1970', { shutdown_date: 1_799_884_800 }, { retiresOn: '2027-01-14' }],
    ['vLLM’s window', { max_model_len: 32_768 }, { context: 32_768 }],
    [
      'TogetherAI’s window and prices',
      { context_length: 262_144, pricing: { hourly: 0, input: 0.17, output: 0.25, base: 0 } },
      { context: 262_144, price: { input: 0.17, output: 0.25 } },
    ],
    [
      'OpenRouter’s window, prices for one token, and last day',
      {
        context_length: 1_000_000,
        pricing: { prompt: '0.00000125', completion: '0.00001' },
        expiration_date: '2026-12-01',
      },
      { context: 1_000_000, price: { input: 1.25, output: 10 }, retiresOn: '2026-12-01' },
    ],
  ])('is read: %s', async (_what, entry, facts) => {
    server.answer(json(200, { data: [{ id: 'a/one', ...entry }, { id: 'two' }] }));
    expect(await list()).toEqual({
      ok: true,
      models: ['a/one', 'two'],
      facts: { 'a/one': { ...nothing, ...facts } },
    });
  });

  it.each([
    ['a window of nothing', { context_window: 0 }],
    ['a window below nothing', { context_length: -5 }],
    ['a window that is half a token too long', { max_model_len: 10.5 }],
    ['a window beyond all measure', { context_length: 1e300 }],
    ['a window in words', { context_window: 'large' }],
    ['no day', { shutdown_date: null }],
    ['a day that is none', { shutdown_date: 'soon' }],
    ['a day before there were such models', { shutdown_date: '1970-01-01' }],
    ['a day that is an object', { shutdown_date: { year: 2027 } }],
    ['a price below nothing', { pricing: { input: -1, output: 2 } }],
    ['half a price', { pricing: { input: 1 } }],
    ['a price that is not in tokens', { pricing: { hourly: 3, input: 0, output: 0 } }],
    ['a price that is a word', { pricing: { prompt: 'free', completion: '0' } }],
    ['a price for nobody knows what', { pricing: { prompt: '-1', completion: '-1' } }],
    ['a price that is a list', { pricing: [1, 2] }],
  ])('is left out where it is %s, and the rest of the list stands', async (_what, entry) => {
    server.answer(json(200, [{ id: 'a/one', ...entry }, 'no model', { id: 'two', context_length: 4_096 }]));
    expect(await list()).toEqual({
      ok: true,
      models: ['a/one', 'two'],
      facts: { two: { ...nothing, context: 4_096 } },
    });
  });

  it('is kept under names that every object has', async () => {
    server.answer(
      json(200, [
        { id: '__proto__', context_length: 5 },
        { id: 'constructor', context_length: 6 },
      ]),
    );
    const read = await list();
    expect(read.ok && Object.entries(read.facts).map(([id, { context }]) => [id, context])).toEqual([
      ['__proto__', 5],
      ['constructor', 6],
    ]);
    expect(({} as Record<string, unknown>).context).toBeUndefined();
  });
});
