// More than an hour in more than two hundred chunks, of which every tenth upload goes wrong in one of the ways that providers have.
// Nothing is lost, and hardly more is sent than the recording itself.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TranscriptionJob } from '../../lib/domain/job.ts';
import type { Engine } from '../../lib/engine/index.ts';
import { openFarm, openWorld, practiceProviders } from '../engine/world.ts';
import type { Farm, Fault } from '../farm/index.ts';
import { type Said, writeRecording } from '../farm/recordings.ts';
import { begun, emptyStore, jobIn, live } from './world.ts';

const rate = 8_000;
const still = [
  { start: 600, end: 660 },
  { start: 2_000, end: 2_120 },
];
let farm: Farm;
let folder: string;
let recording: Blob;
let said: Said[];
beforeAll(async () => {
  farm = await openFarm();
  folder = await mkdtemp(join(tmpdir(), 'rondo-hostile-'));
  const path = join(folder, 'hour.wav');
  said = await writeRecording(path, { seconds: 4_500, seed: 12, rate, still });
  recording = new Blob([await readFile(path)]);
}, 30_000);
afterAll(async () => {
  await farm.close();
  await rm(folder, { recursive: true, force: true });
});

const ways: readonly Fault[] = [
  { kind: '429', retryAfterSeconds: 2 },
  { kind: '500' },
  { kind: 'cut' },
  { kind: 'mute' },
  { kind: 'looped' },
  { kind: 'first-half' },
  { kind: 'second-half' },
];
const roomy = { limits: { RPM: 100_000, RPS: 100_000, ASH: 10_000_000, ASD: 10_000_000 } };

/** In what is shorter a loop is a few words that somebody may have said. */
const tellingSeconds = 10;

/** Every ninth chunk that is sent meets a fault, and is sent once more: of ten uploads one goes wrong. */
const hostile = (engine: Engine): { engine: Engine; faults: () => number } => {
  let calls = 0;
  let faults = 0;
  let due = 0;
  const transcribe: Engine['transcribe'] = (...given) => {
    calls += 1;
    if (calls % 9 === 5) due += 1;
    const isLong = (given[0].seconds ?? 0) >= tellingSeconds;
    const fault = due > faults && isLong ? ways[faults % ways.length] : undefined;
    if (fault) {
      faults += 1;
      farm.groq.fault({ ...fault, path: 'transcriptions', times: 1 });
    }
    return engine.transcribe(...given);
  };
  return { engine: { ...engine, transcribe }, faults: () => faults };
};

it('is written down word for word, with at most 1.15 times its voice sent', async () => {
  const { engine, clock } = await openWorld(farm, {
    keys: ['groq1', 'groq2', 'together1'],
    plans: { groq1: 'paid', groq2: 'paid' },
    options: { groq1: roomy, groq2: roomy, together1: roomy },
  });
  const stored = emptyStore();
  stored.blobs.set('file', recording);
  const bad = hostile(engine);
  const { jobs } = live(bad.engine, clock, stored, { chunkLength: { most: 20 } });
  // Time goes by, so that rests end.
  const ticking = setInterval(() => clock.advance(100), 2);
  const id = await begun(jobs.transcribe('file', 'hour.wav'));
  await expect.poll(() => jobIn(stored, id).state, { timeout: 200_000, interval: 50 }).toBe('done');
  clearInterval(ticking);

  const { progress, text } = jobIn(stored, id) as TranscriptionJob;
  const uploads = practiceProviders(farm).flatMap(({ log }) => log.filter(({ form }) => form !== null));
  expect(progress.chunks).toBeGreaterThanOrEqual(200);
  expect(progress.gaps).toEqual([]);
  expect(text.split(/\s+/)).toEqual(said.map(({ word }) => word));
  expect(bad.faults()).toBeGreaterThanOrEqual(ways.length * 3);
  expect(bad.faults() / uploads.length).toBeGreaterThan(0.095);

  const voice = (progress.seconds ?? 0) - progress.silent;
  expect(progress.silent).toBeGreaterThan(160);
  expect(progress.sent / voice).toBeLessThanOrEqual(1.15);
  // What the job says of it is what arrived.
  const bytes = uploads.reduce((sum, { form }) => sum + (form?.fileBytes ?? 0) - 44, 0);
  expect(bytes / (rate * 2)).toBeCloseTo(progress.sent, 0);
}, 230_000);
