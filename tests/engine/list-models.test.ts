// The list of models at an address that is not in the settings: read as it is, or the cause named. Nothing is learned.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptySettings } from '../../lib/domain/settings.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { json, type Server, secret, startServer } from '../clients/server.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const list = (query = '', headers: Record<string, string> = {}) => {
  const engine = createEngine({ settings: emptySettings, secrets: {} });
  const before = engine.snapshot();
  return engine.list({ baseUrl: server.baseUrl, secret, headers }, query).finally(() => {
    expect(engine.snapshot()).toEqual(before);
  });
};

describe('the list of an address', () => {
  it('names each model once, with its window where the server says it', async () => {
    server.answer(
      json(200, { data: [{ id: 'a', max_model_len: 4096 }, { id: 'b' }, { id: 'a' }, { id: 'constructor' }] }),
    );
    expect(await list('?all', { 'x-tenant': 'blue' })).toEqual({
      ok: true,
      models: [
        { id: 'a', context: 4096 },
        { id: 'b', context: null },
        { id: 'constructor', context: null },
      ],
    });
    expect(server.arrived[0]).toMatchObject({
      url: '/v1/models?all',
      headers: { 'x-tenant': 'blue', authorization: `Bearer ${secret}` },
    });
  });

  it.each([
    [401, { error: { message: `Incorrect API key provided: ${secret}` } }, /refused/],
    [404, { detail: 'Not Found' }, /nothing of the OpenAI kind|\/v1/],
    [200, { hello: 'world' }, /OpenAI/],
  ])('says the cause where it gets %i %j', async (status, body, words) => {
    server.answer(json(status, body));
    const listing = await list();
    expect(listing).toEqual({ ok: false, message: expect.stringMatching(words) });
    expect(JSON.stringify(listing)).not.toContain(secret);
  });
});
