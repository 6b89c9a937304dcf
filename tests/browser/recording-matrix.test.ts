// Recordings of every common length and format, from the file to the words with their times, through the built extension:
// read, cut, encoded and sent in a real browser, and really heard by practice providers that take so much and no more.
// `npm test` tries each length and each format once, `npm run test:long` all of them with every limit.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../lib/domain/history.ts';
import { ffmpegPath } from '../farm/ffmpeg.ts';
import type { UploadLimits } from '../farm/kind.ts';
import { convert, type Said, writeRecording } from '../farm/recordings.ts';
import { edits } from '../transcription/talk.ts';
import { transcribeAny } from './driver/steps.ts';
import {
  keys,
  limitKeys,
  openWorld,
  type ProviderName,
  practiceOf,
  roomy,
  setUp,
  tell,
  until,
  type World,
} from './world.ts';

const isLong = process.env.RONDO_LONG === '1';

const lengths = { '10 min': 600, '60 min': 3_600, '3 h': 10_800 };
type Length = keyof typeof lengths;
const formats = ['wav', 'mp3', 'm4a', 'webm', 'mp4'] as const;
type Format = (typeof formats)[number];

/** Who takes how much. `known`: the user has said so too; else Rondo knows it of the provider, or learns it. */
type Limit = { provider: ProviderName; key: string; takes: UploadLimits; known?: true };
const limits = {
  '1 MB': { provider: 'Groq', key: keys.groqOne, takes: { bytes: 1_000_000, seconds: null }, known: true },
  '25 MB': { provider: 'Groq', key: keys.groqOne, takes: { bytes: 26_214_400, seconds: null } },
  '80 MB': { provider: 'TogetherAI', key: keys.together, takes: { bytes: 80_000_000, seconds: null } },
  '1,400 s': { provider: 'OpenAI', key: keys.openai, takes: { bytes: 26_148_864, seconds: 1_400 } },
} satisfies Record<string, Limit>;
type LimitName = keyof typeof limits;

/** Each length and each format at least once. */
const few: readonly [LimitName, Length, Format][] = [
  ['1 MB', '10 min', 'wav'],
  ['1 MB', '10 min', 'webm'],
  ['25 MB', '60 min', 'mp3'],
  ['80 MB', '3 h', 'mp4'],
  ['1,400 s', '10 min', 'm4a'],
];
const casesOf = (name: LimitName): readonly (readonly [Length, Format])[] =>
  isLong
    ? formats.flatMap((format) => (Object.keys(lengths) as Length[]).map((length) => [length, format] as const))
    : few.filter(([limit]) => limit === name).map(([, length, format]) => [length, format] as const);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rondo-matrix-'));
  // May have to be installed first.
  ffmpegPath();
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

type Recording = { path: string; said: readonly Said[] };
const plain = new Map<string, Promise<Recording>>();
const made = new Map<string, Promise<Recording>>();

const once = (known: Map<string, Promise<Recording>>, path: string, make: () => Promise<Recording>) => {
  const there = known.get(path) ?? make();
  known.set(path, there);
  return there;
};

/** Made at its first use, and kept for the others. */
const record = (length: Length, format: Format, pauses: boolean): Promise<Recording> => {
  const seconds = lengths[length];
  const name = join(folder, `${seconds}-${pauses ? 'pauses' : 'breathless'}`);
  const wav = once(plain, `${name}.wav`, async () => {
    const path = `${name}.wav`;
    return { path, said: await writeRecording(path, { seconds, pauses, seed: seconds + Number(pauses) }) };
  });
  if (format === 'wav') return wav;
  return once(made, `${name}.${format}`, async () => {
    const { path, said } = await wav;
    const converted = `${name}.${format}`;
    await convert(path, converted);
    return { path: converted, said };
  });
};

const openWith = async (name: LimitName): Promise<World> => {
  const { provider, key, takes, known }: Limit = limits[name];
  const world = await openWorld(0);
  const practice = practiceOf(world.farm, provider);
  practice.addKey(key, { plan: 'paid', limits: roomy });
  practice.setUploads(takes);
  await setUp(world, { [provider]: [key] });
  await limitKeys(world, { ...roomy, ...(known && takes.bytes !== null ? { bytes: takes.bytes } : {}) });
  return world;
};

const stateIn = (popup: Page): Promise<string> =>
  popup.$eval('[data-testid="job"]', (card) => (card as HTMLElement).dataset.state ?? '');

/** Hands the recording in as a person does, and waits for what becomes of it. */
const transcribed = async (world: World, { path }: Recording): Promise<HistoryEntry> => {
  const page = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(page);
  const { id } = await transcribeAny(popup, path);
  const isOver = async () => !['running', 'waiting'].includes(await stateIn(popup));
  await until('the end of the recording', isOver, 600_000);
  expect(await stateIn(popup)).toBe('done');
  const read = (await tell(popup, 'transcript.read', { id })) as { ok: true; value: { entry: HistoryEntry } };
  // Sixty recordings would fill the disk.
  await tell(popup, 'job.remove', { id });
  await popup.close();
  await page.close();
  return read.value.entry;
};

const wordsIn = ({ passages }: HistoryEntry) => passages.flatMap(({ words = [] }) => words);

const uploadsIn = (world: World, name: LimitName) =>
  practiceOf(world.farm, limits[name].provider).log.filter(({ form }) => form !== null);

const minutes = 60_000;

describe.each(Object.keys(limits) as LimitName[])('over a target that takes %s', (name) => {
  const cases = casesOf(name);
  if (cases.length === 0) return;
  let world: World;
  beforeAll(async () => {
    world = await openWith(name);
  });
  afterAll(() => world.close());

  it.each(cases)(
    'a recording of %s in %s comes out word for word, each at its time',
    async (length, format) => {
      const recording = await record(length, format, true);
      const before = uploadsIn(world, name).length;
      const entry = await transcribed(world, recording);
      expect(entry.gaps).toEqual([]);
      const words = wordsIn(entry);
      expect(words.map(({ text }) => text)).toEqual(recording.said.map(({ word }) => word));
      const off = words.map(({ start, end }, place) => {
        const said = recording.said[place] ?? { start: 0, end: 0 };
        return Math.max(Math.abs(start - said.start), Math.abs(end - said.end));
      });
      expect(Math.max(...off)).toBeLessThan(0.3);
      const uploads = uploadsIn(world, name).slice(before);
      expect(uploads.filter(({ status }) => status !== 200)).toEqual([]);
      // No chunk is longer than ten minutes, whatever a target takes.
      expect(uploads.length).toBeGreaterThanOrEqual(lengths[length] / 600);
      const most = limits[name].takes.bytes;
      expect(Math.max(...uploads.map(({ form }) => form?.fileBytes ?? 0))).toBeLessThanOrEqual(most);
    },
    15 * minutes,
  );
});

/** So little that a chunk is no longer than twenty seconds: many seams in a short recording. */
const crumbs = 70_000;
const breathless: readonly (readonly [Length, Format, number])[] = isLong
  ? [...casesOf('1 MB').map(([length, format]) => [length, format, 1_000_000] as const), ['60 min', 'mp3', crumbs]]
  : [['10 min', 'wav', crumbs]];

describe('without any pause', () => {
  let world: World;
  let [seams, wrong] = [0, 0];
  beforeAll(async () => {
    world = await openWith('1 MB');
  });
  afterAll(() => world.close());

  it.each(breathless)(
    'a recording of %s in %s, in uploads of %i bytes, has no gap',
    async (length, format, bytes) => {
      await limitKeys(world, { bytes });
      world.farm.groq.setUploads({ bytes, seconds: null });
      const recording = await record(length, format, false);
      const entry = await transcribed(world, recording);
      expect(entry.gaps).toEqual([]);
      seams += new Set(entry.passages.map(({ part }) => part)).size - 1;
      wrong += edits(
        recording.said.map(({ word }) => word),
        wordsIn(entry).map(({ text }) => text),
      );
    },
    15 * minutes,
  );

  it('has at most one word in ten seams too many or too few', () => {
    expect(seams).toBeGreaterThanOrEqual(isLong ? 200 : 30);
    expect(wrong / seams).toBeLessThanOrEqual(0.1);
  });
});
