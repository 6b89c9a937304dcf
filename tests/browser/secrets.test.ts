// A whole run with canary keys, and then the search for them everywhere but in the vault: in messages to pages,
// on the console, in documents, in traces, in every storage.

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneWave, words } from '../farm/tones.ts';
import { addEndpoint, addKeys, summarize, transcribe, waitForEnd } from './driver/steps.ts';
import { asFile, keys, openWorld, type World } from './world.ts';

let world: World;
const heard: string[] = [];
const documents: string[] = [];
const secrets = Object.values(keys);

/** Every canary that stands in this text, by its name. Half a key counts as a key. */
const found = (text: string): string[] =>
  Object.entries(keys).flatMap(([name, key]) => (text.includes(key) || text.includes(key.slice(0, 20)) ? [name] : []));

/** Opens a page of the extension that notes whatever the background tells it: replies and pushes. */
const openListening = async (path: string): Promise<Page> => {
  const page = await world.rondo.browser.newPage();
  await page.exposeFunction('note', (text: string) => void heard.push(text));
  await page.evaluateOnNewDocument(() => {
    const note = (value: unknown) =>
      (globalThis as unknown as { note(text: string): void }).note(JSON.stringify(value) ?? '');
    const own = (globalThis as unknown as { chrome: { runtime: Runtime } }).chrome.runtime;
    type Port = { onMessage: { addListener(listener: (message: unknown) => void): void } };
    type Runtime = { sendMessage(message: unknown): Promise<unknown>; connect(options: unknown): Port };
    const { sendMessage, connect } = own;
    own.sendMessage = async (message) => {
      const reply = await sendMessage.call(own, message);
      note(reply);
      return reply;
    };
    own.connect = (options) => {
      const port = connect.call(own, options);
      port.onMessage.addListener(note);
      return port;
    };
  });
  await page.goto(world.rondo.url(path));
  return page;
};

beforeAll(async () => {
  world = await openWorld();
  world.farm.generic.addKey(keys.generic);
});
afterAll(() => world.close());

describe('over a whole run', () => {
  it('pages work, and every answer, refusal and failure is seen', async () => {
    const options = await openListening('options.html');
    const watcher = await openListening('popup.html?tab');
    // A page in a hidden tab draws nothing, so nothing would be found there.
    await options.bringToFront();
    await world.direct(options, 'Groq', 'OpenAI', 'TogetherAI');
    await addKeys(options, 'Groq', [keys.groqOne, keys.groqBad, keys.groqTwo]);
    await addKeys(options, 'OpenAI', [keys.openai]);
    await addKeys(options, 'TogetherAI', [keys.together]);
    await addKeys(options, 'OpenAI', [keys.groqOne.replace('One', 'Odd')]);
    await addEndpoint(options, {
      name: 'Practice',
      baseUrl: world.farm.generic.baseUrl,
      model: 'practice-small',
      key: keys.generic,
      headers: [{ name: 'x-tenant', value: keys.header }],
    });
    await (await options.waitForSelector('::-p-aria([name="Test connection to Practice"][role="button"])'))?.click();

    const article = await world.open(`${world.farm.pages.url}/article`);
    world.farm.groq.fault({ kind: '401', path: 'chat', times: 1 });
    world.farm.groq.fault({ kind: '429', path: 'chat', retryAfterSeconds: 30 });
    const popup = await world.rondo.popupOn(article);
    await summarize(popup);
    expect((await waitForEnd(popup)).state).toBe('done');
    documents.push(await popup.content());
    world.farm.groq.fault({ kind: '500', path: 'transcriptions' });
    await transcribe(popup, await asFile(world, 'tones.wav', toneWave(words(3, 5))));
    expect((await waitForEnd(popup)).state).toBe('done');
    documents.push(await popup.content());
    for (const provider of [world.farm.groq, world.farm.openai, world.farm.together, world.farm.generic])
      provider.fault({ kind: '503' });
    await summarize(popup);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    documents.push(await popup.content(), await options.content(), await watcher.content());
    await popup.close();
  });

  it('no message to a page held a key', () => {
    expect(heard.length).toBeGreaterThan(20);
    expect(heard.flatMap(found)).toEqual([]);
  });

  it('no document and no console line held a key', async () => {
    expect(documents.length).toBeGreaterThanOrEqual(5);
    expect(documents.flatMap(found)).toEqual([]);
    expect(world.rondo.console.flatMap(found)).toEqual([]);
  });

  it('no storage but the vault holds a key, and the vault holds them all', async () => {
    const options = await world.rondo.page('options.html');
    const stored = await options.evaluate(async () => {
      type Area = { get(keys: null): Promise<Record<string, unknown>> };
      const { storage } = (globalThis as unknown as { chrome: { storage: { local: Area; session: Area } } }).chrome;
      const databases = await indexedDB.databases();
      const rows: unknown[] = [];
      for (const { name } of databases) {
        const db = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open(name ?? '');
          request.onsuccess = () => resolve(request.result);
        });
        for (const store of db.objectStoreNames) {
          const all = await new Promise<{ blob?: Blob }[]>((resolve) => {
            const request = db.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
          });
          for (const row of all) rows.push(row, row.blob instanceof Blob ? await row.blob.text() : '');
        }
        db.close();
      }
      const { vault, ...local } = await storage.local.get(null);
      return {
        vault: JSON.stringify(vault),
        rest: JSON.stringify([
          local,
          await storage.session.get(null),
          rows,
          { ...localStorage },
          { ...sessionStorage },
        ]),
      };
    });
    expect(found(stored.rest)).toEqual([]);
    expect(stored.rest).toContain('Practice');
    for (const key of [keys.groqOne, keys.groqTwo, keys.openai, keys.together, keys.generic, keys.header])
      expect(stored.vault).toContain(key);
  });

  it('a content script cannot read the vault', async () => {
    const page = await world.open(`${world.farm.pages.url}/article`);
    const options = await world.rondo.page('options.html');
    const read = await options.evaluate(async (address) => {
      type Chrome = {
        tabs: { query(filter: object): Promise<{ id: number }[]> };
        scripting: { executeScript(injection: object): Promise<{ result: unknown }[]> };
      };
      const api = (globalThis as unknown as { chrome: Chrome }).chrome;
      const [tab] = await api.tabs.query({ url: `${address}/*` });
      const [injected] = await api.scripting.executeScript({
        target: { tabId: tab?.id },
        // Runs in the page's tab with the rights of a content script.
        func: async () => {
          type Storage = { local: { get(keys: null): Promise<object> } };
          const { storage } = (globalThis as unknown as { chrome: { storage: Storage } }).chrome;
          try {
            return { items: Object.keys(await storage.local.get(null)) };
          } catch (error) {
            return { refused: String(error) };
          }
        },
      });
      return injected?.result;
    }, new URL(page.url()).origin);
    expect(read).toMatchObject({ refused: expect.stringMatching(/access/i) });
  });

  it('the practice providers were given every key, so that the search was for something', () => {
    expect(secrets.length).toBe(7);
    expect(new Set(world.farm.groq.log.map(({ keyHash }) => keyHash)).size).toBeGreaterThanOrEqual(3);
    expect(world.farm.generic.log.map(({ headers }) => headers['x-tenant'])).toContain(keys.header);
  });
});
