// Practice models look at pictures as far as a test can know what they show, and take as many, as large and as fine
// ones as the real ones do.
import { encode } from 'jpeg-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asked, chat, saidBy } from './asking.ts';
import { type Farm, type PracticeProvider, startFarm } from './index.ts';
import { lookAt, pictureSays } from './pictures.ts';
import { type Points, plain, readPng, writePng } from './png.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await startFarm({ deltaMs: 0 });
  farm.groq.addKey('gsk_see', { plan: 'paid' });
  farm.openai.addKey('sk-see');
});
beforeEach(() => {
  for (const provider of [farm.groq, farm.openai, farm.generic]) provider.setPictures(null);
});
afterAll(() => farm.close());

const red = plain(20, 10, [220, 30, 30]);
const url = (type: string, bytes: Uint8Array) => `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
const png = (points: Points) => url('png', writePng(points));
const jpeg = (points: Points) => url('jpeg', encode({ ...points, data: Buffer.from(points.data) }, 90).data);

const parts = (urls: readonly string[]) => [
  { type: 'text', text: 'What is this?' },
  ...urls.map((one) => ({ type: 'image_url', image_url: { url: one } })),
];
const ask = (provider: PracticeProvider, key: string | null, model: string, urls: readonly string[]): Promise<Asked> =>
  chat(provider, key, model, '', { body: { messages: [{ role: 'user', content: parts(urls) }] } });
const askGroq = (urls: readonly string[], model = 'qwen/qwen3.6-27b') => ask(farm.groq, 'gsk_see', model, urls);
const refusal = (asked: Asked) => [asked.status, String(asked.json().error?.message)];

describe('a picture', () => {
  test.each([
    ['red', [220, 30, 30]],
    ['blue', [10, 10, 200]],
    ['white', [250, 250, 250]],
  ])('of %s is seen as that, as PNG and as JPEG', async (colour, paint) => {
    const points = plain(20, 10, paint);
    for (const [kind, one] of [
      ['PNG', png(points)],
      ['JPEG', jpeg(points)],
    ] as const)
      expect(saidBy(await askGroq([one]))).toBe(
        `A ${kind} picture, 20 pixels wide and 10 pixels high, mostly ${colour}.`,
      );
  });

  test('is written down in the log with its sizes', async () => {
    const one = png(red);
    await askGroq([one]);
    const bytes = writePng(red).length;
    expect(farm.groq.log.at(-1)?.pictures).toMatchObject([{ kind: 'PNG', width: 20, bytes, characters: one.length }]);
  });

  test('that is no whole picture is refused', async () => {
    const whole = writePng(red);
    const broken = url('png', whole.subarray(0, whole.length - 30));
    expect(refusal(await askGroq([broken]))).toEqual([400, 'invalid image data']);
    expect(await lookAt('https://example.com/a.png')).toMatchObject({ problem: 'address' });
    expect(pictureSays(await lookAt(url('avif', Buffer.from('abcd'))))).toContain('4 bytes');
  });

  test('that can be seen through stands on white', async () => {
    expect(pictureSays(await lookAt(png(plain(9, 9, [0, 0, 0, 0]))))).toContain('white');
  });

  test('goes only to models that see', async () => {
    expect(refusal(await askGroq([png(red)], 'openai/gpt-oss-20b'))).toEqual([
      400,
      'messages[0].content must be a string',
    ]);
    expect(refusal(await ask(farm.generic, null, 'practice-small', [png(red)]))).toEqual([
      400,
      'At most 0 image(s) may be provided in one prompt',
    ]);
  });
});

describe('limits', () => {
  const small = png(plain(2, 2, [0, 0, 0]));

  test('of number are each provider’s own', async () => {
    expect((await askGroq(Array(5).fill(small))).status).toBe(200);
    expect(refusal(await askGroq(Array(6).fill(small)))).toEqual([
      400,
      'Too many images provided. This model supports up to 5 images',
    ]);
    expect(refusal(await askGroq(Array(4).fill(small), 'qwen/qwen3.8-27b'))[1]).toContain('up to 3 images');
    expect((await ask(farm.openai, 'sk-see', 'gpt-6-luna', Array(20).fill(small))).status).toBe(200);
    farm.generic.setModels(['practice-eyes']);
    farm.generic.setPictures({ most: 1, bytes: null, pixels: null });
    expect(refusal(await ask(farm.generic, null, 'practice-eyes', [small, small]))[1]).toContain('At most 1 image(s)');
  });

  test('of bytes count the whole request', async () => {
    const noise = { width: 1_000, height: 1_000, data: new Uint8Array(4_000_000).map(() => Math.random() * 256) };
    expect(refusal(await askGroq([png(noise)]))).toEqual([413, 'Request Entity Too Large']);
  });

  test('of fineness count the pixels of each', async () => {
    farm.groq.setPictures({ most: null, bytes: null, pixels: 199 });
    expect(refusal(await askGroq([png(red)]))).toEqual([
      400,
      'Image resolution exceeds the maximum of 199 pixels per image',
    ]);
    farm.groq.setPictures({ most: null, bytes: null, pixels: 200 });
    expect((await askGroq([png(red)])).status).toBe(200);
  });
});

test('a PNG that was written is read again, point for point', () => {
  const points: Points = { width: 7, height: 5, data: new Uint8Array(140).map((_value, place) => (place * 37) % 256) };
  expect(readPng(writePng(points))).toEqual(points);
});
