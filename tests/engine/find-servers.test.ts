// Servers on this computer are found by their list of models; whatever else listens there is none.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptySettings } from '../../lib/domain/settings.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { type Answer, json, type Server, startServer } from '../clients/server.ts';
import type { Farm } from '../farm/index.ts';
import { createClock, until } from './clock.ts';
import { calm, openFarm } from './world.ts';

let farm: Farm;
let server: Server;
beforeAll(async () => {
  [farm, server] = await Promise.all([openFarm(), startServer()]);
});
afterEach(() => calm(farm));
afterAll(() => Promise.all([farm.close(), server.close()]));

const open = () => {
  const clock = createClock();
  const engine = createEngine({ settings: emptySettings, secrets: {}, now: clock.now, sleep: clock.sleep });
  return { clock, engine };
};
const findAt = (...places: string[][]) => open().engine.find(places);
const closed = 'http://127.0.0.1:9/v1';
const models = [
  { id: 'practice-small', context: null },
  { id: 'whisper-practice', context: null },
];

describe('a server', () => {
  it('is found by its list of models, at the first of its addresses that answers', async () => {
    const byName = farm.generic.baseUrl.replace('127.0.0.1', 'localhost');
    expect(await findAt([farm.generic.baseUrl, byName], [closed])).toEqual([{ baseUrl: farm.generic.baseUrl, models }]);
    expect(await findAt([closed, byName])).toEqual([{ baseUrl: byName, models }]);
  });

  it('is asked one thing, without a key', async () => {
    await findAt([farm.generic.baseUrl]);
    expect(farm.generic.log.map(({ method, path, keyHash }) => [method, path, keyHash])).toEqual([
      ['GET', '/v1/models', null],
    ]);
  });

  it('that wants a key in words is found, without its models', async () => {
    server.answer(json(401, { error: { message: 'Missing API key' } }));
    expect(await findAt([server.baseUrl])).toEqual([{ baseUrl: server.baseUrl, models: null }]);
  });

  it('without any model yet is found', async () => {
    server.answer(json(200, { object: 'list', data: null }));
    expect(await findAt([server.baseUrl])).toEqual([{ baseUrl: server.baseUrl, models: [] }]);
  });

  it('that answers within its time is found though another is silent', async () => {
    server.answer(() => {});
    const { engine, clock } = open();
    const finding = engine.find([[server.baseUrl], [farm.generic.baseUrl]]);
    await until('the answer of the one', () => server.arrived.length === 1 && clock.asleep().length === 1);
    clock.advance(2_500);
    expect(await finding).toEqual([{ baseUrl: farm.generic.baseUrl, models }]);
  });
});

describe('something else', () => {
  it.each<[string, Answer]>([
    ['a web page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>')],
    ['a page that is not there', (response) => response.writeHead(404).end('Not found')],
    ['a door without a word', (response) => response.writeHead(401).end()],
    ['another JSON', json(200, { status: 'up' })],
    ['words', (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')],
    ['an error', json(500, { error: { message: 'Out of memory' } })],
  ])('is no such server: %s', async (_, answer) => {
    server.answer(answer);
    expect(await findAt([server.baseUrl])).toEqual([]);
  });

  it('is nothing at all, where nobody listens', async () => {
    expect(await findAt([closed], [])).toEqual([]);
  });
});
