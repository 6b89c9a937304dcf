// What jobs need of the world, handed in: an engine, somewhere to write, a clock.
import type { Job } from '../domain/job.ts';
import type { Engine } from '../engine/index.ts';

export type JobPorts = {
  engine: Pick<Engine, 'chat' | 'transcribe' | 'plan'>;
  journal: { save(job: Job): Promise<void>; remove(id: string): Promise<void>; all(): Promise<Job[]> };
  blobs: { put(blob: Blob): Promise<string>; get(id: string): Promise<Blob | null>; remove(id: string): Promise<void> };
  /** Keeps the process alive until the work is done: a worker would be ended after 30 s, in mid-answer. */
  keepAwake<Result>(work: Promise<Result>): Promise<Result>;
  now(): number;
  /** Rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  newId(): string;
  /** The job changed in more than the end of its text. */
  onJob(job: Job): void;
  /** The text grew; `at` is its length before. */
  onText(id: string, at: number, delta: string): void;
  onRemoved(id: string): void;
};
