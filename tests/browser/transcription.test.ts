// Transcriptions of real audio, through the real popup: the practice providers truly hear the tones.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toneWave, words } from '../farm/tones.ts';
import { press, sendLine, transcribe, turn, waitForEnd } from './driver/steps.ts';
import { asFile, keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
let file: string;
const spoken = words(7, 8);

beforeAll(async () => {
  world = await openWorld();
  await setUp(world, { Groq: [keys.groqOne], OpenAI: [keys.openai], TogetherAI: [keys.together] });
  file = await asFile(world, 'tones.wav', toneWave(spoken));
});
afterEach(() => {
  for (const provider of [world.farm.groq, world.farm.openai, world.farm.together]) provider.clearFaults();
});
afterAll(() => world.close());

const openPopup = async () => {
  const article = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(article);
  return { popup, close: () => popup.close().then(() => article.close()) };
};

describe('a transcription', () => {
  it('goes to the target that the popup shows as next, and holds every word once and in order', async () => {
    const { popup, close } = await openPopup();
    const next = await until('the next target', () =>
      popup.$eval('body', (body) => /Next transcription:\s*(.+)/.exec(body.innerText)?.[1]),
    );
    expect(next).toContain('Groq');
    await transcribe(popup, file);
    const done = await waitForEnd(popup);
    expect(done.state).toBe('done');
    expect(done.step).toContain('Groq');
    expect(done.text.toLowerCase().match(/[a-z]+/g)).toEqual(spoken);
    const upload = world.farm.groq.log.findLast(({ form }) => form !== null);
    expect(upload?.form?.order.indexOf('model')).toBeLessThan(upload?.form?.order.indexOf('file') ?? -1);
    expect(upload?.form?.fileName).toBe('tones.wav');
    await close();
  });

  it('that the first provider refuses is taken by the next, with identical bytes', async () => {
    world.farm.groq.fault({ kind: '503', path: 'transcriptions' });
    const { popup, close } = await openPopup();
    await transcribe(popup, file);
    const done = await waitForEnd(popup);
    expect(done.state).toBe('done');
    expect(done.step).toMatch(/OpenAI|TogetherAI/);
    expect(done.text.toLowerCase().match(/[a-z]+/g)).toEqual(spoken);
    const sent = [...world.farm.groq.log, ...world.farm.openai.log, ...world.farm.together.log].flatMap(
      ({ form }) => form?.fileHash ?? [],
    );
    expect(sent.length).toBeGreaterThanOrEqual(2);
    expect(new Set(sent).size).toBe(1);
    await close();
  });

  it('of a file that is no recording ends in a sentence, and nothing is sent', async () => {
    const text = await asFile(
      world,
      'letter.mp3',
      new TextEncoder().encode('This is a letter, whatever its name says.'),
    );
    const before = world.farm.groq.log.length;
    const { popup, close } = await openPopup();
    await expect(transcribe(popup, text)).rejects.toThrow(/no recording/);
    expect(world.farm.groq.log.length).toBe(before);
    await close();
  });

  it('of a folder that was dropped is told apart from a full disk', async () => {
    const folder = join(world.rondo.profile, 'tapes');
    await mkdir(folder, { recursive: true });
    const page = await world.rondo.page('popup.html?tab');
    // Where things are dropped is told in the pixels of this.
    await page.setViewport({ width: 800, height: 600 });
    await page.waitForSelector('::-p-aria([name="Choose an audio file"])');
    const wire = await page.createCDPSession();
    const dragged = { x: 200, y: 300, data: { items: [], files: [folder], dragOperationsMask: 1 } };
    // The page has to have answered one before it gets the next.
    await until('the sentence', async () => {
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await wire.send('Input.dispatchDragEvent', { type, ...dragged });
        await sleep(100);
      }
      return page.$('::-p-text(it is a folder)');
    });
    await page.close();
  });

  it('that nobody can take is told why in full, with the advice at the end', async () => {
    const options = await world.rondo.page('options.html');
    for (const name of ['OpenAI', 'TogetherAI']) await turn(options, `Use ${name}`, false);
    await options.close();
    const { popup, close } = await openPopup();
    await press(popup, 'tab', 'Transcribe');
    await press(popup, 'checkbox', 'Say who speaks');
    await until('the advice', async () => /Untick that, or add a key/.test(await sendLine(popup)));
    const hidden = await popup.$eval(
      '[data-testid="send-line"]',
      ({ scrollHeight, clientHeight }) => scrollHeight - clientHeight,
    );
    expect(hidden).toBeLessThanOrEqual(1);
    await close();
  });
});
