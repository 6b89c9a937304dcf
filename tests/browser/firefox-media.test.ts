// Recordings of the web and dictated text in the Firefox build: an address that is pasted is fetched, also where it is sent
// on; the menu has its entries; and the writer writes as typing would. Skipped where no Firefox is installed.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/browsers.ts';
import { type Farm, startFarm } from '../farm/index.ts';
import { spokenThere } from '../farm/media-pages.ts';
import { type FirefoxRondo, openFirefox } from './driver/firefox.ts';
import { addKeys, press, setBaseUrl, shownJob, waitForEnd } from './driver/steps.ts';
import { keys, until } from './world.ts';

describe.skipIf(findFirefox() === null)('Rondo in Firefox', () => {
  let farm: Farm;
  let rondo: FirefoxRondo;
  let popup: Page;
  beforeAll(async () => {
    [farm, rondo] = await Promise.all([startFarm({ deltaMs: 1 }), openFirefox()]);
    farm.groq.addKey(keys.groqOne, { organization: 'org_one', plan: 'free' });
    const options = await rondo.page('options.html');
    await setBaseUrl(options, 'Groq', farm.groq.baseUrl);
    await addKeys(options, 'Groq', [keys.groqOne]);
    await options.close();
    popup = await rondo.page('popup.html');
  });
  afterAll(async () => {
    await rondo?.close();
    await farm?.close();
  });

  const paste = (path: string) =>
    popup.evaluate((address) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', address);
      // Firefox gives an event of its own making no clipboard.
      const event = new Event('paste', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'clipboardData', { value: clipboardData });
      document.body.dispatchEvent(event);
    }, `${farm.pages.url}${path}`);
  const heard = async (before: string | undefined) => {
    await until('the job', async () => {
      const job = await shownJob(popup);
      return job !== null && job.id !== before;
    });
    const done = await waitForEnd(popup);
    expect(done.text.toLowerCase().match(/[a-z]+/g)).toEqual(spokenThere);
    return done;
  };

  it('fetches and writes down what lies at an address that was pasted', async () => {
    await paste('/media/interview.wav');
    await press(popup, 'button', 'Transcribe interview.wav');
    expect((await heard(undefined)).title).toBe('interview.wav');
  });

  it('says where an address is sent on to, and goes there once that is allowed', async () => {
    const before = (await shownJob(popup))?.id;
    await paste('/media/moved.wav');
    await press(popup, 'button', 'Transcribe moved.wav');
    const { port } = new URL(farm.pages.url);
    await press(popup, 'button', `Allow localhost:${port}`);
    await heard(before);
  });

  it('has its two entries in the menu over sound and film', async () => {
    const kept = await popup.evaluate(async () => {
      type Menus = { update(id: string, change: object): Promise<void> };
      const { contextMenus } = (globalThis as unknown as { browser: { contextMenus: Menus } }).browser;
      const ids = ['transcribe-audio', 'transcribe-video'];
      return Promise.all(ids.map((id) => contextMenus.update(id, {}).then(() => id, String)));
    });
    expect(kept).toEqual(['transcribe-audio', 'transcribe-video']);
  });

  it('writes at the cursor of fields and of rich text, and undo takes it back', async () => {
    const page = await rondo.browser.newPage();
    await page.goto(`${farm.pages.url}/writing`);
    const write = (text: string) =>
      popup.evaluate(
        async (address, words) => {
          type Writer = { rondoWriter: { write(text: string): Promise<string> } };
          type Api = {
            tabs: { query(which: object): Promise<{ id: number; url?: string }[]> };
            scripting: { executeScript(what: object): Promise<{ result: unknown }[]> };
          };
          const { tabs, scripting } = (globalThis as unknown as { browser: Api }).browser;
          const tab = (await tabs.query({})).find(({ url }) => url === address);
          const target = { tabId: tab?.id };
          await scripting.executeScript({ target, files: ['/writer.js'] });
          const func = (said: string) => (globalThis as unknown as Writer).rondoWriter.write(said);
          const [done] = await scripting.executeScript({ target, func, args: [words] });
          return done?.result;
        },
        `${farm.pages.url}/writing`,
        text,
      );
    const area = () => page.$eval('#area', (field) => (field as HTMLTextAreaElement).value);
    await page.$eval('#area', (field) => {
      (field as HTMLTextAreaElement).focus();
      (field as HTMLTextAreaElement).setSelectionRange(12, 12);
    });
    expect(await write('how are you?')).toBe('whole');
    expect(await area()).toBe('Dear reader, how are you?');
    await page.evaluate(() => document.execCommand('undo'));
    expect(await area()).toBe('Dear reader,');
    await page.$eval('#rich', (rich) => {
      (rich as HTMLElement).focus();
      const bold = rich.querySelector('b')?.firstChild;
      if (bold) getSelection()?.setBaseAndExtent(bold, 5, bold, 5);
    });
    expect(await write('and moon')).toBe('whole');
    expect(await page.$eval('#rich', (rich) => (rich as HTMLElement).innerText.trim())).toBe('Hello world and moon');
    await page.$eval('#secret', (field) => (field as HTMLInputElement).focus());
    expect(await write('words')).toBe('none');
    await page.close();
  });
});
