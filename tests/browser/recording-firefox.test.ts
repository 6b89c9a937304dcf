// Recordings in Firefox, where the page that asks for the microphone is the one that records. Its practice microphone
// hums and says no words: what is said and what comes out is shown in Chromium.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/browsers.ts';
import { type Farm, startFarm } from '../farm/index.ts';
import { type FirefoxRondo, openFirefox } from './driver/firefox.ts';
import { addKeys, press, setBaseUrl } from './driver/steps.ts';
import {
  pageThatSays,
  practiceMicrophone,
  recordInFirefox,
  shownCapture,
  transcribed,
  waitForSeconds,
} from './recordings.ts';
import { keys, until } from './world.ts';

/** A page of the extension, as a test sees it. */
type Sender = { browser: { runtime: { sendMessage(message: unknown): Promise<unknown> } } };

let farm: Farm;
let firefox: FirefoxRondo;
let popup: Page;

/** The driver goes on listing an extension's page that has closed itself. */
const answers = (page: Page): Promise<boolean> => page.evaluate(() => true).catch(() => false);

describe.skipIf(findFirefox() === null)('the microphone in Firefox', () => {
  beforeAll(async () => {
    farm = await startFarm();
    farm.groq.addKey(keys.groqOne, { organization: 'org_one', plan: 'free' });
    firefox = await openFirefox({
      preferences: practiceMicrophone,
    });
    const options = await firefox.page('options.html');
    await setBaseUrl(options, 'Groq', farm.groq.baseUrl);
    await addKeys(options, 'Groq', [keys.groqOne]);
    popup = await firefox.page('popup.html');
    await press(popup, 'tab', 'Transcribe');
  });
  afterAll(async () => {
    await firefox?.close();
    await farm?.close();
  });

  it('is recorded by the page that asked for it, and what was recorded is transcribed', async () => {
    expect(await popup.$('::-p-aria([name="Record this tab"][role="button"])')).toBeNull();
    const page = await recordInFirefox(firefox, popup);
    expect(await page.evaluate(() => document.body.innerText)).toContain('Keep this tab open');
    await waitForSeconds(popup, 5);
    const done = await transcribed(popup, 'Stop and transcribe');
    expect(done).toMatchObject({ state: 'done', title: expect.stringMatching(/^Recording, /) });
    const upload = farm.groq.log.findLast(({ form }) => form !== null);
    expect(upload?.status).toBe(200);
    expect(upload?.form?.fileBytes).toBeGreaterThan(10_000);
    expect(await page.evaluate(() => document.body.innerText)).toContain('The recording has ended');
    // A page that is loaded again, or restored with its window, records nothing that nobody pressed for.
    await page.evaluate(() => location.reload());
    await new Promise((resolve) => setTimeout(resolve, 500));
    await pageThatSays(firefox, 'May Rondo use your microphone?');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await shownCapture(popup)).toBeNull();
    await page.close();
  });

  it('is dictated by a page that goes by itself when that is over', async () => {
    await popup.evaluate(() =>
      (globalThis as unknown as Sender).browser.runtime.sendMessage({
        name: 'capture.start',
        payload: { microphone: true, tab: null, purpose: 'dictation' },
      }),
    );
    const page = await pageThatSays(firefox, 'May Rondo use your microphone?');
    await press(page, 'button', 'Allow the microphone');
    await waitForSeconds(popup, 3);
    expect(await answers(page)).toBe(true);
    const done = await transcribed(popup, 'Stop and transcribe');
    expect(done).toMatchObject({ state: 'done', title: expect.stringMatching(/^Dictation, /) });
    await until('the end of that page', async () => !(await answers(page)), 10_000);
  });

  it('whose page is closed leaves what was recorded by then, which is sent only when the user says so', async () => {
    const page = await recordInFirefox(firefox, popup);
    await waitForSeconds(popup, 6);
    const uploads = farm.groq.log.length;
    await page.close();
    const kept = await until('what was kept', () =>
      popup.evaluate(() => document.querySelector<HTMLElement>('[data-testid="kept-capture"]')?.innerText),
    );
    expect(kept).toContain('What had come by then is here.');
    expect(farm.groq.log.length).toBe(uploads);
    const done = await transcribed(popup, 'Transcribe');
    expect(done.state).toBe('done');
    expect(farm.groq.log.length).toBe(uploads + 1);
  });
});
