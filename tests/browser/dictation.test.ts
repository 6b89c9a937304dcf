// Dictation in a real browser: what is said into the microphone stands at the cursor, in whichever kind of field that is.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Said, writeRecording } from '../farm/recordings.ts';
import { shownJob } from './driver/steps.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
let folder: string;
let said: Said[];
let page: Page;
const length = 6;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rondo-dictation-'));
  const file = join(folder, 'spoken.wav');
  said = await writeRecording(file, { seconds: length, rate: 48_000, still: [{ start: 0, end: 2 }] });
  const microphone = ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${file}%noloop`];
  world = await openWorld(5, { args: microphone });
  await setUp(world, { Groq: [keys.groqOne] });
  const origin = world.rondo.url('').slice(0, -1);
  const context = world.rondo.browser.defaultBrowserContext();
  await context.setPermission(origin, { permission: { name: 'microphone' }, state: 'granted' });
  page = await world.open(`${world.farm.pages.url}/writing`);
  // A shortcut lets Rondo into the tab in front; no driver can press one, and the button does the same.
  await (await world.rondo.popupOn(page)).close();
  await page.bringToFront();
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const tabId = () => world.rondo.inWorker(`chrome.tabs.query({ active: true }).then(([tab]) => tab.id)`);
const enter = async (frames: string, func: string, ...given: unknown[]) => {
  const target = `{ tabId: ${await tabId()}, ${frames} }`;
  await world.rondo.inWorker(
    `chrome.scripting.executeScript({ target: ${target}, files: ['/writer.js'] }).then(() => 0)`,
  );
  return world.rondo.inWorker(
    `chrome.scripting.executeScript({ target: ${target}, func: ${func}, args: ${JSON.stringify(given)} })
      .then((frames) => frames.map(({ result }) => result))`,
  ) as Promise<unknown[]>;
};
const write = async (text: string, frames = 'frameIds: [0]') =>
  (await enter(frames, '(words) => globalThis.rondoWriter.write(words)', text))[0];
const fieldText = (id: string) => page.$eval(`#${id}`, (field) => (field as HTMLTextAreaElement).value);
const focusOn = (id: string, at?: [number, number]) =>
  page.$eval(
    `#${id}`,
    (field, range) => {
      (field as HTMLInputElement).focus();
      if (range) (field as HTMLInputElement).setSelectionRange(range[0], range[1]);
    },
    at,
  );

describe('the writer', () => {
  it('writes at the cursor of a field as typing would, with a space where one is missing, and undo takes it back', async () => {
    await focusOn('area', [12, 12]);
    expect(await write('how are you?')).toBe('whole');
    expect(await fieldText('area')).toBe('Dear reader, how are you?');
    const inputs = await page.evaluate(() => (globalThis as unknown as { inputs: unknown[] }).inputs);
    expect(inputs.at(-1)).toEqual(['area', 'insertText', true]);
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    expect(await fieldText('area')).toBe('Dear reader,');
  });

  it('takes the place of what is selected, and leaves the cursor behind it', async () => {
    await focusOn('line', [4, 9]);
    expect(await write('two')).toBe('whole');
    expect(await fieldText('line')).toBe('one two');
    await page.keyboard.type('!');
    expect(await fieldText('line')).toBe('one two!');
  });

  it('writes into rich text where the cursor is', async () => {
    await page.$eval('#rich', (rich) => {
      (rich as HTMLElement).focus();
      const bold = rich.querySelector('b')?.firstChild;
      if (bold) getSelection()?.setBaseAndExtent(bold, 5, bold, 5);
    });
    expect(await write('and moon')).toBe('whole');
    expect(await page.$eval('#rich', (rich) => rich.innerHTML)).toBe('<p>Hello <b>world and moon</b></p>');
  });

  it('leaves it to an editor that writes by itself', async () => {
    await focusOn('editor');
    expect(await write('its own way')).toBe('whole');
    expect(await page.$eval('#editor', (editor) => editor.textContent)).toContain('its own way');
    expect((await page.$eval('#editor', (editor) => editor.textContent))?.split('its own way')).toHaveLength(2);
  });

  it('finds the field in an open shadow root', async () => {
    await page.$eval('#host', (host) => host.shadowRoot?.querySelector('input')?.focus());
    expect(await write('deep')).toBe('whole');
    expect(await page.$eval('#host', (host) => host.shadowRoot?.querySelector('input')?.value)).toBe('deep');
  });

  it('says so where a field takes less than all of it', async () => {
    await focusOn('short');
    expect(await write('more than nine')).toBe('part');
  });

  it.each(['secret', 'number', 'closed', 'button'])('writes nothing into #%s', async (id) => {
    await focusOn(id);
    expect(await write('words')).toBe('none');
    if (id !== 'button') expect(await fieldText(id)).not.toContain('words');
  });

  it('knows in which frame the focus is', async () => {
    const frame = page.frames().find((one) => one.url().endsWith('/writing/frame'));
    await frame?.focus('#framed');
    const where = await enter('allFrames: true', '() => globalThis.rondoWriter.where()');
    expect(where).toEqual([
      { focused: true, writable: false },
      { focused: true, writable: true },
    ]);
  });
});

const press = async () => {
  await page.bringToFront();
  await world.rondo.inWorker(
    `chrome.tabs.query({ active: true }).then(([tab]) => { chrome.commands.onCommand.dispatch('dictate', tab); })`,
  );
};
/** The page itself cannot read it. */
const readNotice = `() => {
  const host = document.documentElement.querySelector(':scope > [role=status]');
  return host === null ? '' : (chrome.dom.openOrClosedShadowRoot(host)?.textContent ?? '');
}`;
const notice = async () => String((await enter('frameIds: [0]', readNotice))[0]);
const badge = () => world.rondo.inWorker('chrome.action.getBadgeText({})');
const spoken = () => said.map(({ word }) => word);
const wordsIn = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];
const uploads = () => world.farm.groq.log.filter(({ form }) => form !== null);

const dictate = async () => {
  await press();
  await until('the notice', async () => (await notice()).includes('Rondo is listening'));
  await until('the badge', async () => (await badge()) === 'REC');
  await new Promise((resolve) => setTimeout(resolve, (length + 1) * 1000));
  await press();
};

describe('dictating', () => {
  it('puts what was said into the field of a frame, and the text stands among the jobs too', async () => {
    const frame = page.frames().find((one) => one.url().endsWith('/writing/frame'));
    await frame?.focus('#framed');
    const before = uploads().length;
    await dictate();
    const text = await until(
      'the words',
      () => frame?.$eval('#framed', (field) => (field as HTMLTextAreaElement).value) ?? Promise.resolve(''),
    );
    expect(wordsIn(text)).toEqual(spoken());
    expect(await notice()).toBe('');
    // Short, so that it goes out at once and whole.
    expect(uploads()).toHaveLength(before + 1);
    expect(await badge()).toBe('');
    const popup = await world.rondo.popupOn(page);
    const job = await until('the job', () => shownJob(popup));
    expect(job.title).toMatch(/^Dictation, /);
    expect(wordsIn(job.text)).toEqual(spoken());
    await popup.close();
  }, 60_000);

  it('outlives the worker while somebody speaks', async () => {
    await page.$eval('#area', (field) => {
      (field as HTMLTextAreaElement).value = '';
      (field as HTMLTextAreaElement).focus();
    });
    await press();
    await until('the notice', async () => (await notice()).includes('Rondo is listening'));
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await world.rondo.killWorker();
    await new Promise((resolve) => setTimeout(resolve, length * 1000 - 2_000));
    await focusOn('area');
    await press();
    const text = await until('the words', () => fieldText('area'));
    expect(wordsIn(text)).toEqual(spoken());
  }, 60_000);

  it('lays it on the clipboard where no field has the cursor', async () => {
    const context = world.rondo.browser.defaultBrowserContext();
    const permission = { permission: { name: 'clipboard-read' }, state: 'granted' } as const;
    await context.setPermission(world.farm.pages.url, permission);
    await focusOn('button');
    await dictate();
    await until('the word', async () => (await notice()).includes('the text is on the clipboard'));
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(wordsIn(text)).toEqual(spoken());
  }, 60_000);
});
