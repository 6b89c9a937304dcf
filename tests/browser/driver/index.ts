// The driver of browser tests and of `npm start`: a real Chromium with the built extension in it, worked as a person does.
// Never attaches to the service worker (wire.ts), so that worker lives and dies as it would without a test:
// measured with the driver connected, 30.1 s after its last event, whether or not a page of the extension stands open
// (driver.test.ts). A page that watches over a port keeps sending events; close it before waiting for that death.
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page, type Target } from 'puppeteer-core';
import { findChromium } from '../../../scripts/browsers.ts';
import { type Chromium, startChromium } from './chromium.ts';
import { openWire } from './wire.ts';
import { endWorker, evaluateInWorker, isWorkerAlive } from './worker.ts';

/** The build that ships. */
export const chromeBuild = fileURLToPath(new URL('../../../.output/chrome-mv3', import.meta.url));

export type Rondo = {
  /** The extension's id. */
  readonly id: string;
  /** Another object after each attach(). */
  readonly browser: Browser;
  /** The address of a page of the extension. */
  url(path: string): string;
  /** Opens a page of the extension in a tab of its own. */
  page(path: string): Promise<Page>;
  /**
   * Allows loopback and every https address beforehand, so that the product's own `permissions.request` is answered
   * with yes at once instead of waiting for a click on a prompt that nobody can reach. Grants nothing by itself.
   */
  allowOrigins(): Promise<void>;
  /** Clicks the extension's button over that tab, as a person does (which grants activeTab), and waits for the popup. */
  popupOn(page: Page): Promise<Page>;
  /** Ends the worker as the browser does when it is idle, and waits until it is gone. */
  killWorker(): Promise<void>;
  workerAlive(): Promise<boolean>;
  /** Works out an expression in the worker, and wakes it first where it sleeps. For what no click can reach. */
  inWorker(expression: string): Promise<unknown>;
  /** Lets go of the browser wholly; pages handed out before are void from then on. */
  detach(): Promise<void>;
  attach(): Promise<void>;
  /** Everything written to any console so far, worker and popups included: for a search after secrets. */
  readonly console: readonly string[];
  readonly profile: string;
  /** Resolves when the browser is gone, whoever closed it. */
  readonly gone: Promise<void>;
  /** Closes the browser and removes its profile, if the driver made it and `keepProfile` is not set. */
  close(options?: { keepProfile?: boolean }): Promise<void>;
  /** The browser dies at once, as in a power cut. Its profile stays. */
  kill(): Promise<void>;
};

export type OpenOptions = { headless?: boolean; profile?: string; args?: readonly string[]; extension?: string };

const profilePrefix = 'rondo-profile-';
const popupPath = async (extension: string): Promise<string> => {
  const manifest = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8'));
  return manifest.action?.default_popup ?? '';
};

/** Puts what a page logs as an object into the list too; the browser's log only says `[object Object]` there. */
const listenTo = (browser: Browser, console: string[]): void => {
  const listen = async (target: Target) => {
    const page = target.type() === 'page' ? await target.page().catch(() => null) : null;
    page?.on('console', async (message) => {
      for (const argument of message.args()) {
        if (argument.remoteObject().type !== 'object') continue;
        const value = await argument.jsonValue().catch(() => null);
        if (value !== null) console.push(JSON.stringify(value));
      }
    });
  };
  browser.on('targetcreated', listen);
  for (const target of browser.targets()) void listen(target);
};

const connect = async (chromium: Chromium): Promise<Browser> => {
  const browser = await puppeteer.connect({ transport: await openWire(chromium.socket), defaultViewport: null });
  listenTo(browser, chromium.console);
  return browser;
};

/** The id of the extension that stands at that path, as soon as the browser has loaded it. */
const findId = async (browser: Browser, extension: string): Promise<string> => {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    for (const [id, { path }] of await browser.extensions()) if (path === extension) return id;
    await sleep(20);
  }
  throw new Error(`The browser did not load the extension at ${extension}.`);
};

const allowed = ['http://127.0.0.1/*', 'http://localhost/*', 'https://*/*'];

const allowOrigins = async (browser: Browser, id: string): Promise<void> => {
  const page = await browser.newPage();
  await page.goto('chrome://extensions');
  const refused = await page.evaluate(
    async (extensionId, hosts) => {
      type Api = { addHostPermission(id: string, host: string): Promise<void> };
      const api = (globalThis as unknown as { chrome: { developerPrivate: Api } }).chrome.developerPrivate;
      for (const host of hosts) {
        try {
          await api.addHostPermission(extensionId, host);
        } catch (error) {
          return `${host}: ${error}`;
        }
      }
      return null;
    },
    id,
    allowed,
  );
  await page.close();
  if (refused !== null) throw new Error(`The browser did not take a permission beforehand: ${refused}`);
};

const popupOn = async (browser: Browser, id: string, path: string, page: Page): Promise<Page> => {
  const extension = (await browser.extensions()).get(id);
  if (!extension) throw new Error('The extension is no longer in the browser.');
  const address = `chrome-extension://${id}/${path}`;
  await page.bringToFront();
  const old = browser.targets().filter((target) => target.url().startsWith(address));
  await extension.triggerAction(page);
  const target = await browser.waitForTarget((each) => each.url().startsWith(address) && !old.includes(each), {
    timeout: 10_000,
  });
  const popup = await target.asPage();
  await popup.waitForFunction(() => document.readyState === 'complete');
  // A popup also closes by itself when something else gets the focus; its end may then have come before we wait for it.
  const close = popup.close.bind(popup);
  popup.close = async () => {
    await Promise.race([close().catch(() => {}), sleep(3_000, undefined, { ref: false })]);
  };
  return popup;
};

/** Opens a Chromium with the extension in it; headless unless told otherwise. */
export const openRondo = async (options: OpenOptions = {}): Promise<Rondo> => {
  const program = findChromium();
  if (program === null) throw new Error('No Chromium on this machine: `npm test` installs one, or set CHROMIUM_PATH.');
  const extension = await realpath(options.extension ?? chromeBuild).catch(() => {
    throw new Error('There is no build to open: run `npm run build` first.');
  });
  const popup = await popupPath(extension);
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), profilePrefix)));
  const { headless = true, args = [] } = options;
  const chromium = await startChromium({ program, extension, profile, headless, args });
  const { host } = new URL(chromium.socket);
  let browser = await connect(chromium);
  const id = await findId(browser, extension);
  const url = (path: string) => `chrome-extension://${id}/${path}`;
  const kill = async () => {
    chromium.process.kill('SIGKILL');
    await chromium.gone;
  };
  const attach = async () => {
    if (!browser.connected) browser = await connect(chromium);
  };
  return {
    id,
    get browser() {
      return browser;
    },
    url,
    page: async (path) => {
      const page = await browser.newPage();
      await page.goto(url(path));
      return page;
    },
    allowOrigins: () => allowOrigins(browser, id),
    popupOn: (page) => popupOn(browser, id, popup, page),
    killWorker: () => endWorker(host, id),
    workerAlive: () => isWorkerAlive(host, id),
    inWorker: async (expression) => {
      if (!(await isWorkerAlive(host, id))) {
        const page = await browser.newPage();
        await page.goto(url('options.html'));
        await page.close();
      }
      return evaluateInWorker(host, id, expression);
    },
    detach: () => browser.disconnect(),
    attach,
    console: chromium.console,
    profile,
    gone: chromium.gone,
    close: async ({ keepProfile = false } = {}) => {
      await attach().catch(() => {});
      await Promise.race([browser.close().catch(() => {}), sleep(5_000)]);
      await Promise.race([chromium.gone, sleep(5_000)]);
      await kill();
      // Only a folder with our own name is ever removed.
      if (!keepProfile && basename(profile).startsWith(profilePrefix)) {
        await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      }
    },
    kill,
  };
};
