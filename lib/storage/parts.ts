// The parts of a recording while it is being made, in the order in which they came: each is on disk before the next is
// made. Works wherever something is recorded, and in the background.
import { database } from './database.ts';

/** The whole range of one capture's parts: no number comes after a list. */
const ofCapture = (captureId: string) => IDBKeyRange.bound([captureId], [captureId, []]);

export const putPart = async (captureId: string, index: number, bytes: ArrayBuffer): Promise<void> => {
  await (await database()).put('parts', { captureId, index, bytes });
};

export const countParts = async (captureId: string): Promise<number> =>
  (await database()).count('parts', ofCapture(captureId));

/** How a WebM file begins; what is none is Ogg, which Firefox may write. */
const isWebm = (bytes: ArrayBuffer): boolean => new DataView(bytes).getUint32(0) === 0x1a45dfa3;

/** All of them as the one file that they are together; null where there are none. */
export const joinParts = async (captureId: string): Promise<Blob | null> => {
  const parts = await (await database()).getAll('parts', ofCapture(captureId));
  const [first] = parts;
  const type = first && isWebm(first.bytes) ? 'audio/webm' : 'audio/ogg';
  return first
    ? new Blob(
        parts.map(({ bytes }) => bytes),
        { type },
      )
    : null;
};

export const removeParts = async (captureId: string): Promise<void> =>
  (await database()).delete('parts', ofCapture(captureId));

/** Removes those of captures that have no row: a row is there before the first part, and a part may come after its end. */
export const sweepParts = async (): Promise<void> => {
  const transaction = (await database()).transaction(['captures', 'parts'], 'readwrite');
  const [captures, parts] = [transaction.objectStore('captures'), transaction.objectStore('parts')];
  const known = new Set(await captures.getAllKeys());
  let cursor = await parts.openKeyCursor();
  while (cursor) {
    const [captureId] = cursor.primaryKey;
    if (!known.has(captureId)) await parts.delete(ofCapture(captureId));
    // On to the first part of the next one.
    cursor = await cursor.continue([captureId, Number.POSITIVE_INFINITY]);
  }
  await transaction.done;
};
