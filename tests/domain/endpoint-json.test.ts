// Endpoints as JSON: the plan's own example is read, all that Rondo writes comes back the same, and no secret is written.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressesIn, endpointJson, limitNames } from '../../lib/domain/endpoint-json.ts';
import { readEndpointJson } from '../../lib/domain/read-endpoint-json.ts';
import type { Endpoint } from '../../lib/domain/settings.ts';
import { tasks } from '../../lib/domain/task.ts';
import { planExample } from './plan-example.ts';

const one = (text: string) => {
  const { endpoints, problems } = readEndpointJson(text);
  return { endpoint: endpoints[0], count: endpoints.length, problems };
};
const model = (fields: object) =>
  one(JSON.stringify({ baseURL: 'http://a.test', models: [{ modelId: 'm', ...fields }] }));

describe('the plan’s example', () => {
  it('is read as it stands there, comment and quotes included', () => {
    expect(one(planExample)).toEqual({
      count: 1,
      problems: [],
      endpoint: {
        id: 'custom-uuid',
        draft: {
          name: 'My Local Ollama',
          baseUrl: 'http://localhost:11434/v1',
          preset: null,
          key: '',
          plan: 'paid',
          headers: [],
          priority: null,
          models: [
            {
              id: 'llama3.2:latest',
              tasks: ['fast', 'code'],
              context: 8192,
              abilities: { tools: true, parallelTools: true, json: null, vision: null },
              limits: undefined,
            },
          ],
        },
      },
    });
    expect(addressesIn(planExample)).toEqual(['http://localhost:11434/v1']);
  });
});

it('the page on endpoints shows the plan’s example, and names every field of a model', () => {
  const page = readFileSync(new URL('../../docs/endpoints.md', import.meta.url), 'utf8');
  expect(page).toContain(planExample);
  for (const name of Object.values(limitNames)) expect(page).toContain(`\`${name}\``);
});

describe('a pasted endpoint', () => {
  it.each(['not-needed', 'none', '', ' NONE ', null])('has no key where %j stands for it', (apiKey) => {
    expect(one(JSON.stringify({ baseURL: 'http://a.test', apiKey, models: ['m'] })).endpoint?.draft.key).toBe('');
  });

  it('has a key where there is one, and null means that a limit is learned', () => {
    const { endpoint, problems } = one(
      '{baseURL: "http://a.test", apiKey: " sk-1 ", models: [{modelId: "m", maxTPM: null}]}',
    );
    expect(endpoint?.draft.key).toBe('sk-1');
    expect(endpoint?.draft.models).toEqual([{ id: 'm', tasks: ['fast', 'research', 'code'], context: null }]);
    expect(problems).toEqual([]);
  });

  it('may be one of several, in a list or one after the other, and need no list of models', () => {
    expect(readEndpointJson('[{"baseURL":"http://a.test"},{"baseURL":"http://b.test"}]').endpoints).toHaveLength(2);
    expect(readEndpointJson('{"baseURL":"http://a.test"}\n{"baseURL":"http://b.test"}').endpoints).toHaveLength(2);
    expect(one('{base_url: "http://a.test", modelId: "m", taskTypes: "code"}').endpoint?.draft.models).toMatchObject([
      { id: 'm', tasks: ['code'] },
    ]);
    expect(
      addressesIn('[{"baseURL":"http://a.test"},{"base_url":"http://b.test"},{"baseURL":"http://a.test"}]'),
    ).toEqual(['http://a.test', 'http://b.test']);
  });

  it('takes limits, images and JSON where they are given', () => {
    const { endpoint, problems } = model({
      maxRPM: 30,
      maxTPM: '6000',
      supportsVision: { images: 5 },
      supportsJson: false,
    });
    expect(endpoint?.draft.models[0]).toMatchObject({
      limits: { RPM: 30, TPM: 6000 },
      abilities: { vision: { images: 5, bytes: null, pixels: null }, json: false },
    });
    expect(problems).toEqual([]);
  });

  it.each([
    [{ contextWindow: 'large' }, /Entry 1: m: contextWindow should be a number above 0, or null; it will be learned/],
    [{ contextWindow: true }, /m: contextWindow should be a number above 0/],
    [{ maxTPM: '6k' }, /m: maxTPM should be a number above 0/],
    [{ maxTPM: -1 }, /m: maxTPM should be a number above 0/],
    [{ supportsTools: 'perhaps' }, /m: supportsTools should be true, false or null/],
    [{ taskTypes: ['fast', 'poetry'] }, /m: Rondo knows no task “poetry”/],
    [{ taskTypes: ['constructor'] }, /no task “constructor”/],
    [{ modelId: 7 }, /A model without a modelId/],
  ])('says what is wrong with %j, and takes the rest', (fields, words) => {
    const { endpoint, problems } = model(fields);
    expect(problems).toEqual([expect.stringMatching(words)]);
    expect(endpoint?.draft.baseUrl).toBe('http://a.test');
  });

  it('is no endpoint where it is no object', () => {
    expect(readEndpointJson('[1, {"baseURL":"http://a.test"}]')).toMatchObject({
      endpoints: [{}],
      problems: ['Entry 1 is no endpoint: it should begin with {.'],
    });
    expect(readEndpointJson('hello')).toMatchObject({ endpoints: [], problems: [/no JSON/] });
  });

  it('tells nothing of its secrets, whatever is wrong with it', () => {
    const { problems } = readEndpointJson(
      '[{baseURL: 5, apiKey: ["canary-key"], headers: "canary-header", models: [{}]}, {baseURL: "http://a.test", headers: {"x-a": ["canary-value"]}}]',
    );
    expect(problems.length).toBeGreaterThanOrEqual(4);
    expect(problems.join()).not.toContain('canary');
  });
});

const flag = fc.constantFrom(true, false, null);
const count = fc.integer({ min: 1, max: 1_000_000 });
const name = fc
  .string({ minLength: 1 })
  .map((text) => text.trim())
  .filter((text) => text !== '');
const models = fc.array(
  fc.record({
    id: name,
    tasks: fc.subarray([...tasks], { minLength: 1 }),
    context: fc.option(count),
    abilities: fc.option(
      fc.record({
        tools: flag,
        parallelTools: flag,
        json: flag,
        vision: fc.oneof(
          fc.constantFrom(false as const, null),
          fc.record({ images: fc.option(count), bytes: fc.option(count), pixels: fc.option(count) }),
        ),
      }),
      { nil: undefined },
    ),
    limits: fc.option(fc.dictionary(fc.constantFrom(...Object.keys(limitNames)), count, { minKeys: 1 }), {
      nil: undefined,
    }),
  }),
  { minLength: 1 },
);
const endpoints: fc.Arbitrary<Endpoint> = fc.record({
  id: fc.uuid(),
  name,
  baseUrl: fc.constantFrom('http://localhost:11434/v1', 'https://a.test/v1'),
  on: fc.constant(true),
  headerNames: fc.option(fc.constant(['x-tenant']), { nil: undefined }),
  priority: fc.option(count, { nil: undefined }),
  preset: fc.option(fc.constant('ollama'), { nil: undefined }),
  models,
});
const unknown = { tools: null, parallelTools: null, json: null, vision: null };

it('what Rondo writes it reads again, whatever stands in it', () => {
  fc.assert(
    fc.property(endpoints, fc.boolean(), (endpoint, hasKey) => {
      const { endpoint: again, problems } = one(JSON.stringify(endpointJson(endpoint, hasKey), null, 2));
      expect(again).toMatchObject({
        id: endpoint.id,
        draft: {
          name: endpoint.name,
          baseUrl: endpoint.baseUrl,
          key: '',
          priority: endpoint.priority ?? null,
          preset: endpoint.preset ?? null,
        },
      });
      const read = again?.draft.models.map((one) => ({ ...one, abilities: one.abilities ?? unknown }));
      expect(read).toEqual(endpoint.models.map((one) => ({ ...one, abilities: one.abilities ?? unknown })));
      expect(problems).toEqual(
        endpoint.headerNames ? [`${endpoint.name}: The header x-tenant has no value here; add it under Edit.`] : [],
      );
    }),
  );
});
