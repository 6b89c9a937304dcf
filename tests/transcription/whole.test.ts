// From sound to transcript, without a browser: recordings of tone words are planned, cut, sent through the engine to
// practice providers that really hear them, judged, and put together. Every word has to come out once, at its time.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chunk, type ChunkLimits, frameSeconds } from '../../lib/domain/audio.ts';
import type { Piece, Transcript } from '../../lib/domain/transcript.ts';
import { judge, withoutSilence } from '../../lib/transcription/guards.ts';
import { merge } from '../../lib/transcription/merge.ts';
import { createPlanner } from '../../lib/transcription/plan.ts';
import { openFarm, openWorld, type World } from '../engine/world.ts';
import type { Farm, Fault } from '../farm/index.ts';
import { type RecordingOptions, type Said, writeRecording } from '../farm/recordings.ts';
import { wavFile } from '../farm/tones.ts';
import { edits } from './talk.ts';

const rate = 8_000;
const roomy = { limits: { RPM: 100_000, RPS: 100_000, ASH: 10_000_000, ASD: 10_000_000 } };
let farm: Farm;
let folder: string;
beforeAll(async () => {
  farm = await openFarm();
  folder = await mkdtemp(join(tmpdir(), 'rondo-whole-'));
});
afterAll(async () => {
  await farm.close();
  await rm(folder, { recursive: true, force: true });
});

type Recording = { samples: Int16Array; said: Said[] };

const record = async (options: RecordingOptions): Promise<Recording> => {
  const path = join(folder, 'recording.wav');
  const said = await writeRecording(path, { rate, ...options });
  const bytes = await readFile(path);
  return { samples: new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length)), said };
};

const levelsOf = (samples: Int16Array): number[] => {
  const length = rate * frameSeconds;
  return Array.from({ length: Math.floor(samples.length / length) }, (_, frame) => {
    const energy = samples
      .subarray(frame * length, (frame + 1) * length)
      .reduce((sum, one) => sum + (one / 32_768) ** 2, 0);
    return Math.sqrt(energy / length);
  });
};

const planned = ({ samples }: Recording, limits: ChunkLimits): Chunk[] => {
  const planner = createPlanner({ limits, total: samples.length / rate });
  return [...planner.feed(levelsOf(samples)), ...planner.finish(samples.length / rate)];
};

const cutOut = ({ samples }: Recording, { start, end }: Chunk): Blob =>
  new Blob([
    wavFile(samples.subarray(Math.round(start * rate), Math.round(end * rate)), rate) as Uint8Array<ArrayBuffer>,
  ]);

/** One chunk, asked again elsewhere where its answer is no good. */
const answered = async (
  world: World,
  recording: Recording,
  chunk: Chunk,
  needs: 'segments' | 'words',
): Promise<Piece> => {
  const exclude: string[] = [];
  for (;;) {
    const upload = { audio: cutOut(recording, chunk), seconds: chunk.end - chunk.start, needs, exclude };
    const result = await world.upload(upload);
    if (!result.ok) return { chunk, answer: null, target: null, missing: result.fault.message };
    const { text, segments, words } = result;
    const answer = withoutSilence({ text, segments: segments?.slice(), words: words?.slice() }, chunk);
    if (judge(answer, { chunk, pace: null, language: 'en' }).ok)
      return { chunk, answer, target: result.target, missing: null };
    exclude.push(result.target.id);
  }
};

const transcribed = async (
  recording: Recording,
  limits: ChunkLimits,
  needs: 'segments' | 'words' = 'words',
  before: (chunk: Chunk) => void = () => {},
) => {
  const world = await openWorld(farm, {
    keys: ['groq1', 'together1'],
    plans: { groq1: 'paid' },
    options: { groq1: roomy, together1: roomy },
  });
  const chunks = planned(recording, limits);
  const pieces: Piece[] = [];
  for (const chunk of chunks) {
    before(chunk);
    pieces.push(
      chunk.silent
        ? { chunk, answer: null, target: null, missing: null }
        : await answered(world, recording, chunk, needs),
    );
    world.clock.advance(60_000);
  }
  return { chunks, transcript: merge(pieces) };
};

const wordsIn = ({ passages }: Transcript): string[] => passages.flatMap(({ text }) => text.split(' '));

const expectEveryWord = (transcript: Transcript, said: readonly Said[]) => {
  expect(transcript.gaps).toEqual([]);
  expect(wordsIn(transcript)).toEqual(said.map(({ word }) => word));
  const timed = transcript.passages.flatMap(({ words = [] }) => words);
  for (const [place, { start, end }] of timed.entries()) {
    expect(Math.abs(start - (said[place]?.start ?? 0))).toBeLessThan(0.3);
    expect(Math.abs(end - (said[place]?.end ?? 0))).toBeLessThan(0.3);
  }
};

describe('a recording with pauses', () => {
  it.each([
    ['ten minutes', 600, { most: 600, mostFirst: 60 }],
    ['half an hour in many chunks', 1_800, { most: 60, mostFirst: 30 }],
  ])(
    'of %s comes out word for word',
    async (_what, seconds, limits) => {
      const recording = await record({ seconds, seed: seconds });
      const { chunks, transcript } = await transcribed(recording, limits);
      expect(chunks.every(({ cut }) => cut !== 'hard')).toBe(true);
      expectEveryWord(transcript, recording.said);
    },
    60_000,
  );

  it('has its stillness left out and nothing else', async () => {
    const still = [
      { start: 100, end: 160 },
      { start: 200, end: 230 },
    ];
    const recording = await record({ seconds: 300, seed: 8, still });
    const { chunks, transcript } = await transcribed(recording, { most: 600, mostFirst: 60 });
    const silent = chunks.filter((chunk) => chunk.silent).reduce((sum, { start, end }) => sum + end - start, 0);
    expect(silent).toBeGreaterThan(80);
    expectEveryWord(transcript, recording.said);
  }, 60_000);

  it('comes out whole where every other answer is wrong: empty, in circles, half, or with thanks', async () => {
    const wrong: Fault['kind'][] = ['mute', 'looped', 'first-half', 'second-half', 'chatter'];
    let count = 0;
    const recording = await record({ seconds: 900, seed: 77 });
    const { transcript } = await transcribed(recording, { most: 60, mostFirst: 60 }, 'words', () => {
      count += 1;
      if (count % 2 === 0) farm.groq.fault({ kind: wrong[(count / 2) % wrong.length] ?? 'mute', times: 1 });
    });
    expectEveryWord(transcript, recording.said);
  }, 60_000);
});

describe('a recording without any pause', () => {
  it('has at most one word in ten seams too many or too few, over 200 seams', async () => {
    const recording = await record({ seconds: 2_050, pauses: false, seed: 5 });
    const { chunks, transcript } = await transcribed(recording, { most: 15, mostFirst: 15 });
    const seams = chunks.filter(({ cut }) => cut === 'hard').length;
    expect(seams).toBeGreaterThanOrEqual(200);
    const wrong = edits(
      recording.said.map(({ word }) => word),
      wordsIn(transcript),
    );
    expect(wrong / seams).toBeLessThanOrEqual(0.1);
  }, 90_000);
});
