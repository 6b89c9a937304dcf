// What is known of a model for one key, and whether that key can call it.
import { describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import type { Model } from '../../lib/domain/catalog.ts';
import type { ListedFacts, ModelList } from '../../lib/domain/state.ts';
import { knownModel, type Models, whyGone } from '../../lib/routing/known-model.ts';
import { at, endpoint, key, settingsWith, targetsIn } from './sample.ts';

const models: Models = new Map(catalog.models.map((model) => [model.ref, model]));
const day = 86_400_000;
const nothing: ListedFacts = { context: null, maxOutput: null, price: null, retiresOn: null };
const listSaying = (id: string, facts: Partial<ListedFacts>, readAt = at): ModelList => ({
  models: [id],
  facts: { [id]: { ...nothing, ...facts } },
  readAt,
});

describe('what is known of a model', () => {
  const ref = 'groq/openai/gpt-oss-20b';
  const bundled = models.get(ref);

  it('is what the catalog says where the key’s list says nothing', () => {
    expect(knownModel(models, ref, undefined)).toBe(bundled);
    expect(knownModel(models, ref, { models: null, readAt: at })).toBe(bundled);
    expect(knownModel(models, ref, listSaying('openai/gpt-oss-120b', { context: 5 }))).toBe(bundled);
  });

  it('is what the key’s own list says, field by field, with the day on which it said so', () => {
    const known = knownModel(
      models,
      ref,
      listSaying('openai/gpt-oss-20b', { context: 65_536, retiresOn: '2027-03-01' }),
    );
    expect(known).toMatchObject({ context: 65_536, retiresOn: '2027-03-01', price: bundled?.price });
    expect(known.facts).toContainEqual({ field: 'context', source: 'list of this key', date: '2026-11-23' });
    expect(known.facts.filter(({ field, value }) => field === 'context' && value === undefined)).toHaveLength(1);
  });

  it('is what the list says of a model that the catalog does not have, and otherwise nothing', () => {
    const list = listSaying('brand/new', { context: 9_000, price: { input: 1, output: 2 } });
    expect(knownModel(models, 'together/brand/new', list)).toMatchObject({
      ...{ ref: 'together/brand/new', owner: 'together', id: 'brand/new' },
      ...{ context: 9_000, price: { input: 1, output: 2 }, maxOutput: null, pricePerHour: null, retiresOn: null },
    });
    expect(knownModel(models, 'together/brand/new', undefined)).toMatchObject({
      context: null,
      price: null,
      facts: [],
    });
  });

  it('is nothing that every object has, for a model that is called like it', () => {
    expect(knownModel(models, 'together/constructor', { models: [], facts: {}, readAt: at }).context).toBeNull();
  });
});

describe('whether a key can call a model', () => {
  const provider = { keyPage: 'https://keys.test' };
  const own = { keyPage: null };
  const model: Model = { ...knownModel(new Map(), 'p/m', undefined), retiresOn: '2026-11-01' };
  const living: Model = { ...model, retiresOn: null };
  const named = (readAt = at): ModelList => ({ models: ['m'], readAt });
  const others: ModelList = { models: ['n'], readAt: at };

  it('is for its list to say, though the day of retirement has passed', () => {
    expect(whyGone(provider, model, undefined, at)).toBe('model_retired');
    expect(whyGone(provider, model, named(), at)).toBeNull();
    expect(whyGone(provider, model, others, at)).toBe('model_retired');
    expect(whyGone(provider, living, others, at)).toBe('model_missing');
  });

  it('is for the day to say where the key may not read its list', () => {
    const hidden = { models: null, readAt: at };
    expect(whyGone(provider, model, hidden, at)).toBe('model_retired');
    expect(whyGone(provider, living, hidden, at)).toBeNull();
  });

  it('is for the day to say where the list is from before it', () => {
    const before = named(Date.UTC(2026, 9, 31));
    expect(whyGone(provider, model, before, Date.UTC(2026, 9, 31, 23, 59))).toBeNull();
    expect(whyGone(provider, model, before, Date.UTC(2026, 10, 1))).toBe('model_retired');
  });

  it('is for the day to say where it is the list’s own word', () => {
    const list = listSaying('m', { retiresOn: '2026-12-11' });
    const said = knownModel(new Map(), 'p/m', list);
    expect(whyGone(provider, said, list, Date.UTC(2026, 11, 10))).toBeNull();
    expect(whyGone(provider, said, list, Date.UTC(2026, 11, 11))).toBe('model_retired');
    const past = listSaying('m', { retiresOn: '2026-11-01' });
    expect(whyGone(provider, knownModel(new Map(), 'p/m', past), past, at)).toBe('model_retired');
  });

  it('is not for the list of one’s own endpoint to say, which may answer to other names', () => {
    expect(whyGone(own, living, others, at)).toBeNull();
  });
});

describe('a target', () => {
  it('has the window that its key’s own list names, each key its own', () => {
    const settings = settingsWith([key('g', 'groq'), key('h', 'groq')]);
    const list = listSaying('openai/gpt-oss-20b', { context: 8_192 }, at + day);
    const windows = targetsIn('fast', settings, { g: list })
      .filter(({ model }) => model.id === 'openai/gpt-oss-20b')
      .map(({ name, model }) => [name.keyId, model.context]);
    expect(windows).toEqual([
      ['g', 8_192],
      ['h', 131_072],
    ]);
  });

  it('at an endpoint has the window that its server names, unless the user gave one', () => {
    const list = listSaying('llama3', { context: 8_192 });
    const context = (given: number | null) => {
      const one = endpoint('e', { models: [{ id: 'llama3', tasks: ['fast'], context: given }] });
      return targetsIn('fast', settingsWith([], [one]), { e: list })[0]?.model.context;
    };
    expect([context(null), context(4_096)]).toEqual([8_192, 4_096]);
  });
});
