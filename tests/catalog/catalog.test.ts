// The bundled catalog: the plan's models in the plan's places, successors in theirs, and a source beside each value.
import { describe, expect, it } from 'vitest';
import { catalog, catalogOf } from '../../lib/catalog/index.ts';
import { modelOf } from '../../lib/catalog/source.ts';
import type { Fact, Model } from '../../lib/domain/catalog.ts';
import { type Task, textTasks } from '../../lib/domain/task.ts';
import { providers } from '../../lib/providers/index.ts';
import { at, key, settingsWith, targetsIn } from '../routing/sample.ts';

const byRef = new Map(catalog.models.map((model) => [model.ref, model]));
const modelNamed = (ref: string): Model => {
  const model = byRef.get(ref);
  if (!model) throw new Error(`no model ${ref}`);
  return model;
};

/** As the plan of October 2025 numbers them, where it does. */
const plan: [Task, string, number][] = [
  ['research', 'together/meta-llama/Llama-3.3-70B-Instruct-Turbo', 1],
  ['research', 'together/deepseek-ai/DeepSeek-V3.1', 2],
  ['research', 'together/Qwen/Qwen2.5-72B-Instruct-Turbo', 6],
  ['code', 'together/Qwen/Qwen2.5-Coder-32B-Instruct', 1],
  ['vision', 'groq/meta-llama/llama-4-scout-17b-16e-instruct', 1],
  ['vision', 'groq/meta-llama/llama-4-maverick-17b-128e-instruct', 2],
  ['vision', 'together/meta-llama/Llama-4-Scout-17B-16E-Instruct', 3],
  ['vision', 'together/Qwen/Qwen2.5-VL-72B-Instruct', 4],
  ['fast', 'groq/llama-3.1-8b-instant', 1],
  ['fast', 'together/meta-llama/Llama-3.3-70B-Instruct-Turbo', 4],
];

describe('the plan of October 2025', () => {
  it.each(plan)('has its place in the pool of %s: %s is %i', (task, ref, priority) => {
    expect(catalog.pools[task]).toContainEqual({ ref, priority });
  });

  it('goes on with OpenAI for images after the fourth', () => {
    const after = catalog.pools.vision.filter(({ priority }) => priority > 4 && priority < 20);
    expect(after.map(({ ref }) => ref)).toEqual(['openai/gpt-4o-mini', 'openai/gpt-4o']);
  });

  it('is in the catalog with its own figures as notes, of which none is routed or billed by', () => {
    const figures: [string, Fact['field'], string][] = [
      ['together/meta-llama/Llama-3.3-70B-Instruct-Turbo', 'price', '$0.88'],
      ['together/deepseek-ai/DeepSeek-V3.1', 'price', '$0.60'],
      ['together/Qwen/Qwen2.5-72B-Instruct-Turbo', 'price', '$1.20'],
      ['together/Qwen/Qwen2.5-Coder-32B-Instruct', 'price', '$0.80'],
      ['together/meta-llama/Llama-4-Scout-17B-16E-Instruct', 'price', '$0.18'],
      ['together/Qwen/Qwen2.5-VL-72B-Instruct', 'price', '$1.95'],
      ['groq/llama-3.1-8b-instant', 'price', '$0.05'],
      ['groq/meta-llama/llama-4-scout-17b-16e-instruct', 'price', '$0.18'],
      ['groq/meta-llama/llama-4-scout-17b-16e-instruct', 'abilities', '20 MB per image URL'],
      ['groq/meta-llama/llama-4-maverick-17b-128e-instruct', 'price', '$0.27'],
      ['groq/meta-llama/llama-4-maverick-17b-128e-instruct', 'context', '1M'],
      ['groq/whisper-large-v3', 'uploads', '100 MB'],
    ];
    for (const [ref, field, figure] of figures) {
      const note = modelNamed(ref).facts.find((fact) => fact.field === field && fact.value !== undefined);
      expect(note?.value, ref).toContain(figure);
    }
    expect(modelNamed('groq/meta-llama/llama-4-maverick-17b-128e-instruct')).toMatchObject({
      ...{ context: 131_072, price: { input: 0.2, output: 0.6 } },
    });
    expect(modelNamed('groq/whisper-large-v3').uploads).toBeNull();
  });

  it('lets Scout and Maverick take five images, as base64 4 MB in one request and 33 megapixels each', () => {
    for (const name of ['scout-17b-16e', 'maverick-17b-128e'])
      expect(modelNamed(`groq/meta-llama/llama-4-${name}-instruct`).abilities.vision).toEqual({
        ...{ images: 5, bytes: 4_000_000, pixels: 33_000_000 },
      });
  });

  it('is marked with the end of each of its models that has one, and a successor of the same provider that lives', () => {
    for (const [, ref] of plan) {
      const { retiresOn, successor, owner } = modelNamed(ref);
      expect(retiresOn, ref).toMatch(/^2026-\d\d-\d\d$/);
      expect(modelNamed(successor ?? '')).toMatchObject({ owner, retiresOn: null });
    }
  });
});

describe('who can be asked', () => {
  const all = settingsWith([key('g', 'groq'), key('o', 'openai'), key('t', 'together')]);
  const living = (task: Task, now: number) => targetsIn(task, all, {}, now).filter(({ gone }) => gone === null);
  const days: [string, number][] = [
    ['today', at],
    ['in February, after the next end', Date.UTC(2027, 1, 1)],
  ];

  it.each(days)(
    'for research and images are six at least over the three providers, for others five (%s)',
    (_day, now) => {
      const least: Partial<Record<Task, number>> = { research: 6, vision: 6, fast: 5, code: 5 };
      for (const task of textTasks) {
        const targets = living(task, now);
        expect(targets.length, task).toBeGreaterThanOrEqual(least[task] ?? 0);
        expect(new Set(targets.map(({ name }) => name.owner)), task).toEqual(new Set(['groq', 'openai', 'together']));
      }
    },
  );

  it('for images takes images', () => {
    expect(living('vision', at).filter(({ model }) => !model.abilities.vision)).toEqual([]);
  });

  it('in the place of a model of the plan is its successor, in the same row of the pool', () => {
    for (const [task, ref, priority] of plan) {
      const { successor } = modelNamed(ref);
      const heir = living(task, at).find(({ model }) => model.ref === successor);
      expect(heir?.priority, `${task} ${ref}`).toBeLessThanOrEqual(priority);
    }
  });

  it('was the plan’s own in October 2025, in its order, before any other', () => {
    for (const task of textTasks) {
      const planned = catalog.pools[task].filter(({ priority }) => priority < 20).map(({ ref }) => ref);
      const first = living(task, Date.UTC(2025, 9, 20)).slice(0, planned.length);
      expect(first.map(({ model }) => model.ref)).toEqual(planned);
    }
  });
});

const untold = modelOf('nobody', 'nothing', []);

describe('each value', () => {
  const fields = Object.keys(untold).filter((field) => !['ref', 'owner', 'id', 'facts'].includes(field));
  const isSaid = (model: Model, field: string) =>
    JSON.stringify(model[field as keyof Model]) !== JSON.stringify(untold[field as keyof Model]);

  it('has a source with a date beside it', () => {
    for (const model of catalog.models)
      for (const field of fields) {
        const told = model.facts.filter((fact) => fact.field === field && fact.value === undefined);
        expect(told.length > 0 || !isSaid(model, field), `${model.ref} ${field}`).toBe(true);
        for (const { source, date } of told)
          expect([source, date]).toEqual([/./, /^\d{4}-\d\d(-\d\d)?$/].map(matching));
      }
  });

  it('that nobody has read anywhere says so', () => {
    const facts = catalog.models.flatMap((model) => model.facts);
    const fromMemory = facts.filter(({ source }) => source === 'memory');
    expect(fromMemory.length).toBeGreaterThan(10);
    expect(fromMemory.every(({ remembered }) => remembered)).toBe(true);
    expect(facts.filter(({ source, remembered }) => remembered && source !== 'memory')).toEqual([]);
  });

  it('is possible: prices and windows above nothing, days that are days, successors that are there', () => {
    for (const { ref, price, context, maxOutput, retiresOn, successor } of catalog.models) {
      if (price) expect(Math.min(price.input, price.output), ref).toBeGreaterThan(0);
      for (const tokens of [context, maxOutput]) if (tokens !== null) expect(tokens, ref).toBeGreaterThan(1_000);
      if (retiresOn) expect(new Date(retiresOn).toISOString().slice(0, 10)).toBe(retiresOn);
      if (successor) expect(byRef.has(successor), ref).toBe(true);
    }
  });
});

const matching = (pattern: RegExp) => expect.stringMatching(pattern);

describe('a catalog', () => {
  it('is made of what the providers’ values bring along, and of nothing else', () => {
    expect(catalogOf([]).models).toEqual([]);
    const [one] = providers;
    if (!one) throw new Error('no provider');
    const own = catalogOf([one]);
    expect(own.models).toEqual(one.models.map(({ model }) => model));
    const placed = one.models.filter(({ places }) => places.vision !== undefined);
    expect(own.pools.vision.map(({ ref }) => ref).toSorted()).toEqual(placed.map(({ model }) => model.ref).toSorted());
    expect(own.pools.vision.length).toBeGreaterThan(0);
  });
});
