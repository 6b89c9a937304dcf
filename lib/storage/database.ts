// The one IndexedDB database: its stores and their shape. What lies in them is read and written by its neighbours.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Job } from '../domain/job.ts';
import { openOnce } from './open-once.ts';

interface Schema extends DBSchema {
  /** Visibility: pages. One row per job, without its text source or audio. */
  jobs: { key: string; value: Job };
  /** Visibility: the pages that made them. Audio files and page texts, deleted when their job needs them no longer. */
  blobs: { key: string; value: { id: string; blob: Blob; storedAt: number } };
}

/** Opened anew after it failed, and after the browser closed it on its own (its data were cleared, the disk failed). */
export const database = openOnce(
  (): Promise<IDBPDatabase<Schema>> =>
    openDB<Schema>('rondo', 1, {
      upgrade(db) {
        db.createObjectStore('jobs', { keyPath: 'id' });
        db.createObjectStore('blobs', { keyPath: 'id' });
      },
      terminated: () => database.forget(),
    }),
);
