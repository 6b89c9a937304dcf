// What jobs need of the world, handed in: an engine, hands for audio, somewhere to write, a clock.

import type { HistoryEntry, HistoryText } from '../domain/history.ts';
import type { Job, Progress } from '../domain/job.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { Prepare } from '../domain/preparation.ts';
import type { TranscriptionSettings } from '../domain/settings.ts';
import type { Engine } from '../engine/index.ts';

export type JobPorts = {
  engine: Pick<Engine, 'chat' | 'transcribe' | 'plan'>;
  /** Cuts a recording into chunks and encodes them. */
  prepare: Prepare;
  /** What the user wants of every recording, as it stands now. */
  recordings(): TranscriptionSettings;
  journal: { save(job: Job): Promise<void>; remove(id: string): Promise<void>; all(): Promise<Job[]> };
  chunks: {
    /** All of it or nothing. `replaced`: places of rows that these take the place of. */
    save(jobId: string, rows: readonly ChunkRow[], replaced?: readonly number[]): Promise<void>;
    /** In the order of time. */
    of(jobId: string): Promise<ChunkRow[]>;
    remove(jobId: string): Promise<void>;
  };
  transcripts: {
    save(entry: HistoryEntry): Promise<void>;
    get(id: string): Promise<HistoryEntry | null>;
    remove(id: string): Promise<void>;
    /** In no order that means anything. */
    visit(visit: (entry: HistoryText) => void): Promise<void>;
  };
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
  /** It is further, and nothing else changed. */
  onProgress(id: string, progress: Progress): void;
  onRemoved(id: string): void;
};
