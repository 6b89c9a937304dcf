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
    expect(await list()).toEqual({ ok: true, models: ['a/one', 'two'] });
  });

  it('is empty where the service has none, also where it says so with null', async () => {
    for (const body of [{ data: [] }, [], { object: 'list', data: null }]) {
      server.answer(json(200, body));
      expect(await list()).toEqual({ ok: true, models: [] });
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
