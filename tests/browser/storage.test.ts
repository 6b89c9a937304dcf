// A database that an earlier version has written is taken over, with all that lies in it.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRondo, type Rondo } from './driver/index.ts';

let rondo: Rondo;
beforeAll(async () => {
  rondo = await openRondo();
});
afterAll(() => rondo.close());

const row = {
  ...{ id: 'talk', title: 'Harbour', createdAt: 1, updatedAt: 1, seconds: 9, language: 'en', models: [], gaps: [] },
  ...{ audio: null, costUsd: 0, text: 'The lamp was easy.' },
  passages: [{ start: 1, end: 4, text: 'The lamp was easy.', part: 0, timed: 'model', target: null }],
};

/** In place of what is there, as version 3 had it. */
const writeVersion3 = (page: Page): Promise<void> =>
  page.evaluate(async (entry) => {
    const done = (request: IDBRequest) =>
      new Promise((resolve, reject) => {
        request.onsuccess = resolve;
        request.onerror = reject;
      });
    await done(indexedDB.deleteDatabase('rondo'));
    const opening = indexedDB.open('rondo', 3);
    opening.onupgradeneeded = () => {
      const db = opening.result;
      for (const name of ['jobs', 'blobs', 'transcripts', 'captures']) db.createObjectStore(name, { keyPath: 'id' });
      db.createObjectStore('chunks', { keyPath: ['jobId', 'index'] });
      db.createObjectStore('parts', { keyPath: ['captureId', 'index'] });
    };
    await done(opening);
    await done(opening.result.transaction('transcripts', 'readwrite').objectStore('transcripts').put(entry));
    opening.result.close();
  }, row);

it('transcripts that lay in one row with their times are read as before', async () => {
  // A picture of the extension runs no script of its own, so that nothing wakes the background meanwhile.
  const picture = await rondo.page('icon/rondo.svg');
  await rondo.killWorker();
  await writeVersion3(picture);
  const page = await rondo.page('sidepanel.html');
  const link = await page.waitForSelector('[data-testid="history-row"] a');
  expect(await link?.evaluate(({ textContent }) => textContent)).toBe('Harbour');
  await link?.click();
  const sentence = await page.waitForSelector('[data-sentence="0"]');
  expect(await sentence?.evaluate(({ textContent }) => textContent)).toBe('The lamp was easy.');
});
