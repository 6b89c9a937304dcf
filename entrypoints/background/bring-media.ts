// Brings one recording of a page here: fetches it, and has a short one transcribed at once. Says what came of it as a change
// of its download; keeps nothing of it.

import { leadsHome, ledHome, type MediaAnswer, type MediaRequest } from '../../lib/clients/media.ts';
import type { Download } from '../../lib/domain/media.ts';
import { isFetchable, isPlaylist } from '../../lib/domain/media-address.ts';
import { isNoRoom } from '../../lib/domain/no-room.ts';
import type { Jobs } from '../../lib/jobs/index.ts';

export type BringPorts = {
  jobs: Pick<Jobs, 'forecast' | 'transcribe' | 'remove'>;
  blobs: { put(blob: Blob, id: string): Promise<string>; remove(id: string): Promise<void> };
  fetchMedia(request: MediaRequest, signal: AbortSignal): Promise<MediaAnswer>;
  isAllowed(address: string): Promise<boolean>;
  /** Where calls to this address were sent on to while the work went on, the last place last. */
  redirectsOf<Value>(address: string, work: () => Promise<Value>): Promise<{ value: Value; to: string[] }>;
  /** Bytes for which there is room. */
  room(): Promise<number>;
};

/** `begun`: a job has it now. */
export type Brought = 'begun' | Partial<Download>;

/** Why a recording could not be fetched from this address at all. */
export const unfetchable = (address: string): string => (isPlaylist(address) ? inPieces : inPage);

const inPieces =
  'This player gets its sound in pieces, from no address that could be fetched. Where the browser allows it, record its tab instead: that takes as long as it plays.';
const inPage =
  'What this player plays lies in its page alone, at no address that could be fetched. Where the browser allows it, record its tab instead: that takes as long as it plays.';
const noRoom = 'The browser had no room to keep the recording. Free some disk space, then press again.';
const wentWrong =
  'Something went wrong inside Rondo while this was fetched. Press again, or download it and drop the file here.';

export const hostOf = (address: string): string => new URL(address).host;

/** It waits for a permission. */
export const waitingFor = (allow: string, message: string): Partial<Download> => ({
  ...{ state: 'waiting', allow, message, starts: 0, received: 0, bytes: null },
});

/** It is here: a short one goes out at once, a long one is told of first. @param id the download's, and then the job's */
const arrive = async (
  { jobs, blobs }: BringPorts,
  id: string,
  blob: Blob,
  fileName: string,
  signal: AbortSignal,
): Promise<Brought> => {
  const blobId = await blobs.put(blob, id);
  const told = await jobs.forecast({ blobId, fileName });
  if (told.ok && told.forecast.short && !signal.aborted) {
    const begun = await jobs.transcribe(blobId, fileName);
    // Not wanted any more: it goes with all that was begun for it.
    if (begun.ok && signal.aborted) await jobs.remove(begun.jobId);
    if (begun.ok) return 'begun';
  }
  // What nobody could take just now waits for another word, which says why.
  if (told.ok && !signal.aborted)
    return { state: 'ready', blobId, fileName, forecast: told.forecast, received: blob.size, bytes: blob.size };
  await blobs.remove(blobId);
  return told.ok ? {} : { state: 'failed', message: told.message };
};

/** The first of these places that this extension may not reach. */
export const closedOf = async (
  ports: Pick<BringPorts, 'isAllowed'>,
  places: readonly string[],
): Promise<string | null> => {
  for (const place of places) if (isFetchable(place) && !(await ports.isAllowed(place))) return place;
  return null;
};

const fetchOne = async (
  ports: BringPorts,
  { id, url, fileName }: Download,
  onProgress: MediaRequest['onProgress'],
  signal: AbortSignal,
): Promise<Brought> => {
  // Nothing is fetched that nobody could write down.
  const asked = await ports.jobs.forecast({ seconds: 1 });
  if (!asked.ok) return { state: 'failed', message: asked.message };
  const request = { address: url, title: fileName, most: await ports.room(), onProgress };
  const { value: answer, to } = await ports.redirectsOf(url, () => ports.fetchMedia(request, signal));
  if (answer.ok) return arrive(ports, id, answer.blob, answer.fileName, signal);
  if (answer.why === 'cancelled') return {};
  if (answer.why === 'playlist') return { state: 'failed', record: true, message: inPieces };
  const failed = { state: 'failed' as const, message: answer.message };
  if (answer.why !== 'unreachable') return failed;
  // Nobody is asked to open the own network to a site.
  if (to.some((place) => leadsHome(url, place))) return { ...failed, message: ledHome.message };
  const place = await closedOf(ports, to);
  if (place === null) return failed;
  return waitingFor(place, `${hostOf(url)} sends on to ${hostOf(place)}, which Rondo may not reach yet.`);
};

export const bringMedia = (...given: Parameters<typeof fetchOne>): Promise<Brought> =>
  fetchOne(...given).catch((error: unknown) => ({ state: 'failed', message: isNoRoom(error) ? noRoom : wentWrong }));
