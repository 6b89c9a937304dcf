// Recordings that the user pointed at in a page: fetched in the background, then the way of a chosen file. What is being
// fetched outlives the popup; after the worker or the browser died it is fetched anew. Every effect is handed in.
import type { MediaAnswer, MediaRequest } from '../../lib/clients/media.ts';
import type { Download } from '../../lib/domain/media.ts';
import { isFetchable, mediaFileName } from '../../lib/domain/media-address.ts';
import type { Jobs } from '../../lib/jobs/index.ts';
import type { KeepAwake } from './keep-awake.ts';

export type DownloadStore = {
  load(): Promise<{ downloads: Download[] }>;
  save(all: { downloads: Download[] }): Promise<void>;
};

export type DownloadPorts = {
  store: DownloadStore;
  jobs: Pick<Jobs, 'forecast' | 'transcribe'>;
  blobs: { put(blob: Blob): Promise<string>; remove(id: string): Promise<void> };
  fetchMedia(request: MediaRequest, signal: AbortSignal): Promise<MediaAnswer>;
  isAllowed(address: string): Promise<boolean>;
  /** Where calls to this address were sent on to while the work went on, the last place last. */
  redirectsOf<Value>(address: string, work: () => Promise<Value>): Promise<{ value: Value; to: string[] }>;
  /** Bytes for which there is room. */
  room(): Promise<number>;
  keepAwake: KeepAwake;
  now(): number;
  newId(): string;
  onDownload(download: Download): void;
  onRemoved(id: string): void;
};

export type Wanted = { url: string; title: string };

export type Downloads = {
  /** Begins to fetch, or says in the download why it cannot be. */
  take(wanted: Wanted): Promise<string>;
  /** It is not wanted any more. */
  drop(id: string): Promise<void>;
  /** A job has what lies there now. */
  begun(blobId: string): Promise<void>;
  /** Fetches what waits for a permission that is there now. */
  allowed(): Promise<void>;
  all(): Download[];
  /** Blobs that are some download's. */
  blobs(): string[];
};

const progressEvery = 250;

const inPieces =
  'This player gets its sound in pieces, from no address that could be fetched. Where the browser allows it, record its tab instead: that takes as long as it plays.';

/** A name and a password have no business in what is stored, and the browser takes none in an address. */
const withoutCredentials = (address: string): string => {
  if (!isFetchable(address)) return address;
  const url = new URL(address);
  [url.username, url.password, url.hash] = ['', '', ''];
  return url.href;
};

const hostOf = (address: string): string => new URL(address).host;

const freshDownload = (id: string, { url, title }: Wanted): Download => ({
  ...{ id, url, fileName: mediaFileName(title, url), state: 'running', received: 0, bytes: null },
  ...{ allow: null, message: '', record: false, blobId: null, forecast: null },
});

export const openDownloads = async (ports: DownloadPorts): Promise<Downloads> => {
  const all = new Map((await ports.store.load()).downloads.map((download) => [download.id, download]));
  const running = new Map<string, AbortController>();

  const save = () => ports.store.save({ downloads: [...all.values()] });
  const show = (id: string, change: Partial<Download>): Download | null => {
    const before = all.get(id);
    if (!before) return null;
    const after = { ...before, ...change };
    all.set(id, after);
    ports.onDownload(after);
    return after;
  };
  const change = async (id: string, part: Partial<Download>): Promise<void> => {
    show(id, part);
    await save();
  };
  const forget = async (id: string): Promise<void> => {
    all.delete(id);
    ports.onRemoved(id);
    await save();
  };
  const wait = (id: string, allow: string, message: string) =>
    change(id, { state: 'waiting', allow, message, received: 0, bytes: null });

  const progressTo = (id: string): MediaRequest['onProgress'] => {
    let last = Number.NEGATIVE_INFINITY;
    return (received, bytes) => {
      if (ports.now() - last < progressEvery) return;
      last = ports.now();
      show(id, { received, bytes });
    };
  };

  /** It is here: a short one goes out at once, a long one is told of first. */
  const arrive = async (id: string, blob: Blob, fileName: string, signal: AbortSignal): Promise<void> => {
    const blobId = await ports.blobs.put(blob);
    const told = await ports.jobs.forecast({ blobId, fileName });
    const begun =
      told.ok && told.forecast.short && !signal.aborted ? await ports.jobs.transcribe(blobId, fileName) : told;
    if (signal.aborted || !begun.ok) await ports.blobs.remove(blobId);
    if (signal.aborted) return;
    if (!begun.ok) return change(id, { state: 'failed', message: begun.message });
    if ('jobId' in begun) return forget(id);
    await change(id, {
      state: 'ready',
      blobId,
      fileName,
      forecast: begun.forecast,
      received: blob.size,
      bytes: blob.size,
    });
  };

  /** The first place it was sent on to that this extension may not reach. */
  const closed = async (places: readonly string[]): Promise<string | null> => {
    for (const place of places) if (isFetchable(place) && !(await ports.isAllowed(place))) return place;
    return null;
  };

  const fetchOne = async (id: string, signal: AbortSignal): Promise<void> => {
    const download = all.get(id);
    if (!download) return;
    const { url, fileName } = download;
    const most = await ports.room();
    const request = { address: url, title: fileName, most, onProgress: progressTo(id) };
    const { value: answer, to } = await ports.redirectsOf(url, () => ports.fetchMedia(request, signal));
    if (signal.aborted) return;
    if (answer.ok) return arrive(id, answer.blob, answer.fileName, signal);
    const place = answer.why === 'unreachable' ? await closed(to) : null;
    if (place) return wait(id, place, `${hostOf(url)} sends on to ${hostOf(place)}, which Rondo may not reach yet.`);
    const record = answer.why === 'playlist';
    await change(id, { state: 'failed', record, message: record ? inPieces : answer.message });
  };

  const begin = async (id: string): Promise<void> => {
    const download = all.get(id);
    if (!download || running.has(id)) return;
    const allow = download.allow ?? download.url;
    for (const place of new Set([download.url, allow]))
      if (!(await ports.isAllowed(place)))
        return wait(id, place, download.message || `Rondo may not fetch from ${hostOf(place)} yet.`);
    const controller = new AbortController();
    running.set(id, controller);
    await change(id, { state: 'running', allow: null, message: '', received: 0, bytes: null });
    const failed = () =>
      change(id, {
        state: 'failed',
        message: 'The browser had no room to keep the recording. Free some disk space, then press again.',
      });
    const work = fetchOne(id, controller.signal)
      .catch(failed)
      .finally(() => running.delete(id));
    void ports.keepAwake(work);
  };

  // What was being fetched when the worker died.
  for (const { id, state } of all.values()) if (state === 'running') void begin(id);

  return {
    take: async ({ url: given, title }) => {
      const url = withoutCredentials(given);
      const same = [...all.values()].find((other) => other.url === url && other.state !== 'failed');
      if (same) {
        if (same.state === 'waiting') await begin(same.id);
        return same.id;
      }
      for (const { id, url: old } of [...all.values()]) if (old === url) await forget(id);
      const id = ports.newId();
      all.set(id, freshDownload(id, { url, title }));
      if (isFetchable(url)) await begin(id);
      else await change(id, { state: 'failed', record: true, message: inPieces });
      return id;
    },
    drop: async (id) => {
      running.get(id)?.abort();
      const blobId = all.get(id)?.blobId ?? null;
      await forget(id);
      if (blobId !== null) await ports.blobs.remove(blobId);
    },
    begun: async (blobId) => {
      for (const { id, blobId: own } of [...all.values()]) if (own === blobId) await forget(id);
    },
    allowed: async () => {
      for (const { id, state } of [...all.values()]) if (state === 'waiting') await begin(id);
    },
    all: () => [...all.values()],
    blobs: () => [...all.values()].flatMap(({ blobId }) => blobId ?? []),
  };
};
