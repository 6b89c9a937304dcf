// A photo of 30 MB arrives scaled: the engine with the real hands for pictures in a real Chromium's service worker, and
// in a page of a real Firefox, whose background is one; over practice providers that decode what they get.
import type { Browser, Page } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptySettings, type Settings } from '../../../lib/domain/settings.ts';
import { findChromium, findFirefox } from '../../../scripts/browsers.ts';
import { type Farm, startFarm } from '../../farm/index.ts';
import type { Picture } from '../../farm/pictures.ts';
import { keys } from '../world.ts';
import type { Looked, Wish } from './look.ts';
import { noisyBmp, noisyPng, plainPng } from './paint.ts';
import { type PictureServer, startPictures } from './server.ts';

/** Of more than 30 MB each. */
const photos = [
  { name: 'photo.png', width: 3_400, height: 3_200, colour: 'red' },
  { name: 'scan.bmp', width: 3_600, height: 2_900, colour: 'blue' },
] as const;

const pictures = {
  'photo.png': { type: 'image/png', bytes: noisyPng(photos[0].width, photos[0].height) },
  'scan.bmp': { type: 'image/bmp', bytes: noisyBmp(photos[1].width, photos[1].height) },
  'poster.png': { type: 'image/png', bytes: plainPng(7_200, 5_400, [20, 160, 20]) },
  'note.png': { type: 'image/png', bytes: plainPng(640, 480, [250, 250, 250]) },
  'glass.png': { type: 'image/png', bytes: plainPng(900, 600, [0, 0, 0, 0]) },
};
type Name = keyof typeof pictures;

let farm: Farm;
let server: PictureServer;
beforeAll(async () => {
  farm = await startFarm({ deltaMs: 0 });
  farm.groq.addKey(keys.groqOne, { plan: 'paid' });
  farm.openai.addKey(keys.openai);
  server = await startPictures(pictures);
});
beforeEach(() => {
  for (const provider of [farm.groq, farm.openai]) {
    provider.clearFaults();
    provider.log.length = 0;
  }
});
afterAll(async () => {
  await server?.close();
  await farm?.close();
});

const wishOf = (names: readonly Name[], owners: readonly ('groq' | 'openai')[]): Wish => {
  const secrets = { groq: keys.groqOne, openai: keys.openai };
  const settings: Settings = {
    ...emptySettings,
    keys: owners.map((owner) => ({ id: owner, owner, label: owner, last4: '', plan: 'paid', on: true })),
    providers: Object.fromEntries(owners.map((id) => [id, { on: true, transcribe: true, baseUrl: farm[id].baseUrl }])),
  };
  return { settings, secrets, addresses: names.map((name) => `${server.url}/${name}`) };
};

/** Every picture that arrived, each of them decoded. */
const arrived = (): Picture[] =>
  [...farm.groq.log, ...farm.openai.log]
    .flatMap(({ pictures: seen }) => seen)
    .map((seen) => {
      if ('problem' in seen) throw new Error(`a picture arrived ${seen.problem}`);
      return seen;
    });

/** What Groq takes for base64. */
const most = { characters: 4_000_000, pixels: 33_177_600 };

type Look = (names: readonly Name[], owners?: readonly ('groq' | 'openai')[]) => Promise<Looked>;

const lookings = (look: Look) => {
  it.each(photos)('of more than 30 MB ($name) arrives scaled, on the first try', async ({ name, colour, ...photo }) => {
    expect(pictures[name].bytes.length).toBeGreaterThan(30_000_000);
    const { result, ms } = await look([name]);
    if (!result.ok) throw new Error(result.fault.message);
    const [picture, ...others] = arrived();
    if (!picture) throw new Error('no picture arrived');
    const { width, height, characters } = picture;
    console.info(`${name}: ${width} x ${height}, ${characters} characters, after ${Math.round(ms)} ms`);
    expect(result.trace.attempts.map(({ fault }) => fault?.message ?? null)).toEqual([null]);
    expect([others, result.target.owner]).toEqual([[], 'groq']);
    expect(characters).toBeLessThanOrEqual(most.characters);
    expect(farm.groq.log.at(-1)?.bytes).toBeLessThanOrEqual(most.characters);
    expect(width * height).toBeLessThanOrEqual(most.pixels);
    // No smaller than it must be, and in its own shape.
    expect(characters).toBeGreaterThan(most.characters / 3);
    expect(width / height).toBeCloseTo(photo.width / photo.height, 2);
    expect(result.text).toContain(`mostly ${colour}`);
  });

  it('that is small enough arrives byte for byte', async () => {
    await look(['note.png']);
    expect(arrived()).toMatchObject([{ kind: 'PNG', bytes: pictures['note.png'].bytes.length, colour: 'white' }]);
  });

  it('that can be seen through stays so', async () => {
    const { result } = await look(['glass.png', 'photo.png']);
    expect(arrived().map(({ kind, colour }) => `${kind} ${colour}`)).toEqual(['PNG white', 'JPEG red']);
    expect(result.ok).toBe(true);
  });

  it('is one of several, which have the room between them', async () => {
    const { result } = await look(['photo.png', 'note.png', 'scan.bmp']);
    expect(result.ok && result.target.owner).toBe('groq');
    expect(arrived().map(({ colour }) => colour)).toEqual(['red', 'white', 'blue']);
    expect(farm.groq.log.at(-1)?.bytes).toBeLessThanOrEqual(most.characters);
  });
};

describe('a photo in a service worker of Chromium', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    const program = findChromium();
    if (program === null) throw new Error('No Chromium on this machine.');
    browser = await puppeteer.launch({ executablePath: program, headless: true, args: ['--no-sandbox'] });
    page = await browser.newPage();
    await page.goto(server.url);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/look.js', { type: 'module' });
      await navigator.serviceWorker.ready;
    });
  });
  afterAll(() => browser?.close());

  const look: Look = (names, owners = ['groq']) =>
    page.evaluate(
      async (wish): Promise<Looked> => {
        const { active } = await navigator.serviceWorker.ready;
        const channel = new MessageChannel();
        const looked = new Promise<Looked>((resolve) => {
          channel.port1.onmessage = ({ data }) => resolve(data);
        });
        active?.postMessage(wish, [channel.port2]);
        return looked;
      },
      wishOf(names, owners),
    );
  lookings(look);

  it('of too many pixels arrives with fewer, however small its file is', async () => {
    const { result } = await look(['poster.png']);
    const [picture] = arrived();
    expect((picture?.width ?? 0) * (picture?.height ?? 0)).toBeLessThanOrEqual(most.pixels);
    expect((picture?.width ?? 0) * (picture?.height ?? 0)).toBeGreaterThan(most.pixels * 0.9);
    expect(result.ok && result.text).toContain('mostly green');
  });

  it('goes to the next one in the size that that one takes', async () => {
    farm.groq.fault({ kind: '500', path: 'chat', times: 1 });
    const { result } = await look(['photo.png'], ['groq', 'openai']);
    expect(result.ok && result.target.owner).toBe('openai');
    const [forGroq] = farm.groq.log.flatMap(({ pictures: seen }) => seen) as Picture[];
    const [forOpenai] = farm.openai.log.flatMap(({ pictures: seen }) => seen) as Picture[];
    expect(forOpenai?.characters).toBeGreaterThan((forGroq?.characters ?? 0) * 2);
    expect(forOpenai?.characters).toBeLessThanOrEqual(20_000_000);
  });
});

describe.skipIf(findFirefox() === null)('a photo in Firefox', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: findFirefox() ?? '', headless: true });
    page = await browser.newPage();
    await page.goto(server.url);
  });
  afterAll(() => browser?.close());

  lookings((names, owners = ['groq']) =>
    page.evaluate(
      (wish) => (globalThis as unknown as { look(given: Wish): Promise<Looked> }).look(wish),
      wishOf(names, owners),
    ),
  );
});
