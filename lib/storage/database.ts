// The one IndexedDB database: its stores and their shape. What lies in them is read and written by its neighbours.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Capture } from '../domain/capture.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { Job } from '../domain/job.ts';
import type { ChunkRow } from '../domain/journal.ts';
import { openOnce } from './open-once.ts';

interface Schema extends DBSchema {
  /** Visibility: pages. One row per job, without its text source or audio. */
  jobs: { key: string; value: Job };
  /** Visibility: the background. What has become of each chunk of a recording, until its transcript is whole. */
  chunks: { key: [jobId: string, index: number]; value: ChunkRow };
  /** Visibility: pages. Recordings as text. */
  transcripts: { key: string; value: HistoryEntry };
  /** Visibility: the pages that made them. Audio files and page texts, deleted when their job needs them no longer. */
  blobs: { key: string; value: { id: string; blob: Blob; storedAt: number } };
  /** Visibility: pages. Recordings that are being made, or that nobody took. */
  captures: { key: string; value: Capture };
  /** Visibility: whoever records, and the background. Their sound, part by part. */
  parts: { key: [captureId: string, index: number]; value: { captureId: string; index: number; bytes: ArrayBuffer } };
}

/** Opened anew after it failed, and after the browser closed it on its own (its data were cleared, the disk failed). */
export const database = openOnce(
  (): Promise<IDBPDatabase<Schema>> =>
    openDB<Schema>('rondo', 3, {
      upgrade(db, before) {
        if (before < 1) {
          db.createObjectStore('jobs', { keyPath: 'id' });
          db.createObjectStore('blobs', { keyPath: 'id' });
        }
        if (before < 2) {
          db.createObjectStore('chunks', { keyPath: ['jobId', 'index'] });
          db.createObjectStore('transcripts', { keyPath: 'id' });
        }
        db.createObjectStore('captures', { keyPath: 'id' });
        db.createObjectStore('parts', { keyPath: ['captureId', 'index'] });
      },
      terminated: () => database.forget(),
    }),
);
