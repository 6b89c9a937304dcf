// A long recording of one's own: it waits with what it takes, whatever closes or dies meanwhile, and goes at a press.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ffmpeg } from '../farm/ffmpeg.ts';
import { type Said, writeRecording } from '../farm/recordings.ts';
import { press, waitForEnd } from './driver/steps.ts';
import { wordsOf } from './recordings.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
let folder: string;
let said: Said[];
let sound: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rondo-offer-'));
  const [wav, webm] = [join(folder, 'spoken.wav'), join(folder, 'spoken.webm')];
  said = await writeRecording(wav, { seconds: 720, rate: 16_000 });
  await ffmpeg('-i', wav, '-c:a', 'libopus', '-b:a', '32k', webm);
  sound = (await readFile(webm)).toString('base64');
  world = await openWorld();
  await setUp(world, { Groq: [keys.groqOne] });
});
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

/** As it lies there when the browser died while it was made: twelve minutes are too long for a test to record. */
const layDown = (page: Page): Promise<void> =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
    const opening = indexedDB.open('rondo');
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const writing = opening.result.transaction(['captures', 'parts'], 'readwrite');
    const row = { id: 'long', startedAt: 1, title: 'A meeting', purpose: 'transcript', sources: ['tab'] };
    writing.objectStore('captures').put({ ...row, state: 'kept', note: '' });
    const length = Math.ceil(bytes.byteLength / 288);
    for (let index = 0; index < 288; index += 1)
      writing
        .objectStore('parts')
        .put({ captureId: 'long', index, bytes: bytes.slice(index * length, (index + 1) * length) });
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
  }, sound);

const shownCard = (popup: Page) =>
  popup.evaluate(() => document.querySelector<HTMLElement>('[data-testid="kept-capture"]')?.innerText ?? '');

it('is sent only once the user has seen what it takes', async () => {
  const page = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(page);
  await layDown(popup);
  await world.rondo.killWorker();
  await popup.close().catch(() => {});
  const again = await world.rondo.popupOn(page);
  await until('what was kept', async () => (await shownCard(again)).includes('A meeting'));
  await press(again, 'button', 'Transcribe');
  const card = await until('what it takes', async () => {
    const shown = await shownCard(again);
    return shown.includes('done in about') ? shown : null;
  });
  expect(card).toMatch(/Groq\s+12 min/);
  expect(world.farm.groq.log.filter(({ form }) => form !== null)).toEqual([]);
  const button = await again.waitForSelector('[data-testid="kept-capture"] button');
  expect(await button?.evaluate((element) => element.textContent)).toMatch(/^Transcribe.*free$/);
  await button?.click();
  const done = await waitForEnd(again);
  expect(done.state).toBe('done');
  expect(wordsOf(done.text)).toEqual(said.map(({ word }) => word));
  expect(await shownCard(again)).toBe('');
});
