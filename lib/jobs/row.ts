// One running job: its row as it stands, and the ways to change it. Text that streams in is shown at once and written
// down once a second; everything else is written at once.
import type { Job } from '../domain/job.ts';
import type { EngineEvent } from '../domain/request.ts';
import type { JobPorts } from './ports.ts';
import { waitingInLine } from './words.ts';

export type Row = {
  job(): Job;
  /** Writes the change down and tells the pages. */
  change(change: Partial<Job>): Promise<void>;
  /** Follows an engine's answer as it comes. */
  follow(event: EngineEvent): void;
};

const writeTextEvery = 1_000;

/**
 * @param signal once it is aborted nothing more is written: the row is then somebody else's, and what the call still
 * says in parting comes too late
 */
export const createRow = (ports: JobPorts, first: Job, keep: (job: Job) => void, signal?: AbortSignal): Row => {
  let job = first;
  let writtenAt = ports.now();
  const put = (change: Partial<Job>) => {
    job = { ...job, ...change, updatedAt: ports.now() } as Job;
    keep(job);
  };
  const write = () => {
    writtenAt = ports.now();
    return ports.journal.save(job);
  };
  const change = async (next: Partial<Job>) => {
    if (signal?.aborted) return;
    put(next);
    ports.onJob(job);
    await write();
  };
  const on: { [Type in EngineEvent['type']]?: (event: Extract<EngineEvent, { type: Type }>) => void } = {
    // The engine waits in line by itself; what stands here is for the person who waits with it.
    waiting: ({ until }) => void change({ state: 'waiting', note: waitingInLine, retryAt: until }),
    'target-chosen': ({ target }) => void change({ state: 'running', target, note: '', retryAt: null }),
    'target-switched': ({ to }) => void change({ state: 'running', target: to, note: '', retryAt: null }),
    restart: () => void change({ text: '' }),
    'text-delta': ({ delta }) => {
      const at = job.text.length;
      put({ text: job.text + delta });
      ports.onText(job.id, at, delta);
      if (ports.now() - writtenAt >= writeTextEvery) void write();
    },
  };
  return {
    job: () => job,
    change,
    follow: (event) => {
      if (!signal?.aborted) on[event.type]?.(event as never);
    },
  };
};
