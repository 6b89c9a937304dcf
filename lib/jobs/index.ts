// Jobs: what the user waits for. Begins them, keeps at most one at work on each, and carries them through the death of the
// process. How each kind is done stands in summary.ts and transcription.ts; every effect is handed in.

import type { HistoryHead } from '../domain/history.ts';
import { isUnfinished, type Job, noProgress, type SummaryJob, type TranscriptionJob } from '../domain/job.ts';
import { noUsage } from '../domain/trace.ts';
import { acceptAudio, acceptText, type Begun } from './accept.ts';
import { type Foretold, forecast } from './forecast.ts';
import { createHistory, type History } from './history.ts';
import { fail } from './life.ts';
import type { JobPorts } from './ports.ts';
import { createRow } from './row.ts';
import { carrySummary } from './summary.ts';
import { canBeAskedAgain, carryTranscription } from './transcription.ts';

export type { Begun } from './accept.ts';
export type { JobPorts } from './ports.ts';

export type PageSource = Pick<SummaryJob, 'title' | 'url' | 'source'> & { text: string; transcriptId?: string };
export type RecordingWishes = Partial<Pick<TranscriptionJob, 'faster' | 'speakers' | 'language' | 'title'>>;

export type Jobs = {
  summarize(page: PageSource): Promise<Begun>;
  /** Of a transcript as far as it is by now. */
  summarizeTranscript(id: string): Promise<Begun>;
  /** @param blobId where the file lies; it is the job's from now on */
  transcribe(blobId: string, fileName: string, wishes?: RecordingWishes): Promise<Begun>;
  /** What a recording will take. Begins nothing. */
  forecast(what: { blobId: string; fileName: string } | { seconds: number }): Promise<Foretold>;
  cancel(id: string): Promise<void>;
  /** Begins a failed or cancelled job again; of a recording only what is missing is asked for. */
  retry(id: string): Promise<void>;
  /** With all that came of it, summaries too. */
  remove(id: string): Promise<void>;
  /** Goes on with every unfinished job that nobody works at, if its time has come. */
  resume(): Promise<void>;
  all(): Promise<Job[]>;
  history: Pick<History, 'read' | 'list' | 'write'> & {
    rename(id: string, title: string): Promise<void>;
    /** Deletes a recording and leaves its text. What is missing of that can then not be asked for any more. */
    dropAudio(id: string): Promise<void>;
    /** Removes every transcript and summary, and what failed. What is at work stays. */
    empty(): Promise<void>;
  };
  /** Clears away what nobody needs any more. @returns the blobs that are somebody's */
  sweep(): Promise<Set<string>>;
};

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

const carry = (ports: JobPorts, job: Job, keep: (job: Job) => void, signal: AbortSignal): Promise<void> =>
  job.kind === 'summary'
    ? carrySummary(ports, createRow(ports, job, keep, signal), signal)
    : carryTranscription(ports, createRow(ports, job, keep, signal), signal);

export const createJobs = (ports: JobPorts): Jobs => {
  const jobs = new Map<string, Job>();
  const running = new Map<string, AbortController>();
  const keep = (job: Job) => void jobs.set(job.id, job);
  const loaded = ports.journal.all().then((rows) => rows.forEach(keep));
  const find = async (id: string) => {
    await loaded;
    return jobs.get(id);
  };
  const recordingOf = async (id: string): Promise<TranscriptionJob | null> => {
    const job = await find(id);
    return job?.kind === 'transcription' ? job : null;
  };
  const history = createHistory(ports, recordingOf);

  const run = (job: Job) => {
    if (running.has(job.id)) return;
    const controller = new AbortController();
    running.set(job.id, controller);
    const { signal } = controller;
    const done = carry(ports, job, keep, signal)
      .catch(() =>
        fail(
          createRow(ports, jobs.get(job.id) ?? job, keep, signal),
          'Something went wrong inside Rondo. Please try again.',
        ),
      )
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

  const removeChunks = async (id: string): Promise<void> => {
    const rows = await ports.chunks.of(id);
    await ports.chunks.remove(id);
    for (const { prepared } of rows) if (prepared) await ports.blobs.remove(prepared.blobId);
  };

  const remove = async (id: string): Promise<void> => {
    stop(id);
    const job = await find(id);
    const kept = await ports.transcripts.get(id);
    jobs.delete(id);
    await ports.journal.remove(id);
    await ports.transcripts.remove(id);
    if (job?.kind === 'transcription') await removeChunks(id);
    if (job?.blobId) await ports.blobs.remove(job.blobId);
    if (kept?.audio) await ports.blobs.remove(kept.audio.blobId);
    ports.onRemoved(id);
    const summaries = [...jobs.values()].filter((one) => one.kind === 'summary' && one.transcriptId === id);
    for (const summary of summaries) await remove(summary.id);
  };

  const rename = async (id: string, title: string): Promise<void> => {
    await history.rename(id, title);
    const job = await find(id);
    // The row of one that is at work is in other hands.
    if (job && !running.has(id)) await createRow(ports, job, keep).change({ title });
  };

  const dropAudio = async (id: string): Promise<void> => {
    const job = await find(id);
    if (job && isUnfinished(job)) return;
    if (!(await history.dropAudio(id)) || job?.kind !== 'transcription') return;
    await removeChunks(id);
    await createRow(ports, job, keep).change({ blobId: null, note: '' });
  };

  const empty = async (): Promise<void> => {
    await loaded;
    const kept = (await history.list()).map(({ id }: HistoryHead) => id);
    for (const id of new Set([...kept, ...jobs.keys()])) {
      const job = jobs.get(id);
      if (!job || !isUnfinished(job)) await remove(id);
    }
  };

  const summarize: Jobs['summarize'] = async ({ text, title, url, source, transcriptId = null }) => {
    const refused = acceptText(ports, text);
    if (refused) return refused;
    const blobId = await ports.blobs.put(new Blob([text], { type: 'text/plain' }));
    const row = { ...freshRow(ports, title, blobId), kind: 'summary' as const, url, source, transcriptId };
    return begin({ ...row, shareRead: null });
  };

  return {
    summarize,
    summarizeTranscript: async (id) => {
      const entry = await history.read(id);
      const source = 'transcript' as const;
      if (entry) return summarize({ title: entry.title, text: entry.text, url: '', source, transcriptId: id });
      return { ok: false, message: 'This transcript is not there any more.', fix: 'none' };
    },
    transcribe: async (blobId, chosenName, wishes = {}) => {
      const accepted = await acceptAudio(ports, blobId, chosenName);
      if (!accepted.ok) {
        await ports.blobs.remove(blobId);
        return accepted;
      }
      const { fileName, bytes, seconds, whole } = accepted;
      const usual = ports.recordings();
      const { faster = false, speakers = usual.speakers, language = usual.language, title = chosenName } = wishes;
      return begin({
        ...freshRow(ports, title, blobId),
        ...{ kind: 'transcription', fileName, bytes, whole, faster, speakers, language },
        ...{ cut: whole, progress: { ...noProgress, seconds } },
      });
    },
    forecast: (what) => forecast(ports, what),
    cancel: async (id) => {
      const job = await find(id);
      if (!job || !isUnfinished(job)) return;
      stop(id);
      const row = createRow(ports, job, keep);
      await row.change({ state: 'cancelled', note: 'Cancelled.', retryAt: null });
    },
    retry: async (id) => {
      const job = await find(id);
      if (!job) return;
      const ended = job.state === 'failed' || job.state === 'cancelled';
      // One that is done has its text, and nothing more to make it from, unless there are gaps in it.
      if (job.kind === 'transcription' ? canBeAskedAgain(job) : ended) run({ ...job, starts: 0, rounds: 0 });
    },
    remove,
    resume: async () => {
      await loaded;
      for (const job of jobs.values()) if (isUnfinished(job) && (job.retryAt ?? 0) <= ports.now()) run(job);
    },
    all: async () => {
      await loaded;
      return [...jobs.values()].toSorted((one, other) => other.createdAt - one.createdAt);
    },
    history: { read: history.read, list: history.list, write: history.write, rename, dropAudio, empty },
    sweep: async () => {
      await loaded;
      await history.expire();
      const chunks = await Promise.all([...jobs.keys()].map((id) => ports.chunks.of(id)));
      return new Set([
        ...[...jobs.values()].flatMap(({ blobId }) => blobId ?? []),
        ...chunks.flat().flatMap(({ prepared }) => prepared?.blobId ?? []),
        ...(await history.blobs()),
      ]);
    },
  };
};
