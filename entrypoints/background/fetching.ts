// Downloads on their way: each is fetched once at a time, waits for a permission that is missing, and is given up where the
// process died over it too often.
import type { Download } from '../../lib/domain/media.ts';
import { type BringPorts, bringMedia, closedOf, hostOf, waitingFor } from './bring-media.ts';
import type { DownloadList } from './download-list.ts';
import type { KeepAwake } from './keep-awake.ts';

export type FetchingPorts = BringPorts & { keepAwake: KeepAwake; now(): number };

export type Fetching = {
  /** Unless it is under way. */
  begin(id: string): Promise<void>;
  isRunning(id: string): boolean;
  stop(id: string): void;
  /** A permission has come. */
  granted(): void;
};

const progressEvery = 250;
const mostStarts = 5;
const tooOften =
  'The browser ended Rondo each time while it fetched this. Press again, or download it and drop the file here.';
const notHereAnyMore = 'The browser ended Rondo while it read this. Press again over the player in its page.';

const progressOf = (list: DownloadList, id: string, now: () => number) => {
  let last = Number.NEGATIVE_INFINITY;
  return (received: number, bytes: number | null): void => {
    if (now() - last < progressEvery) return;
    last = now();
    list.show(id, { received, bytes });
  };
};

export const createFetching = (list: DownloadList, ports: FetchingPorts): Fetching => {
  const running = new Map<string, AbortController>();
  let grants = 0;

  /** A permission that comes while others are looked at counts. */
  const closedNow = async (places: readonly string[]): Promise<string | null> => {
    for (;;) {
      const before = grants;
      const closed = await closedOf(ports, places);
      if (closed === null || before === grants) return closed;
    }
  };
  /** @param before the permissions that had come when it began */
  const carry = async (download: Download, signal: AbortSignal, before: number): Promise<void> => {
    const { id } = download;
    try {
      const brought = await bringMedia(ports, download, progressOf(list, id, ports.now), signal);
      if (!signal.aborted) await (brought === 'begun' ? list.forget(id) : list.change(id, brought));
    } catch {
      // It is shown as it is, though it could not be stored.
    }
    running.delete(id);
    // The permission may have come while this was on its way to wait for it.
    if (list.get(id)?.state === 'waiting' && grants !== before) await begin(id);
  };
  const begin = async (id: string): Promise<void> => {
    const download = list.get(id);
    if (!download || running.has(id)) return;
    const starts = download.starts + 1;
    if (starts > mostStarts) return list.change(id, { state: 'failed', message: tooOften });
    const url = list.addressOf(download);
    if (url === null) return list.change(id, { state: 'failed', record: true, message: notHereAnyMore });
    const [controller, before] = [new AbortController(), grants];
    running.set(id, controller);
    const closed = await closedNow([download.url, download.allow ?? download.url]);
    if (closed !== null) {
      running.delete(id);
      return list.change(id, waitingFor(closed, download.message || `Rondo may not fetch from ${hostOf(closed)} yet.`));
    }
    // It may have been dropped meanwhile.
    if (controller.signal.aborted) return void running.delete(id);
    await list.change(id, { state: 'running', starts, allow: null, message: '', received: 0, bytes: null });
    void ports.keepAwake(carry({ ...download, url }, controller.signal, before));
  };

  return {
    begin,
    isRunning: (id) => running.has(id),
    stop: (id) => running.get(id)?.abort(),
    granted: () => {
      grants += 1;
    },
  };
};
