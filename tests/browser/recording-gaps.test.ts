// A long recording of which a part cannot be had: nothing is lost, what is missing is marked, and one press asks for it
// again. And one for which everybody rests: it says until when, and goes on by itself.
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Said, writeRecording } from '../farm/recordings.ts';
import { beginOffered, offerRecording, press, shownJob, waitForEnd } from './driver/steps.ts';
import { keys, limitKeys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
let file: string;
let said: Said[];
beforeAll(async () => {
  world = await openWorld(5, { hearingSpeed: 40 });
  await setUp(world, { Groq: [keys.groqOne] });
  file = path.join(world.rondo.profile, 'lecture.wav');
  said = await writeRecording(file, { seconds: 800, seed: 43 });
  await limitKeys(world, { bytes: 250_000 });
});
afterEach(() => world.farm.groq.clearFaults());
afterAll(() => world.close());

const answered = () => world.farm.groq.log.filter(({ form, status, endedAt }) => form && status === 200 && endedAt);
const wordsIn = (text: string) => text.match(/[a-z]+/g);

const begin = async () => {
  const page = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(page);
  await offerRecording(popup, file);
  const before = answered().length;
  await beginOffered(popup);
  await until('three answers', async () => answered().length >= before + 3);
  return { popup, close: () => popup.close().then(() => page.close()) };
};

it('marks what is missing when everybody is down, and is complete one press later', async () => {
  const { popup, close } = await begin();
  world.farm.groq.fault({ kind: '503' });
  const broken = await waitForEnd(popup, 110_000);
  expect(broken.state).toBe('done');
  const card = await popup.$eval('[data-testid="job"]', (shown) => shown.textContent);
  expect(card).toMatch(/part is missing: .*The recording is kept\./);
  expect(card).toMatch(/\d:\d\d–13:20/);
  const there = wordsIn(broken.text.split('[')[0] ?? '') ?? [];
  expect(there.length).toBeGreaterThan(100);
  expect(there).toEqual(said.slice(0, there.length).map(({ word }) => word));

  world.farm.groq.clearFaults();
  await press(popup, 'button', 'Retry missing parts');
  await until('the rest', async () => (await shownJob(popup))?.state !== 'done');
  const whole = await waitForEnd(popup, 110_000);
  expect(wordsIn(whole.text)).toEqual(said.map(({ word }) => word));
  await close();
}, 240_000);

it('says until when it rests where everybody is at a limit, and goes on by itself', async () => {
  const { popup, close } = await begin();
  world.farm.groq.fault({ kind: '429', retryAfterSeconds: 32 });
  const waiting = await until('the wait', async () => {
    const job = await shownJob(popup);
    return job?.state === 'waiting' ? popup.$eval('[data-testid="job"]', (shown) => shown.textContent) : null;
  });
  const [, seconds] = /of 13 min · goes on in (\d+) s/.exec(waiting) ?? [];
  const due = Date.now() + Number(seconds) * 1_000;
  expect(waiting).toMatch(/Rondo goes on by itself/);
  world.farm.groq.clearFaults();
  const before = answered().length;
  await until('the next answer', async () => answered().length > before, 110_000);
  // Not only when somebody next looks after jobs, which is every 30 s.
  expect(Date.now() - due).toBeLessThan(15_000);
  const done = await waitForEnd(popup, 110_000);
  expect(done.state).toBe('done');
  expect(wordsIn(done.text)).toEqual(said.map(({ word }) => word));
  await close();
}, 240_000);
