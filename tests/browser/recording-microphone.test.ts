// Recordings of the microphone: what is said into it is what is transcribed, whatever closes or dies meanwhile.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Said, writeRecording } from '../farm/recordings.ts';
import { press } from './driver/steps.ts';
import {
  microphoneFlags,
  record,
  setMicrophone,
  shownCapture,
  transcribed,
  waitForSeconds,
  wordsOf,
} from './recordings.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
let folder: string;
let said: Said[];
const length = 20;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rondo-microphone-'));
  const file = join(folder, 'spoken.wav');
  // Nobody speaks while a recording is being opened.
  said = await writeRecording(file, { seconds: length, rate: 48_000, still: [{ start: 0, end: 2 }] });
  world = await openWorld(5, { args: microphoneFlags(file) });
  await setUp(world, { Groq: [keys.groqOne] });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const openPopup = async () => {
  const page = await world.open(`${world.farm.pages.url}/article`);
  return world.rondo.popupOn(page);
};
const badge = async (): Promise<string> => {
  const page = await world.rondo.page('popup.html');
  const text = await page.evaluate(() => chrome.action.getBadgeText({}));
  await page.close();
  return text;
};
declare const chrome: { action: { getBadgeText(details: object): Promise<string> } };
const spoken = () => said.map(({ word }) => word);
const microphonePage = () => world.rondo.browser.targets().find((target) => target.url().includes('/microphone.html'));

describe('the microphone', () => {
  it('is asked for in a tab where that was not done yet, and recording begins once it is allowed', async () => {
    await setMicrophone(world, 'prompt');
    const popup = await openPopup();
    await press(popup, 'tab', 'Transcribe');
    await press(popup, 'button', 'Record microphone');
    const target = await until('the page that asks', async () => microphonePage());
    const page = await target.asPage();
    await until('the question', () =>
      page.evaluate(() => document.body.innerText.includes('May Rondo use your microphone?')),
    );
    // As in the browser's own dialog, which no test can reach.
    await setMicrophone(world, 'granted');
    await until('the end of that page', async () => !microphonePage());
    const again = await openPopup();
    const shown = await waitForSeconds(again, 1);
    expect(shown.state).toBe('recording');
    await press(again, 'button', 'Discard this recording');
    await press(again, 'button', 'Discard');
    await until('its end', async () => (await shownCapture(again)) === null);
    expect(world.farm.groq.log.filter(({ form }) => form !== null)).toEqual([]);
    expect(await badge()).toBe('');
    await again.close();
  });

  it('gets a sentence where it was denied', async () => {
    await setMicrophone(world, 'denied');
    const popup = await openPopup();
    await press(popup, 'tab', 'Transcribe');
    await press(popup, 'button', 'Record microphone');
    const target = await until('the page that asks', async () => microphonePage());
    const page = await target.asPage();
    const sentence = await until('the sentence', () =>
      page.evaluate(() => document.querySelector('[role="alert"]')?.textContent),
    );
    expect(sentence).toContain('does not let Rondo use the microphone');
    expect(sentence).toContain('Allow');
    await page.close();
    await setMicrophone(world, 'granted');
  });

  it('is recorded while the popup is closed and the worker dies, and every word comes out, in order', async () => {
    const popup = await openPopup();
    await record(popup, 'Record microphone');
    await waitForSeconds(popup, 3);
    await popup.close();
    expect(await badge()).toBe('REC');
    await world.rondo.killWorker();
    const again = await openPopup();
    await waitForSeconds(again, length + 1);
    const done = await transcribed(again, 'Stop and transcribe');
    expect(done.state).toBe('done');
    expect(wordsOf(done.text)).toEqual(spoken());
    expect(await badge()).toBe('');
    await again.close();
  });

  it('is not recorded while it is paused', async () => {
    const popup = await openPopup();
    await record(popup, 'Record microphone');
    await waitForSeconds(popup, 4);
    await press(popup, 'button', 'Pause');
    const paused = await until('the pause', async () => {
      const shown = await shownCapture(popup);
      return shown?.state === 'paused' ? shown : null;
    });
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect((await shownCapture(popup))?.seconds).toBe(paused.seconds);
    await press(popup, 'button', 'Resume');
    await waitForSeconds(popup, paused.seconds + 4);
    const heard = wordsOf((await transcribed(popup, 'Stop and transcribe')).text);
    // A word in which the pause or the end fell is half a word.
    const places = heard.map((word) => spoken().indexOf(word)).filter((place) => place >= 0);
    expect(heard.length - places.length).toBeLessThanOrEqual(3);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBe(0);
    // What was said in those four seconds is missing.
    expect((places.at(-1) ?? 0) - places.length).toBeGreaterThan(4);
    await popup.close();
  });

  it('whose recording was cut short by the death of the browser is there when it starts again', async () => {
    const popup = await openPopup();
    await record(popup, 'Record microphone');
    await waitForSeconds(popup, 12);
    await world.restart();
    const again = await openPopup();
    const kept = await until('what was kept', () =>
      again.evaluate(() => document.querySelector<HTMLElement>('[data-testid="kept-capture"]')?.innerText),
    );
    expect(kept).toContain('The browser was closed while this was recorded.');
    const uploads = world.farm.groq.log.length;
    const heard = wordsOf((await transcribed(again, 'Transcribe')).text);
    expect(world.farm.groq.log.length).toBeGreaterThan(uploads);
    expect(await again.$('[data-testid="kept-capture"]')).toBeNull();
    // In the last one the browser died.
    const whole = heard.filter((word) => spoken().includes(word));
    expect(heard.length - whole.length).toBeLessThanOrEqual(1);
    expect(whole).toEqual(spoken().slice(0, whole.length));
    // At most one part is lost, and what was not said yet when the recording showed that second.
    expect(whole.length).toBeGreaterThanOrEqual(said.filter(({ end }) => end < 9).length);
  });
});
