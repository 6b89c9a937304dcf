// A small extension that holds the product's own hands for audio, offscreen document and worker as they were built, with a
// page through which a test speaks to them: they can be tried in both browsers before and apart from all that uses them.
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElementHandle, Page } from 'puppeteer-core';
import { build } from 'vite';
import type { PreparationOptions } from '../../../lib/domain/preparation.ts';
import { firefoxBuild, openFirefox } from '../driver/firefox.ts';
import { chromeBuild, openRondo } from '../driver/index.ts';
import { until } from '../world.ts';
import type { Preparing, StageCall } from './stage-background.ts';
import type { Stage } from './stage-page.ts';

export type BrowserName = 'chromium' | 'firefox';

const own = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const bundle = async (folder: string, entry: string, isFirefox: boolean): Promise<void> => {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    define: { 'import.meta.env.FIREFOX': String(isFirefox) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      lib: { entry: own(`${entry}.ts`), formats: ['iife'], name: 'bundled', fileName: () => `${entry}.js` },
    },
  });
};

const manifestFor = (isFirefox: boolean) => ({
  manifest_version: 3,
  name: 'Stage',
  version: '1',
  permissions: ['unlimitedStorage', ...(isFirefox ? [] : ['offscreen', 'tabCapture', 'activeTab'])],
  content_security_policy: { extension_pages: "script-src 'self'; object-src 'self'" },
  action: { default_popup: 'stage.html' },
  ...(isFirefox
    ? {
        background: { scripts: ['stage-background.js'] },
        browser_specific_settings: { gecko: { id: 'stage@rondo.example' } },
      }
    : { background: { service_worker: 'stage-background.js' } }),
});

/** What the product was built to that audio needs; all of it came from the product's own sources. */
const builtParts = async (built: string): Promise<string[]> =>
  (await readdir(built)).filter((name) => ['chunks', 'offscreen.html', 'audio-worker.js'].includes(name));

const writeStage = async (isFirefox: boolean): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'rondo-stage-'));
  const built = isFirefox ? firefoxBuild : chromeBuild;
  for (const part of await builtParts(built)) await cp(join(built, part), join(folder, part), { recursive: true });
  await bundle(folder, 'stage-background', isFirefox);
  await bundle(folder, 'stage-page', isFirefox);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifestFor(isFirefox)));
  await writeFile(
    join(folder, 'stage.html'),
    '<!doctype html><title>Stage</title><p>Stage</p><input type="file"><script src="stage-page.js"></script>',
  );
  return folder;
};

declare const stage: Stage;

export type StageBrowser = {
  page: Page;
  /** Stores a file from disk and answers with its id. */
  keep(path: string): Promise<string>;
  call(call: StageCall): Promise<Preparing>;
  /** Prepares to the end, all chunks being taken at once. */
  prepare(blobId: string, options?: Partial<PreparationOptions>): Promise<Preparing>;
  bytes(blobId: string): Promise<Uint8Array | null>;
  remove(blobId: string): Promise<void>;
  close(): Promise<void>;
};

export const defaults: PreparationOptions = { limits: { most: 120, mostFirst: 60 }, after: null, ahead: 2 };

const open = async (name: BrowserName, folder: string, args: readonly string[]) => {
  if (name === 'firefox') {
    const firefox = await openFirefox({ extension: folder });
    return { page: await firefox.page('stage.html'), close: firefox.close };
  }
  const chromium = await openRondo({ extension: folder, args });
  return { page: await chromium.page('stage.html'), close: () => chromium.close() };
};

export const openStage = async (name: BrowserName, args: readonly string[] = []): Promise<StageBrowser> => {
  const folder = await writeStage(name === 'firefox');
  const { page, close } = await open(name, folder, args);
  const call = (one: StageCall): Promise<Preparing> => page.evaluate((asked) => stage.call(asked), one);
  return {
    page,
    call,
    keep: async (path) => {
      const input = (await page.waitForSelector('input')) as ElementHandle<HTMLInputElement>;
      await input.uploadFile(path);
      const id = await page.evaluate(() => stage.keepFile());
      if (!id) throw new Error(`${path} was not kept.`);
      return id;
    },
    prepare: async (blobId, options = {}) => {
      await call({ call: 'prepare', blobId, options: { ...defaults, ...options } });
      return until(
        'the end of the preparation',
        async () => {
          const state = await call({ call: 'look' });
          return state.end && state;
        },
        600_000,
      );
    },
    bytes: async (blobId) => {
      const read = await page.evaluate((id) => stage.read(id), blobId);
      return read && new Uint8Array(Buffer.from(read.base64, 'base64'));
    },
    remove: (blobId) => page.evaluate((id) => stage.remove(id), blobId),
    close: async () => {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
