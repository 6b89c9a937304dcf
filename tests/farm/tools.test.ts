// Practice models call the tools that they are told to, and answer with JSON where that is asked for.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, saidBy } from './asking.ts';
import { type Farm, startFarm } from './index.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await startFarm({ deltaMs: 0 });
  farm.groq.addKey('gsk_tools', { plan: 'paid' });
  farm.openai.addKey('sk-tools');
});
afterAll(() => farm.close());

const tools = ['weather', 'now'].map((name) => ({ type: 'function', function: { name } }));
const groq = (text: string, body: object, model = 'openai/gpt-oss-20b') =>
  chat(farm.groq, 'gsk_tools', model, text, { body });
const callsOf = (text: string) => JSON.parse(text).choices[0].message.tool_calls;
const both = 'Use weather {"city":"Bern"} and now.';

test('a tool is called with what stands behind its name', async () => {
  expect(callsOf((await groq('Call weather {"city":"Bern"}.', { tools })).text)).toMatchObject([
    { type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } },
  ]);
});

test('several are called at once only by models that do so, and only where they may', async () => {
  const names = async (model: string, body: object) =>
    callsOf((await groq(both, { tools, ...body }, model)).text).map(
      (call: { function: { name: string } }) => call.function.name,
    );
  expect(await names('qwen/qwen3.6-27b', {})).toEqual(['weather', 'now']);
  expect(await names('qwen/qwen3.6-27b', { parallel_tool_calls: false })).toEqual(['weather']);
  expect(await names('openai/gpt-oss-20b', { parallel_tool_calls: true })).toEqual(['weather']);
});

test('no tool is called where none is named, and what a tool gave is told', async () => {
  expect(saidBy(await groq('Say ready', { tools }))).toBe('ready');
  const messages = [
    { role: 'user', content: both },
    { role: 'tool', tool_call_id: 'c', content: 'Rain.' },
  ];
  expect(saidBy(await groq('', { tools, messages }))).toBe('The tool said: Rain.');
});

test('a call is streamed in fragments, by Groq at once', async () => {
  const fragments = async (stream: Promise<{ text: string }>) =>
    (await stream).text.split('\n\n').filter((event) => event.includes('"tool_calls":[')).length;
  const body = { tools, stream: true };
  expect(await fragments(groq('Call now', body))).toBe(1);
  expect(await fragments(chat(farm.openai, 'sk-tools', 'gpt-6-luna', 'Call now', { body }))).toBe(3);
});

const response_format = { type: 'json_object' };

test('JSON is given where it is asked for, and refused where nothing speaks of it or with tools', async () => {
  expect(JSON.parse(saidBy(await groq('Say ready as JSON', { response_format })))).toHaveProperty('answer');
  expect((await groq('Say ready', { response_format })).text).toContain("must contain the word 'json'");
  expect((await groq('Say JSON', { response_format, tools })).text).toContain('cannot be combined');
});

test('a model that writes no JSON is refused by Groq and given out by the others', async () => {
  for (const provider of [farm.groq, farm.openai]) provider.fault({ kind: 'not-json', times: 1 });
  const refused = await groq('Say JSON', { response_format });
  expect([refused.status, String(refused.json().error?.code)]).toEqual([400, 'json_validate_failed']);
  expect(saidBy(await chat(farm.openai, 'sk-tools', 'gpt-6-luna', 'Say JSON', { body: { response_format } }))).toBe(
    'JSON',
  );
});
