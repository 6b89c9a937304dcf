// One running job: its row as it stands, and the ways to change it. Text that streams in and numbers that run are shown at
// once and written down once a second; everything else is written at once.
import type { Job, Progress } from '../domain/job.ts';
import type { EngineEvent } from '../domain/request.ts';
import type { JobPorts } from './ports.ts';
import { waitingInLine } from './words.ts';

export type Row<Kind extends Job = Job> = {
  job(): Kind;
  /** Writes the change down and tells the pages. */
  change(change: Partial<Kind>): Promise<void>;
  /** More of its text. */
  grow(delta: string): void;
  /** How far it is, and what goes with that. */
  advance(change: Partial<Kind> & { progress: Progress }): void;
  /** When the pages are to be shown numbers that they have not seen yet, in ms since 1970; null: they have seen all. */
  showsAt(): number | null;
  /** Follows an engine's answer as it comes. */
  follow(event: EngineEvent): void;
};

const writeTextEvery = 1_000;
/** Nobody reads numbers that change more often. */
const showNumbersEvery = 250;

/**
 * @param signal once it is aborted nothing more is written: the row is then somebody else's, and what the call still
 * says in parting comes too late
 */
export const createRow = <Kind extends Job>(
  ports: JobPorts,
  first: Kind,
  keep: (job: Job) => void,
  signal?: AbortSignal,
): Row<Kind> => {
  let job: Kind = first;
  let writtenAt = ports.now();
  let shownAt = 0;
  let isBehind = false;
  const put = (change: Partial<Job>) => {
    job = { ...job, ...change, updatedAt: ports.now() };
    keep(job);
  };
  const write = () => {
    writtenAt = ports.now();
    return ports.journal.save(job);
  };
  const writeSoon = () => {
    if (ports.now() - writtenAt >= writeTextEvery) void write();
  };
  const change = async (next: Partial<Job>) => {
    if (signal?.aborted) return;
    put(next);
    ports.onJob(job);
    await write();
  };
  const grow = (delta: string) => {
    if (signal?.aborted || delta === '') return;
    const at = job.text.length;
    put({ text: job.text + delta });
    ports.onText(job.id, at, delta);
    writeSoon();
  };
  const on: { [Type in EngineEvent['type']]?: (event: Extract<EngineEvent, { type: Type }>) => void } = {
    // The engine waits in line by itself; what stands here is for the person who waits with it.
    waiting: ({ until }) => void change({ state: 'waiting', note: waitingInLine, retryAt: until }),
    'target-chosen': ({ target }) => void change({ state: 'running', target, note: '', retryAt: null }),
    'target-switched': ({ to }) => void change({ state: 'running', target: to, note: '', retryAt: null }),
    restart: () => void change({ text: '' }),
    'text-delta': ({ delta }) => grow(delta),
  };
  return {
    job: () => job,
    change,
    grow,
    advance: (next) => {
      if (signal?.aborted) return;
      put(next as Partial<Job>);
      writeSoon();
      isBehind = ports.now() - shownAt < showNumbersEvery;
      if (isBehind) return;
      shownAt = ports.now();
      ports.onProgress(job.id, next.progress);
    },
    showsAt: () => (isBehind ? shownAt + showNumbersEvery : null),
    follow: (event) => {
      if (!signal?.aborted) on[event.type]?.(event as never);
    },
  };
};
