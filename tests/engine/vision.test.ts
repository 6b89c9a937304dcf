// Images in the plan's own order: with the lists of October 2025 row by row, with today's lists on the first try. Over
// providers that count images and look at them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, ChatRequest, ChatResult, Part } from '../../lib/domain/request.ts';
import { type Farm, startFarm } from '../farm/index.ts';
import { plain, writePng } from '../farm/png.ts';
import { asked, openWorld } from './world.ts';

const colours = { red: [220, 30, 30], green: [20, 160, 20], blue: [20, 20, 220], white: [250, 250, 250] };
const names = Object.keys(colours) as (keyof typeof colours)[];
const nameOf = (place: number) => names[place % names.length] ?? 'red';

const image = (place: number): Part => ({
  type: 'image',
  image: new Blob([writePng(plain(40, 30, colours[nameOf(place)])) as Uint8Array<ArrayBuffer>], { type: 'image/png' }),
  width: 40,
  height: 30,
});
const looking = (count: number): Partial<ChatRequest> => ({
  task: 'vision',
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What do you see?' },
        ...Array.from({ length: count }, (_, place) => image(place)),
      ],
    },
  ],
  maxOutput: 800,
});
/** What a model says that has seen all of them. */
const seen = (count: number): string =>
  Array.from(
    { length: count },
    (_, place) => `A PNG picture, 40 pixels wide and 30 pixels high, mostly ${nameOf(place)}.`,
  ).join(' ');

const answered = (result: ChatResult): Answer => {
  if (!result.ok) throw new Error(`nobody answered: ${result.fault.message}`);
  return result;
};

const rows = [
  'groq/meta-llama/llama-4-scout-17b-16e-instruct',
  'groq/meta-llama/llama-4-maverick-17b-128e-instruct',
  'together/meta-llama/Llama-4-Scout-17B-16E-Instruct',
  'together/Qwen/Qwen2.5-VL-72B-Instruct',
  'openai/gpt-4o-mini',
  'openai/gpt-4o',
];
const [scout = '', maverick = '', togetherScout = ''] = rows;

describe('with the lists of October 2025', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await startFarm({ deltaMs: 0, era: '2025-10' });
  });
  afterAll(() => farm.close());

  /** Each of these models is over capacity from now on. */
  const overload = (refs: readonly string[]) => {
    for (const ref of refs) {
      const [owner = '', ...model] = ref.split('/');
      farm[owner as 'groq'].fault({ kind: '503', path: 'chat', model: model.join('/') });
    }
  };

  it.each([1, 5])('%i images go to Scout at Groq', async (count) => {
    const { ask } = await openWorld(farm);
    const result = answered(await ask(looking(count)));
    expect([result.text, result.trace.attempts.length]).toEqual([seen(count), 1]);
    expect(asked(farm)).toEqual([scout]);
  });

  it('a sixth goes where six are taken, and the trace says why not to Groq', async () => {
    const { ask } = await openWorld(farm);
    const result = answered(await ask(looking(6)));
    expect([result.text, asked(farm)]).toEqual([seen(6), [togetherScout]]);
    const why = result.trace.leftOut.filter(({ target }) => rows.includes(`${target.owner}/${target.model}`));
    expect(why.map(({ target, why: sentence }) => [`${target.owner}/${target.model}`, sentence])).toEqual([
      [scout, 'It takes 5 images in one request, and this has 6.'],
      [maverick, 'It takes 5 images in one request, and this has 6.'],
    ]);
  });

  it('a sixth is refused plainly, and without a call, where nobody takes six', async () => {
    const { ask } = await openWorld(farm, { keys: ['groq1'] });
    const result = await ask(looking(6));
    expect(result).toMatchObject({
      ok: false,
      fault: {
        kind: 'no_target',
        message:
          'No key can take this request with its images now. Groq · llama-4-scout-17b-16e-instruct: It takes 5 images in one request, and this has 6.',
      },
    });
    expect(asked(farm)).toEqual([]);
  });

  it.each(rows.map((row, place) => [row, place] as const))(
    '%s is asked once those before it have failed, which are %i',
    async (row, place) => {
      const { ask } = await openWorld(farm);
      overload(rows.slice(0, place));
      const result = answered(await ask(looking(1)));
      expect([result.text, asked(farm)]).toEqual([seen(1), rows.slice(0, place + 1)]);
      expect(`${result.target.owner}/${result.target.model}`).toBe(row);
    },
  );

  it('where Scout fails with five images they pass over who takes fewer tokens in a minute', async () => {
    const { ask } = await openWorld(farm);
    overload([scout]);
    const result = answered(await ask(looking(5)));
    expect([result.text, asked(farm)]).toEqual([seen(5), [scout, togetherScout]]);
    // 5 × 2,048 tokens, and Maverick has 6,000 a minute on a free key.
    expect(result.trace.leftOut.find(({ target }) => maverick.endsWith(target.model))?.code).toBe('too_long');
  });
});

describe('with today’s lists', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await startFarm({ deltaMs: 0 });
  });
  afterAll(() => farm.close());

  it.each([
    [1, 'groq/qwen/qwen3.8-27b'],
    [3, 'groq/qwen/qwen3.8-27b'],
    // Five are 10,240 tokens, and a free Groq key has 7,000 a minute.
    [5, 'together/zai-org/GLM-5.3-Flash'],
    [6, 'together/zai-org/GLM-5.3-Flash'],
    [20, 'together/zai-org/GLM-5.3-Flash'],
  ])('the first try answers about %i images: %s', async (count, model) => {
    const { ask } = await openWorld(farm);
    const result = answered(await ask(looking(count)));
    expect([result.text, result.trace.attempts.length]).toEqual([seen(count), 1]);
    expect(asked(farm)).toEqual([model]);
  });

  it.each([
    ['groq1', 3],
    ['openai1', 6],
    ['together1', 6],
  ] as const)('one key is enough: %s answers about %i images on the first try', async (id, count) => {
    const { ask } = await openWorld(farm, { keys: [id] });
    const result = answered(await ask(looking(count)));
    expect([result.text, result.trace.attempts.length]).toEqual([seen(count), 1]);
  });

  it('no image is ever sent to a model that takes none', async () => {
    const { ask } = await openWorld(farm);
    const result = answered(await ask({ ...looking(1), task: 'fast' }));
    expect(result.trace.attempts).toHaveLength(1);
    expect(result.text).toBe(seen(1));
  });
});
