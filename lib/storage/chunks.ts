// The journal of a recording's chunks, as rows that outlive the worker and the browser.
import { type ChunkRow, chunkRowSchema } from '../domain/journal.ts';
import { database } from './database.ts';

/** The whole range of one job's rows: no number comes after a list. */
const ofJob = (jobId: string) => IDBKeyRange.bound([jobId], [jobId, []]);

/** All of it or nothing. @param replaced places of rows that these take the place of */
export const saveChunks = async (
  jobId: string,
  rows: readonly ChunkRow[],
  replaced: readonly number[] = [],
): Promise<void> => {
  const writing = (await database()).transaction('chunks', 'readwrite');
  await Promise.all([
    ...replaced.map((index) => writing.store.delete([jobId, index])),
    ...rows.map((row) => writing.store.put(row)),
    writing.done,
  ]);
};

/** In the order of time. */
export const chunksOf = async (jobId: string): Promise<ChunkRow[]> => {
  const rows = await (await database()).getAll('chunks', ofJob(jobId));
  return rows.flatMap((row) => chunkRowSchema.safeParse(row).data ?? []);
};

export const removeChunks = async (jobId: string): Promise<void> => (await database()).delete('chunks', ofJob(jobId));
