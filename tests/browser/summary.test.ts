// Summaries of a real page, through the real popup.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shownJob, summarize, waitForEnd } from './driver/steps.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  // Slow enough that a look every 50 ms sees a text grow.
  world = await openWorld(40);
  await setUp(world, { Groq: [keys.groqOne, keys.groqTwo] });
});
let release = () => {};
afterEach(() => {
  // Whatever a failed test left held or broken must not spoil the next.
  release();
  world.farm.groq.clearFaults();
});
afterAll(() => world.close());

/** Lines of an answer that are whole sentences of the text. */
const longLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 40);

describe('a summary', () => {
  it('streams: three growing texts are seen before the server sends its last piece', async () => {
    release = world.farm.groq.hold();
    const article = await world.open(`${world.farm.pages.url}/article`);
    const popup = await world.rondo.popupOn(article);
    await summarize(popup);
    const seen: string[] = [];
    await until('three growing texts', async () => {
      const text = (await shownJob(popup))?.text ?? '';
      if (text.length > (seen.at(-1)?.length ?? 0)) seen.push(text);
      return seen.length >= 3;
    });
    expect((await shownJob(popup))?.state).toBe('running');
    release();
    const done = await waitForEnd(popup);
    expect(done.state).toBe('done');
    expect(done.text.length).toBeGreaterThan(seen.at(-1)?.length ?? 0);
    expect(seen[1]?.length).toBeGreaterThan(seen[0]?.length ?? 0);
    // The practice provider answers with sentences of the text that it was given.
    const page = await article.$eval('article', (element) => element.innerText.replace(/\s+/g, ' '));
    const [sentence] = longLines(done.text);
    expect(sentence).toBeDefined();
    expect(page).toContain(sentence?.slice(0, 40));
    await popup.close();
    await article.close();
  });

  it('comes from the second key at once where the first is at its limit, and the trace says so', async () => {
    const article = await world.open(`${world.farm.pages.url}/article`);
    world.farm.groq.fault({ kind: '429', path: 'chat', times: 1, retryAfterSeconds: 40 });
    const popup = await world.rondo.popupOn(article);
    await summarize(popup);
    const done = await waitForEnd(popup);
    expect(done.state).toBe('done');
    expect(done.asked).toHaveLength(2);
    expect(done.asked[0]).toMatch(/limit/);
    const [refused, answered] = world.farm.groq.log.filter(({ path }) => path.endsWith('/chat/completions')).slice(-2);
    expect(refused?.status).toBe(429);
    expect(answered?.status).toBe(200);
    expect(answered?.keyHash).not.toBe(refused?.keyHash);
    await popup.close();
    await article.close();
  });

  it('of a selection reads the selection alone', async () => {
    const article = await world.open(`${world.farm.pages.url}/article`);
    const chosen = await article.evaluate(() => {
      const paragraph = document.querySelectorAll('article p')[2] as HTMLElement;
      getSelection()?.selectAllChildren(paragraph);
      return paragraph.innerText;
    });
    const popup = await world.rondo.popupOn(article);
    await summarize(popup);
    const done = await waitForEnd(popup);
    expect(done.state).toBe('done');
    expect(await popup.$eval('body', (body) => body.innerText)).toContain('your selection');
    const [line] = longLines(done.text);
    expect(line).toBeDefined();
    expect(chosen.replace(/\s+/g, ' ')).toContain(line?.slice(0, 30));
    await popup.close();
    await article.close();
  });

  it('of a text too long for every key is cut at a paragraph and says how much was read', async () => {
    const long = await world.open(`${world.farm.pages.url}/long`);
    const popup = await world.rondo.popupOn(long);
    await summarize(popup);
    const done = await waitForEnd(popup);
    expect(done.state).toBe('done');
    expect(await popup.$eval('body', (body) => body.innerText)).toMatch(/read \d{1,2} %/);
    await popup.close();
    await long.close();
  });

  it('is cancelled at the press and can be begun again', async () => {
    release = world.farm.groq.hold();
    const article = await world.open(`${world.farm.pages.url}/article`);
    const popup = await world.rondo.popupOn(article);
    await summarize(popup);
    await until('some text', async () => ((await shownJob(popup))?.text.length ?? 0) > 0);
    await (await popup.waitForSelector('::-p-aria([name="Cancel"][role="button"])'))?.click();
    expect((await waitForEnd(popup)).state).toBe('cancelled');
    await until('the end of the call', async () => world.farm.groq.log.at(-1)?.aborted);
    release();
    await (await popup.waitForSelector('::-p-aria([name="Try again"][role="button"])'))?.click();
    await until('the whole text', async () => (await shownJob(popup))?.state === 'done');
    await popup.close();
    await article.close();
  });

  it('of a page that cannot be read ends in a sentence', async () => {
    const closed = await world.open('chrome://version');
    const popup = await world.rondo.popupOn(closed);
    await expect(summarize(popup)).rejects.toThrow(/does not let extensions read this page/);
    await popup.close();
    await closed.close();
  });
});
