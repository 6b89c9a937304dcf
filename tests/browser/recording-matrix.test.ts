// Recordings of every common length and format, from the file to the words with their times, through the built extension:
// read, cut, encoded and sent in a real browser, and really heard by practice providers that take so much and no more.
// `npm test` tries each length and each format once, `npm run test:long` all of them with every limit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edits } from '../transcription/talk.ts';
import {
  expectWithin,
  expectWordForWord,
  type Format,
  formats,
  isLong,
  type Length,
  type LimitName,
  lengths,
  limits,
  openRecordings,
  type Recording,
  type Recordings,
  setUpLimit,
  transcribed,
  uploadsTo,
  wordsIn,
} from './matrix.ts';
import { limitKeys, openWorld, type World } from './world.ts';

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

let recordings: Recordings;
beforeAll(async () => {
  recordings = await openRecordings();
}, 300_000);
afterAll(() => recordings.remove());

const openWith = async (name: LimitName): Promise<World> => {
  const world = await openWorld(0);
  await setUpLimit(world, name);
  return world;
};

const transcribedIn = async (world: World, recording: Recording) => {
  const page = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(page);
  const entry = await transcribed(popup, recording);
  await popup.close();
  await page.close();
  return entry;
};

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
      const { provider, takes } = limits[name];
      const recording = await recordings.record(lengths[length], format, true);
      const before = uploadsTo(world.farm, provider).length;
      expectWordForWord(await transcribedIn(world, recording), recording.said);
      expectWithin(uploadsTo(world.farm, provider).slice(before), lengths[length], takes.bytes);
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
      const recording = await recordings.record(lengths[length], format, false);
      const entry = await transcribedIn(world, recording);
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
