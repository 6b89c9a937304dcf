// Opens a Firefox with the built extension in it, for tests that show the Firefox build at work.
// Never used by `npm start`, and never opens a page outside this computer by itself.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findFirefox } from '../../../scripts/browsers.ts';

/** The build that ships. */
export const firefoxBuild = fileURLToPath(new URL('../../../.output/firefox-mv3', import.meta.url));

export type FirefoxRondo = {
  readonly browser: Browser;
  /** The address of a page of the extension. */
  url(path: string): string;
  /** Opens a page of the extension in a tab of its own and waits until it shows something. */
  page(path: string): Promise<Page>;
  close(): Promise<void>;
};

export type FirefoxOptions = {
  headless?: boolean;
  extension?: string;
  /** More preferences, by name. */
  preferences?: Record<string, string | number | boolean>;
};

const idOf = async (extension: string): Promise<string> => {
  const manifest = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8'));
  return manifest.browser_specific_settings.gecko.id;
};

const open = async (browser: Browser, address: string): Promise<Page> => {
  const page = await browser.newPage();
  // Firefox tells nobody when an extension's page has loaded, so goto must not wait for it (it would for 15 s).
  await page.goto(address, { waitUntil: [] });
  await page.waitForFunction(
    (there) => location.href.startsWith(there) && document.readyState === 'complete' && document.body.innerText !== '',
    { polling: 50, timeout: 15_000 },
    address,
  );
  return page;
};

/** Opens a Firefox with the extension in it, in a new profile that goes with it; headless unless told otherwise. */
export const openFirefox = async (options: FirefoxOptions = {}): Promise<FirefoxRondo> => {
  const program = findFirefox();
  if (program === null) throw new Error('No Firefox on this machine: install firefox-esr, or set FIREFOX_PATH.');
  const extension = options.extension ?? firefoxBuild;
  // The address of an extension is drawn by lot at its installation, unless the lot stands in the preferences.
  const lot = randomUUID();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program,
    headless: options.headless ?? true,
    // Without it Firefox lets no remote command reach moz-extension addresses.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [await idOf(extension)]: lot }),
      // The product's own `permissions.request` is answered with yes.
      'extensions.webextOptionalPermissionPrompts': false,
      ...options.preferences,
    },
  });
  const url = (path: string) => `moz-extension://${lot}/${path}`;
  try {
    await browser.installExtension(extension);
  } catch (error) {
    await browser.close();
    throw error;
  }
  return { browser, url, page: (path) => open(browser, url(path)), close: () => browser.close() };
};
