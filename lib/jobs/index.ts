// Jobs: what the user waits for, as everybody else sees them. They are begun in starting.ts, carried through the death of
// the process in at-work.ts, and cleared away in clearing.ts; every effect is handed in.

import type { Job } from '../domain/job.ts';
import { isUnfinished } from '../domain/unfinished.ts';
import { createAtWork } from './at-work.ts';
import { type Clearing, createClearing } from './clearing.ts';
import { type Foretold, forecast } from './forecast.ts';
import { createHistory, type History } from './history.ts';
import type { JobPorts } from './ports.ts';
import { createStarting, type Starting } from './starting.ts';
import { canBeAskedAgain } from './transcription.ts';

export type { Begun } from './accept.ts';
export type { JobPorts } from './ports.ts';
export type { PageSource, RecordingWishes } from './starting.ts';

export type Jobs = Starting &
  Pick<Clearing, 'remove' | 'sweep'> & {
    /** What a recording will take. Begins nothing. */
    forecast(what: { blobId: string; fileName: string } | { seconds: number }): Promise<Foretold>;
    cancel(id: string): Promise<void>;
    /** Begins a failed or cancelled job again; of a recording only what is missing is asked for. */
    retry(id: string): Promise<void>;
    /** Goes on with every unfinished job that nobody works at, if its time has come. */
    resume(): Promise<void>;
    /** Newest first. */
    all(): Promise<Job[]>;
    history: Pick<History, 'read' | 'list' | 'write'> &
      Pick<Clearing, 'dropAudio' | 'empty'> & { rename(id: string, title: string): Promise<void> };
  };

export const createJobs = (ports: JobPorts): Jobs => {
  const work = createAtWork(ports);
  const history = createHistory(ports, work.recording);
  const { remove, sweep, dropAudio, empty } = createClearing(ports, work, history);
  const { read, list, write } = history;

  const rename = async (id: string, title: string): Promise<void> => {
    await history.rename(id, title);
    const job = await work.find(id);
    if (job && !work.isRunning(id)) await work.row(job).change({ title });
  };

  /** Of which nothing is written yet is asked for as the user wants it by now: that may be what hindered it. */
  const asWanted = (job: Job): Job => {
    if (job.kind !== 'transcription' || job.progress.chunksWritten > 0) return job;
    const { speakers, language } = ports.recordings();
    // Dictations were never to tell who speaks.
    return { ...job, speakers: job.speakers && speakers, language };
  };

  return {
    ...createStarting(ports, work, history),
    forecast: (what) => forecast(ports, what),
    cancel: async (id) => {
      const job = await work.find(id);
      if (!job || !isUnfinished(job)) return;
      work.stop(id);
      await work.row(job).change({ state: 'cancelled', note: 'Cancelled.', retryAt: null });
    },
    retry: async (id) => {
      const job = await work.find(id);
      if (!job) return;
      const ended = job.state === 'failed' || job.state === 'cancelled';
      // One that is done has its text, and nothing more to make it from, unless there are gaps in it.
      if (job.kind === 'transcription' ? canBeAskedAgain(job) : ended)
        work.run({ ...asWanted(job), starts: 0, rounds: 0 });
    },
    remove,
    sweep,
    resume: async () => {
      for (const job of await work.all()) if (isUnfinished(job) && (job.retryAt ?? 0) <= ports.now()) work.run(job);
    },
    all: async () => (await work.all()).toSorted((one, other) => other.createdAt - one.createdAt),
    history: { read, list, write, rename, dropAudio, empty },
  };
};
