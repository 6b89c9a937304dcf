// What outlives what: the popup may close and the worker may die in the middle; the work is done all the same.
// In these tests nothing is attached to the worker, and where it says so, nothing to the browser at all.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEndpoint, shownJob, summarize, waitForEnd } from './driver/steps.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await setUp(world, { Groq: [keys.groqOne] });
});
afterAll(() => world.close());

const chats = () => world.farm.groq.log.filter(({ path }) => path.endsWith('/chat/completions'));
/** What is said, however it is drawn: Markdown may still be on its way. */
const words = (text: string): string[] => text.match(/[\p{L}\d]+/gu) ?? [];
const reopen = async () => {
  const page = await world.open(`${world.farm.pages.url}/article`);
  return { popup: await world.rondo.popupOn(page), page };
};

describe('a job', () => {
  let wholeText: string[] = [];

  it('goes on when the popup closes and is there, done, when it opens again', async () => {
    const release = world.farm.groq.hold();
    const article = await world.open(`${world.farm.pages.url}/article`);
    const popup = await world.rondo.popupOn(article);
    await summarize(popup);
    await until('some text', async () => ((await shownJob(popup))?.text.length ?? 0) > 0);
    await popup.close();
    await article.close();

    const again = await reopen();
    expect((await shownJob(again.popup)) ?? (await until('the job', () => shownJob(again.popup)))).toMatchObject({
      state: 'running',
    });
    release();
    const done = await waitForEnd(again.popup);
    expect(done.state).toBe('done');
    wholeText = words(done.text);
    expect(wholeText.length).toBeGreaterThan(40);
    expect(chats()).toHaveLength(1);
    await again.popup.close();
    await again.page.close();
  });

  it('ends done, with the whole text, though the worker is killed in the middle with no page open', async () => {
    const release = world.farm.groq.hold();
    const before = chats().length;
    const article = await world.open(`${world.farm.pages.url}/article`);
    const popup = await world.rondo.popupOn(article);
    await summarize(popup);
    await until('some text', async () => ((await shownJob(popup))?.text.length ?? 0) > 0);
    await popup.close();
    await world.rondo.detach();
    await world.rondo.killWorker();
    expect(await world.rondo.workerAlive()).toBe(false);
    await until('the call that died with the worker', async () => chats().at(-1)?.aborted);
    release();

    // No page wakes it: the alarm does.
    await until(
      'a second call that is answered',
      async () => chats().length === before + 2 && chats().at(-1)?.endedAt,
      90_000,
    );
    await world.rondo.attach();
    const again = await reopen();
    const done = await waitForEnd(again.popup);
    expect(done.state).toBe('done');
    // The same page is summarized in the same sentences: all of them are here, none twice.
    expect(words(done.text)).toEqual(wholeText);
    const whole = world.farm.groq.log.at(-1);
    expect(whole).toMatchObject({ status: 200, aborted: false });
    await again.popup.close();
  });

  it('is answered though its first byte takes 45 s, with the popup closed and nothing attached', async () => {
    const options = await world.rondo.page('options.html');
    await addEndpoint(options, { name: 'Slow server', baseUrl: world.farm.generic.baseUrl, model: 'practice-small' });
    await options.close();
    world.farm.groq.fault({ kind: '503', path: 'chat' });
    world.farm.generic.fault({ kind: 'slow', path: 'chat', afterMs: 45_000, times: 1 });
    const article = await world.open(`${world.farm.pages.url}/article`);
    const popup = await world.rondo.popupOn(article);
    await summarize(popup);
    await popup.close();
    await world.rondo.detach();

    const call = () => world.farm.generic.log.find(({ path }) => path.endsWith('/chat/completions'));
    await until('the end of the slow call', async () => call()?.endedAt, 90_000);
    expect(call()).toMatchObject({ status: 200, aborted: false });
    expect((call()?.endedAt ?? 0) - (call()?.at ?? 0)).toBeGreaterThanOrEqual(45_000);
    await world.rondo.attach();
    const again = await reopen();
    const done = await waitForEnd(again.popup);
    expect(done.state).toBe('done');
    expect(done.step).toContain('Slow server');
  });
});
