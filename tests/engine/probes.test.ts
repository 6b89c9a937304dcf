// Each ability that a model of an endpoint is said to have is really asked for, and an answer that does not show it is
// told apart from one that does.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Abilities, someVision, unknownAbilities } from '../../lib/domain/abilities.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import type { Check } from '../../lib/domain/status.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { type Answer, json, type Server, startServer } from '../clients/server.ts';
import type { Farm } from '../farm/index.ts';
import { endpoint } from '../routing/sample.ts';
import { openFarm } from './world.ts';

let server: Server;
let farm: Farm;
beforeAll(async () => {
  [server, farm] = await Promise.all([startServer(), openFarm()]);
});
afterAll(() => Promise.all([server.close(), farm.close()]));

/** What arrived in one chat call, as far as abilities show in it. */
type Body = {
  messages: { content: unknown }[];
  tools?: { function: { name: string } }[];
  parallel_tool_calls?: boolean;
  response_format?: { type: string };
};
type Saying = { content?: string; tool_calls?: unknown[] };

const callOf = (id: string, city: string) => ({
  id,
  type: 'function',
  function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
});
const says =
  (message: Saying): Answer =>
  (response, request) =>
    json(200, { choices: [{ message, finish_reason: 'stop' }] })(response, request);

const kindOf = ({ tools, parallel_tool_calls, response_format, messages }: Body) =>
  parallel_tool_calls
    ? 'parallelTools'
    : tools
      ? 'tools'
      : response_format
        ? 'json'
        : Array.isArray(messages.at(-1)?.content)
          ? 'vision'
          : 'text';
type Kind = ReturnType<typeof kindOf>;

const able: Record<Kind, Answer> = {
  text: says({ content: 'ready' }),
  tools: says({ tool_calls: [callOf('1', 'Oslo')] }),
  parallelTools: says({ tool_calls: [callOf('1', 'Oslo'), callOf('2', 'Lima')] }),
  json: says({ content: '{"ready": true}' }),
  vision: says({ content: 'Red.' }),
};

/** The check of one model that claims these abilities, at a server that answers each kind of call so. */
const check = async (
  claimed: Partial<Abilities>,
  answers: Partial<Record<Kind, Answer>> = {},
): Promise<{ check: Check; bodies: Body[] }> => {
  const bodies: Body[] = [];
  server.answer((response, request) => {
    if (request.method === 'GET') return json(200, { data: [{ id: 'm1' }] })(response, request);
    const body: Body = JSON.parse(request.body);
    bodies.push(body);
    ({ ...able, ...answers })[kindOf(body)](response, request);
  });
  const models = [
    { id: 'm1', tasks: ['fast' as const], context: null, abilities: { ...unknownAbilities, ...claimed } },
  ];
  const given = endpoint('e', { baseUrl: server.baseUrl, name: 'Mine', models });
  const engine = createEngine({ settings: { ...emptySettings, endpoints: [given] }, secrets: {} });
  return { check: await engine.check({ endpoint: 'e' }), bodies };
};
const rowsOf = ({ rows = [] }: Check) => rows.map(({ ability, ok, cause, message }) => [ability, ok, cause, message]);
const everything = { tools: true, parallelTools: true, json: true, vision: someVision };

it('a practice model shows all of it over the wire, word by word as a stream', async () => {
  const models = [
    {
      id: 'practice-small',
      tasks: ['fast' as const],
      context: null,
      abilities: { ...unknownAbilities, tools: true, parallelTools: true, json: true },
    },
  ];
  const given = endpoint('e', { baseUrl: farm.generic.baseUrl, name: 'Mine', models });
  const engine = createEngine({ settings: { ...emptySettings, endpoints: [given] }, secrets: {} });
  const { rows = [] } = await engine.check({ endpoint: 'e' });
  expect(rows.map(({ ability, message }) => [ability, message])).toEqual([
    ['text', 'It said: “ready”'],
    ['tools', 'It called the tool that it was given.'],
    ['parallelTools', 'It called the tool 2 times in one answer.'],
    ['json', 'Its answer was JSON.'],
  ]);
});

describe('a model', () => {
  it('that claims nothing is asked for text alone', async () => {
    const { bodies } = await check({ tools: false, parallelTools: null, json: null, vision: false });
    expect(bodies.map(kindOf)).toEqual(['text']);
  });

  it('is asked for each ability that it claims, and says what it showed', async () => {
    const { check: checked, bodies } = await check(everything);
    expect(bodies.map(kindOf)).toEqual(['text', 'tools', 'parallelTools', 'json', 'vision']);
    expect(checked).toMatchObject({ ok: true, cause: 'answered', message: 'Mine works: all 5 tests passed.' });
    expect(rowsOf(checked)).toEqual([
      ['text', true, 'answered', 'It said: “ready”'],
      ['tools', true, 'answered', 'It called the tool that it was given.'],
      ['parallelTools', true, 'answered', 'It called the tool 2 times in one answer.'],
      ['json', true, 'answered', 'Its answer was JSON.'],
      ['vision', true, 'answered', 'It took a picture of a red square and said: “Red.”'],
    ]);
  });

  it('is sent a picture that is one', async () => {
    const { bodies } = await check({ vision: someVision });
    const parts = bodies[1]?.messages.at(-1)?.content as { image_url?: { url: string } }[];
    const [type, data = ''] = parts[1]?.image_url?.url.split(',') ?? [];
    expect(type).toBe('data:image/png;base64');
    const bytes = Buffer.from(data, 'base64');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([64, 64]);
    expect(bytes.subarray(-8, -4).toString()).toBe('IEND');
  });

  it('that answers in words where it should have called a tool does not have the ability, and is asked on', async () => {
    const words = says({ content: 'It is sunny.' });
    const { check: checked } = await check(everything, { tools: words, parallelTools: able.tools });
    expect(checked).toMatchObject({ ok: false, cause: 'unsupported' });
    expect(checked.message).toBe('3 of 5 tests passed. m1: It was given a tool and did not call it.');
    expect(rowsOf(checked).map(([ability, ok]) => [ability, ok])).toEqual([
      ['text', true],
      ['tools', false],
      ['parallelTools', false],
      ['json', true],
      ['vision', true],
    ]);
  });

  it('that gives no JSON, or refuses what came besides in any words, does not have that ability', async () => {
    const refusal = json(400, { error: { message: 'json_object is beyond me' } });
    for (const answer of [says({ content: 'Sure! Here it is.' }), refusal]) {
      const { check: checked } = await check({ json: true }, { json: answer });
      expect(checked.rows?.map(({ ability, cause }) => [ability, cause])).toEqual([
        ['text', 'answered'],
        ['json', 'unsupported'],
      ]);
    }
  });

  it('that does not answer the plainest question is asked nothing else', async () => {
    const { bodies } = await check(everything, { text: json(500, { error: { message: 'Out of memory' } }) });
    expect(bodies.map(kindOf)).toEqual(['text']);
  });
});
