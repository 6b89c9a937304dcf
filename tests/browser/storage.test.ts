// A database that an earlier version has written is taken over, with all that lies in it.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
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

/** The captures that have parts, as they are now. @param write first, of these captures */
const partsIn = (page: Page, write: string[] = []): Promise<unknown[]> =>
  page.evaluate(async (ids) => {
    const done = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = reject;
      });
    const db = await done(indexedDB.open('rondo'));
    const transaction = db.transaction(['captures', 'parts'], 'readwrite');
    const parts = transaction.objectStore('parts');
    for (const captureId of ids) for (const index of [0, 1]) parts.put({ captureId, index, bytes: new ArrayBuffer(8) });
    const row = { id: 'kept', startedAt: 1, title: 'Kept', purpose: 'transcript', state: 'kept', note: 'Why.' };
    if (ids.includes('kept')) transaction.objectStore('captures').put({ ...row, sources: ['microphone'] });
    const keys = await done(parts.getAllKeys());
    db.close();
    return [...new Set(keys.map((key) => (key as string[])[0]))];
  }, write);

it('parts of a recording that nobody knows of any more are removed, and all others stay', async () => {
  const picture = await rondo.page('icon/rondo.svg');
  await rondo.killWorker();
  expect(await partsIn(picture, ['a lost one', 'kept', 'lost'])).toEqual(['a lost one', 'kept', 'lost']);
  await rondo.page('sidepanel.html');
  await vi.waitFor(async () => expect(await partsIn(picture)).toEqual(['kept']), { timeout: 30_000, interval: 100 });
});
