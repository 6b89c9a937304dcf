// Recordings that the user pointed at in a page: fetched in the background, then the way of a chosen file. What is being
// fetched outlives the popup; after the worker or the browser died it is fetched anew. Every effect is handed in.
import type { Download } from '../../lib/domain/media.ts';
import { isFetchable, isInline, mediaFileName } from '../../lib/domain/media-address.ts';
import { type BringPorts, bringMedia, closedOf, hostOf, unfetchable, waitingFor } from './bring-media.ts';
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
  /** Drops all that is not being fetched. */
  empty(): Promise<void>;
  /** Drops what nobody has wanted for some days. */
  expire(): Promise<void>;
  /** A job has what lies there now. */
  begun(blobId: string): Promise<void>;
  /** Fetches what waits for a permission that is there now. */
  allowed(): Promise<void>;
  all(): Download[];
  /** Blobs that are some download's. */
  blobs(): string[];
};

const progressEvery = 250;

const keptFor = 3 * 86_400_000;
const mostStarts = 5;
const tooOften =
  'The browser ended Rondo each time while it fetched this. Press again, or download it and drop the file here.';
const notHereAnyMore = 'The browser ended Rondo while it read this. Press again over the player in its page.';

/** What is stored of an address: no name and password, and no recording that lies in it. */
const kept = (address: string): string => {
  if (isInline(address)) return /^data:[\w/+.-]{0,80}/i.exec(address)?.[0] ?? 'data:';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return address;
  const url = new URL(address);
  [url.username, url.password, url.hash] = ['', '', ''];
  return url.href;
};

const freshDownload = (id: string, { url, title }: Wanted, takenAt: number): Download => ({
  ...{ id, url, fileName: mediaFileName(title, url), takenAt, starts: 0 },
  ...{ state: 'running', received: 0, bytes: null },
  ...{ allow: null, message: '', record: false, blobId: null, forecast: null },
});

/**
 * @param stored what an earlier life has left
 * @param jobs the ids of all jobs: a job has its download's, so that one is none any more whose job has begun
 */
export const createDownloads = (
  stored: readonly Download[],
  jobs: ReadonlySet<string>,
  ports: DownloadPorts,
): Downloads => {
  const left = stored.filter(({ id }) => !jobs.has(id));
  const all = new Map(left.map((download) => [download.id, download]));
  const running = new Map<string, AbortController>();
  /** Recordings that lie in their addresses: for this life alone. */
  const inline = new Map<string, string>();
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
    inline.delete(id);
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
    const starts = download.starts + 1;
    if (starts > mostStarts) return change(id, { state: 'failed', message: tooOften });
    const address = inline.get(id) ?? download.url;
    // Only what it began with was stored.
    if (address === download.url && isInline(address))
      return change(id, { state: 'failed', record: true, message: notHereAnyMore });
    const [controller, before] = [new AbortController(), grants];
    running.set(id, controller);
    const closed = await closedNow([download.url, download.allow ?? download.url]);
    if (closed !== null) {
      running.delete(id);
      return change(id, waitingFor(closed, download.message || `Rondo may not fetch from ${hostOf(closed)} yet.`));
    }
    // It may have been dropped meanwhile.
    if (controller.signal.aborted) return void running.delete(id);
    await change(id, { state: 'running', starts, allow: null, message: '', received: 0, bytes: null });
    const work = bringMedia(ports, { ...download, url: address }, progressTo(id), controller.signal)
      .then((brought) => {
        if (controller.signal.aborted) return;
        return brought === 'begun' ? forget(id) : change(id, brought);
      })
      // It is shown as it is, though it could not be stored.
      .catch(() => {})
      .then(() => {
        running.delete(id);
        // The permission may have come while this was on its way to wait for it.
        if (all.get(id)?.state === 'waiting' && grants !== before) return begin(id);
      });
    void ports.keepAwake(work);
  };

  const drop = async (id: string): Promise<void> => {
    running.get(id)?.abort();
    const blobId = all.get(id)?.blobId ?? null;
    await forget(id);
    if (blobId !== null) await ports.blobs.remove(blobId);
  };
  const dropAll = async (isOver: (download: Download) => boolean): Promise<void> => {
    for (const download of [...all.values()])
      if (!running.has(download.id) && isOver(download)) await drop(download.id);
  };

  if (left.length < stored.length) save().catch(() => {});
  // What was being fetched when the worker died.
  for (const { id, state } of all.values()) if (state === 'running') void begin(id);

  return {
    take: async ({ url: given, title }) => {
      const url = kept(given);
      const alike = [...all.values()].filter((other) => other.url === url && !isInline(url));
      const same = alike.find(({ state }) => state !== 'failed');
      if (same) {
        if (same.state === 'waiting') await begin(same.id);
        return same.id;
      }
      const id = ports.newId();
      all.set(id, freshDownload(id, { url, title }, ports.now()));
      if (isInline(given)) inline.set(id, given);
      for (const old of alike) await forget(old.id);
      if (isFetchable(url) || isInline(url)) await begin(id);
      else await change(id, { state: 'failed', record: true, message: unfetchable(url) });
      return id;
    },
    drop,
    empty: () => dropAll(() => true),
    expire: () => dropAll(({ takenAt }) => takenAt + keptFor <= ports.now()),
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
