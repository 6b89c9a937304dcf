// Recordings of the page in front, through the real popup and through the context menu: found, fetched, written down.
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { spokenThere } from '../farm/media-pages.ts';
import { press, shownJob, waitForEnd } from './driver/steps.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await setUp(world, { Groq: [keys.groqOne] });
});
afterAll(() => world.close());

let open: Page[] = [];
afterEach(async () => {
  for (const page of open) await page.close().catch(() => {});
  open = [];
});

const at = (path: string) => `${world.farm.pages.url}${path}`;
const transcribeTab = async (path: string) => {
  const page = await world.open(at(path));
  const popup = await world.rondo.popupOn(page);
  await press(popup, 'tab', 'Transcribe');
  open.push(popup, page);
  return { page, popup };
};
const listed = (popup: Page) =>
  popup.$$eval('[data-testid="page-media"]', (rows) => rows.map((row) => (row as HTMLElement).innerText));
const shownDownload = (popup: Page) =>
  popup.$$eval('[data-testid="download"]', (cards) =>
    cards.map((card) => ({ state: (card as HTMLElement).dataset.state, text: (card as HTMLElement).innerText })),
  );
const heard = async (popup: Page, before: string | null) => {
  await until('the job', async () => {
    const job = await shownJob(popup);
    return job !== null && job.id !== before;
  });
  const done = await waitForEnd(popup);
  expect(done.state).toBe('done');
  expect(done.text.toLowerCase().match(/[a-z]+/g)).toEqual(spokenThere);
  return done;
};
const lastJob = async (popup: Page) => (await shownJob(popup))?.id ?? null;
const said = (popup: Page, state: string, words: RegExp) =>
  until(`“${words}”`, async () =>
    (await shownDownload(popup)).some((one) => one.state === state && words.test(one.text)),
  );

describe('the popup over a page with sound', () => {
  it('lists its players and links with their length, and fetches and writes down what is chosen', async () => {
    const { popup } = await transcribeTab('/media');
    const rows = await until('the list', async () => {
      const all = await listed(popup);
      return all.length > 0 && all;
    });
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^The keeper of the light\n\d+ s · 127\.0\.0\.1/);
    await press(popup, 'button', '4 more on this page');
    expect((await listed(popup)).join('\n')).toMatch(/A talk on tides[\s\S]*From a frame/);
    const last = await lastJob(popup);
    await press(popup, 'button', 'Transcribe The keeper of the light');
    expect((await heard(popup, last)).title).toBe('The keeper of the light.wav');
    const call = world.farm.pages.media.findLast(({ path }) => path === '/media/interview.wav');
    expect(call?.cookie).toBe('');
    expect(await shownDownload(popup)).toEqual([]);
  });

  it('fetches what the site gives to members alone with the member’s own cookie, and only then', async () => {
    const { popup } = await transcribeTab('/media');
    const calls = () => world.farm.pages.media.filter(({ path }) => path === '/media/members.wav');
    await press(popup, 'button', '4 more on this page');
    const last = await lastJob(popup);
    await press(popup, 'button', 'Transcribe members.wav');
    await heard(popup, last);
    expect(calls().map(({ cookie }) => cookie)).toEqual(['', 'member=practice']);
  });

  it('says what came instead of a recording, and forgets it at a press', async () => {
    const { popup } = await transcribeTab('/media');
    await press(popup, 'button', '4 more on this page');
    await press(popup, 'button', 'Transcribe Sign in');
    await said(popup, 'failed', /A web page came instead of a recording/);
    await press(popup, 'button', 'Transcribe Gone');
    await said(popup, 'failed', /no recording at this address any more/);
    await press(popup, 'button', 'Not now: Gone.mp3');
    await press(popup, 'button', 'Not now: Sign in.mp3');
    await until('nothing left', async () => (await shownDownload(popup)).length === 0);
  });

  it('follows to another origin that is allowed', async () => {
    const { popup } = await transcribeTab('/media');
    await press(popup, 'button', '4 more on this page');
    const last = await lastJob(popup);
    await press(popup, 'button', 'Transcribe Moved');
    // localhost may not be reached before it was asked for.
    await said(popup, 'waiting', /sends on to localhost:\d+, which Rondo may not reach yet/);
    const { port } = new URL(world.farm.pages.url);
    await press(popup, 'button', `Allow localhost:${port}`);
    await heard(popup, last);
    expect(world.farm.pages.media.findLast(({ path }) => path === '/media/tides.wav')?.host).toBe(`localhost:${port}`);
  });

  it('says of a player that gets its sound in pieces that recording the tab would help', async () => {
    const { popup } = await transcribeTab('/media/pieces');
    await until('the word', () =>
      popup.$eval('body', (body) => /comes in pieces and cannot be fetched/.test(body.innerText)),
    );
    expect(await listed(popup)).toEqual([]);
  });

  it('takes an address that is pasted, shows how far it is, and goes on when it is closed', async () => {
    const { popup, page } = await transcribeTab('/article');
    await popup.evaluate((address) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ` ${address}\n`);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, at('/media/slow.wav'));
    const last = await lastJob(popup);
    await press(popup, 'button', 'Transcribe slow.wav');
    await said(popup, 'running', /Fetching from 127\.0\.0\.1:\d+\n[\d.]+ (kB|bytes) of \d+ kB/);
    await popup.close();
    const again = await world.rondo.popupOn(page);
    open.push(again);
    await heard(again, last);
  });

  it('takes a file that is pasted', async () => {
    const { popup } = await transcribeTab('/article');
    const last = await lastJob(popup);
    await popup.evaluate(async (address) => {
      const bytes = await (await fetch(address)).arrayBuffer();
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'pasted.wav', { type: 'audio/wav' }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, at('/media/tides.wav'));
    expect((await heard(popup, last)).title).toBe('pasted.wav');
  });
});

it('is fetched anew after the worker was killed on the way, with nothing open', async () => {
  const { popup, page } = await transcribeTab('/article');
  const last = await lastJob(popup);
  await popup.evaluate((address) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', address);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, at('/media/slow.wav'));
  await press(popup, 'button', 'Transcribe slow.wav');
  await said(popup, 'running', /Fetching from/);
  await popup.close();
  const calls = () => world.farm.pages.media.filter(({ path }) => path === '/media/slow.wav').length;
  const before = calls();
  await world.rondo.killWorker();
  await until('the next fetch', async () => calls() > before);
  const again = await world.rondo.popupOn(page);
  open.push(again);
  await heard(again, last);
});

describe('the context menu', () => {
  const click = (info: object) =>
    world.rondo.inWorker(`chrome.contextMenus.onClicked.dispatch(${JSON.stringify(info)}, { id: 1, title: 'A page' })`);

  /** The popup that opens by itself after the click. */
  const opened = async () => {
    const target = await world.rondo.browser.waitForTarget((one) => one.url() === world.rondo.url('popup.html'));
    const popup = await target.asPage();
    open.push(popup);
    return popup;
  };

  it('fetches and writes down what was clicked, and shows how far it is', async () => {
    const { popup } = await transcribeTab('/article');
    const last = await lastJob(popup);
    await popup.close();
    await click({ menuItemId: 'transcribe-audio', srcUrl: at('/media/interview.wav'), mediaType: 'audio' });
    await until('the fetch', async () => world.farm.pages.media.some(({ path }) => path === '/media/interview.wav'));
    expect((await heard(await opened(), last)).title).toBe('interview.wav');
  });

  it('writes down a sound that lies in its own address', async () => {
    const { popup } = await transcribeTab('/article');
    const last = await lastJob(popup);
    await popup.close();
    const bytes = await (await fetch(at('/media/interview.wav'))).arrayBuffer();
    const srcUrl = `data:audio/wav;base64,${Buffer.from(bytes).toString('base64')}`;
    await click({ menuItemId: 'transcribe-audio', srcUrl, mediaType: 'audio' });
    expect((await heard(await opened(), last)).title).toBe('A page.wav');
  });

  it('says of a player that gets its sound in pieces why it cannot be fetched', async () => {
    open.push(await world.open(at('/article')));
    await click({ menuItemId: 'transcribe-video', srcUrl: 'blob:https://a.test/1', mediaType: 'video' });
    await said(await opened(), 'failed', /record its tab instead/);
  });

  it('has its two entries in the browser’s own list', async () => {
    const kept = await world.rondo.inWorker(
      `Promise.all(['transcribe-audio', 'transcribe-video'].map((id) => new Promise((resolve) =>
        chrome.contextMenus.update(id, {}, () => resolve(chrome.runtime.lastError ? chrome.runtime.lastError.message : id)))))`,
    );
    expect(kept).toEqual(['transcribe-audio', 'transcribe-video']);
  });
});
