// Recordings of common lengths and formats in a real Firefox, from the file to the words with their times: read, cut and
// encoded by the background page's own worker there. `npm test` tries one, `npm run test:long` every format.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/browsers.ts';
import { type Farm, startFarm } from '../farm/index.ts';
import { type FirefoxRondo, openFirefox } from './driver/firefox.ts';
import { press } from './driver/steps.ts';
import {
  expectWithin,
  expectWordForWord,
  type Format,
  formats,
  isLong,
  type Length,
  lengths,
  openRecordings,
  type Recordings,
  setUpLimit,
  transcribed,
  uploadsTo,
} from './matrix.ts';
import { limitKeys, until } from './world.ts';

/** Little enough for several chunks in ten minutes, each of a minute at most. */
const bytes = 200_000;

const cases: readonly (readonly [Length, Format])[] = isLong
  ? (['10 min', '60 min'] as const).flatMap((length) => formats.map((format) => [length, format] as const))
  : [['10 min', 'mp3']];

describe.skipIf(findFirefox() === null)('in Firefox', () => {
  let recordings: Recordings;
  let farm: Farm;
  let firefox: FirefoxRondo;
  let popup: Page;
  beforeAll(async () => {
    [recordings, farm, firefox] = await Promise.all([openRecordings(), startFarm({ deltaMs: 0 }), openFirefox()]);
    const world = { farm, rondo: firefox };
    await setUpLimit(world, '1 MB');
    await limitKeys(world, { bytes });
    farm.groq.setUploads({ bytes, seconds: null });
    const closing = await firefox.page('popup.html');
    await press(closing, 'tab', 'Transcribe');
    await press(closing, 'button', 'Choose an audio file in a tab');
    popup = await until('that tab', async () => {
      const pages = await firefox.browser.pages();
      const searches = await Promise.all(pages.map((page) => page.evaluate(() => location.search).catch(() => '')));
      return pages[searches.indexOf('?tab')];
    });
  }, 300_000);
  afterAll(async () => {
    await firefox?.close();
    await farm?.close();
    await recordings?.remove();
  });

  it.each(cases)(
    'a recording of %s in %s comes out word for word, each at its time',
    async (length, format) => {
      const recording = await recordings.record(lengths[length], format, true);
      const before = uploadsTo(farm, 'Groq').length;
      expectWordForWord(await transcribed(popup, recording), recording.said);
      const uploads = uploadsTo(farm, 'Groq').slice(before);
      expectWithin(uploads, lengths[length], bytes);
      expect(uploads.length).toBeGreaterThan(lengths[length] / 120);
    },
    900_000,
  );
});
