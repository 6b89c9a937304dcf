// The background's downloads, put together of this browser's own parts.
import { fetchMedia } from '../../lib/clients/media.ts';
import type { Download } from '../../lib/domain/media.ts';
import { deleteBlob, putBlob } from '../../lib/storage/blobs.ts';
import { createDownloads, type DownloadPorts, type Downloads } from './downloads.ts';
import { keepAwake } from './keep-awake.ts';
import { openRedirects } from './own-calls.ts';
import type { Pages } from './view.ts';

/** Bytes that may still be stored. */
const roomLeft = async (): Promise<number> => {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return Math.max(0, quota - usage);
};

/** @param watch looks at what there is to do */
export const openDownloads = (
  parts: Pick<DownloadPorts, 'store' | 'jobs' | 'isAllowed'>,
  { stored, begun }: { stored: readonly Download[]; begun: ReadonlySet<string> },
  pages: Pick<Pages, 'push'>,
  watch: () => Promise<void>,
): Downloads =>
  createDownloads(stored, begun, {
    ...{ ...parts, blobs: { put: putBlob, remove: deleteBlob }, fetchMedia },
    ...{ redirectsOf: openRedirects(), room: roomLeft, keepAwake, now: Date.now, newId: () => crypto.randomUUID() },
    onDownload: (download) => {
      pages.push({ type: 'download', download });
      // Between its beginning and its end only numbers change.
      if (download.state !== 'running' || download.received === 0) void watch();
    },
    onRemoved: (id) => {
      pages.push({ type: 'download-removed', id });
      void watch();
    },
  });
