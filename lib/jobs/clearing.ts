// What goes when somebody wants it gone or nobody needs it any more: jobs with all that came of them, recordings beside
// their text, blobs that are nobody's. What is at work stays, unless it is itself what is to be removed.
import { isUnfinished } from '../domain/unfinished.ts';
import type { AtWork } from './at-work.ts';
import type { History } from './history.ts';
import type { JobPorts } from './ports.ts';

export type Clearing = {
  /** With all that came of it, summaries too. */
  remove(id: string): Promise<void>;
  /** Deletes a recording and leaves its text. What is missing of that can then not be asked for any more. */
  dropAudio(id: string): Promise<void>;
  /** Removes every transcript and summary, and what failed. */
  empty(): Promise<void>;
  /** Clears away what nobody needs any more. @returns the blobs that are somebody's */
  sweep(): Promise<Set<string>>;
};

export const createClearing = (ports: JobPorts, work: AtWork, history: History): Clearing => {
  const removeChunks = async (id: string): Promise<void> => {
    const rows = await ports.chunks.of(id);
    await ports.chunks.remove(id);
    for (const { prepared } of rows) if (prepared) await ports.blobs.remove(prepared.blobId);
  };
  const remove = async (id: string): Promise<void> => {
    work.stop(id);
    const job = await work.find(id);
    const kept = await ports.transcripts.get(id);
    await work.forget(id);
    await ports.transcripts.remove(id);
    if (job?.kind === 'transcription') await removeChunks(id);
    if (job?.blobId) await ports.blobs.remove(job.blobId);
    if (kept?.audio) await ports.blobs.remove(kept.audio.blobId);
    ports.onRemoved(id);
    const others = await work.all();
    const summaries = others.filter((one) => one.kind === 'summary' && one.transcriptId === id);
    for (const summary of summaries) await remove(summary.id);
  };
  return {
    remove,
    dropAudio: async (id) => {
      const job = await work.find(id);
      if (job && isUnfinished(job)) return;
      if (!(await history.dropAudio(id)) || job?.kind !== 'transcription') return;
      await removeChunks(id);
      await work.row(job).change({ blobId: null });
    },
    empty: async () => {
      const kept = (await history.list()).map(({ id }) => id);
      const ids = (await work.all()).map(({ id }) => id);
      for (const id of new Set([...kept, ...ids])) {
        const job = await work.find(id);
        if (!job || !isUnfinished(job)) await remove(id);
      }
    },
    sweep: async () => {
      await history.expire();
      const jobs = await work.all();
      const chunks = await Promise.all(jobs.map(({ id }) => ports.chunks.of(id)));
      return new Set([
        ...jobs.flatMap(({ blobId }) => blobId ?? []),
        ...chunks.flat().flatMap(({ prepared }) => prepared?.blobId ?? []),
        ...(await history.blobs()),
      ]);
    },
  };
};
