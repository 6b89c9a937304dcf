// Images on their way to a target: made to fit it, left with whoever takes them as they are, and what a refusal of one
// teaches. Over providers that really look at them; whoever makes images smaller is handed in, as everywhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Abilities } from '../../lib/domain/abilities.ts';
import { unknownAbilities } from '../../lib/domain/abilities.ts';
import type { Answer, ChatRequest, ChatResult, Part } from '../../lib/domain/request.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { FitImage, ImageLimits } from '../../lib/domain/wire.ts';
import { asSent } from '../../lib/routing/asks.ts';
import type { Farm } from '../farm/index.ts';
import { plain, writePng } from '../farm/png.ts';
import { endpoint } from '../routing/sample.ts';
import { until } from './clock.ts';
import { asked, openFarm, openWorld, throughTime } from './world.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await openFarm();
});
afterAll(() => farm.close());

const red = [220, 30, 30];
type Paint = { width?: number; height?: number; colour?: number[]; known?: boolean };
/** Stored without compression, so that its size in bytes is known to be large. */
const image = ({ width = 20, height = 10, colour = red, known = true }: Paint = {}): Part => ({
  type: 'image',
  image: new Blob([writePng(plain(width, height, colour), 0) as Uint8Array<ArrayBuffer>], { type: 'image/png' }),
  ...(known ? { width, height } : {}),
});
const looking = (...images: Part[]): Partial<ChatRequest> => ({
  task: 'vision',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, ...images] }],
  maxOutput: 100,
});

type Own = { id?: string; abilities?: Partial<Abilities> };
/** Endpoints at the generic practice provider, each with one model, in this order. */
const own = (...models: Own[]): { keys: []; change: Partial<Settings> } => {
  farm.generic.setModels(models.map(({ id = 'own-eyes' }) => id));
  const endpoints = models.map(({ id = 'own-eyes', abilities }, place) =>
    endpoint(id, {
      baseUrl: farm.generic.baseUrl,
      priority: place,
      models: [{ id, tasks: ['fast', 'vision'], context: null, abilities: { ...unknownAbilities, ...abilities } }],
    }),
  );
  return { keys: [], change: { endpoints } };
};
const takes = (vision: Partial<{ images: number; bytes: number; pixels: number }>): Partial<Abilities> => ({
  vision: { images: null, bytes: null, pixels: null, ...vision },
});

/** Hands that paint a smaller picture of the same colour, and write down what they were asked for. */
const hands = (result?: (limits: ImageLimits) => Blob | null) => {
  const orders: ImageLimits[] = [];
  const fitImage: FitImage = async (_image, limits) => {
    orders.push(limits);
    if (result) return result(limits);
    const side = Math.floor(Math.min(Math.sqrt(limits.pixels ?? 90_000), 300));
    return new Blob([writePng(plain(side, side, red)) as Uint8Array<ArrayBuffer>], { type: 'image/png' });
  };
  return { fitImage, orders };
};

const answered = async (work: Promise<ChatResult>): Promise<Answer> => {
  const result = await work;
  if (!result.ok) throw new Error(`nobody answered: ${result.fault.message}`);
  return result;
};
const arrived = () => farm.generic.log.flatMap(({ pictures }) => pictures);

describe('an image', () => {
  it('arrives as it is where it fits, and is answered about', async () => {
    const { fitImage, orders } = hands();
    const { ask } = await openWorld(farm, { ...own({ abilities: takes({ pixels: 1_000 }) }), fitImage });
    const result = await answered(ask(looking(image(), image({ colour: [10, 10, 200] }))));
    expect(result.text).toBe(
      'A PNG picture, 20 pixels wide and 10 pixels high, mostly red. A PNG picture, 20 pixels wide and 10 pixels high, mostly blue.',
    );
    expect(orders).toEqual([]);
  });

  it('is made smaller where it has too many bytes or pixels, within what is left beside the others', async () => {
    const { fitImage, orders } = hands();
    const vision = takes({ bytes: 200_000, pixels: 40_000 });
    const { ask } = await openWorld(farm, { ...own({ abilities: vision }), fitImage });
    const result = await answered(ask(looking(image(), image({ width: 300, height: 300 }))));
    expect(result.text).toContain('200 pixels wide');
    expect(orders).toHaveLength(1);
    expect(orders[0]?.pixels).toBe(40_000);
    const together = asSent(orders[0]?.bytes ?? 0) + asSent(image().type === 'image' ? 1_000 : 0);
    expect(together).toBeLessThanOrEqual(200_000);
    expect(orders[0]?.bytes).toBeGreaterThan(100_000);
  });

  it('whose size nobody knows is measured by whoever can, where the target has a limit', async () => {
    const { fitImage, orders } = hands();
    const { ask } = await openWorld(farm, { ...own({ abilities: takes({ pixels: 1_000 }) }), fitImage });
    await answered(ask(looking(image({ known: false }))));
    expect(orders).toHaveLength(1);
  });

  it('is made once for targets that take the same', async () => {
    const { fitImage, orders } = hands();
    const [one, other] = ['one-eyes', 'other-eyes'].map((id) => ({ id, abilities: takes({ pixels: 100 }) }));
    const { ask } = await openWorld(farm, { ...own(one ?? {}, other ?? {}), fitImage });
    farm.generic.fault({ kind: '500', times: 1 });
    const result = await answered(ask(looking(image())));
    expect([result.target.owner, orders.length]).toEqual(['other-eyes', 1]);
  });

  it('that cannot be made small enough goes to whoever takes it as it is, and nothing is held against the first', async () => {
    const { fitImage } = hands(() => null);
    const small = { id: 'small-eyes', abilities: takes({ pixels: 100 }) };
    const { ask, engine } = await openWorld(farm, { ...own(small, { id: 'large-eyes' }), fitImage });
    const result = await answered(ask(looking(image())));
    expect(result.target.owner).toBe('large-eyes');
    expect(result.trace.attempts[0]?.fault).toMatchObject({ kind: 'unsupported_capability', scope: 'request' });
    const { lessons, rests } = engine.snapshot();
    expect([lessons, rests, asked(farm)]).toEqual([[], {}, ['generic/large-eyes']]);
  });

  it('of a kind that nobody could convert goes out as it is where it is small enough', async () => {
    const { fitImage, orders } = hands(() => null);
    const { ask } = await openWorld(farm, { ...own({ abilities: takes({ bytes: 50_000 }) }), fitImage });
    const odd = new Blob([writePng(plain(5, 5, red)) as Uint8Array<ArrayBuffer>], { type: 'image/x-odd' });
    expect((await answered(ask(looking({ type: 'image', image: odd })))).text).toContain('5 pixels wide');
    expect(orders).toHaveLength(1);
  });
});

describe('with nobody to make it smaller', () => {
  const why = async (abilities: Partial<Abilities>, ...images: Part[]) => {
    const { ask } = await openWorld(farm, own({ abilities }));
    const result = await ask(looking(...images));
    return result.ok ? result.text : result.fault.message;
  };

  it('an image goes as it is, and one that is too large is refused in a sentence without a call', async () => {
    expect(await why(takes({ bytes: 50_000, pixels: 1_000 }), image())).toContain('20 pixels wide');
    expect(await why(takes({ pixels: 100 }), image({ width: 2_000, height: 1_000 }))).toBe(
      'No key can take this request with its images now. Endpoint own-eyes · own-eyes: It takes images of 0.0001 megapixels, and one here has 2.',
    );
    expect(await why(takes({ bytes: 100_000 }), image({ width: 300, height: 300 }))).toMatch(/takes 0\.1 MB of images/);
    expect(asked(farm)).toEqual([]);
  });

  it('the plan says the same before anything is sent', async () => {
    const { engine } = await openWorld(farm, own({ abilities: takes({ images: 1 }) }));
    const route = engine.plan({
      kind: 'chat',
      task: 'vision',
      messages: [],
      ...looking(image(), image()),
    } as ChatRequest);
    expect([route.targets, route.mostTokens]).toEqual([[], 0]);
    expect(route.leftOut).toMatchObject([
      { code: 'lacks_ability', why: 'It takes one image in one request, and this has 2.' },
    ]);
  });
});

describe('a refusal of an image', () => {
  it('teaches that the model sees nothing; for text it is asked as before', async () => {
    const blind = { id: 'own-blind' };
    const { ask } = await openWorld(farm, own(blind, { id: 'own-eyes' }));
    expect((await answered(ask(looking(image())))).target.owner).toBe('own-eyes');
    await answered(ask(looking(image())));
    await answered(ask({}));
    const [first, second] = ['generic/own-blind', 'generic/own-eyes'];
    expect(asked(farm)).toEqual([first, second, second, first]);
  });

  it('teaches how many it takes', async () => {
    const { ask } = await openWorld(farm, own({ id: 'one-eyes' }, { id: 'own-blind' }));
    farm.generic.setPictures({ most: 2, bytes: null, pixels: null });
    expect(await ask(looking(image(), image(), image()))).toMatchObject({ ok: false });
    farm.generic.log.length = 0;
    const refused = await ask(looking(image(), image(), image()));
    expect(refused.ok ? '' : refused.fault.message).toContain('It takes 2 images in one request, and this has 3.');
    expect(asked(farm)).toEqual([]);
    expect((await answered(ask(looking(image(), image())))).target.owner).toBe('one-eyes');
  });

  it('for its bytes sends it there once more, half as large, and the next one at once in that size', async () => {
    const { fitImage, orders } = hands();
    const { ask, engine } = await openWorld(farm, { ...own({}), fitImage });
    farm.generic.setPictures({ most: null, bytes: 300_000, pixels: null });
    const photo = image({ width: 300, height: 300 });
    const result = await answered(ask(looking(photo)));
    expect(result.trace.attempts.map(({ fault }) => fault?.kind ?? null)).toEqual(['file_too_large', null]);
    expect(orders).toHaveLength(1);
    const [lesson] = engine.snapshot().lessons;
    expect(lesson).toMatchObject({ of: 'none@own-eyes/own-eyes', about: 'image_bytes' });
    expect(lesson?.value).toBeGreaterThan(200_000);
    expect((await answered(ask(looking(photo)))).trace.attempts).toHaveLength(1);
    // What is learned of images keeps no text and no recording away.
    expect((await answered(ask({}))).trace.attempts).toHaveLength(1);
  });

  it('for its bytes keeps away only what is as large, where nobody can make it smaller', async () => {
    const { ask, engine } = await openWorld(farm, own({}));
    farm.generic.setPictures({ most: null, bytes: 300_000, pixels: null });
    expect(await ask(looking(image({ width: 300, height: 300 })))).toMatchObject({ ok: false });
    expect(engine.snapshot().lessons[0]?.value).toBeGreaterThan(400_000);
    expect((await answered(ask(looking(image({ width: 200, height: 200 }))))).trace.attempts).toHaveLength(1);
  });

  it('for its pixels teaches how many it may have', async () => {
    const { fitImage, orders } = hands();
    const { ask } = await openWorld(farm, { ...own({}), fitImage });
    farm.generic.setPictures({ most: null, bytes: null, pixels: 50_000 });
    await answered(ask(looking(image({ width: 300, height: 300 }))));
    expect(orders.map(({ pixels }) => pixels)).toEqual([50_000]);
    expect(arrived().map((seen) => ('width' in seen ? seen.width : 0))).toEqual([300, 223]);
  });
});

it('a refusal of text by its bytes teaches nothing of recordings', async () => {
  const { ask, engine } = await openWorld(farm, { keys: ['together1'] });
  farm.together.fault({ kind: '413', times: 1 });
  const result = await answered(ask({}));
  expect(result.trace.attempts.map(({ fault }) => fault?.kind ?? null)).toEqual(['request_too_large', null]);
  expect(engine.snapshot().lessons.map(({ about }) => about)).toEqual(['request_tokens']);
});

it('images are counted before they are sent', async () => {
  const { engine } = await openWorld(farm, { keys: ['openai1'] });
  const cost = (...images: Part[]) =>
    engine.plan({ kind: 'chat', task: 'vision', messages: [], ...looking(...images) } as ChatRequest).targets[0]
      ?.costUsd ?? 0;
  const [none, two] = [cost(), cost(image(), image())];
  expect(two).toBeGreaterThan(none);
});

it('a large image has more time to be sent before another target is asked too', async () => {
  const firstSleeper = async (change: Partial<ChatRequest>) => {
    const { ask, clock } = await openWorld(farm, { keys: ['openai1', 'together1'] });
    for (const provider of [farm.openai, farm.together]) provider.fault({ kind: 'silent', times: 1 });
    const work = ask(change);
    await until('the call', () => asked(farm).length === 1);
    const [ms = 0] = clock.asleep();
    // The one who is asked then answers, having been silent for nobody.
    await answered(throughTime(farm, clock, work));
    return ms;
  };
  const large = image({ width: 500, height: 500 });
  const more = (await firstSleeper(looking(large))) - (await firstSleeper({ ...looking(), task: 'vision' }));
  expect(more).toBeGreaterThan(4_000);
  expect(more).toBeLessThan(8_000);
});
