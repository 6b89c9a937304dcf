// Wrong answers on demand, and answers that take as long as hearing takes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upload } from './asking.ts';
import { type Farm, startFarm } from './index.ts';
import { toneWave, words } from './tones.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await startFarm({ hearingSpeed: 20 });
  farm.groq.addKey('gsk_mishears', { plan: 'paid' });
});
afterAll(() => farm.close());

const said = words(21, 24);
const file = toneWave(said);
const seconds = (file.length - 44) / 32_000;
const ask = async () => {
  const fields = {
    model: 'whisper-large-v3',
    response_format: 'verbose_json',
    'timestamp_granularities[]': ['word', 'segment'],
  };
  return JSON.parse((await upload(farm.groq, 'gsk_mishears', fields, file)).text);
};

test.each([
  ['mute', ''],
  ['first-half', said.slice(0, 12).join(' ')],
  ['second-half', said.slice(12).join(' ')],
  ['looped', [...said.slice(0, 12), ...Array.from({ length: 4 }, () => said.slice(9, 12)).flat()].join(' ')],
  ['chatter', [...said, 'Thank', 'you', 'for', 'watching'].join(' ')],
] as const)('an answer can be %s, in the form of a good one', async (kind, text) => {
  farm.groq.fault({ kind, times: 1 });
  const wrong = await ask();
  expect(wrong.text).toBe(text);
  expect(wrong.segments.map((segment: { text: string }) => segment.text.trim()).join(' ')).toBe(text);
  expect(wrong.duration).toBeCloseTo(seconds, 1);
  expect((await ask()).text).toBe(said.join(' '));
});

test('an answer takes a twentieth of what the recording lasts', async () => {
  const from = performance.now();
  await ask();
  const took = performance.now() - from;
  expect(took).toBeGreaterThanOrEqual((seconds * 1_000) / 20 - 5);
});
