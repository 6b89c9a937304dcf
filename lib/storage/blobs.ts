// Large things that must never travel in a message: they lie here and an id travels. Works in pages and in the background.
import { database } from './database.ts';

/** Stores and answers with the id under which it lies. @param id one that is somebody's already; default: a fresh one */
export const putBlob = async (blob: Blob, id: string = crypto.randomUUID()): Promise<string> => {
  await (await database()).put('blobs', { id, blob, storedAt: Date.now() });
  return id;
};

export const getBlob = async (id: string): Promise<Blob | null> =>
  (await (await database()).get('blobs', id))?.blob ?? null;

export const deleteBlob = async (id: string): Promise<void> => (await database()).delete('blobs', id);

/** Deletes what no job points to any more and is older than a day (a page may have died between storing and asking). */
export const sweepBlobs = async (kept: ReadonlySet<string>, now: number): Promise<void> => {
  const db = await database();
  for (const { id, storedAt } of await db.getAll('blobs'))
    if (!kept.has(id) && now - storedAt > 86_400_000) await db.delete('blobs', id);
};
