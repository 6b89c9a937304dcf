// Tools, several at once, and JSON: what comes back, who is asked for it, and what a refusal teaches of the one ability
// that it is about. Over providers that call tools and write JSON as the real ones do.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, ChatRequest, Tool } from '../../lib/domain/request.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { Farm } from '../farm/index.ts';
import { endpoint, stateWith, taught } from '../routing/sample.ts';
import { asked, openFarm, openWorld, shown, throughTime } from './world.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await openFarm();
});
afterAll(() => farm.close());

const tool = (name: string): Tool => ({ type: 'function', function: { name } });
const tools = [tool('weather'), tool('now')];
const saying = (content: string): Pick<ChatRequest, 'messages'> => ({ messages: [{ role: 'user', content }] });
const one = saying('Call weather {"city":"Bern"}.');
const two = saying('Use weather {"city":"Bern"} and weather {"city":"Oslo"}.');
const asJson = saying('Say ready as JSON.');

/** An endpoint at the generic practice provider that comes before everybody else. */
const ownModels = (...ids: string[]): Partial<Settings> => ({
  endpoints: [
    endpoint('own', {
      baseUrl: farm.generic.baseUrl,
      priority: 0,
      models: ids.map((id) => ({ id, tasks: ['fast', 'vision'], context: null })),
    }),
  ],
});

const answered = async (work: Promise<Answer | { ok: false; fault: { message: string } }>): Promise<Answer> => {
  const result = await work;
  if (!result.ok) throw new Error(`nobody answered: ${result.fault.message}`);
  return result;
};
const called = ({ toolCalls = [] }: Answer) => toolCalls.map(({ name, arguments: given }) => `${name} ${given}`);

describe('tools', () => {
  it.each(['groq', 'openai', 'together'] as const)('are called through %s, however it streams that', async (owner) => {
    const { ask } = await openWorld(farm, { keys: [`${owner}1`] });
    const result = await answered(ask({ tools, ...one }));
    expect([result.text, called(result)]).toEqual(['', ['weather {"city":"Bern"}']]);
  });

  it('get their answer told, and the talk goes on', async () => {
    const { ask } = await openWorld(farm, { keys: ['groq1'] });
    const { toolCalls = [] } = await answered(ask({ tools, ...one }));
    const messages: ChatRequest['messages'] = [
      ...one.messages,
      { role: 'assistant', content: '', toolCalls },
      { role: 'tool', toolCallId: toolCalls[0]?.id ?? '', content: 'Rain.' },
    ];
    expect((await answered(ask({ tools, messages }))).text).toBe('The tool said: Rain.');
  });

  it('are counted before they are sent', async () => {
    const { engine } = await openWorld(farm, { keys: ['openai1'] });
    const request = { kind: 'chat' as const, task: 'fast' as const, ...one, maxOutput: 10 };
    const long = { ...tool('weather'), function: { name: 'weather', description: 'What the sky does. '.repeat(200) } };
    const cost = (change: Partial<ChatRequest>) => engine.plan({ ...request, ...change }).targets[0]?.costUsd ?? 0;
    expect(cost({ tools: [long] })).toBeGreaterThan(cost({}) * 10);
  });
});

describe('a refusal of tools', () => {
  it('teaches that one thing: without tools the model is asked as before', async () => {
    farm.generic.setModels(['own-plain']);
    const { ask } = await openWorld(farm, { keys: ['groq1'], change: ownModels('own-plain') });
    const result = await answered(ask({ tools, ...one }));
    expect(called(result)).toHaveLength(1);
    expect(result.trace.attempts.map(({ fault }) => fault?.kind ?? null)).toEqual(['unsupported_capability', null]);
    await answered(ask({ tools, ...one }));
    await answered(ask({}));
    await answered(ask({ json: true, ...asJson }));
    await answered(ask({ json: true, ...asJson }));
    const groq = 'groq/openai/gpt-oss-20b';
    expect(asked(farm)).toEqual([
      'generic/own-plain',
      groq,
      // Not asked for tools again,
      groq,
      // for text still,
      'generic/own-plain',
      // for JSON once.
      'generic/own-plain',
      groq,
      groq,
    ]);
  });

  it('that may be about either of two things teaches neither', async () => {
    const { ask, engine } = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    const both = { tools, json: true, ...saying('Call weather, or answer in JSON.') };
    const result = await answered(ask(both));
    // Groq takes JSON or tools, never both; OpenAI takes them together.
    expect(result.target.owner).toBe('openai');
    expect(engine.snapshot().lessons).toEqual([]);
  });
});

describe('JSON', () => {
  it('comes as such, and is asked for in a word where the messages have none', async () => {
    const { ask } = await openWorld(farm, { keys: ['groq1'] });
    expect(JSON.parse((await answered(ask({ json: true, ...saying('Say ready.') }))).text)).toEqual({
      answer: 'ready',
    });
  });

  it.each(['groq', 'openai'] as const)('that %s did not manage comes from elsewhere', async (owner) => {
    const keys = owner === 'groq' ? (['groq1', 'openai1'] as const) : (['openai1', 'together1'] as const);
    const { ask, events } = await openWorld(farm, { keys });
    farm[owner].fault({ kind: 'not-json' });
    const result = await answered(ask({ json: true, ...asJson }));
    expect(result.target.owner).not.toBe(owner);
    expect(JSON.parse(result.text)).toHaveProperty('answer');
    // What was shown of the answer that was none is taken back.
    expect(shown(events)).toBe(result.text);
    expect(result.trace.attempts[0]?.fault).toMatchObject({ kind: 'server_error', scope: 'request' });
  });

  it('that had no room is not tried all around', async () => {
    const { ask, clock } = await openWorld(farm);
    const long = `Summarize as JSON.\n\n${'The lamp of the lighthouse burned whale oil at first, and then gas. '.repeat(9)}`;
    const result = await throughTime(farm, clock, ask({ json: true, maxOutput: 4, ...saying(long) }));
    expect(result).toMatchObject({ ok: false, fault: { kind: 'bad_request' } });
    expect(asked(farm).length).toBeLessThanOrEqual(2);
  });
});

describe('two calls at once', () => {
  const several = { tools, parallelTools: true, ...two };
  const both = ['weather {"city":"Bern"}', 'weather {"city":"Oslo"}'];

  it('come from a model that makes them, and singly where only one is wanted', async () => {
    farm.generic.setModels(['own-many']);
    const { ask } = await openWorld(farm, { keys: [], change: ownModels('own-many') });
    expect(called(await answered(ask(several)))).toEqual(both);
    expect(called(await answered(ask({ ...several, parallelTools: false })))).toEqual(both.slice(0, 1));
  });

  it.each(['fast', 'research', 'code'] as const)('are never asked of gpt-oss at Groq (%s)', async (task) => {
    const { ask } = await openWorld(farm);
    const result = await answered(ask({ ...several, task }));
    expect([called(result), result.trace.attempts.length]).toEqual([both, 1]);
    expect(asked(farm).filter((model) => model.startsWith('groq/openai/gpt-oss'))).toEqual([]);
  });

  it('are refused in a sentence where every model makes one at a time', async () => {
    const { ask } = await openWorld(farm, { keys: ['groq1'] });
    const result = await ask(several);
    expect(result.ok ? '' : result.fault.message).toMatch(
      /Groq · gpt-oss-\S+: It calls one tool at a time, and this needs several\.$/,
    );
    expect(asked(farm)).toEqual([]);
    expect(called(await answered(ask({ tools, ...two })))).toEqual(both.slice(0, 1));
  });
});

it('what a model of one’s own is said not to do is never asked of it', async () => {
  farm.generic.setModels(['own-many']);
  const abilities = { tools: false, parallelTools: false, json: false, vision: false as const };
  const models = [{ id: 'own-many', tasks: ['fast' as const], context: null, abilities }];
  const endpoints = [endpoint('own', { baseUrl: farm.generic.baseUrl, priority: 0, models })];
  const { ask } = await openWorld(farm, { keys: ['groq1'], change: { endpoints } });
  await answered(ask({ tools, ...one }));
  await answered(ask({ json: true, ...asJson }));
  await answered(ask({}));
  expect(asked(farm)).toEqual(['groq/openai/gpt-oss-20b', 'groq/openai/gpt-oss-20b', 'generic/own-many']);
});

it('what a model was learned not to do is forgotten once a test shows that it does', async () => {
  farm.generic.setModels(['own-many']);
  const abilities = { tools: true, parallelTools: null, json: null, vision: null };
  const models = [{ id: 'own-many', tasks: ['fast' as const], context: null, abilities }];
  const endpoints = [endpoint('own', { baseUrl: farm.generic.baseUrl, priority: 0, models })];
  const lessons = [taught('none@own/own-many', 'no_tools'), taught('none@own/own-many', 'no_json')];
  const { ask, engine } = await openWorld(farm, {
    ...{ keys: ['groq1'], change: { endpoints }, state: stateWith({ lessons }) },
  });
  expect((await answered(ask({ tools, ...one }))).target.owner).toBe('groq');
  expect(await engine.check({ endpoint: 'own' })).toMatchObject({ ok: true });
  expect((await answered(ask({ tools, ...one }))).target.owner).toBe('own');
  // That was not tested.
  expect((await answered(ask({ json: true, ...asJson }))).target.owner).toBe('groq');
});
