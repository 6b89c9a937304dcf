// What is fetched of models from an open catalog, and that nothing broken, huge or hostile in it gets through.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchModelsDev, readModelsDev } from '../../lib/clients/models-dev.ts';
import { refreshedModelSchema } from '../../lib/domain/refreshed.ts';
import { providers } from '../../lib/providers/index.ts';
import { type PracticeCatalog, sample, startModelsDev } from '../farm/models-dev.ts';

let practice: PracticeCatalog;
beforeAll(async () => {
  practice = await startModelsDev();
});
afterAll(() => practice.close());
beforeEach(() => practice.send(sample));

const fetched = (etag: string | null = null, signal = new AbortController().signal) =>
  fetchModelsDev(providers, etag, signal, globalThis.fetch, practice.address);

const entry = { id: 'm', tool_call: true, cost: { input: 1, output: 2 }, limit: { context: 8_000, output: 4_000 } };
const plain = {
  ...{ owner: 'groq', id: 'm', context: 8_000, maxOutput: 4_000, price: { input: 1, output: 2 } },
  ...{ tools: true, json: null, vision: null },
};
const withEntry = (change: object, id = 'm') => ({ groq: { models: { [id]: { ...entry, ...change } } } });
const read = (json: unknown) => readModelsDev(json, providers);

describe('what is fetched', () => {
  it('is what is known of our providers’ models for text, under our own names for them', async () => {
    const answer = await fetched();
    if (!answer.ok || answer.unchanged) throw new Error('nothing was fetched');
    expect(answer.models).toEqual([
      {
        ...{ owner: 'groq', id: 'openai/gpt-oss-20b', context: 131_072, maxOutput: 32_768 },
        ...{ price: { input: 0.1, output: 0.5 }, tools: true, json: null, vision: false },
      },
      {
        ...{ owner: 'groq', id: 'qwen/qwen3.6-27b', context: 131_072, maxOutput: 32_768 },
        ...{ price: { input: 0.6, output: 3 }, tools: true, json: true, vision: true },
      },
      {
        ...{ owner: 'openai', id: 'gpt-7-luna', context: 1_050_000, maxOutput: 128_000 },
        ...{ price: { input: 0.2, output: 0.9 }, tools: true, json: true, vision: true },
      },
      {
        ...{ owner: 'together', id: 'deepseek-ai/DeepSeek-V4.1-Flash', context: 163_840, maxOutput: 65_536 },
        ...{ price: { input: 0.3, output: 1.2 }, tools: true, json: null, vision: false },
      },
    ]);
  });

  it('is asked for with nothing of the user’s', async () => {
    await fetched();
    const [headers = {}] = practice.arrived;
    for (const name of ['authorization', 'cookie', 'referer', 'origin', 'if-none-match'])
      expect(headers[name], name).toBeUndefined();
  });

  it('comes once: with its ETag the service says that nothing has changed', async () => {
    const first = await fetched();
    if (!first.ok || first.unchanged) throw new Error('nothing was fetched');
    expect(first.etag).toMatch(/^".+"$/);
    expect(await fetched(first.etag)).toEqual({ ok: true, unchanged: true });
    expect(practice.arrived.at(-1)?.['if-none-match']).toBe(first.etag);
    practice.send({ ...sample, openai: { models: {} } });
    expect(await fetched(first.etag)).toMatchObject({ ok: true, unchanged: false });
  });

  it('has no ETag where the service gives none', async () => {
    practice.send(sample, { etag: null });
    expect(await fetched()).toMatchObject({ ok: true, unchanged: false, etag: null });
  });
});

describe('an answer that is not to be believed', () => {
  it.each<[string, unknown, { status?: number; type?: string }?]>([
    ['is an error', 'Internal error', { status: 500 }],
    ['is missing', { error: 'gone' }, { status: 404 }],
    ['leads elsewhere', '', { status: 302 }],
    ['says that nothing has changed, though nothing was known', '', { status: 304 }],
    ['is a web page', '<!doctype html><title>Welcome</title>', { type: 'text/html' }],
    ['is empty', ''],
    ['is half an answer', JSON.stringify(sample).slice(0, 900)],
    ['is a text', '"models"'],
    ['is nothing', 'null'],
    ['is a list', [sample]],
    ['has none of our providers', { mistral: sample.mistral }],
    ['has providers that are none', { groq: 'soon', openai: null, togetherai: 7 }],
    ['has models that are none', { groq: { models: ['a', 'b'] }, openai: { models: 'all' } }],
    ['has nothing but nonsense of each model', { groq: { models: { a: 'fast', b: 7, c: null } } }],
  ])('changes nothing: it %s', async (_what, body, instead) => {
    practice.send(body, instead);
    const answer = await fetched();
    expect(answer).toEqual({ ok: false, message: expect.stringMatching(/^.+\. Nothing was changed\.$/) });
  });

  it('changes nothing: it is far too large, and is not read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(1_000_000).fill(32));
      },
    });
    const fetch = async () => new Response(endless, { headers: { 'content-type': 'application/json' } });
    const answer = await fetchModelsDev(providers, null, new AbortController().signal, fetch);
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining('too large') });
    expect(sent).toBeLessThan(30);
  });

  it('changes nothing: nobody is there, or it takes too long', async () => {
    const nobody = async () => Promise.reject(new TypeError('Failed to fetch'));
    const { signal } = new AbortController();
    expect(await fetchModelsDev(providers, null, signal, nobody)).toMatchObject({ ok: false });
    expect(await fetched(null, AbortSignal.abort())).toMatchObject({ ok: false });
  });
});

describe('a part that is not to be believed', () => {
  it.each<[string, object, object]>([
    ['a price below nothing', { cost: { input: -1, output: 2 } }, { price: null }],
    ['a price beyond all measure', { cost: { input: 1e12, output: 2 } }, { price: null }],
    ['half a price', { cost: { input: 1 } }, { price: null }],
    ['a price in words', { cost: { input: '1', output: '2' } }, { price: null }],
    ['a price that is a list', { cost: [1, 2] }, { price: null }],
    ['a price of nothing', { cost: { input: 0, output: 0 } }, { price: null }],
    ['no price', { cost: undefined }, { price: null }],
    ['a window below nothing', { limit: { context: -8, output: 4_000 } }, { context: null }],
    ['a window of nothing', { limit: { context: 0, output: 4_000 } }, { context: null }],
    ['a window and a half', { limit: { context: 8.5, output: 4_000 } }, { context: null }],
    ['a window beyond all measure', { limit: { context: 1e300, output: 4_000 } }, { context: null }],
    ['limits that are none', { limit: 'large' }, { context: null, maxOutput: null }],
    ['an ability that is a word', { tool_call: 'yes' }, { tools: null }],
    ['kinds that are none', { modalities: { input: 'text' } }, { vision: null }],
  ])('is left out, and the rest stands: %s', (_what, change, expected) => {
    expect(read(withEntry(change))).toEqual([{ ...plain, ...expected }]);
  });

  it('is a model with a name that none has', () => {
    for (const id of ['', ' ', 'a b', 'a\u202eb', 'mоdel', 'x'.repeat(201), 'a\nb'])
      expect(read(withEntry({}, id)), JSON.stringify(id)).toEqual([]);
  });

  it('is what every object has, and nothing is changed by names such as __proto__', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"models":{"a":{}}},"groq":{"models":{"__proto__":{"cost":{"input":1,"output":1}},"constructor":{"tool_call":true}}}}',
    );
    const models = read(hostile);
    expect(models.every((model) => refreshedModelSchema.safeParse(model).success)).toBe(true);
    expect(({} as Record<string, unknown>).cost).toBeUndefined();
    expect(({} as Record<string, unknown>).models).toBeUndefined();
    expect(read({ constructor: { models: { a: entry } }, toString: { models: { b: entry } } })).toEqual([]);
    expect(
      readModelsDev({}, [
        { id: 'x', modelsDev: 'constructor' },
        { id: 'y', modelsDev: '__proto__' },
      ]),
    ).toEqual([]);
  });

  it('is whatever comes after the two thousandth model of one provider', () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`m${index}`, entry]));
    expect(read({ groq: { models: many } })).toHaveLength(2_000);
  });
});
