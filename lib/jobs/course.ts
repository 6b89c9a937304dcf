// One recording under way: what its parts share. Each part of the work takes it and says what it does to it; the loop that
// holds them together is recording.ts.
import type { TranscriptionJob } from '../domain/job.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { Refusal } from '../domain/request.ts';
import type { TargetName } from '../domain/trace.ts';
import { type Bell, createBell } from './bell.ts';
import type { ChunkJournal } from './chunk-journal.ts';
import type { JobPorts } from './ports.ts';
import { createPreparing, type Preparing } from './preparing.ts';
import type { Row } from './row.ts';
import type { Tally } from './tally.ts';

export type Work = {
  ports: JobPorts;
  row: Row<TranscriptionJob>;
  /** Where the recording itself lies. */
  blobId: string;
  journal: ChunkJournal;
  tally: Tally;
  signal: AbortSignal;
};

/** `target`: who has it; null while nobody does. */
export type Flight = { target: TargetName | null };

export type Course = Work & {
  bell: Bell;
  preparing: Preparing;
  /** What is on its way, or being made again, by its place. */
  flights: Map<number, Flight>;
  /** Bytes of chunks that are not sent yet. */
  blobs: Map<number, Blob>;
  /** The last that was said. */
  refusal: Refusal | null;
  /** Chunks in a row for which nobody could be reached. */
  downs: number;
  /** Why nothing more is sent; null: it is. */
  stopped: string | null;
  bug: unknown;
};

export const openCourse = (work: Work): Course => {
  const { ports, row, blobId, journal, tally, signal } = work;
  const bell = createBell();
  signal.addEventListener('abort', bell.ring, { once: true });
  const events = { onLength: tally.length, onSecond: tally.prepared, onChange: bell.ring };
  const preparing = createPreparing(ports, { id: row.job().id, blobId }, journal, events, signal);
  const nothing = { refusal: null, downs: 0, stopped: null, bug: null };
  return { ...work, bell, preparing, flights: new Map(), blobs: new Map(), ...nothing };
};

/** Lets it go on beside everything else. A bug in it ends the whole. */
export const aside = (course: Course, index: number, work: Promise<void>): void => {
  void work
    .catch((error) => {
      course.bug ??= error;
    })
    .finally(() => {
      course.flights.delete(index);
      course.bell.ring();
    });
};

export const blobOf = async ({ ports, blobs }: Course, { index, prepared }: ChunkRow): Promise<Blob | null> => {
  const known = blobs.get(index) ?? (prepared && (await ports.blobs.get(prepared.blobId)));
  if (known) blobs.set(index, known);
  return known;
};

/** Its bytes are needed no more. */
export const letGo = async ({ ports, blobs, blobId }: Course, { index, prepared }: ChunkRow): Promise<void> => {
  blobs.delete(index);
  if (prepared && prepared.blobId !== blobId) await ports.blobs.remove(prepared.blobId);
};
