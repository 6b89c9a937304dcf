// Words into tones and back, plain and compressed.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { decode } from './decode.ts';
import { everyWord, hear, toneWave, words } from './tones.ts';

const heardIn = async (file: Uint8Array): Promise<string[]> => {
  const sound = await decode(file);
  if (!sound) throw new Error('not decoded');
  return hear(sound.pcm, sound.rate).map(({ word }) => word);
};

test('three tones make 4,096 different words that one can say', () => {
  const all = everyWord();
  expect(new Set(all).size).toBe(4_096);
  expect(
    all.every((word) => /^([b-df-hj-np-tv-z][aeiou]){2}[b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z]$/.test(word)),
  ).toBe(true);
});

test('words are the same for the same seed and none comes twice within 200', () => {
  const list = words(5, 3_000);
  expect(words(5, 3_000)).toEqual(list);
  expect(words(6, 20)).not.toEqual(list.slice(0, 20));
  for (const [index, word] of list.entries()) expect(list.slice(Math.max(0, index - 199), index)).not.toContain(word);
});

test.each([8_000, 11_025, 16_000, 22_050, 44_100, 48_000])(
  'every word said at %i samples a second is heard',
  async (rate) => {
    const said = words(rate, 60);
    expect(await heardIn(toneWave(said, { rate }))).toEqual(said);
  },
);

test.each([60, 120, 350, 900])('words are told apart with pauses of %i ms', async (pauseMs) => {
  const said = words(pauseMs, 40);
  expect(await heardIn(toneWave(said, { pauseMs }))).toEqual(said);
});

test('all sixteen tones are heard in all three places', async () => {
  const all = everyWord();
  const said = Array.from({ length: 16 }, (_, tone) => all[tone * 0x111] ?? '');
  expect(await heardIn(toneWave(said))).toEqual(said);
});

test('the times of a word are where it was said', async () => {
  const sound = await decode(toneWave(words(1, 3), { pauseMs: 300 }));
  const [first, second] = hear(sound?.pcm ?? new Float32Array(), sound?.rate ?? 0);
  // 200 ms of silence, then three tones of 60, 70 and 80 ms with 45 ms between them.
  expect(first?.start).toBeCloseTo(0.2, 1);
  expect(Math.abs((first?.end ?? 0) - 0.5)).toBeLessThan(0.015);
  expect(Math.abs((second?.start ?? 0) - 0.8)).toBeLessThan(0.015);
});

test('two channels are heard as one', async () => {
  const said = words(9, 10);
  const mono = Buffer.from(toneWave(said));
  const stereo = Buffer.alloc(44 + (mono.length - 44) * 2);
  mono.copy(stereo, 0, 0, 44);
  stereo.writeUInt16LE(2, 22);
  stereo.writeUInt32LE(stereo.length - 44, 40);
  for (let at = 44; at < mono.length; at += 2) {
    const sample = mono.readInt16LE(at);
    stereo.writeInt16LE(sample, 44 + (at - 44) * 2);
    stereo.writeInt16LE(Math.round(sample / 2), 46 + (at - 44) * 2);
  }
  expect(await heardIn(stereo)).toEqual(said);
});

test.each(['tones.mp3', 'tones.opus', 'tones.webm'])('the words of %s are heard', async (name) => {
  const folder = new URL('./fixtures/', import.meta.url);
  const { words: said } = JSON.parse(await readFile(new URL('tones.json', folder), 'utf8'));
  expect(await heardIn(await readFile(new URL(name, folder)))).toEqual(said);
});

test('a word that was cut off stays the fragment that it is', async () => {
  const said = words(3, 2);
  const sound = await decode(toneWave(said, { pauseMs: 300 }));
  const { pcm = new Float32Array(), rate = 0 } = sound ?? {};
  // After the second tone of the second word.
  const heard = hear(pcm.subarray(0, Math.round(1.0 * rate)), rate).map(({ word }) => word);
  expect(heard).toEqual([said[0], said[1]?.slice(0, 4)]);
});

test('silence, noise and a single note are no words', () => {
  const rate = 8_000;
  const noise = Float32Array.from({ length: rate * 3 }, (_, index) => Math.sin(index * index * 12.9898) * 0.5);
  const note = Float32Array.from({ length: rate }, (_, index) => Math.sin((2 * Math.PI * 770 * index) / rate) * 0.5);
  expect(hear(new Float32Array(rate), rate)).toEqual([]);
  expect(hear(noise, rate)).toEqual([]);
  expect(hear(note, rate)).toEqual([]);
});

test('what is no sound is not decoded', async () => {
  expect(await decode(new Uint8Array(5_000))).toBeNull();
  expect(await decode(new TextEncoder().encode('RIFF....WAVE, but nothing more'))).toBeNull();
  expect(await decode(new TextEncoder().encode('OggS............................OpusHead and no more'))).toBeNull();
});
