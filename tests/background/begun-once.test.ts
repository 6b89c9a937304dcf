// What is handed to the jobs begins once, though the process dies in the one moment between the beginning of its job and its
// being forgotten by whoever had it: real jobs and practice providers, and a disk that outlives the process.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDownloads, type Downloads } from '../../entrypoints/background/downloads.ts';
import { createKeptCaptures } from '../../entrypoints/background/kept-captures.ts';
import { transcribe } from '../../entrypoints/background/take-captured.ts';
import type { Capture } from '../../lib/domain/capture.ts';
import type { Download } from '../../lib/domain/media.ts';
import type { Jobs } from '../../lib/jobs/index.ts';
import { until } from '../engine/clock.ts';
import { openFarm, openWorld } from '../engine/world.ts';
import type { Farm } from '../farm/index.ts';
import { toneWave, words } from '../farm/tones.ts';
import { emptyStore, live, reached, type Stored } from '../jobs/world.ts';
import { forecast } from './fakes.ts';

let farm: Farm;
let disk: Stored & { downloads: Download[]; captures: Map<string, Capture> };
beforeAll(async () => {
  farm = await openFarm();
});
beforeEach(() => {
  disk = { ...emptyStore(), downloads: [], captures: new Map() };
});
afterAll(() => farm.close());

const sound = new Blob([Buffer.from(toneWave(words(5, 3)))]);
const never = () => new Promise<never>(() => {});
const blobs = {
  put: async (blob: Blob, id: string) => {
    disk.blobs.set(id, blob);
    return id;
  },
  remove: async (id: string) => void disk.blobs.delete(id),
};

type Mortal = Pick<Jobs, 'forecast' | 'transcribe' | 'remove' | 'all' | 'resume'>;

/** @param dies with the first job that begins, before anybody hears of it */
const beginLife = async (dies: boolean) => {
  const { engine, clock } = await openWorld(farm);
  const life = live(engine, clock, disk);
  const state = { dead: false };
  const jobs: Mortal = {
    ...life.jobs,
    transcribe: async (...wanted) => {
      const begun = await life.jobs.transcribe(...wanted);
      if (!dies) return begun;
      state.dead = true;
      life.die();
      return never();
    },
  };
  return { jobs, state, stop: life.die };
};
type Begun = Awaited<ReturnType<typeof beginLife>>;

const openDownloads = async ({ jobs, state }: Begun, fetched: string[], isLong: boolean): Promise<Downloads> => {
  const stored = structuredClone(disk.downloads);
  let ids = 0;
  const begun = new Set((await jobs.all()).map(({ id }) => id));
  const downloads = createDownloads(stored, begun, {
    jobs: isLong ? { ...jobs, forecast: async () => ({ ok: true, forecast: { ...forecast, short: false } }) } : jobs,
    store: {
      save: async ({ downloads }) => {
        if (state.dead) await never();
        disk.downloads = structuredClone(downloads);
      },
    },
    blobs,
    fetchMedia: async ({ address }) => {
      fetched.push(address);
      return { ok: true, blob: sound, fileName: 'talk.wav' };
    },
    isAllowed: async () => true,
    redirectsOf: async (_address, work) => ({ value: await work(), to: [] }),
    room: async () => 1_000_000,
    keepAwake: (work) => work,
    now: () => 0,
    newId: () => `download${++ids}`,
    onDownload: () => {},
    onRemoved: () => {},
  });
  return downloads;
};

const finished = async ({ jobs }: Begun): Promise<void> => {
  await jobs.resume();
  for (const id of disk.rows.keys()) await reached(disk, id, 'done');
};

describe('a recording of a page', () => {
  it('that is short', async () => {
    const fetched: string[] = [];
    const first = await beginLife(true);
    const downloads = await openDownloads(first, fetched, false);
    await downloads.take({ url: 'https://a.test/talk.wav', title: 'Talk' });
    await until('the death', () => first.state.dead);
    expect(disk.downloads).toMatchObject([{ state: 'running' }]);
    const second = await beginLife(false);
    const left = await openDownloads(second, fetched, false);
    await finished(second);
    expect([disk.rows.size, fetched.length, left.all(), disk.downloads]).toEqual([1, 1, [], []]);
  });

  it('that waited for a word', async () => {
    const first = await beginLife(true);
    const downloads = await openDownloads(first, [], true);
    await downloads.take({ url: 'https://a.test/talk.wav', title: 'Talk' });
    await until('the offer', () => disk.downloads.some(({ state }) => state === 'ready'));
    const [{ blobId, fileName }] = disk.downloads as [Download];
    void first.jobs.transcribe(blobId ?? '', fileName);
    await until('the death', () => first.state.dead);
    const second = await beginLife(false);
    const left = await openDownloads(second, [], true);
    await finished(second);
    expect([disk.rows.size, left.all(), disk.downloads]).toEqual([1, [], []]);
    // What is the job's is not thrown away with it.
    expect([...disk.blobs.keys()]).toEqual([blobId]);
  });
});

describe('a recording of one’s own', () => {
  const row: Capture = {
    ...{ id: 'capture', startedAt: 0, title: 'Recording', purpose: 'transcript', sources: ['microphone'] },
    ...{ state: 'ending', note: '' },
  };
  const openKept = ({ jobs }: Begun) =>
    createKeptCaptures({
      rows: {
        save: async (capture) => void disk.captures.set(capture.id, capture),
        remove: async (id) => void disk.captures.delete(id),
        all: async () => [...disk.captures.values()],
      },
      parts: { count: async () => 1, join: async () => sound, remove: async () => {} },
      blobs,
      take: { transcript: transcribe(jobs), dictation: transcribe(jobs) },
      isBegun: async (id) => (await jobs.all()).some((job) => job.id === id),
    });

  it.each([
    ['whose end was asked for', (kept: ReturnType<typeof openKept>) => kept.handOver(row)],
    ['that was kept', (kept: ReturnType<typeof openKept>) => kept.show({ ...row, state: 'kept' })],
  ])('%s', async (_which, look) => {
    const first = await beginLife(true);
    disk.captures.set(row.id, row);
    void openKept(first).handOver(row);
    await until('the death', () => first.state.dead);
    const second = await beginLife(false);
    const kept = openKept(second);
    await look(kept);
    await finished(second);
    expect([disk.rows.size, disk.captures.size, kept.list()]).toEqual([1, 0, []]);
  });
});

it('a question that is asked again since the process died over it begins nothing more', async () => {
  const first = await beginLife(true);
  disk.blobs.set('chosen', sound);
  void first.jobs.transcribe('chosen', 'talk.wav');
  await until('the death', () => first.state.dead);
  const second = await beginLife(false);
  expect(await second.jobs.transcribe('chosen', 'talk.wav')).toEqual({ ok: true, jobId: 'chosen' });
  const both = [1, 2].map(() => second.jobs.transcribe('chosen', 'talk.wav'));
  expect(await Promise.all(both)).toEqual(both.map(() => ({ ok: true, jobId: 'chosen' })));
  await finished(second);
  expect(disk.rows.size).toBe(1);
});
