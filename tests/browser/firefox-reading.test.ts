// The reading page of the Firefox build: a recording is written down, listed, read, and plays. Skipped where no Firefox is
// installed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/browsers.ts';
import { type Farm, startFarm } from '../farm/index.ts';
import { toneWave, words } from '../farm/tones.ts';
import { type FirefoxRondo, firefoxBuild, openFirefox } from './driver/firefox.ts';
import { addKeys, setBaseUrl, transcribe, waitForEnd } from './driver/steps.ts';
import { keys, until } from './world.ts';

const spoken = words(23, 20);

describe.skipIf(findFirefox() === null)('Rondo in Firefox', () => {
  let farm: Farm;
  let rondo: FirefoxRondo;
  let folder: string;
  beforeAll(async () => {
    [farm, rondo] = await Promise.all([startFarm({ deltaMs: 1 }), openFirefox()]);
    folder = await mkdtemp(path.join(tmpdir(), 'rondo-recording-'));
    farm.groq.addKey(keys.groqOne, { organization: 'org_one', plan: 'free' });
    const options = await rondo.page('options.html');
    await setBaseUrl(options, 'Groq', farm.groq.baseUrl);
    await addKeys(options, 'Groq', [keys.groqOne]);
    await options.close();
  });
  afterAll(async () => {
    await rondo?.close();
    await farm?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('has the reading page in its sidebar, which does not open by itself', async () => {
    const { sidebar_action } = JSON.parse(await readFile(path.join(firefoxBuild, 'manifest.json'), 'utf8'));
    expect(sidebar_action).toMatchObject({ default_panel: 'sidepanel.html', open_at_install: false });
  });

  it('lists what was written down, shows it word for word, and plays it', async () => {
    const file = path.join(folder, 'harbour.wav');
    await writeFile(file, toneWave(spoken, { pauseMs: 420 }));
    const popup = await rondo.page('popup.html');
    await transcribe(popup, file);
    expect((await waitForEnd(popup)).state).toBe('done');
    await popup.close();
    const page = await rondo.page('sidepanel.html');
    await (await page.waitForSelector('[data-testid="history-row"] a'))?.click();
    await page.waitForSelector('[data-sentence]');
    const text = await page.$$eval('[data-sentence]', (all) => all.map(({ textContent }) => textContent).join(' '));
    expect(text.toLowerCase().match(/[a-z]+/g)).toEqual(spoken);
    await until('the sound', () => page.$eval('audio', (audio) => audio.readyState > 0));
    const second = await page.waitForSelector('[data-sentence="1"]');
    const start = Number(await second?.evaluate((sentence) => (sentence as HTMLElement).dataset.start));
    await second?.click();
    await until('the sound from there', () => page.$eval('audio', (audio, from) => audio.currentTime >= from, start));
    await until('the mark', () => page.$$eval('[data-playing]', (all) => all.length === 1));
    await page.close();
  });
});
