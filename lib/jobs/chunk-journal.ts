// The rows of one recording's chunks: in memory as they stand, and written down before anything follows from them.
// Knows nothing of what is sent or answered.
import type { Chunk, PreparedChunk } from '../domain/audio.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { Answer } from '../domain/request.ts';
import type { JobPorts } from './ports.ts';

export type ChunkJournal = {
  /** In the order of time. */
  rows(): readonly ChunkRow[];
  change(row: ChunkRow, change: Partial<ChunkRow>): Promise<ChunkRow>;
  /** @param replaced a row that these take the place of */
  add(rows: readonly ChunkRow[], replaced?: ChunkRow): Promise<void>;
};

const fresh = { turnedDown: [], tries: 0 };

export const silentRow = (jobId: string, chunk: Chunk): ChunkRow => ({
  ...{ jobId, index: chunk.index, chunk, prepared: null, ...fresh },
  state: { is: 'silent' },
});

export const preparedRow = (jobId: string, { chunk, ...prepared }: PreparedChunk): ChunkRow => ({
  ...{ jobId, index: chunk.index, chunk, prepared, ...fresh },
  state: { is: 'pending' },
});

/** A file that is sent as it is, in one upload. Nobody has looked at where in it there is voice. */
export const wholeRow = (
  jobId: string,
  file: { blobId: string; fileName: string; bytes: number; seconds: number | null },
): ChunkRow => {
  const seconds = file.seconds ?? 0;
  const span = { start: 0, end: seconds };
  const chunk = { index: 0, ...span, silent: false, overlap: 0, cut: 'end' as const, voiced: seconds, voice: [span] };
  return {
    ...{ jobId, index: 0, chunk, prepared: { ...file, seconds }, ...fresh },
    state: { is: 'pending' },
  };
};

/** A file whose length nobody knew is as long as its answer says. */
export const withLength = ({ chunk }: ChunkRow, { usage, segments = [], words = [] }: Answer): Chunk => {
  const told = [...segments, ...words].reduce((last, { end }) => Math.max(last, end), 0);
  const end = chunk.end || Math.max(usage.audioSeconds ?? 0, told);
  return { ...chunk, end, voiced: end, voice: [{ start: 0, end }] };
};

/** What is asked of a chunk once more, as if nobody had been asked for it. */
export const afresh = (row: ChunkRow): ChunkRow => ({ ...row, ...fresh, state: { is: 'pending' } });

/** @param signal once it is aborted nothing more is written: the rows are then somebody else's */
export const openChunkJournal = async (
  { chunks }: Pick<JobPorts, 'chunks'>,
  jobId: string,
  signal: AbortSignal,
): Promise<ChunkJournal> => {
  let rows = await chunks.of(jobId);
  const put = (changed: readonly ChunkRow[], replaced: readonly number[]): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    const gone = new Set([...replaced, ...changed.map(({ index }) => index)]);
    rows = [...rows.filter(({ index }) => !gone.has(index)), ...changed].toSorted(
      (one, other) => one.index - other.index,
    );
    return chunks.save(jobId, changed, replaced);
  };
  return {
    rows: () => rows,
    change: async (row, change) => {
      const changed = { ...row, ...change };
      await put([changed], []);
      return changed;
    },
    add: (added, replaced) => put(added, replaced ? [replaced.index] : []),
  };
};
