// The jobs there are, and who is at work on them: never two on one. A job that is stopped writes nothing any more. How each
// kind is done stands in summary.ts and transcription.ts.
import type { Job, TranscriptionJob } from '../domain/job.ts';
import type { Begun } from './accept.ts';
import { fail } from './life.ts';
import type { JobPorts } from './ports.ts';
import { createRow, type Row } from './row.ts';
import { carrySummary } from './summary.ts';
import { carryTranscription } from './transcription.ts';

export type AtWork = {
  /** Every job, those of earlier lives too. */
  all(): Promise<Job[]>;
  find(id: string): Promise<Job | undefined>;
  recording(id: string): Promise<TranscriptionJob | null>;
  /** For a change while nobody is at work on it: then its row is in other hands. */
  row(job: Job): Row;
  isRunning(id: string): boolean;
  /** Writes a new job down before anything is done for it; one that is there already is not begun again. */
  begin(job: Job): Promise<Begun>;
  /** Goes on with it, unless somebody does. */
  run(job: Job): void;
  stop(id: string): void;
  /** Stops it and takes its row away. */
  forget(id: string): Promise<void>;
};

const carry = (ports: JobPorts, job: Job, keep: (job: Job) => void, signal: AbortSignal): Promise<void> =>
  job.kind === 'summary'
    ? carrySummary(ports, createRow(ports, job, keep, signal), signal)
    : carryTranscription(ports, createRow(ports, job, keep, signal), signal);

const wentWrong = 'Something went wrong inside Rondo. Please try again.';

export const createAtWork = (ports: JobPorts): AtWork => {
  const jobs = new Map<string, Job>();
  const running = new Map<string, AbortController>();
  const keep = (job: Job) => void jobs.set(job.id, job);
  const loaded = ports.journal.all().then((rows) => rows.forEach(keep));
  const find = async (id: string) => {
    await loaded;
    return jobs.get(id);
  };
  const run = (job: Job) => {
    if (running.has(job.id)) return;
    const controller = new AbortController();
    running.set(job.id, controller);
    const { signal } = controller;
    const done = carry(ports, job, keep, signal)
      .catch(() => fail(createRow(ports, jobs.get(job.id) ?? job, keep, signal), wentWrong))
      .finally(() => {
        if (running.get(job.id) === controller) running.delete(job.id);
      });
    void ports.keepAwake(done);
  };
  const stop = (id: string) => {
    running.get(id)?.abort();
    running.delete(id);
  };
  return {
    all: () => loaded.then(() => [...jobs.values()]),
    find,
    recording: async (id) => {
      const job = await find(id);
      return job?.kind === 'transcription' ? job : null;
    },
    row: (job) => createRow(ports, job, keep),
    isRunning: (id) => running.has(id),
    begin: async (job) => {
      await loaded;
      if (!jobs.has(job.id)) {
        keep(job);
        // Where there is no room for it there is none, and it can be begun again.
        await ports.journal.save(job).catch((error: unknown) => {
          jobs.delete(job.id);
          throw error;
        });
        ports.onJob(job);
        run(job);
      }
      return { ok: true, jobId: job.id };
    },
    run,
    stop,
    forget: async (id) => {
      stop(id);
      await loaded;
      jobs.delete(id);
      await ports.journal.remove(id);
    },
  };
};
