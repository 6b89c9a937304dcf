// What a recording that is being written down outlives: the popup, the worker, and the whole browser, in the middle and
// with no page open. What is finished is never sent again: the practice providers know each upload by its hash.
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Said, writeRecording } from '../farm/recordings.ts';
import { beginOffered, offerRecording, shownJob } from './driver/steps.ts';
import { keys, limitKeys, openWorld, roomy, setUp, until, type World } from './world.ts';

let world: World;
let file: string;
let said: Said[];
beforeAll(async () => {
  // So slow that there is a middle to die in, and so long that by then not all of it is made ready: a dozen chunks lie
  // ahead at most, of more than thirty.
  world = await openWorld(5, { hearingSpeed: 50 });
  world.farm.groq.addKey(keys.groqOne, { plan: 'paid', limits: roomy });
  await setUp(world, { Groq: [keys.groqOne] });
  file = path.join(world.rondo.profile, 'lecture.wav');
  said = await writeRecording(file, { seconds: 2_200, seed: 41 });
  await limitKeys(world, { ...roomy, bytes: 250_000 });
});
beforeEach(() => {
  world.farm.groq.log.length = 0;
});
afterEach(() => world.farm.groq.clearFaults());
afterAll(() => world.close());

const openPopup = async () => {
  const page = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(page);
  return { popup, close: () => popup.close().then(() => page.close()) };
};

const uploads = () => world.farm.groq.log.filter(({ form }) => form !== null);
const answered = () =>
  uploads().filter(({ status, endedAt, aborted }) => status === 200 && endedAt !== null && !aborted);
const hashOf = ({ form }: ReturnType<typeof uploads>[number]) => form?.fileHash ?? '';

/** Begins, closes everything, and comes back in the middle: some answers a while ago, some uploads under way. */
const intoTheMiddle = async (): Promise<string> => {
  const { popup, close } = await openPopup();
  const offer = await offerRecording(popup, file);
  await beginOffered(popup);
  await close();
  await world.rondo.detach();
  await until('the middle', async () => {
    const ends = answered().map(({ endedAt }) => endedAt ?? 0);
    const isQuiet = Date.now() - Math.max(...ends) > 500;
    return ends.length >= 4 && isQuiet && uploads().some(({ endedAt }) => endedAt === null);
  });
  return offer;
};

const lastSign = () => Math.max(...uploads().map(({ at, endedAt }) => endedAt ?? at + 60_000));

/** @param before uploads that there were when it died @param finished hashes of those that were answered */
const expectWhole = async (before: number, finished: ReadonlySet<string>) => {
  // Nothing is open, so that it can only have gone on by itself.
  const goesOn = async () => uploads().length > before && Date.now() - lastSign() > 6_000;
  await until('the last upload', goesOn, 110_000);
  await world.rondo.attach();
  const pages = world.rondo.browser.targets().filter((target) => target.url().startsWith(world.rondo.url('')));
  expect(pages.filter((target) => target.type() === 'page')).toEqual([]);
  const { popup, close } = await openPopup();
  const done = await until('the job', () => shownJob(popup));
  expect(done.state).toBe('done');
  expect(done.text.match(/[a-z]+/g)).toEqual(said.map(({ word }) => word));
  await close();
  const after = uploads().slice(before).map(hashOf);
  expect(after.length).toBeGreaterThan(15);
  expect(after.filter((hash) => finished.has(hash))).toEqual([]);
};

describe('a recording in the middle', () => {
  it('goes on after its worker was killed, with no page open, and sends nothing again that is finished', async () => {
    const offer = await intoTheMiddle();
    expect(offer).toMatch(/37 min/);
    const finished = new Set(answered().map(hashOf));
    await world.rondo.killWorker();
    expect(await world.rondo.workerAlive()).toBe(false);
    await expectWhole(uploads().length, finished);
  });

  it('goes on after the whole browser was killed and started again, with no page open, and sends nothing again', async () => {
    await intoTheMiddle();
    const finished = new Set(answered().map(hashOf));
    const before = uploads().length;
    await world.restart();
    await world.rondo.detach();
    await expectWhole(before, finished);
  });
});
