// Recordings that the user pointed at in a page: fetched in the background, then the way of a chosen file. What is being
// fetched outlives the popup; after the worker or the browser died it is fetched anew. Every effect is handed in.
import type { Download } from '../../lib/domain/media.ts';
import { isFetchable, isInline } from '../../lib/domain/media-address.ts';
import { unfetchable } from './bring-media.ts';
import { createDownloadList, freshDownload, type ListPorts, type Wanted } from './download-list.ts';
import { createFetching, type FetchingPorts } from './fetching.ts';

export type DownloadPorts = ListPorts & FetchingPorts & { newId(): string };

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

const keptFor = 3 * 86_400_000;

export const createDownloads = (
  stored: readonly Download[],
  jobs: ReadonlySet<string>,
  ports: DownloadPorts,
): Downloads => {
  const list = createDownloadList(stored, jobs, ports);
  const fetching = createFetching(list, ports);
  const { begin } = fetching;

  const drop = async (id: string): Promise<void> => {
    fetching.stop(id);
    const blobId = list.get(id)?.blobId ?? null;
    await list.forget(id);
    if (blobId !== null) await ports.blobs.remove(blobId);
  };
  const dropAll = async (isOver: (download: Download) => boolean): Promise<void> => {
    for (const download of list.all())
      if (!fetching.isRunning(download.id) && isOver(download)) await drop(download.id);
  };

  // What was being fetched when the worker died.
  for (const { id, state } of list.all()) if (state === 'running') void begin(id);

  return {
    take: async (wanted) => {
      const fresh = freshDownload(ports.newId(), wanted, ports.now());
      const { id, url } = fresh;
      const alike = list.all().filter((other) => other.url === url && !isInline(url));
      const same = alike.find(({ state }) => state !== 'failed');
      if (same) {
        if (same.state === 'waiting') await begin(same.id);
        return same.id;
      }
      list.add(fresh, wanted.url);
      for (const old of alike) await list.forget(old.id);
      if (isFetchable(url) || isInline(url)) await begin(id);
      else await list.change(id, { state: 'failed', record: true, message: unfetchable(url) });
      return id;
    },
    drop,
    empty: () => dropAll(() => true),
    expire: () => dropAll(({ takenAt }) => takenAt + keptFor <= ports.now()),
    begun: async (blobId) => {
      for (const { id, blobId: own } of list.all()) if (own === blobId) await list.forget(id);
    },
    allowed: async () => {
      fetching.granted();
      for (const { id, state } of list.all()) if (state === 'waiting') await begin(id);
    },
    all: list.all,
    blobs: () => list.all().flatMap(({ blobId }) => blobId ?? []),
  };
};
