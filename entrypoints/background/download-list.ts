// The downloads there are, as they are stored and as pages see them. Fetches none.
import type { Download } from '../../lib/domain/media.ts';
import { isInline, mediaFileName } from '../../lib/domain/media-address.ts';

export type ListPorts = {
  store: { save(all: { downloads: Download[] }): Promise<void> };
  onDownload(download: Download): void;
  onRemoved(id: string): void;
};

export type Wanted = { url: string; title: string };

/** What is stored of an address: no name and password, and no recording that lies in it. */
export const storedAddress = (address: string): string => {
  if (isInline(address)) return /^data:[\w/+.-]{0,80}/i.exec(address)?.[0] ?? 'data:';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return address;
  const url = new URL(address);
  [url.username, url.password, url.hash] = ['', '', ''];
  return url.href;
};

export const freshDownload = (id: string, { url, title }: Wanted, takenAt: number): Download => ({
  ...{ id, url: storedAddress(url), fileName: mediaFileName(title, storedAddress(url)), takenAt, starts: 0 },
  ...{ state: 'running', received: 0, bytes: null },
  ...{ allow: null, message: '', record: false, blobId: null, forecast: null },
});

export type DownloadList = {
  get(id: string): Download | null;
  all(): Download[];
  /** Neither stored nor shown before it changes. @param address the whole of it */
  add(download: Download, address: string): void;
  /** Null: only what it begins with was stored, and the rest is gone with an earlier life. */
  addressOf(download: Download): string | null;
  /** For what need not outlive this life. */
  show(id: string, part: Partial<Download>): void;
  change(id: string, part: Partial<Download>): Promise<void>;
  forget(id: string): Promise<void>;
};

/**
 * @param stored what an earlier life has left
 * @param jobs the ids of all jobs: a job has its download's, so that one is none any more whose job has begun
 */
export const createDownloadList = (
  stored: readonly Download[],
  jobs: ReadonlySet<string>,
  ports: ListPorts,
): DownloadList => {
  const left = stored.filter(({ id }) => !jobs.has(id));
  const all = new Map(left.map((download) => [download.id, download]));
  /** Recordings that lie in their addresses: for this life alone. */
  const inline = new Map<string, string>();

  const save = () => ports.store.save({ downloads: [...all.values()] });
  const show = (id: string, part: Partial<Download>): void => {
    const before = all.get(id);
    if (!before) return;
    const after = { ...before, ...part };
    all.set(id, after);
    ports.onDownload(after);
  };

  if (left.length < stored.length) save().catch(() => {});
  return {
    get: (id) => all.get(id) ?? null,
    all: () => [...all.values()],
    add: (download, address) => {
      all.set(download.id, download);
      if (isInline(address)) inline.set(download.id, address);
    },
    addressOf: ({ id, url }) => inline.get(id) ?? (isInline(url) ? null : url),
    show,
    change: async (id, part) => {
      show(id, part);
      await save();
    },
    forget: async (id) => {
      all.delete(id);
      inline.delete(id);
      ports.onRemoved(id);
      await save();
    },
  };
};
