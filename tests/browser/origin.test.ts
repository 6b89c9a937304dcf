// A local server that turns extensions away answers Rondo with no variable set, and what a web page sends to the same
// server stays as it is; also after the browser was started again, from the very first request.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEntry } from '../farm/index.ts';
import { openRondo, type Rondo } from './driver/index.ts';
import { addEndpoint, shownJob, summarize, waitForEnd } from './driver/steps.ts';
import { openWorld, until, type World } from './world.ts';

let world: World;
let rondo: Rondo;
beforeAll(async () => {
  world = await openWorld();
  rondo = world.rondo;
  world.farm.generic.allowOrigins(['http://localhost', 'http://127.0.0.1']);
});
afterAll(async () => {
  await rondo.close();
  await world.close();
});

const posts = (): LogEntry[] => world.farm.generic.log.filter(({ method }) => method === 'POST');
const forget = () => world.farm.generic.log.splice(0);
const own = () => `chrome-extension://${rondo.id}`;
const article = async (): Promise<Page> => {
  const page = await rondo.browser.newPage();
  await page.goto(`${world.farm.pages.url}/article`);
  return page;
};

/** What a web page may send to anybody without asking first. */
const sendFrom = (page: Page, address: string): Promise<void> =>
  page.evaluate(async (url) => {
    await fetch(url, { method: 'POST', mode: 'no-cors', body: '{"model":"practice-small","messages":[]}' });
  }, address);

const pageKeepsItsOrigin = async () => {
  forget();
  const page = await article();
  await sendFrom(page, `${world.farm.generic.baseUrl}/chat/completions`);
  expect(posts().map(({ headers, status }) => [headers.origin, status])).toEqual([[world.farm.pages.url, 403]]);
  await page.close();
};

describe('a server that refuses foreign origins', () => {
  it('would refuse an extension, and a web page, as Ollama does', async () => {
    const asked = await fetch(`${world.farm.generic.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { origin: own() },
    });
    expect([asked.status, await asked.text()]).toEqual([403, '']);
    await pageKeepsItsOrigin();
  });

  it('answers Rondo, whose requests name none, from the first one after it was added', async () => {
    forget();
    const options = await rondo.page('options.html');
    await addEndpoint(options, { name: 'Local', baseUrl: world.farm.generic.baseUrl, model: 'practice-small' });
    const button = await options.waitForSelector('::-p-aria([name="Test connection to Local"][role="button"])');
    await button?.click();
    const check = await options.waitForSelector('[data-testid="endpoint"] [data-cause="answered"]');
    expect(check).not.toBeNull();
    await options.close();
    expect(posts().map(({ headers, status }) => [headers.origin, status])).toEqual([[undefined, 200]]);
  });

  it('still refuses the web page, which keeps its own', pageKeepsItsOrigin);
});

describe('after the browser was started again', () => {
  it('the first request of all, by which an interrupted job goes on, names none', async () => {
    forget();
    const release = world.farm.generic.hold();
    const page = await article();
    const popup = await rondo.popupOn(page);
    await summarize(popup);
    await until('some text', async () => ((await shownJob(popup))?.text.length ?? 0) > 0);
    // The popup's own view is written down once a second.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await rondo.close({ keepProfile: true });
    release();
    await until('the end of the call that died with the browser', async () => posts().at(-1)?.endedAt);
    forget();

    rondo = await openRondo({ profile: rondo.profile });
    await until('the call by which the job goes on', async () => posts().length > 0);
    const again = await rondo.popupOn(await article());
    expect((await waitForEnd(again)).state).toBe('done');
    expect(posts().map(({ headers, status }) => [headers.origin, status])).toEqual([[undefined, 200]]);
    await again.close();
  });

  it('the web page keeps its own', pageKeepsItsOrigin);
});
