// What was recorded and is in nobody's hands yet: hands it to whoever it was made for, and keeps what nobody took until
// the user says what becomes of it. Sound passes only as the name under which it is stored.
import { type Capture, type Captures, type Purpose, partMs } from '../../lib/domain/capture.ts';
import type { RefusalReply } from '../../lib/messaging/protocol.ts';

/** `jobId`: the job that began with it, if any. */
export type Taken = { ok: true; jobId: string | null } | RefusalReply;
/** @param blobId where it lies; whoever takes it owns that from then on */
export type TakeCaptured = (capture: Capture, blobId: string) => Promise<Taken>;

export type KeptPorts = {
  rows: { save(capture: Capture): Promise<void>; remove(id: string): Promise<void>; all(): Promise<Capture[]> };
  parts: {
    count(id: string): Promise<number>;
    /** Null: there are none. */
    join(id: string): Promise<Blob | null>;
    remove(id: string): Promise<void>;
  };
  blobs: { put(blob: Blob): Promise<string>; remove(id: string): Promise<void> };
  take: Record<Purpose, TakeCaptured>;
};

export type KeptCapture = Captures['kept'][number];

const noRoom = 'There is no room left to put this recording together. Free some disk space, then have it transcribed.';
const notTogether =
  'The browser did not let Rondo put this recording together. Restart the browser, then have it transcribed.';
const nothingRecorded = 'Nothing was recorded: it ended before any sound came.';

const whyNot = (error: unknown): string =>
  error instanceof Error && error.name === 'QuotaExceededError' ? noRoom : notTogether;

export const createKeptCaptures = ({ rows, parts, blobs, take }: KeptPorts) => {
  const kept = new Map<string, KeptCapture>();

  const forget = async (id: string): Promise<void> => {
    await rows.remove(id);
    await parts.remove(id);
    kept.delete(id);
  };
  const show = async (row: Capture): Promise<void> => {
    const seconds = ((await parts.count(row.id)) * partMs) / 1000;
    if (seconds === 0) await forget(row.id);
    else kept.set(row.id, { ...row, seconds });
  };
  /** @param note why nobody has it, in a sentence */
  const keep = async (capture: Capture, note: string): Promise<void> => {
    const row: Capture = { ...capture, state: 'kept', note };
    await show(row);
    // Where there is no room for that, the next life finds it as it stood before.
    if (kept.has(row.id)) await rows.save(row).catch(() => {});
  };
  const give = async (capture: Capture): Promise<Taken> => {
    const blob = await parts.join(capture.id);
    if (!blob) return { ok: false, message: nothingRecorded, fix: 'none' };
    const blobId = await blobs.put(blob);
    const taken = await take[capture.purpose](capture, blobId);
    if (!taken.ok) await blobs.remove(blobId);
    return taken;
  };
  return {
    forget,
    keep,
    /** It was kept in an earlier life. */
    show,
    /** Oldest first. */
    list: (): KeptCapture[] => [...kept.values()].toSorted((one, other) => one.startedAt - other.startedAt),
    find: (id: string): KeptCapture | null => kept.get(id) ?? null,
    /** It is being recorded after all. */
    letGo: (id: string): void => void kept.delete(id),
    handOver: async (capture: Capture): Promise<Taken> => {
      const taken = await give(capture).catch((error): Taken => ({ ok: false, message: whyNot(error), fix: 'none' }));
      if (taken.ok) await forget(capture.id);
      else await keep(capture, taken.message);
      return taken;
    },
  };
};
