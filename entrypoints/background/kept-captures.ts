// What was recorded and is in nobody's hands yet: hands it to whoever it was made for, and keeps what nobody took until
// the user says what becomes of it. Sound passes only as the name under which it is stored.
import { type Capture, type KeptCapture, type Purpose, partMs } from '../../lib/domain/capture.ts';
import type { Forecast } from '../../lib/domain/forecast.ts';
import { isNoRoom } from '../../lib/domain/no-room.ts';
import type { RefusalReply } from '../../lib/messaging/protocol.ts';
import { refuse } from './replies.ts';

/** `jobId`: the job that began with it; null where it waits for a word. */
export type Taken = { ok: true; jobId: string | null } | RefusalReply;
/** What the user has said to a forecast; null: none was shown. */
export type Agreed = { faster: boolean } | null;
/** @param blobId where it lies; it belongs to the job that begins with it, if one does */
export type TakeCaptured = (
  capture: Capture,
  blobId: string,
  agreed: Agreed,
) => Promise<Taken | { ok: true; offer: Forecast }>;

export type KeptPorts = {
  rows: { save(capture: Capture): Promise<void>; remove(id: string): Promise<void>; all(): Promise<Capture[]> };
  parts: {
    count(id: string): Promise<number>;
    /** Null: there are none. */
    join(id: string): Promise<Blob | null>;
    remove(id: string): Promise<void>;
  };
  blobs: { put(blob: Blob, id: string): Promise<string>; remove(id: string): Promise<void> };
  take: Record<Purpose, TakeCaptured>;
  /** Whether there is a job of that id: a job has that of the capture it began with. */
  isBegun(id: string): Promise<boolean>;
};

const noRoom = 'There is no room left to put this recording together. Free some disk space, then have it transcribed.';
const notTogether =
  'The browser did not let Rondo put this recording together. Restart the browser, then have it transcribed.';
const nothingRecorded = 'Nothing was recorded: it ended before any sound came.';

const whyNot = (error: unknown): string => (isNoRoom(error) ? noRoom : notTogether);

export type KeptCaptures = ReturnType<typeof createKeptCaptures>;

export const createKeptCaptures = ({ rows, parts, blobs, take, isBegun }: KeptPorts) => {
  const kept = new Map<string, KeptCapture>();

  const forget = async (id: string): Promise<void> => {
    await rows.remove(id);
    await parts.remove(id);
    kept.delete(id);
  };
  const show = async (row: Capture, forecast: Forecast | null = null): Promise<void> => {
    const seconds = ((await parts.count(row.id)) * partMs) / 1000;
    if (seconds === 0 || (await isBegun(row.id))) await forget(row.id);
    else kept.set(row.id, { ...row, seconds, forecast });
  };
  /** @param note why nobody has it, in a sentence */
  const keep = async (capture: Capture, note: string, forecast: Forecast | null = null): Promise<void> => {
    const row: Capture = { ...capture, state: 'kept', note };
    await show(row, forecast);
    // Where there is no room for that, the next life finds it as it stood before.
    if (kept.has(row.id)) await rows.save(row).catch(() => {});
  };
  const give = async (capture: Capture, agreed: Agreed): ReturnType<TakeCaptured> => {
    // The process died when somebody had it already, and before it could be forgotten here.
    if (await isBegun(capture.id)) return { ok: true, jobId: capture.id };
    const blob = await parts.join(capture.id);
    if (!blob) return refuse(nothingRecorded);
    const blobId = await blobs.put(blob, capture.id);
    const taken = await take[capture.purpose](capture, blobId, agreed);
    // Its parts are here still.
    if (!taken.ok || 'offer' in taken) await blobs.remove(blobId);
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
    handOver: async (capture: Capture, agreed: Agreed = null): Promise<Taken> => {
      const taken = await give(capture, agreed).catch((error: unknown) => refuse(whyNot(error)));
      if (!taken.ok) await keep(capture, taken.message);
      else if ('offer' in taken) await keep(capture, '', taken.offer);
      else await forget(capture.id);
      return 'offer' in taken ? { ok: true, jobId: null } : taken;
    },
  };
};
