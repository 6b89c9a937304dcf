// Recordings of tone words: every word with its true time, in every format that people have, for hours.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode } from './decode.ts';
import { ffmpegPath } from './ffmpeg.ts';
import { hear } from './hear.ts';
import { convert, type Form, type Said, writeRecording } from './recordings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rondo-recordings-'));
  // May have to be installed first.
  ffmpegPath();
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const heardIn = async (path: string) => {
  const sound = await decode(await readFile(path));
  if (!sound) throw new Error('not decoded');
  return hear(sound.pcm, sound.rate);
};

/** Each word once, in order, within 0.05 s of where it was said. */
const expectAll = async (path: string, said: readonly Said[]) => {
  const heard = await heardIn(path);
  expect(heard.map(({ word }) => word)).toEqual(said.map(({ word }) => word));
  for (const [place, { start, end }] of heard.entries()) {
    expect(Math.abs(start - (said[place]?.start ?? 0))).toBeLessThan(0.05);
    expect(Math.abs(end - (said[place]?.end ?? 0))).toBeLessThan(0.05);
  }
};

describe('a recording', () => {
  test.each([true, false])('has every word where it says it has (pauses: %s)', async (pauses) => {
    const path = join(folder, `plain-${pauses}.wav`);
    const said = await writeRecording(path, { seconds: 90, pauses, seed: 4 });
    expect((await stat(path)).size).toBe(44 + 90 * 32_000);
    await expectAll(path, said);
    const gaps = said.slice(1).map(({ start }, place) => start - (said[place]?.end ?? 0));
    expect(Math.max(...gaps) >= 0.4).toBe(pauses);
    expect(Math.min(...gaps)).toBeCloseTo(0.15, 2);
  });

  test('can be still for a while', async () => {
    const path = join(folder, 'still.wav');
    const said = await writeRecording(path, { seconds: 60, still: [{ start: 20, end: 35 }] });
    await expectAll(path, said);
    expect(said.filter(({ start, end }) => end > 20 && start < 35)).toEqual([]);
    expect(said.some(({ start }) => start >= 35 && start < 36)).toBe(true);
  });

  test('of an hour is written in seconds', async () => {
    const path = join(folder, 'hour.wav');
    const said = await writeRecording(path, { seconds: 3_600, rate: 8_000 });
    expect((await stat(path)).size).toBe(44 + 3_600 * 16_000);
    expect(said.length).toBeGreaterThan(6_000);
    expect(said.at(-1)?.end).toBeGreaterThan(3_598);
  }, 30_000);

  test.each(['mp3', 'm4a', 'webm', 'ogg', 'flac', 'mp4'] as const)(
    'is heard as %s',
    async (form: Form) => {
      const plain = join(folder, `${form}.wav`);
      const said = await writeRecording(plain, { seconds: 20, seed: 9 });
      const path = join(folder, `recording.${form}`);
      await convert(plain, path);
      await expectAll(path, said);
    },
    60_000,
  );
});
