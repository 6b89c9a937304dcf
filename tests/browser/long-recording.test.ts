// A recording that every provider turns out to refuse whole, through the real popup: it is cut in the browser, sent in
// pieces and joined.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toneWave, words } from '../farm/tones.ts';
import { transcribe, waitForEnd } from './driver/steps.ts';
import { asFile, keys, openWorld, setUp, type World } from './world.ts';

let world: World;
const spoken = words(9, 300);

beforeAll(async () => {
  world = await openWorld();
  for (const provider of [world.farm.groq, world.farm.openai, world.farm.together])
    provider.setUploads({ bytes: 400_000, seconds: null });
  await setUp(world, { Groq: [keys.groqOne], OpenAI: [keys.openai], TogetherAI: [keys.together] });
});
afterAll(() => world.close());

it('comes out word for word, in uploads that each provider takes', async () => {
  const file = await asFile(world, 'meeting.wav', toneWave(spoken, { pauseMs: 420 }));
  const article = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(article);
  await transcribe(popup, file);
  const done = await waitForEnd(popup);
  expect(done.state).toBe('done');
  expect(done.text.toLowerCase().match(/[a-z]+/g)).toEqual(spoken);
  const taken = world.farm.groq.log.filter(({ form, status }) => form !== null && status === 200);
  expect(taken.length).toBeGreaterThan(1);
});
