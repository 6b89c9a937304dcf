// What is chosen about recordings on the real settings page is what the practice provider gets: the language, words to
// know and the order of models.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneWave, words } from '../farm/tones.ts';
import { choose, find, transcribe, waitForEnd } from './driver/steps.ts';
import { asFile, keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
let options: Page;
beforeAll(async () => {
  world = await openWorld();
  await setUp(world, { Groq: [keys.groqOne], OpenAI: [keys.openai] });
  options = await world.rondo.page('options.html#transcription');
});
afterAll(() => world.close());

/** Transcribes a short recording and answers with the form that the practice provider got. */
const uploaded = async () => {
  const file = await asFile(world, 'choices.wav', toneWave(words(11, 5)));
  const article = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(article);
  await transcribe(popup, file);
  expect((await waitForEnd(popup)).state).toBe('done');
  await popup.close();
  await article.close();
  await options.bringToFront();
  return world.farm.groq.log.findLast(({ form }) => form !== null)?.form?.fields;
};

const next = () => options.$eval('[data-testid="next-transcription"]', (element) => (element as HTMLElement).innerText);
const described = async (name: string) =>
  (await find(options, 'textbox', name)).evaluate(
    (field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.innerText ?? '',
  );

describe('what is chosen about recordings', () => {
  it('is nothing at first: no language and no words are sent', async () => {
    const fields = await uploaded();
    expect(fields?.model).toBe('whisper-large-v3-turbo');
    expect(fields).not.toHaveProperty('language');
    expect(fields).not.toHaveProperty('prompt');
  });

  it('reaches the provider: language, words to know, and the model that was moved up', async () => {
    await choose(options, 'Language', 'German');
    const field = await find(options, 'textbox', 'Words to know');
    await field.scrollIntoView();
    await field.click();
    await options.keyboard.type('Okonkwo, Antikythera');
    await until('the words to be kept', async () => (await described('Words to know')).includes('Saved'));
    await options.$$eval('summary', (all) => {
      for (const summary of all) if (summary.textContent === 'Models and their order') summary.click();
    });
    const up = await find(options, 'button', 'Move whisper-large-v3 of Groq up');
    await up.scrollIntoView();
    await up.click();
    await until('the other model as the next', async () => /whisper-large-v3\n/.test(await next()));
    expect(await uploaded()).toMatchObject({
      model: 'whisper-large-v3',
      language: 'de',
      prompt: 'Okonkwo, Antikythera',
    });
  });

  it('stands so when the page is opened anew', async () => {
    await options.reload();
    const values = () =>
      options.$eval('[data-testid="every-recording"]', (element) =>
        [...element.querySelectorAll<HTMLInputElement>('select, input:not([type="checkbox"]), textarea')].map(
          ({ value }) => value,
        ),
      );
    await options.waitForSelector('[data-testid="every-recording"]');
    expect(await values()).toEqual(['de', '7', 'Okonkwo\nAntikythera']);
    expect(await next()).toMatch(/whisper-large-v3\n/);
  });
});
