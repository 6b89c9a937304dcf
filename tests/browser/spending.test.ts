// What may be spent, set on the real settings page, and what that does to a summary in the real popup.
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chooseMode, sendLine, setAmount, shownJob, summarize, turn, waitForEnd } from './driver/steps.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await setUp(world, { Groq: [keys.groqOne], OpenAI: [keys.openai], TogetherAI: [keys.together] });
});
afterEach(() => world.farm.groq.clearFaults());
afterAll(() => world.close());

const chats = (name: 'groq' | 'openai' | 'together') =>
  world.farm[name].log.filter(({ path }) => path.endsWith('/chat/completions'));

const inSettings = async <Result>(work: (options: Page) => Promise<Result>): Promise<Result> => {
  const options = await world.rondo.page('options.html');
  const result = await work(options);
  await options.close();
  return result;
};

const bodyOf = (page: Page) => page.$eval('body', (body) => body.innerText.replace(/\s+/g, ' '));

/** Summarizes the practice article and answers with the job at its end. */
const summarizeArticle = async () => {
  const article = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(article);
  await summarize(popup);
  const done = await waitForEnd(popup);
  await popup.close();
  await article.close();
  return done;
};

describe('the order of models', () => {
  afterEach(() =>
    inSettings(async (options) => {
      await chooseMode(options, 'Fast answers', 'Plan order');
      await turn(options, 'Use Groq', true);
    }),
  );

  it('decides who is asked: by the plan one provider, by the price another', async () => {
    await inSettings((options) => turn(options, 'Use Groq', false));
    const planned = await summarizeArticle();
    expect(planned.step).toContain('OpenAI');
    expect(planned.why).toMatch(/^OpenAI was first in order\. It cost .*\$0\.\d+\.$/);
    await inSettings((options) => chooseMode(options, 'Fast answers', 'Cheapest'));
    const cheapest = await summarizeArticle();
    expect(cheapest.step).toContain('TogetherAI');
    expect(cheapest.why).toMatch(/^TogetherAI was first in order\./);
  });
});

describe('an amount', () => {
  it('is saved with a comma as well as with a point, and is there when the page is opened again', async () => {
    await inSettings(async (options) => {
      expect(await setAmount(options, 'Most for one request', 'a lot')).toContain('is not an amount');
      expect(await setAmount(options, 'Most for one request', '0,25')).toBe('Saved');
      expect(await setAmount(options, 'Budget for OpenAI a month', '5.00')).toBe('Saved');
    });
    const values = await inSettings(async (options) => {
      await options.waitForSelector('#spending input');
      return options.$$eval('#spending input', (inputs) => inputs.map(({ value }) => value));
    });
    expect(values).toEqual(['0.25', '5.00', '', '0.002']);
  });
});

describe('never spend', () => {
  it('sends nothing to a paid key while the free one rests, says why, and asks it once that is switched off', async () => {
    world.farm.groq.fault({ kind: '429', path: 'chat', retryAfterSeconds: 200 });
    await inSettings(async (options) => {
      await turn(options, 'Never spend', true);
      expect(await bodyOf(options)).toContain('every key on a paid plan. Only Groq is left.');
    });
    const before = { groq: chats('groq').length, openai: chats('openai').length, together: chats('together').length };
    const article = await world.open(`${world.farm.pages.url}/article`);
    const popup = await world.rondo.popupOn(article);
    expect(await sendLine(popup)).toMatch(/^Goes to Groq, free$/);
    await summarize(popup);
    await until('the wait', async () => (await shownJob(popup))?.state === 'waiting');
    const shown = await bodyOf(popup);
    expect(shown).toContain('OpenAI and TogetherAI are left out: “never spend” is on.');
    expect(shown).toMatch(/goes on in \d+ min/);
    await until('the reason', async () => (await sendLine(popup)).startsWith('No key can take this'));
    expect(chats('groq').length).toBeGreaterThan(before.groq);
    expect(chats('openai')).toHaveLength(before.openai);
    expect(chats('together')).toHaveLength(before.together);
    await (await popup.waitForSelector('::-p-aria([name="Cancel"][role="button"])'))?.click();
    await waitForEnd(popup);
    await popup.close();

    await inSettings((options) => turn(options, 'Never spend', false));
    const again = await world.rondo.popupOn(article);
    await (await again.waitForSelector('::-p-aria([name="Try again"][role="button"])'))?.click();
    await until('the text', async () => (await shownJob(again))?.state === 'done');
    const done = await waitForEnd(again);
    expect(done.state).toBe('done');
    expect(done.why).toMatch(
      /^OpenAI was first of those that could be asked: Groq was resting\. It cost .*\$0\.\d+\.$/,
    );
    expect(chats('openai')).toHaveLength(before.openai + 1);
    await again.close();
    await article.close();
  });
});
