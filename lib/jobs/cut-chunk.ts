// A chunk that turned out to be too long for those who are to hear it, or whose bytes are gone, made ready once more. The old one
// stays until all of its parts are there, so that a death in between loses nothing.
import type { Chunk } from '../domain/audio.ts';
import type { ChunkRow } from '../domain/journal.ts';
import { cutAgain } from '../transcription/limits.ts';
import { preparedRow } from './chunk-journal.ts';
import type { JobPorts } from './ports.ts';

/** Parts stand between the number of the old one and the next: 7, 7.01, 7.02; a part of 7.01 may become 7.0101. */
const numbered = (chunk: Chunk, pieces: readonly Chunk[]): Chunk[] => {
  const digits = (String(chunk.index).split('.')[1] ?? '').length + 2;
  return pieces.map((piece, place) => ({
    ...piece,
    index: Number((chunk.index + place * 10 ** -digits).toFixed(digits)),
  }));
};

/** @param most seconds that a part may have @returns null where it cannot be done */
export const cutChunk = async (
  ports: Pick<JobPorts, 'prepare'>,
  blobId: string,
  { jobId, chunk }: ChunkRow,
  most: number,
  signal: AbortSignal,
): Promise<ChunkRow[] | null> => {
  const only = numbered(chunk, cutAgain(chunk, most));
  if (only.length === 1 && chunk.end - chunk.start > most) return null;
  const rows: ChunkRow[] = [];
  const options = { limits: { most, mostFirst: most }, after: null, ahead: only.length, only };
  const end = await ports.prepare(
    blobId,
    options,
    (event) => {
      if (event.type === 'chunk') rows.push(preparedRow(jobId, event.prepared));
    },
    signal,
  );
  return end.ok && rows.length === only.length ? rows : null;
};
