// Jobs: what the user waits for. Begins them, carries them through rests, failures and the death of the process,
// and keeps their rows. Whom to ask is the engine's business; every effect is handed in.

import type { FaultKind } from '../domain/fault.ts';
import { isUnfinished, type Job, noProgress, type SummaryJob } from '../domain/job.ts';
import type { Refusal } from '../domain/request.ts';
import { noUsage } from '../domain/trace.ts';
import { acceptAudio, acceptText, type Begun } from './accept.ts';
import type { JobPorts } from './ports.ts';
import { createRow, type Row } from './row.ts';
import { type Outcome, summarize, transcribe } from './steps.ts';
import { cutShort, nothingHeard, refusalNote, waitingNote } from './words.ts';

export type { Begun } from './accept.ts';
export type { JobPorts } from './ports.ts';

export type PageSource = Pick<SummaryJob, 'title' | 'url' | 'source'> & { text: string };

export type Jobs = {
  summarize(page: PageSource): Promise<Begun>;
  /** @param blobId where the file lies; it is deleted once the text is there */
  transcribe(blobId: string, fileName: string): Promise<Begun>;
  cancel(id: string): Promise<void>;
  retry(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Goes on with every unfinished job that nobody works at, if its time has come. */
  resume(): Promise<void>;
  all(): Promise<Job[]>;
};

/** Ends that waiting does not mend: they lie in the request itself, or were wanted. */
const final: readonly FaultKind[] = ['bad_request', 'content_blocked', 'cancelled'];
/** How often one job waits for a rest that outlasts a request, at most. */
const mostRounds = 50;
/** A job that found the process dead this often is what kills it. */
const mostStarts = 8;
/** Up to here a job waits where it is; beyond, its row waits and the alarm goes on with it. */
const waitHereMs = 25_000;

const freshRow = (ports: JobPorts, title: string, blobId: string) => ({
  id: ports.newId(),
  createdAt: ports.now(),
  updatedAt: ports.now(),
  state: 'running' as const,
  title,
  blobId,
  starts: 0,
  rounds: 0,
  text: '',
  target: null,
  note: '',
  retryAt: null,
  usage: noUsage,
  costUsd: 0,
  trace: null,
});

const work = async (ports: JobPorts, row: Row, signal: AbortSignal): Promise<Outcome | null> => {
  const job = row.job();
  const source = job.blobId === null ? null : await ports.blobs.get(job.blobId);
  if (!source) return null;
  const listening = { signal, onEvent: row.follow };
  return job.kind === 'summary'
    ? summarize(ports, job, source, listening, (shareRead) => row.change({ shareRead }))
    : transcribe(ports, job, source, listening);
};

const finish = async (ports: JobPorts, row: Row, { result, shareRead }: Outcome & { result: { ok: true } }) => {
  const { blobId } = row.job();
  const { text, target, usage, costUsd, trace } = result;
  const note = text === '' ? nothingHeard : result.cutShort ? cutShort : '';
  await row.change({
    state: 'done',
    text,
    target,
    usage,
    costUsd,
    trace,
    note,
    retryAt: null,
    blobId: null,
    ...(shareRead === undefined ? {} : { shareRead }),
  });
  if (blobId) await ports.blobs.remove(blobId);
};

/**
 * When to ask again: as soon as somebody is free who rests or is full and was not asked in vain already. The engine has
 * waited for whoever was free before the request's deadline; this is about hours and days.
 */
const nextRound = ({ fault, trace }: Refusal, rounds: number): number | null => {
  const ends = trace.leftOut.flatMap(({ code, until }) =>
    (code === 'resting' || code === 'full') && until !== null ? [until] : [],
  );
  return ends.length > 0 && rounds < mostRounds && !final.includes(fault.kind) ? Math.min(...ends) : null;
};

const fail = (row: Row, note: string, refusal?: Refusal) =>
  row.change({ state: 'failed', note, retryAt: null, ...(refusal ? { trace: refusal.trace } : {}) });

const carryThrough = async (ports: JobPorts, row: Row, signal: AbortSignal): Promise<void> => {
  const starts = row.job().starts + 1;
  await row.change({ state: 'running', text: '', note: '', retryAt: null, starts });
  if (starts > mostStarts) return fail(row, 'Rondo was interrupted too often while it worked on this. Try again.');
  for (;;) {
    const outcome = await work(ports, row, signal);
    if (signal.aborted) return;
    if (!outcome)
      return fail(row, 'What this was to work on is not stored any more. Please start it again from its source.');
    const { result } = outcome;
    if (result.ok) return finish(ports, row, { ...outcome, result });
    const rounds = row.job().rounds;
    const at = nextRound(result, rounds);
    if (at === null) return fail(row, refusalNote(result), result);
    const wait = Math.max(0, at - ports.now());
    await row.change({
      state: 'waiting',
      text: '',
      note: waitingNote(result),
      retryAt: at,
      trace: result.trace,
      starts: 0,
      rounds: rounds + 1,
    });
    if (wait > waitHereMs) return;
    await ports.sleep(wait, signal).catch(() => {});
    if (signal.aborted) return;
    await row.change({ state: 'running', note: '', retryAt: null });
  }
};

export const createJobs = (ports: JobPorts): Jobs => {
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
    const row = createRow(ports, job, keep, controller.signal);
    const done = carryThrough(ports, row, controller.signal)
      .catch(() => fail(row, 'Something went wrong inside Rondo. Please try again.'))
      .finally(() => {
        if (running.get(job.id) === controller) running.delete(job.id);
      });
    void ports.keepAwake(done);
  };

  const begin = async (job: Job): Promise<Begun> => {
    await loaded;
    keep(job);
    await ports.journal.save(job);
    ports.onJob(job);
    run(job);
    return { ok: true, jobId: job.id };
  };

  const stop = (id: string) => {
    running.get(id)?.abort();
    running.delete(id);
  };

  return {
    summarize: async ({ text, title, url, source }) => {
      const refused = acceptText(ports, text);
      if (refused) return refused;
      const blobId = await ports.blobs.put(new Blob([text], { type: 'text/plain' }));
      return begin({ ...freshRow(ports, title, blobId), kind: 'summary', url, source, shareRead: null });
    },
    transcribe: async (blobId, chosenName) => {
      const accepted = await acceptAudio(ports, blobId, chosenName);
      if (!accepted.ok) {
        await ports.blobs.remove(blobId);
        return accepted;
      }
      const { fileName, bytes } = accepted;
      return begin({
        ...freshRow(ports, chosenName, blobId),
        ...{ kind: 'transcription', fileName, bytes, whole: true, faster: false, speakers: false },
        ...{ language: null, cut: true, progress: noProgress },
      });
    },
    cancel: async (id) => {
      const job = await find(id);
      if (!job || !isUnfinished(job)) return;
      stop(id);
      const row = createRow(ports, job, keep);
      await row.change({ state: 'cancelled', note: 'Cancelled.', retryAt: null });
    },
    retry: async (id) => {
      const job = await find(id);
      // One that is done has its text, and nothing more to make it from.
      if (job?.state === 'failed' || job?.state === 'cancelled') run({ ...job, starts: 0, rounds: 0 });
    },
    remove: async (id) => {
      stop(id);
      const job = await find(id);
      jobs.delete(id);
      await ports.journal.remove(id);
      if (job?.blobId) await ports.blobs.remove(job.blobId);
      ports.onRemoved(id);
    },
    resume: async () => {
      await loaded;
      for (const job of jobs.values()) if (isUnfinished(job) && (job.retryAt ?? 0) <= ports.now()) run(job);
    },
    all: async () => {
      await loaded;
      return [...jobs.values()].toSorted((one, other) => other.createdAt - one.createdAt);
    },
  };
};
