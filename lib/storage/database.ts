// The one IndexedDB database: its stores and their shape. What lies in them is read and written by its neighbours.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
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
}

/** Opened anew after it failed, and after the browser closed it on its own (its data were cleared, the disk failed). */
export const database = openOnce(
  (): Promise<IDBPDatabase<Schema>> =>
    openDB<Schema>('rondo', 2, {
      upgrade(db, before) {
        if (before < 1) {
          db.createObjectStore('jobs', { keyPath: 'id' });
          db.createObjectStore('blobs', { keyPath: 'id' });
        }
        db.createObjectStore('chunks', { keyPath: ['jobId', 'index'] });
        db.createObjectStore('transcripts', { keyPath: 'id' });
      },
      terminated: () => database.forget(),
    }),
);
