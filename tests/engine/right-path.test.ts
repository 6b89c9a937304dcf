// The address that was meant, found beside the one that was entered: on the same server, and by its list of models.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptySettings } from '../../lib/domain/settings.ts';
import type { Check } from '../../lib/domain/status.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { placesToTry } from '../../lib/engine/right-path.ts';
import { type Answer, json, type Server, startServer } from '../clients/server.ts';
import { endpoint, key } from '../routing/sample.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const origin = () => new URL(server.baseUrl).origin;
const list: Answer = json(200, { data: [{ id: 'm1' }] });
const nothing: Answer = json(404, { detail: 'Not Found' });

/** What is said of the address under `path`, while each path of the server answers so, and 404 elsewhere. */
const checkAt = async (path: string, answers: Record<string, Answer>): Promise<Check> => {
  server.answer((response, request) => (answers[request.url.split('?')[0] ?? ''] ?? nothing)(response, request));
  const given = endpoint('e', { baseUrl: origin() + path, name: 'Mine' });
  const engine = createEngine({
    settings: { ...emptySettings, endpoints: [given], keys: [key('k', 'e')] },
    secrets: { k: 'company-key-0123456789' },
  });
  return engine.check({ endpoint: 'e' });
};

describe('the places that are tried', () => {
  it('are the usual ones of the same server, each once, and not the one that failed', () => {
    expect(placesToTry('http://localhost:1234')).toEqual([
      'http://localhost:1234/v1',
      'http://localhost:1234/api/v1',
      'http://localhost:1234/openai/v1',
    ]);
    expect(placesToTry('https://gate.test/team/v1')).toEqual([
      'https://gate.test/team/v1/v1',
      'https://gate.test/v1',
      'https://gate.test/api/v1',
      'https://gate.test/openai/v1',
      'https://gate.test',
    ]);
  });
});

describe('the right path', () => {
  it.each(['/v1', '/api/v1', '/openai/v1', ''])('is found under “%s”', async (path) => {
    const check = await checkAt('/somewhere', { [`${path}/models`]: list });
    expect(check).toMatchObject({ cause: 'wrong_path', fix: { kind: 'base-url', baseUrl: origin() + path } });
  });

  it('is found under what was entered, where a team has a path of its own', async () => {
    const check = await checkAt('/team', { '/team/v1/models': list, '/v1/models': list });
    expect(check.fix).toEqual({ kind: 'base-url', baseUrl: `${origin()}/team/v1` });
  });

  it('is one that refuses the key in words, where no list is given to anybody', async () => {
    const refusal = json(401, { error: { message: 'Invalid API key' } });
    const check = await checkAt('', { '/v1/models': refusal });
    expect(check.fix).toEqual({ kind: 'base-url', baseUrl: `${origin()}/v1` });
    const both = await checkAt('', { '/v1/models': refusal, '/api/v1/models': list });
    expect(both.fix).toEqual({ kind: 'base-url', baseUrl: `${origin()}/api/v1` });
  });

  it('is not one that refuses without a word, or whose list is empty', async () => {
    const check = await checkAt('', {
      '/v1/models': (response) => response.writeHead(401).end(),
      '/api/v1/models': json(200, []),
    });
    expect(check.fix).toBeUndefined();
    expect(check.message).toBe(
      `Mine is there, but nothing of the OpenAI kind lies under ${origin()}. Nor was it found in the usual places beside it.`,
    );
  });

  it('is not looked for where the list of models was read', async () => {
    const check = await checkAt('/mine', { '/mine/models': list, '/v1/models': list });
    expect(check).toMatchObject({ ok: false, cause: 'wrong_path', models: ['m1'] });
    expect(check.fix).toBeUndefined();
    expect(server.arrived.map(({ url }) => url)).toEqual(['/mine/models', '/mine/chat/completions']);
  });

  it('is looked for when a key is checked too, but never beside a provider’s own address', async () => {
    server.answer((response, request) => (request.url === '/v1/models' ? list : nothing)(response, request));
    const given = endpoint('e', { baseUrl: origin(), name: 'Mine' });
    const asked: string[] = [];
    const engine = createEngine({
      settings: { ...emptySettings, endpoints: [given], keys: [key('k', 'e'), key('g', 'groq')] },
      secrets: { k: 'company-key-0123456789', g: 'gsk_practice000000000000000000000001' },
      fetch: async (input, init) => {
        asked.push(String(input));
        if (String(input).startsWith(origin())) return fetch(input, init);
        return new Response('<h1>Maintenance</h1>', { headers: { 'content-type': 'text/html' } });
      },
    });
    expect((await engine.check({ key: 'k' })).fix).toEqual({ kind: 'base-url', baseUrl: `${origin()}/v1` });
    asked.length = 0;
    expect(await engine.check({ key: 'g' })).toMatchObject({ ok: false, cause: 'web_page' });
    expect(asked).toEqual(['https://api.groq.com/openai/v1/models']);
  });

  it('is asked with the key, since it is the same server', async () => {
    await checkAt('', {});
    expect(new Set(server.arrived.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer company-key-0123456789']),
    );
  });
});

describe('the place on a server of which no more than the host is known', () => {
  const placeWith = (answers: Record<string, Answer>) => {
    server.answer((response, request) => (answers[request.url] ?? nothing)(response, request));
    const engine = createEngine({ settings: emptySettings, secrets: {} });
    return engine.place({ baseUrl: origin(), secret: null, headers: { 'x-tenant': 'blue' } });
  };

  it.each(['/v1', '/api/v1', '/openai/v1', ''])('is where something answers: “%s”', async (path) => {
    expect(await placeWith({ [`${path}/models`]: list })).toBe(origin() + path);
    expect(new Set(server.arrived.map(({ headers }) => headers['x-tenant']))).toEqual(new Set(['blue']));
  });

  it('is the usual one where several answer, and where nothing does yet', async () => {
    expect(await placeWith({ '/v1/models': list, '/models': list })).toBe(`${origin()}/v1`);
    expect(await placeWith({})).toBe(`${origin()}/v1`);
  });
});
