// The reading page in the real browser: the text beside its sound, files to save, a summary, the history, and what is left
// of a recording once it is deleted.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseText } from 'media-captions';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneWave, words } from '../farm/tones.ts';
import { fill, find, press, transcribe, waitForEnd } from './driver/steps.ts';
import { asFile, keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
let page: Page;
let id: string;
const spoken = words(21, 80);
const others = words(22, 12);

const write = async (name: string, list: readonly string[]): Promise<string> => {
  const file = await asFile(world, name, toneWave(list, { pauseMs: 420 }));
  const article = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(article);
  await transcribe(popup, file);
  const done = await waitForEnd(popup);
  expect(done.state).toBe('done');
  await popup.close();
  await article.close();
  return done.id;
};

beforeAll(async () => {
  world = await openWorld();
  await setUp(world, { Groq: [keys.groqOne], OpenAI: [keys.openai], TogetherAI: [keys.together] });
  id = await write('harbour.wav', spoken);
  page = await world.rondo.page(`sidepanel.html#${id}`);
});
afterAll(() => world.close());

const wordsIn = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];
const shownWords = () =>
  page
    .$$eval('[data-sentence]', (sentences) => sentences.map(({ textContent }) => textContent).join(' '))
    .then(wordsIn);
const goTo = (place: string) =>
  page.evaluate((there) => {
    location.hash = there;
  }, place);
const heading = (text: string) => page.waitForSelector(`::-p-aria([name="${text}"][role="heading"])`);
const rows = () =>
  page.$$eval('[data-testid="history-row"] h2', (all) => all.map(({ textContent }) => textContent.trim()));

/** How many rows lie in a store of the database. */
const stored = (name: 'blobs' | 'transcripts' | 'jobs' | 'chunks'): Promise<number> =>
  page.evaluate(async (store) => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('rondo');
      opening.onsuccess = () => resolve(opening.result);
    });
    const counting = db.transaction(store).objectStore(store).count();
    const count = await new Promise<number>((resolve) => {
      counting.onsuccess = () => resolve(counting.result);
    });
    db.close();
    return count;
  }, name);

/** As if it had been written down so long ago that its recording is kept no longer. */
const age = () =>
  page.evaluate(async (of) => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('rondo');
      opening.onsuccess = () => resolve(opening.result);
    });
    const store = db.transaction('transcripts', 'readwrite').objectStore('transcripts');
    const reading = store.get(of);
    const entry = await new Promise<{ audio: { until: number } }>((resolve) => {
      reading.onsuccess = () => resolve(reading.result);
    });
    store.put({ ...entry, audio: { ...entry.audio, until: Date.now() - 1 } });
    await new Promise((resolve) => {
      store.transaction.oncomplete = resolve;
    });
    db.close();
  }, id);

it('the page stands in the side panel, for which nobody is asked for more than the three providers', async () => {
  const [panel, warnings] = await page.evaluate(async () => {
    type Chrome = {
      sidePanel: { getOptions(of: object): Promise<{ path?: string; enabled?: boolean }> };
      management: { getPermissionWarningsByManifest(manifest: string): Promise<string[]> };
    };
    const { chrome } = globalThis as unknown as { chrome: Chrome };
    const manifest = await (await fetch('/manifest.json')).text();
    return [await chrome.sidePanel.getOptions({}), await chrome.management.getPermissionWarningsByManifest(manifest)];
  });
  expect(panel).toMatchObject({ path: 'sidepanel.html', enabled: true });
  expect(warnings).toEqual(['Read and change your data on api.groq.com, api.openai.com, and api.together.ai']);
});

describe('a transcript', () => {
  it('holds every word once and in order', async () => {
    await heading('harbour.wav');
    await page.waitForSelector('[data-sentence]');
    expect(await shownWords()).toEqual(spoken);
  });

  it('plays from the sentence that is clicked, and the one in play goes on with the sound', async () => {
    const place = () => page.$eval('audio', (audio) => audio.currentTime);
    const playing = () =>
      page.$$eval('[data-playing]', (all) => all.map((sentence) => (sentence as HTMLElement).dataset.sentence));
    await until('the sound', () => page.$eval('audio', (audio) => audio.readyState > 0));
    const third = (await page.waitForSelector('[data-sentence="2"]')) as ElementHandle<HTMLElement>;
    const start = Number(await third.evaluate(({ dataset }) => dataset.start));
    expect(start).toBeGreaterThan(5);
    await third.click();
    await until('the sound from there', async () => (await place()) > start);
    expect(await place()).toBeLessThan(start + 3);
    expect(await playing()).toEqual(['2']);
    await page.select('select[aria-label="Speed"]', '2');
    await until('the next sentence', async () => (await playing())[0] === '3', 20_000);
    await page.keyboard.press('Space');
    await until('silence', () => page.$eval('audio', (audio) => audio.paused));
  });

  it('scrolls along with the sound, until the reader scrolls elsewhere', async () => {
    await page.setViewport({ width: 380, height: 420 });
    // Without it the page glides there for a while, and what a wheel does meanwhile is the browser's to say.
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    const isInSight = () =>
      page.$$eval('[data-sentence]', (all) => {
        const { top, bottom } = all.at(-1)?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
        return top > 0 && bottom < innerHeight;
      });
    const start = await page.$$eval('[data-sentence]', (all) => Number((all.at(-1) as HTMLElement).dataset.start));
    await page.select('select[aria-label="Speed"]', '0.75');
    await page.click('[data-sentence="0"]');
    await page.$eval('audio', (audio, there) => Object.assign(audio, { currentTime: there }), start);
    const playing = () => page.$eval('[data-playing]', (sentence) => Number((sentence as HTMLElement).dataset.start));
    await until('the last sentence', async () => (await playing()) === start);
    await until('it in sight', isInSight, 5_000);
    expect(await page.$('::-p-text(Back to what plays)')).toBeNull();
    await page.mouse.wheel({ deltaY: -3_000 });
    await until('it out of sight', async () => !(await isInSight()), 5_000);
    await press(page, 'button', 'Back to what plays');
    await until('it in sight again', isInSight, 5_000);
    await press(page, 'button', 'Pause');
    await page.setViewport({ width: 1100, height: 800 });
  });

  it('is saved in each form, as a file that holds every word and no key', async () => {
    const folder = path.join(world.rondo.profile, 'saved');
    await mkdir(folder);
    const browser = await world.rondo.browser.target().createCDPSession();
    await browser.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    const save = async (form: string, ending: string): Promise<string> => {
      await press(page, 'button', 'Download');
      await (await page.waitForSelector(`::-p-xpath(//*[@role="menuitem"][contains(., "${form}")])`))?.click();
      const name = `harbour.${ending}`;
      await until(name, async () => (await readdir(folder)).includes(name), 10_000);
      return readFile(path.join(folder, name), 'utf8');
    };
    const texts = {
      txt: await save('Text', 'txt'),
      md: await save('Markdown', 'md'),
      srt: await save('SRT', 'srt'),
      vtt: await save('WebVTT', 'vtt'),
      json: await save('JSON', 'json'),
    };
    expect(wordsIn(texts.txt)).toEqual(spoken);
    expect(wordsIn(texts.md.replace(/^# .*$/m, ''))).toEqual(spoken);
    expect(texts.md).toMatch(/^\[0:\d\d\] /m);
    for (const type of ['srt', 'vtt'] as const) {
      const { cues, errors } = await parseText(texts[type], { type, errors: true });
      expect(errors).toEqual([]);
      expect(wordsIn(cues.map(({ text }) => text).join(' '))).toEqual(spoken);
    }
    const { passages } = JSON.parse(texts.json) as { passages: { text: string; start: number }[] };
    expect(wordsIn(passages.map(({ text }) => text).join(' '))).toEqual(spoken);
    expect(Object.values(texts).join('\n')).not.toMatch(/canary/);
  });

  it('keeps the name that it is given', async () => {
    await press(page, 'button', 'Rename');
    await fill(page, page, 'Title', 'The harbour light');
    await page.keyboard.press('Enter');
    await heading('The harbour light');
    await page.reload();
    await heading('The harbour light');
    expect(await page.title()).toBe('The harbour light – Rondo');
  });

  it('is summarized above its text, in sentences of it', async () => {
    await press(page, 'button', 'Summarize this');
    const part = await page.waitForSelector('::-p-aria([name="Summary"][role="region"])');
    const text = await until('the summary', async () => {
      const again = await page.$('[aria-label="Summarize again"]');
      return again && part?.$eval('[data-testid="job-text"]', (element) => element.textContent);
    });
    expect(wordsIn(text).filter((word) => spoken.includes(word)).length).toBeGreaterThan(5);
    expect(await page.content()).not.toMatch(/canary/);
  });
});

describe('the history', () => {
  it('lists what was written down, and finds it by its words', async () => {
    await write('second.wav', others);
    await goTo('history');
    await until('both', async () => (await rows()).length === 2);
    expect(await rows()).toEqual(['second.wav', 'The harbour light']);
    const field = await find(page, 'searchbox', 'Search titles and texts');
    await field.type(`${spoken[40]} HARBOUR`);
    await until('the one', async () => (await rows()).length === 1);
    expect(await rows()).toEqual(['The harbour light']);
    expect(await page.$$eval('mark', (all) => all.map(({ textContent }) => textContent.toLowerCase()))).toEqual([
      'harbour',
      spoken[40],
    ]);
    await page.click('[data-testid="history-row"] a');
    await heading('The harbour light');
  });

  it('lets a recording go when its days are over, at the next start of the background', async () => {
    expect(await stored('blobs')).toBe(2);
    await age();
    await world.rondo.killWorker();
    await page.reload();
    await until('the recording to be gone', async () => (await stored('blobs')) === 1);
    await page.reload();
    await until('its line', () => page.$eval('footer', (end) => end.textContent.includes('not kept any more')));
    expect(await shownWords()).toEqual(spoken);
    expect(await page.$('[aria-label="Player"]')).toBeNull();
  });

  it('deletes one with its recording, and all', async () => {
    await goTo('history');
    await until('both', async () => (await rows()).length === 2);
    await press(page, 'button', 'Remove second.wav');
    await press(await find(page, 'group', 'Remove second.wav with its recording?'), 'button', 'Remove');
    await until('one to be gone', async () => (await rows()).length === 1);
    expect([await stored('blobs'), await stored('transcripts')]).toEqual([0, 1]);
    await write('third.wav', others);
    await until('the third', async () => (await rows()).length === 2);
    expect(await stored('blobs')).toBe(1);
    await press(page, 'button', 'Empty history');
    const question = 'Delete every transcript with its recording, and every summary, for good?';
    await press(await find(page, 'group', question), 'button', 'Empty history');
    await page.waitForSelector('::-p-text(will stand here)');
    const left = await Promise.all((['blobs', 'transcripts', 'jobs', 'chunks'] as const).map(stored));
    expect(left).toEqual([0, 0, 0, 0]);
  });
});

it('shows a recording as it is written down, and what of it is not there yet', async () => {
  const list = words(24, 200);
  const practice = [world.farm.groq, world.farm.openai, world.farm.together];
  for (const provider of practice) provider.setUploads({ bytes: 100_000, seconds: null });
  const popup = await world.rondo.page('popup.html');
  const file = await asFile(world, 'long.wav', toneWave(list, { pauseMs: 420 }));
  const { id: running } = await transcribe(popup, file);
  await goTo(running);
  const looks: { words: number; holes: number }[] = [];
  await until('the end', async () => {
    const look = await page.evaluate(() => ({
      state: document.querySelector<HTMLElement>('[data-testid="result"]')?.dataset.state,
      words: [...document.querySelectorAll('[data-sentence]')].map(({ textContent }) => textContent).join(' '),
      holes: [...document.querySelectorAll('[data-testid="hole"]')].map(({ textContent }) => textContent),
    }));
    const count = wordsIn(look.words).length;
    looks.push({ words: count, holes: look.holes.filter((text) => text.includes('not written down yet')).length });
    return look.state === 'done' && count === list.length && look.holes.length === 0;
  });
  expect(await shownWords()).toEqual(list);
  expect(looks.some((look) => look.words > 0 && look.words < list.length && look.holes > 0)).toBe(true);
  await press(popup, 'button', 'Remove');
  await press(await find(popup, 'group', 'Remove long.wav?'), 'button', 'Remove');
  await page.waitForSelector('::-p-text(not there any more)');
  await popup.close();
});
