// What tests of recording share: a microphone that says what a file holds, a web page that plays one, and the steps by
// which a person records in the popup.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { FirefoxRondo } from './driver/firefox.ts';
import { chromeBuild } from './driver/index.ts';
import { press, type ShownJob, shownJob, waitForEnd } from './driver/steps.ts';
import { until, type World } from './world.ts';

/**
 * For tests that count every word that a tab plays: a machine that is busy with other things plays with gaps, and what was
 * not played cannot be heard. Measured at load 10 to 20 on two cores: one try in ten; with a longer buffer for sound
 * (--audio-buffer-size=4096), three in four. What the microphone says comes out of its file without gaps.
 */
export const playedAgain = { retry: 2 };

/** The microphone plays the file once, from when somebody opens it. */
export const microphoneFlags = (file: string): string[] => [
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-audio-capture=${file}%noloop`,
];

/**
 * The build that ships, but for the permission to record tabs: it is there from the start, since no test can reach the
 * dialog in which the browser asks for it.
 */
export const withTabSound = async (folder: string): Promise<string> => {
  const copy = join(folder, 'rondo');
  await cp(chromeBuild, copy, { recursive: true });
  const file = join(copy, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  const { optional_permissions: asked, permissions, ...rest } = manifest;
  await writeFile(file, JSON.stringify({ ...rest, permissions: [...permissions, ...asked] }));
  return copy;
};

/** A page that plays a recording at a press, as pages do. */
export const startPlayer = async (file: string) => {
  const sound = await readFile(file);
  const page =
    '<!doctype html><html lang="en"><title>The harbour tapes</title><h1>The harbour tapes</h1><audio controls src="/tape.wav"></audio></html>';
  const server = createServer((request, response) => {
    const isSound = request.url === '/tape.wav';
    response.writeHead(200, { 'content-type': isSound ? 'audio/wav' : 'text/html; charset=utf-8' });
    response.end(isSound ? sound : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const play = (page: Page): Promise<void> =>
  page.$eval('audio', async (audio) => {
    await (audio as HTMLAudioElement).play();
  });

export const hasEnded = (page: Page): Promise<boolean> =>
  page.$eval('audio', (audio) => (audio as HTMLAudioElement).ended);

/** What the browser answers when somebody asks for the microphone; of the pages of the extension alone. */
export const setMicrophone = ({ rondo }: World, state: 'granted' | 'denied' | 'prompt'): Promise<void> =>
  rondo.browser
    .defaultBrowserContext()
    .setPermission(rondo.url('').slice(0, -1), { permission: { name: 'microphone' }, state });

export type ShownCapture = { state: string; seconds: number; words: string };

/** The recording that goes on, as the popup shows it; null where there is none. */
export const shownCapture = (popup: Page): Promise<ShownCapture | null> =>
  popup.evaluate(() => {
    const card = document.querySelector<HTMLElement>('[data-testid="capture"]');
    if (card === null) return null;
    const [minutes = 0, seconds = 0] = (card.querySelector('[role="timer"]')?.textContent ?? '').split(':').map(Number);
    return { state: card.dataset.state ?? '', seconds: minutes * 60 + seconds, words: card.innerText };
  });

/** Presses the button and waits until it records. */
export const record = async (popup: Page, button: 'Record microphone' | 'Record this tab'): Promise<void> => {
  await press(popup, 'tab', 'Transcribe');
  await press(popup, 'button', button);
  await until('the beginning of the recording', async () => (await shownCapture(popup))?.state === 'recording', 15_000);
};

/** Preferences of a Firefox with a practice microphone, whose user always says yes. It hums and says no words. */
export const practiceMicrophone = { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true };

/** Firefox tells nobody the address of an extension's page. */
export const pageThatSays = ({ browser }: FirefoxRondo, words: string): Promise<Page> =>
  until(`a page that says “${words}”`, async () => {
    for (const page of await browser.pages()) {
      const text = await page.evaluate(() => document.body.innerText).catch(() => '');
      if (text.includes(words)) return page;
    }
    return null;
  });

/** Presses the button and allows the microphone. @returns the page that was allowed to and records */
export const recordInFirefox = async (firefox: FirefoxRondo, popup: Page): Promise<Page> => {
  await press(popup, 'button', 'Record microphone');
  const asking = await pageThatSays(firefox, 'May Rondo use your microphone?');
  await press(asking, 'button', 'Allow the microphone');
  await until('the beginning of the recording', async () => (await shownCapture(popup))?.state === 'recording');
  return asking;
};

export const waitForSeconds = (popup: Page, seconds: number): Promise<ShownCapture> =>
  until(`second ${seconds} of the recording`, async () => {
    const shown = await shownCapture(popup);
    return shown && shown.seconds >= seconds ? shown : null;
  });

/** Presses the button that has a recording transcribed, and answers with what came of it. */
export const transcribed = async (popup: Page, button: 'Stop and transcribe' | 'Transcribe'): Promise<ShownJob> => {
  const before = (await shownJob(popup))?.id;
  await press(popup, 'button', button);
  await until('the job', async () => {
    const job = await shownJob(popup);
    return job !== null && job.id !== before;
  });
  return waitForEnd(popup);
};

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
