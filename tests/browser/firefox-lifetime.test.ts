// What recordings outlive in Firefox, which suspends the page in the background when nothing has happened there for half a
// minute: with no other page open they go on, and what is finished is never sent again.
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/browsers.ts';
import { type Farm, type FarmOptions, startFarm } from '../farm/index.ts';
import { type FirefoxRondo, openFirefox } from './driver/firefox.ts';
import { press, type ShownJob, shownJob, transcribeAny } from './driver/steps.ts';
import {
  expectWordForWord,
  openRecordings,
  type Recording,
  type Recordings,
  readTranscript,
  setUpLimit,
  uploadsTo,
} from './matrix.ts';
import { practiceMicrophone, recordInFirefox, transcribed, waitForSeconds } from './recordings.ts';
import { limitKeys, until } from './world.ts';

let recordings: Recordings;
let farm: Farm;
let firefox: FirefoxRondo;
let popup: Page;

/** @param patience ms until the page in the background is suspended */
const open = async (patience: number, options: FarmOptions = {}): Promise<void> => {
  const preferences = { ...practiceMicrophone, 'extensions.background.idle.timeout': patience };
  [farm, firefox] = await Promise.all([startFarm(options), openFirefox({ preferences })]);
  await setUpLimit({ farm, rondo: firefox }, '1 MB');
  popup = await firefox.page('popup.html');
  await press(popup, 'tab', 'Transcribe');
};

const closeAllBut = async (kept: Page): Promise<void> => {
  for (const page of await firefox.browser.pages()) if (page !== kept) await page.close().catch(() => {});
};

/** Begins, closes everything, waits, and comes back. */
const apart = async (recording: Recording, meanwhile: () => Promise<unknown>): Promise<ShownJob> => {
  await transcribeAny(popup, recording.path);
  await closeAllBut(await firefox.browser.newPage());
  await meanwhile();
  popup = await firefox.page('popup.html');
  return until('the end of the job', async () => {
    const job = await shownJob(popup);
    return job?.state === 'done' && job;
  });
};

const uploads = () => uploadsTo(farm, 'Groq');
const answered = () => uploads().filter(({ status, endedAt, aborted }) => status === 200 && endedAt && !aborted);
const hashOf = ({ form }: ReturnType<typeof uploads>[number]) => form?.fileHash ?? '';

describe.skipIf(findFirefox() === null)('in Firefox, with no other page open', () => {
  beforeAll(async () => {
    recordings = await openRecordings();
  }, 300_000);
  afterEach(async () => {
    await firefox?.close();
    await farm?.close();
  });
  afterAll(() => recordings?.remove());

  it('the microphone is recorded for longer than the background page would stay by itself', async () => {
    await open(4_000);
    const page = await recordInFirefox(firefox, popup);
    await closeAllBut(page);
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    popup = await firefox.page('popup.html');
    await press(popup, 'tab', 'Transcribe');
    const { state, seconds } = await waitForSeconds(popup, 9);
    expect(state).toBe('recording');
    expect((await transcribed(popup, 'Stop and transcribe')).state).toBe('done');
    expect(uploads().map(({ status }) => status)).toEqual([200]);
    // Recorded with 32 kbit/s, which a hum needs.
    expect(uploads()[0]?.form?.fileBytes).toBeGreaterThan(seconds * 3_000);
  });

  it('an answer is waited for that takes longer than the background page would stay by itself', async () => {
    await open(24_000);
    const recording = await recordings.record(30, 'wav', true);
    farm.groq.fault({ kind: 'slow', afterMs: 28_000, path: 'transcriptions', times: 1 });
    const { id } = await apart(recording, () => until('the answer', async () => uploads()[0]?.endedAt));
    expect(uploads()).toMatchObject([{ status: 200, aborted: false }]);
    expectWordForWord(await readTranscript(popup, id), recording.said);
  });

  it('a recording in the middle is taken up again where the background page was suspended all the same', async () => {
    // A chunk a minute, two at once: slow enough for ten chunks to have a middle.
    await open(6_000, { hearingSpeed: 40 });
    await limitKeys({ farm, rondo: firefox }, { bytes: 200_000 });
    const recording = await recordings.record(600, 'wav', true);
    let finished = new Set<string>();
    let before = 0;
    const { id } = await apart(recording, async () => {
      await until('the middle', async () => answered().length >= 3);
      farm.groq.fault({ kind: 'slow', afterMs: 20_000, path: 'transcriptions', times: 2 });
      await until('the end of its first life', async () => uploads().some(({ aborted }) => aborted));
      [finished, before] = [new Set(answered().map(hashOf)), uploads().length];
      // The alarm rings every half minute.
      await until('another life', async () => uploads().length > before, 45_000);
      await until(
        'the last answer',
        async () => {
          const last = Math.max(...uploads().map(({ at, endedAt }) => endedAt ?? at + 60_000));
          return !uploads().at(-1)?.aborted && Date.now() - last > 5_000;
        },
        110_000,
      );
    });
    expect(finished.size).toBeGreaterThanOrEqual(3);
    expect(
      uploads()
        .slice(before)
        .map(hashOf)
        .filter((hash) => finished.has(hash)),
    ).toEqual([]);
    expectWordForWord(await readTranscript(popup, id), recording.said);
  }, 200_000);
});
