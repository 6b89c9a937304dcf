// The pools of the real settings page: what is moved, switched off and ticked in there decides where the next request
// goes, and the page says so beforehand.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dragBefore, isNext, moveByKeyboard, openPool, tickIn } from './driver/pool-steps.ts';
import { summarize, turn, waitForEnd } from './driver/steps.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

const task = 'Fast answers';
const newcomer = 'practice/brand-new-model';

let world: World;
let options: Page;
let suggested: string[];
beforeAll(async () => {
  world = await openWorld();
  // A model that the bundled catalog has never heard of, in this key's own list.
  const answer = await fetch(`${world.farm.groq.baseUrl}/models`, {
    headers: { authorization: `Bearer ${keys.groqOne}` },
  });
  const { data } = (await answer.json()) as { data: { id: string }[] };
  world.farm.groq.setModels([...data.map(({ id }) => id), newcomer]);
  await setUp(world, { Groq: [keys.groqOne], OpenAI: [keys.openai], TogetherAI: [keys.together] });
  options = await world.rondo.page('options.html');
});
afterAll(() => world.close());

/** Summarizes the practice article and answers with who was really asked, as the practice providers saw it. */
const whoWasAsked = async (): Promise<string[]> => {
  const all = () => [world.farm.groq, world.farm.openai, world.farm.together].flatMap(({ log }) => log);
  const before = new Set(all());
  const article = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(article);
  await summarize(popup);
  expect((await waitForEnd(popup)).state).toBe('done');
  await popup.close();
  await article.close();
  await options.bringToFront();
  return all()
    .filter((call) => !before.has(call) && call.path.endsWith('/chat/completions'))
    .map(({ provider, model }) => `${provider}/${model}`);
};

const refs = () =>
  options.$$eval('[data-testid="pool-row"]', (rows) => rows.map((row) => row.getAttribute('data-ref') ?? ''));

const switchOff = async (name: string) => turn(options, `Use ${name}`, false);

describe('the models of a task', () => {
  it('are asked in the order shown, and a model that was moved up by keyboard is the next one', async () => {
    suggested = await openPool(options, task);
    expect(await whoWasAsked()).toEqual([suggested[0]]);
    const place = suggested.indexOf('openai/gpt-6-luna');
    expect(place).toBeGreaterThan(0);
    const said = await moveByKeyboard(options, task, 'gpt-6-luna of OpenAI', 'up', place);
    expect(said).toBe(`gpt-6-luna of OpenAI is now number 1 of ${suggested.length}.`);
    await isNext(options, task, 'OpenAI · gpt-6-luna');
    expect((await refs())[0]).toBe('openai/gpt-6-luna');
    expect(await whoWasAsked()).toEqual(['openai/gpt-6-luna']);
  });

  it('are not asked once they are switched off', async () => {
    await switchOff('gpt-6-luna of OpenAI');
    const second = (await refs())[1] ?? '';
    await isNext(options, task, second.slice(second.indexOf('/') + 1));
    expect(await whoWasAsked()).toEqual([second]);
  });

  it('take in one that was ticked, which is asked where it was put', async () => {
    await tickIn(options, task, `${newcomer} of Groq`);
    await until('the new model', async () => (await refs()).includes(`groq/${newcomer}`));
    const [first = ''] = await refs();
    await dragBefore(options, `groq/${newcomer}`, first);
    await isNext(options, task, newcomer);
    expect((await refs())[0]).toBe(`groq/${newcomer}`);
    expect(await whoWasAsked()).toEqual([`groq/${newcomer}`]);
  });

  it('stand so again when the page is opened anew, and as suggested after one press', async () => {
    const mine = await refs();
    await options.reload();
    expect(await openPool(options, task)).toEqual(mine);
    await (await options.waitForSelector('::-p-aria([name="Back to the suggested order"][role="button"])'))?.click();
    const back = [...suggested, `groq/${newcomer}`].join();
    await until('the suggested order', async () => (await refs()).join() === back);
    expect(await whoWasAsked()).toEqual([(await refs())[0]]);
  });
});

describe('the limits of a key', () => {
  it('hold as soon as they are given: with one request a minute no model of the key is asked twice', async () => {
    await (await options.waitForSelector('summary[aria-label="Limits of Groq 1"]'))?.click();
    const field = await options.waitForSelector('::-p-aria([name="Requests a minute"][role="textbox"])');
    await field?.click();
    await options.keyboard.type('1');
    await options.keyboard.press('Enter');
    await until('the limit', () =>
      options.$eval('body', (body) => /1 request a minute.*\(as you said, unconfirmed\)/.test(body.innerText)),
    );
    const asked = [...(await whoWasAsked()), ...(await whoWasAsked()), ...(await whoWasAsked())];
    // What was asked before the limit was given counts too, so that a model may not be asked at all.
    const ofKey = asked.filter((ref) => ref.startsWith('groq/'));
    expect(asked).toHaveLength(3);
    expect(ofKey).toEqual([...new Set(ofKey)]);
  });
});
