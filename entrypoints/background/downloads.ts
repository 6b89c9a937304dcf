// Recordings that the user pointed at in a page: fetched in the background, then the way of a chosen file. What is being
// fetched outlives the popup; after the worker or the browser died it is fetched anew. Every effect is handed in.
import type { Download } from '../../lib/domain/media.ts';
import { isFetchable, mediaFileName } from '../../lib/domain/media-address.ts';
import { type BringPorts, bringMedia, closedOf, hostOf, inPieces, waitingFor } from './bring-media.ts';
import type { KeepAwake } from './keep-awake.ts';

export type DownloadPorts = BringPorts & {
  store: { save(all: { downloads: Download[] }): Promise<void> };
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

/** A name and a password have no business in what is stored, and the browser takes none in an address. */
const withoutCredentials = (address: string): string => {
  if (!isFetchable(address)) return address;
  const url = new URL(address);
  [url.username, url.password, url.hash] = ['', '', ''];
  return url.href;
};

const freshDownload = (id: string, { url, title }: Wanted): Download => ({
  ...{ id, url, fileName: mediaFileName(title, url), state: 'running', received: 0, bytes: null },
  ...{ allow: null, message: '', record: false, blobId: null, forecast: null },
});

/** @param stored what an earlier life has left */
export const createDownloads = (stored: readonly Download[], ports: DownloadPorts): Downloads => {
  const all = new Map(stored.map((download) => [download.id, download]));
  const running = new Map<string, AbortController>();
  let grants = 0;

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
  const progressTo = (id: string) => {
    let last = Number.NEGATIVE_INFINITY;
    return (received: number, bytes: number | null) => {
      if (ports.now() - last < progressEvery) return;
      last = ports.now();
      show(id, { received, bytes });
    };
  };

  /** A permission that comes while others are looked at counts. */
  const closedNow = async (places: readonly string[]): Promise<string | null> => {
    for (;;) {
      const before = grants;
      const closed = await closedOf(ports, places);
      if (closed === null || before === grants) return closed;
    }
  };

  const begin = async (id: string): Promise<void> => {
    const download = all.get(id);
    if (!download || running.has(id)) return;
    const controller = new AbortController();
    running.set(id, controller);
    const closed = await closedNow([download.url, download.allow ?? download.url]);
    if (closed !== null) {
      running.delete(id);
      return change(id, waitingFor(closed, download.message || `Rondo may not fetch from ${hostOf(closed)} yet.`));
    }
    // It may have been dropped meanwhile.
    if (controller.signal.aborted) return void running.delete(id);
    await change(id, { state: 'running', allow: null, message: '', received: 0, bytes: null });
    const work = bringMedia(ports, download, progressTo(id), controller.signal)
      .then((brought) => {
        if (controller.signal.aborted) return;
        return brought === 'begun' ? forget(id) : change(id, brought);
      })
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
      grants += 1;
      for (const { id, state } of [...all.values()]) if (state === 'waiting') await begin(id);
    },
    all: () => [...all.values()],
    blobs: () => [...all.values()].flatMap(({ blobId }) => blobId ?? []),
  };
};
