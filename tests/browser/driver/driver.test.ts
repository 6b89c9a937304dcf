// What the browser tests rely on, measured on a tiny extension: the driver does what a person does and pins no worker.
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRondo, type Rondo } from './index.ts';
import { writeSample } from './sample.ts';

let sample: string;
let rondo: Rondo;
let server: Server;
let address: string;

beforeAll(async () => {
  sample = await writeSample();
  rondo = await openRondo({ extension: sample });
  server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<title>A loopback page</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  address = `http://127.0.0.1:${place !== null && typeof place === 'object' ? place.port : 0}/`;
});

afterAll(async () => {
  await rondo?.close();
  server?.close();
  await rm(sample, { recursive: true, force: true });
});

const output = async (page: Page): Promise<string> => {
  await page.click('button');
  await page.waitForFunction(() => document.querySelector('output')?.textContent !== '');
  return page.$eval('output', (element) => element.textContent ?? '');
};

/** The number of the worker's present life; asking wakes it. */
const life = (page: Page): Promise<number> =>
  page.evaluate(() => {
    type Api = { runtime: { sendMessage(message: string): Promise<number> } };
    return (globalThis as unknown as { chrome: Api }).chrome.runtime.sendMessage('?');
  });

const waitForDeath = async (most: number): Promise<number> => {
  const start = Date.now();
  while (await rondo.workerAlive()) {
    if (Date.now() - start > most) return Number.POSITIVE_INFINITY;
    await sleep(100);
  }
  return (Date.now() - start) / 1000;
};

describe('the driver', () => {
  it('opens the real popup over a tab with the right to read that tab', async () => {
    const tab = await rondo.browser.newPage();
    await tab.goto(address);
    const popup = await rondo.popupOn(tab);
    expect(await output(popup)).toBe('A loopback page');
    expect(await popup.evaluate(() => innerWidth)).toBeLessThan(400);
    await popup.close();
    const again = await rondo.popupOn(tab);
    expect(await output(again)).toBe('A loopback page');
    await again.close();
    await tab.close();
  });

  it('lets the product ask for an address and get it without a prompt', async () => {
    await rondo.allowOrigins();
    const page = await rondo.page('page.html');
    expect(await output(page)).toBe('true');
    await page.close();
  });

  it('ends the worker at will, and the next message wakes another', async () => {
    const page = await rondo.page('page.html');
    const first = await life(page);
    expect(await rondo.workerAlive()).toBe(true);
    await rondo.killWorker();
    expect(await rondo.workerAlive()).toBe(false);
    const second = await life(page);
    expect(second).not.toBe(first);
    await page.close();
  });

  it('lets go of the browser and takes hold of it again', async () => {
    await rondo.detach();
    expect(rondo.browser.connected).toBe(false);
    await rondo.attach();
    const page = await rondo.page('page.html');
    expect(await page.title()).toBe('Page');
    await page.close();
  });

  it('hears the consoles of pages, popups and the worker, objects of pages included', () => {
    const heard = rondo.console.join('\n');
    expect(heard).toContain('the worker speaks');
    expect(heard).toContain('the popup speaks');
    expect(heard).toContain('the page speaks\nin two lines');
    expect(heard).toContain('{"inside":"an object"}');
  });

  it('pins no worker: an idle one dies at 30 s with the driver connected and a page open', async () => {
    const page = await rondo.page('page.html');
    await life(page);
    const seconds = await waitForDeath(45_000);
    expect(seconds).toBeGreaterThan(25);
    expect(seconds).toBeLessThan(40);
    await page.close();
  });

  it('opens a profile again after the browser died at once', async () => {
    const first = await openRondo({ extension: sample });
    const page = await first.page('page.html');
    await page.evaluate(() => localStorage.setItem('kept', 'yes'));
    // Chromium writes to the disk within 5 s.
    await sleep(6_000);
    await first.kill();
    const second = await openRondo({ extension: sample, profile: first.profile });
    const again = await second.page('page.html');
    expect(await again.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
    await second.close();
  });
});
