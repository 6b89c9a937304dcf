// The one IndexedDB database: its stores and their shape. What lies in them is read and written by its neighbours.
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import type { Capture } from '../domain/capture.ts';
import type { HistoryText } from '../domain/history.ts';
import type { Job } from '../domain/job.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { Passage } from '../domain/transcript.ts';
import { openOnce } from './open-once.ts';

interface Schema extends DBSchema {
  /** Visibility: pages. One row per job, without its text source or audio. */
  jobs: { key: string; value: Job };
  /** Visibility: the background. What has become of each chunk of a recording, until its transcript is whole. */
  chunks: { key: [jobId: string, index: number]; value: ChunkRow };
  /** Visibility: pages. Recordings as text. */
  transcripts: { key: string; value: HistoryText };
  /** Visibility: pages. The same with all times, which nobody needs who looks through all of them. */
  passages: { key: string; value: { id: string; passages: Passage[] } };
  /** Visibility: the pages that made them. Audio files and page texts, deleted when their job needs them no longer. */
  blobs: { key: string; value: { id: string; blob: Blob; storedAt: number } };
  /** Visibility: pages. Recordings that are being made, or that nobody took. */
  captures: { key: string; value: Capture };
  /** Visibility: whoever records, and the background. Their sound, part by part. */
  parts: { key: [captureId: string, index: number]; value: { captureId: string; index: number; bytes: ArrayBuffer } };
}

/** Until version 4 they lay in one row with the text. */
const setPassagesApart = async (
  upgrading: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
): Promise<void> => {
  const [texts, apart] = [upgrading.objectStore('transcripts'), upgrading.objectStore('passages')];
  for await (const row of texts) {
    const { passages = [], ...text } = row.value as HistoryText & { passages?: Passage[] };
    await apart.put({ id: text.id, passages });
    await row.update(text);
  }
};

/** Opened anew after it failed, and after the browser closed it on its own (its data were cleared, the disk failed). */
export const database = openOnce(
  (): Promise<IDBPDatabase<Schema>> =>
    openDB<Schema>('rondo', 4, {
      upgrade(db, before, _after, upgrading) {
        if (before < 1) {
          db.createObjectStore('jobs', { keyPath: 'id' });
          db.createObjectStore('blobs', { keyPath: 'id' });
        }
        if (before < 2) {
          db.createObjectStore('chunks', { keyPath: ['jobId', 'index'] });
          db.createObjectStore('transcripts', { keyPath: 'id' });
        }
        if (before < 3) {
          db.createObjectStore('captures', { keyPath: 'id' });
          db.createObjectStore('parts', { keyPath: ['captureId', 'index'] });
        }
        db.createObjectStore('passages', { keyPath: 'id' });
        if (before >= 2) void setPassagesApart(upgrading);
      },
      terminated: () => database.forget(),
    }),
);
