// Jobs over a real engine and practice providers, with the journal and the blobs in memory, where a test can look at
// them and let the process die around them.
import type { HistoryEntry } from '../../lib/domain/history.ts';
import type { Job, Progress } from '../../lib/domain/job.ts';
import type { ChunkRow } from '../../lib/domain/journal.ts';
import { untouchedTranscription } from '../../lib/domain/settings.ts';
import type { Engine } from '../../lib/engine/index.ts';
import { createJobs, type Jobs } from '../../lib/jobs/index.ts';
import type { JobPorts } from '../../lib/jobs/ports.ts';
import type { Clock } from '../engine/clock.ts';
import { until } from '../engine/clock.ts';
import { type ChunkLength, createPreparer, type Preparer } from './preparer.ts';

/** What outlives a process. */
export type Stored = {
  rows: Map<string, Job>;
  blobs: Map<string, Blob>;
  /** By job and place. */
  chunks: Map<string, ChunkRow>;
  transcripts: Map<string, HistoryEntry>;
};
export const emptyStore = (): Stored => ({
  rows: new Map(),
  blobs: new Map(),
  chunks: new Map(),
  transcripts: new Map(),
});

/** The journal of a recording as it is written down, in the order of time. */
export const chunksIn = (stored: Stored, jobId: string): ChunkRow[] =>
  [...stored.chunks.values()]
    .filter((row) => row.jobId === jobId)
    .toSorted((one, other) => one.index - other.index)
    .map((row) => structuredClone(row));

export type Life = {
  jobs: Jobs;
  /** Every row that was pushed to the pages, in order. */
  pushed: Job[];
  /** What a page shows of each text, put together from rows and deltas as a page does. */
  shown: Map<string, string>;
  removed: string[];
  /** How far each recording was, as it was pushed. */
  progress: Progress[];
  preparer: Preparer;
  /** Works that keep the process awake right now. */
  awake(): number;
  /** From now on nothing of this life reaches the store any more. */
  die(): void;
};

let ids = 0;

export const live = (
  engine: JobPorts['engine'] | Engine,
  clock: Clock,
  stored: Stored,
  change: Partial<JobPorts> & {
    /** Of recordings; absent: as the job wishes. */
    chunkLength?: ChunkLength;
  } = {},
): Life => {
  const { chunkLength, ...ports } = change;
  let dead = false;
  let awake = 0;
  const pushed: Job[] = [];
  const shown = new Map<string, string>();
  const removed: string[] = [];
  const never = () => new Promise<never>(() => {});
  const progress: Progress[] = [];
  const blobs: JobPorts['blobs'] = {
    put: async (blob) => {
      if (dead) return never();
      ids += 1;
      stored.blobs.set(`blob${ids}`, blob);
      return `blob${ids}`;
    },
    get: async (id) => (dead ? never() : (stored.blobs.get(id) ?? null)),
    remove: async (id) => void (dead ? await never() : stored.blobs.delete(id)),
  };
  const preparer = createPreparer(blobs, chunkLength);
  const jobs = createJobs({
    engine,
    journal: {
      // A row is a copy, as it is in IndexedDB.
      save: async (job) => void (dead ? await never() : stored.rows.set(job.id, structuredClone(job))),
      remove: async (id) => void (dead ? await never() : stored.rows.delete(id)),
      all: async () => [...stored.rows.values()].map((row) => structuredClone(row)),
    },
    chunks: {
      save: async (jobId, rows, replaced = []) => {
        if (dead) return never();
        for (const index of replaced) stored.chunks.delete(`${jobId} ${index}`);
        for (const row of rows) stored.chunks.set(`${row.jobId} ${row.index}`, structuredClone(row));
      },
      of: async (jobId) => (dead ? never() : chunksIn(stored, jobId)),
      remove: async (jobId) => {
        if (dead) return never();
        for (const { index } of chunksIn(stored, jobId)) stored.chunks.delete(`${jobId} ${index}`);
      },
    },
    transcripts: {
      save: async (entry) => void (dead ? await never() : stored.transcripts.set(entry.id, structuredClone(entry))),
      get: async (id) => structuredClone(stored.transcripts.get(id) ?? null),
      remove: async (id) => void (dead ? await never() : stored.transcripts.delete(id)),
      visit: async (visit) => {
        for (const { passages: _, pending: __, ...text } of stored.transcripts.values()) visit(structuredClone(text));
      },
    },
    blobs,
    prepare: preparer.prepare,
    recordings: () => untouchedTranscription,
    keepAwake: async (work) => {
      awake += 1;
      return work.finally(() => {
        awake -= 1;
      });
    },
    now: clock.now,
    // As the background's own: resolves when it is ended.
    sleep: (ms, signal) => clock.sleep(ms, signal).catch(() => {}),
    newId: () => `id${++ids}`,
    onJob: (job) => {
      if (dead) return;
      pushed.push(structuredClone(job));
      shown.set(job.id, job.text);
    },
    onText: (id, at, delta) => {
      if (dead) return;
      const text = shown.get(id) ?? '';
      if (at !== text.length) throw new Error(`a delta for ${at}, but the page has ${text.length}`);
      shown.set(id, text + delta);
    },
    onProgress: (_id, next) => void (dead || progress.push(structuredClone(next))),
    onRemoved: (id) => void removed.push(id),
    ...ports,
  });
  return {
    jobs,
    pushed,
    shown,
    removed,
    progress,
    preparer,
    awake: () => awake,
    die: () => {
      dead = true;
    },
  };
};

export const page = (text: string, title = 'A page') => ({
  title,
  url: 'https://example.test/page',
  source: 'article' as const,
  text,
});

export const begun = async (work: ReturnType<Jobs['summarize']>): Promise<string> => {
  const outcome = await work;
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.jobId;
};

export const jobIn = (stored: Stored, id: string): Job => {
  const job = stored.rows.get(id);
  if (!job) throw new Error(`there is no row ${id}`);
  return job;
};

/** The stored row once it has reached one of these states. */
export const reached = async (stored: Stored, id: string, ...states: Job['state'][]): Promise<Job> => {
  await until(`${states.join(' or ')}`, () => states.includes(jobIn(stored, id).state));
  return jobIn(stored, id);
};
