// Model lists and chat, as each provider gives them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, eventsOf, lighthouse, listModels, openChat, saidBy, saidIn, summarize } from './asking.ts';
import { type Farm, startFarm } from './index.ts';
import { keySentences, longPart, summaryOf } from './key-sentences.ts';

const keys = { groq: 'gsk_chat', openai: 'sk-proj-chat000000000000', together: 'tgp_v1_chat', generic: null };
const models = {
  groq: 'openai/gpt-oss-20b',
  openai: 'gpt-6-luna',
  together: 'Qwen/Qwen3.5-9B',
  generic: 'practice-small',
};
const ids = ['groq', 'openai', 'together', 'generic'] as const;
let farm: Farm;

beforeAll(async () => {
  farm = await startFarm({ deltaMs: 1 });
  farm.groq.addKey(keys.groq);
  farm.openai.addKey(keys.openai);
  farm.together.addKey(keys.together);
});
afterAll(() => farm.close());

const flat = (text: string) => text.replace(/\s+/g, ' ');
const pointsOf = (answer: string) =>
  answer
    .split('\n')
    .map((line) => line.replace(/^- |\*\*/g, '').trim())
    .filter((line) => line !== '');

test('model lists have each provider’s own shape', async () => {
  const groq = (await listModels(farm.groq, keys.groq)).json();
  expect(groq.data?.[0]).toMatchObject({
    id: 'openai/gpt-oss-20b',
    active: true,
    context_window: 131_072,
    max_completion_tokens: 65_536,
  });
  const openai = (await listModels(farm.openai, keys.openai)).json();
  expect(openai.object).toBe('list');
  expect(openai.data).toContainEqual(expect.objectContaining({ id: 'whisper-1', shutdown_date: '2027-02-26' }));
  const together = (await listModels(farm.together, keys.together, '?serverless')).json();
  expect(together[0]).toMatchObject({
    id: 'Qwen/Qwen3.5-9B',
    type: 'chat',
    context_length: 262_144,
    pricing: { input: 0.17 },
  });
  const generic = (await listModels(farm.generic, null)).json();
  expect(generic.data).toMatchObject([{ id: 'practice-small' }, { id: 'whisper-practice' }]);
});

test('Together’s unfiltered list names a model that cannot be called', async () => {
  const all = JSON.parse((await listModels(farm.together, keys.together)).text) as { id: string }[];
  const callable = JSON.parse((await listModels(farm.together, keys.together, '?serverless')).text) as { id: string }[];
  const [extra] = all.filter(({ id }) => !callable.some((model) => model.id === id));
  const refused = await chat(farm.together, keys.together, extra?.id ?? '', 'Hi.');
  expect([refused.status, String(refused.json().error?.code)]).toEqual([400, 'dedicated_endpoint_not_running']);
});

test('unknown keys are refused in each provider’s words, and an endpoint without keys takes anyone', async () => {
  const refused = await Promise.all(
    [farm.groq, farm.openai, farm.together].map((one) => listModels(one, 'wrong-key-123456')),
  );
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(refused.map((one) => String(one.json().error?.code))).toEqual(Array(3).fill('invalid_api_key'));
  expect(refused[1]?.headers.get('content-type')).toContain('text/plain');
  expect(refused[1]?.text).not.toContain('wrong-key-123456');
  expect((await listModels(farm.generic, 'anything')).status).toBe(200);
});

test('an endpoint with a key added wants it', async () => {
  const own = await startFarm();
  own.generic.addKey('house-key');
  expect((await listModels(own.generic, null)).status).toBe(401);
  expect((await listModels(own.generic, 'house-key')).status).toBe(200);
  await own.close();
});

test('a key that may not list models can still chat', async () => {
  farm.openai.addKey('sk-proj-restricted000000', { scopes: { models: false } });
  const refused = await listModels(farm.openai, 'sk-proj-restricted000000');
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Missing scopes: api.model.read');
  expect((await chat(farm.openai, 'sk-proj-restricted000000', 'gpt-6-luna', 'Hi.')).status).toBe(200);
});

test.each(ids)('%s answers with sentences of the text that it was given', async (id) => {
  const answer = await chat(farm[id], keys[id], models[id], summarize);
  expect(answer.status).toBe(200);
  const points = pointsOf(saidBy(answer));
  expect(points.length).toBeGreaterThanOrEqual(3);
  expect(points.length).toBeLessThanOrEqual(5);
  for (const point of points) expect(flat(lighthouse)).toContain(point);
  expect(saidBy(answer)).toMatch(/^\*\*.+\*\*\n\n(- .+\n?)+$/);
});

test.each(ids)('%s streams the same answer in deltas, then usage, then the end', async (id) => {
  const whole = saidBy(await chat(farm[id], keys[id], models[id], summarize));
  const response = await openChat(farm[id], keys[id], models[id], summarize, {
    body: { stream: true, stream_options: { include_usage: true } },
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const text = await response.text();
  const events = eventsOf(text);
  expect(saidIn(text)).toBe(whole);
  expect(events.at(-1)).toBe('[DONE]');
  expect(events.at(-2)).toMatchObject({ choices: [], usage: { prompt_tokens: expect.any(Number) } });
  expect(events.at(-3)).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
  const pieces = events.filter((event) => event !== '[DONE]' && event.choices[0]?.delta.content);
  expect(pieces.length).toBeGreaterThan(8);
  expect(farm[id].log.at(-1)).toMatchObject({ stream: true, deltasSent: pieces.length, status: 200 });
});

test.each(['Reply with the word ready.', 'Answer with exactly one word: ready', 'Say ready'])(
  'the tiny prompt “%s” gets the word that it asks for',
  async (prompt) => {
    expect(saidBy(await chat(farm.groq, keys.groq, models.groq, prompt))).toBe('ready');
  },
);

test('while held, a stream stops before its last delta', async () => {
  const body = { stream: true };
  const whole = saidIn((await chat(farm.groq, keys.groq, models.groq, summarize, { body })).text);
  const deltas = farm.groq.log.at(-1)?.deltasSent ?? 0;
  const release = farm.groq.hold();
  const response = await openChat(farm.groq, keys.groq, models.groq, summarize, { body });
  const decoder = new TextDecoder();
  let text = '';
  const rest = (async () => {
    for await (const piece of response.body ?? []) text += decoder.decode(piece, { stream: true });
  })();
  await expect.poll(() => farm.groq.log.at(-1)?.deltasSent).toBe(deltas - 1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(farm.groq.log.at(-1)).toMatchObject({ deltasSent: deltas - 1, endedAt: null });
  expect(whole.startsWith(saidIn(text))).toBe(true);
  release();
  await rest;
  expect(saidIn(text)).toBe(whole);
});

test('a client that hangs up in mid-stream is logged as such', async () => {
  const release = farm.groq.hold();
  const leaving = new AbortController();
  const options = { signal: leaving.signal, body: { stream: true } };
  const response = await openChat(farm.groq, keys.groq, models.groq, summarize, options);
  leaving.abort();
  await response.text().catch(() => {});
  await expect.poll(() => farm.groq.log.at(-1)).toMatchObject({ aborted: true, status: 200 });
  expect(farm.groq.log.at(-1)?.endedAt).toEqual(expect.any(Number));
  release();
});

test('the newer OpenAI models refuse max_tokens', async () => {
  const refused = await chat(farm.openai, keys.openai, 'gpt-6-luna', 'Hi.', { body: { max_tokens: 10 } });
  expect(refused.status).toBe(400);
  expect(refused.json().error).toMatchObject({ param: 'max_tokens', code: 'unsupported_parameter' });
  const taken = await chat(farm.openai, keys.openai, 'gpt-6-luna', summarize, { body: { max_completion_tokens: 10 } });
  expect(JSON.parse(taken.text).choices[0].finish_reason).toBe('length');
  expect(saidBy(taken)).toHaveLength(40);
});

test('a model that is gone, or that does not chat, is refused in the provider’s words', async () => {
  const gone = await chat(farm.groq, keys.groq, 'llama-3.3-70b-versatile', 'Hi.');
  expect([gone.status, String(gone.json().error?.code)]).toEqual([404, 'model_not_found']);
  const together = await chat(farm.together, keys.together, 'Qwen/Qwen2.5-72B-Instruct-Turbo', 'Hi.');
  expect([together.status, String(together.json().error?.code)]).toEqual([400, 'model_not_available']);
  expect((await chat(farm.groq, keys.groq, 'whisper-large-v3', 'Hi.')).status).toBe(400);
  farm.generic.setModels(['llama3.2:latest']);
  expect((await chat(farm.generic, null, 'practice-small', 'Hi.')).status).toBe(404);
  expect((await chat(farm.generic, null, 'llama3.2:latest', 'Hi.')).status).toBe(200);
  farm.generic.setModels(['practice-small', 'whisper-practice']);
});

test('no key stands in the log', async () => {
  await chat(farm.groq, keys.groq, models.groq, 'Hi.');
  await chat(farm.groq, 'gsk_never-seen-before', models.groq, 'Hi.');
  const log = JSON.stringify([farm.groq.log, farm.openai.log, farm.together.log, farm.generic.log]);
  for (const key of [...Object.values(keys), 'gsk_never-seen-before', 'sk-proj-restricted000000'])
    if (key) expect(log).not.toContain(key);
  expect(log.toLowerCase()).not.toContain('bearer');
  expect(farm.groq.log.at(-1)?.keyHash).toMatch(/^[0-9a-f]{12}$/);
});

test.each([
  ['tags', `Be brief.\n<page-7f>\n${lighthouse}\n</page-7f>\nAnswer in English.`],
  ['backticks', `Be brief.\n\`\`\`text\n${lighthouse}\n\`\`\``],
  ['quotes', `Be brief.\n"""\n${lighthouse}\n"""`],
  ['dashes', `Be brief.\n-----\n${lighthouse}\n-----`],
  ['named lines', `Be brief.\nBEGIN TEXT 8c1\n${lighthouse}\nEND TEXT 8c1`],
  ['a colon', `Summarize this in three points:\n\n${lighthouse}`],
])('the text is found between %s', (_, message) => {
  expect(longPart(message)).toBe(lighthouse);
});

test('key sentences leave headings, links and pictures behind and never say the same again', () => {
  const markdown = `# Lamps\n\n![a lamp](https://x.example/1.png)\n\n[Home](https://x.example)\n\n${lighthouse}\n\n${lighthouse}`;
  const sentences = keySentences(markdown);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(flat(lighthouse)).toContain(sentence);
  expect(summaryOf('Only one sentence is here.')).toBe('Only one sentence is here.');
});
