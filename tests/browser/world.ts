// A browser with Rondo in it and the practice providers behind it, for one file of tests. Every key in it is a canary:
// shaped like a real one and findable wherever it should not be.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Dimension } from '../../lib/domain/fault.ts';
import type { MessageName } from '../../lib/messaging/protocol.ts';
import { type Farm, type FarmOptions, type PracticeProvider, startFarm } from '../farm/index.ts';
import { type OpenOptions, openRondo, type Rondo } from './driver/index.ts';
import { addKeys, setBaseUrl } from './driver/steps.ts';

const canary = (prefix: string, name: string) => `${prefix}canary${name}${'0'.repeat(Math.max(0, 34 - name.length))}`;

export const keys = {
  groqOne: canary('gsk_', 'GroqOne'),
  groqTwo: canary('gsk_', 'GroqTwo'),
  groqBad: canary('gsk_', 'GroqBad'),
  openai: canary('sk-proj-', 'OpenAI'),
  together: canary('tgp_v1_', 'Together'),
  generic: canary('sk-', 'Generic'),
  header: canary('tenant-', 'Header'),
} as const;

export type World = {
  farm: Farm;
  /** Another object after a restart. */
  readonly rondo: Rondo;
  /** A tab with a page of the practice web server in it. */
  open(address: string): Promise<Page>;
  /** Sends a provider's requests to its practice provider, by its own setting. */
  direct(options: Page, ...names: ProviderName[]): Promise<void>;
  /** The browser dies at once, as in a power cut, and another begins with what it had stored. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export type ProviderName = 'Groq' | 'OpenAI' | 'TogetherAI';

export const practiceOf = (farm: Farm, name: ProviderName): PracticeProvider =>
  ({ Groq: farm.groq, OpenAI: farm.openai, TogetherAI: farm.together })[name];

/** @param deltaMs pause between the pieces of a streamed answer */
export const openWorld = async (
  deltaMs = 5,
  { args, extension, ...options }: Omit<FarmOptions, 'deltaMs'> & Pick<OpenOptions, 'args' | 'extension'> = {},
): Promise<World> => {
  const farm = await startFarm({ ...options, deltaMs });
  farm.groq.addKey(keys.groqOne, { organization: 'org_one', plan: 'free' });
  farm.groq.addKey(keys.groqTwo, { organization: 'org_two', plan: 'free' });
  farm.openai.addKey(keys.openai);
  farm.together.addKey(keys.together);
  let rondo = await openRondo({ args, extension });
  await rondo.allowOrigins();
  return {
    farm,
    get rondo() {
      return rondo;
    },
    open: async (address) => {
      const page = await rondo.browser.newPage();
      await page.goto(address);
      return page;
    },
    direct: (options, ...names) => direct(farm, options, ...names),
    restart: async () => {
      const { profile } = rondo;
      await rondo.kill();
      rondo = await openRondo({ profile, args, extension });
    },
    close: async () => {
      await rondo.close();
      await farm.close();
    },
  };
};

/** What can be set up: providers, and any browser that opens a page of the extension. */
export type Openable = { farm: Farm; rondo: Pick<Rondo, 'page'> };

const direct = async (farm: Farm, options: Page, ...names: ProviderName[]): Promise<void> => {
  for (const name of names) await setBaseUrl(options, name, practiceOf(farm, name).baseUrl);
};

/** Directs the named providers to the farm and adds these keys to them. Closes the options page behind itself. */
export const setUp = async (
  { farm, rondo }: Openable,
  wanted: Partial<Record<ProviderName, readonly string[]>>,
): Promise<void> => {
  const options = await rondo.page('options.html');
  for (const [name, lines] of Object.entries(wanted) as [ProviderName, readonly string[]][]) {
    await direct(farm, options, name);
    if (lines.length > 0) await addKeys(options, name, lines);
  }
  await options.close();
};

/** Limits that no test reaches, for those that are about something else. */
export const roomy = { RPS: 100_000, RPM: 100_000, RPD: 10_000_000, ASH: 10_000_000, ASD: 100_000_000 };

type Messenger = { runtime: { sendMessage(message: unknown): Promise<unknown> } };

/** Says something to the background as one of its own pages does. @returns what it answers */
export const tell = (page: Page, name: MessageName, payload: unknown): Promise<unknown> =>
  page.evaluate((message) => (globalThis as unknown as { chrome: Messenger }).chrome.runtime.sendMessage(message), {
    name,
    payload,
  });

/** Lays a file into the blob store, as a page does with one that was chosen. @returns its id */
export const keepFile = async (page: Page, path: string): Promise<string> => {
  const input = (await page.evaluateHandle(() => {
    const field = document.createElement('input');
    field.type = 'file';
    document.body.append(field);
    return field;
  })) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(path);
  return input.evaluate(
    (field) =>
      new Promise<string>((resolve, reject) => {
        const id = crypto.randomUUID();
        const opening = indexedDB.open('rondo');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction('blobs', 'readwrite');
          writing.objectStore('blobs').put({ id, blob: field.files?.[0], storedAt: Date.now() });
          writing.oncomplete = () => {
            opening.result.close();
            resolve(id);
          };
        };
      }),
  );
};

/** What keys are said to allow, as the settings page would say it. @param owner of its keys alone */
export const limitKeys = async (
  world: Openable,
  limits: Partial<Record<Dimension, number>>,
  owner?: string,
): Promise<void> => {
  const options = await world.rondo.page('options.html');
  const stored = await options.evaluate(async () => {
    type Stored = { settings: { keys: { id: string; owner: string }[] } };
    type Api = { storage: { local: { get(name: string): Promise<Stored> } } };
    return (await (globalThis as unknown as { chrome: Api }).chrome.storage.local.get('settings')).settings.keys;
  });
  for (const key of stored)
    if (owner === undefined || key.owner === owner) await tell(options, 'key.change', { id: key.id, limits });
  await options.close();
};

/** Writes bytes where a file dialog can find them. */
export const asFile = async (world: World, name: string, bytes: Uint8Array): Promise<string> => {
  const file = path.join(world.rondo.profile, name);
  await writeFile(file, bytes);
  return file;
};

export const until = async <Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false>,
  ms = 60_000,
): Promise<Value> => {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what} did not come within ${ms / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
