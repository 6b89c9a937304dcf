// Writes into the tab in which the user dictates: finds the frame that has the cursor, and has the writer do it there.
// Where the browser lets nobody in, it says so, and whoever asked finds another place for the text.
import { browser } from 'wxt/browser';
import type { Writer, Written } from '../../lib/page/writer.ts';

export type TabWriter = {
  write(tabId: number, text: string): Promise<Written>;
  copy(tabId: number, text: string): Promise<boolean>;
  say(tabId: number, text: string): Promise<void>;
};

type Page = typeof globalThis & { rondoWriter?: Writer };

type Frames = { tabId: number; allFrames: true } | { tabId: number; frameIds: number[] };

const enter = (target: Frames) => browser.scripting.executeScript({ target, files: ['/writer.js'] });

/** The frame with the cursor: one that has the focus before one that has a field of its own that is active. */
const frameOf = async (tabId: number): Promise<number | null> => {
  const target: Frames = { tabId, allFrames: true };
  await enter(target);
  const frames = await browser.scripting.executeScript({
    target,
    func: () => (globalThis as Page).rondoWriter?.where(),
  });
  const writable = frames.filter(({ result }) => result?.writable);
  const focused = writable.find(({ result }) => result?.focused) ?? writable.find(({ frameId }) => frameId === 0);
  return focused?.frameId ?? null;
};

/** Of the whole tab, where no field is meant. */
const topOf = async (tabId: number): Promise<Frames> => {
  const target = { tabId, frameIds: [0] };
  await enter(target);
  return target;
};

const orElse = async <Value>(work: () => Promise<Value>, otherwise: Value): Promise<Value> => {
  try {
    return await work();
  } catch {
    // The tab is gone, or closed to extensions.
    return otherwise;
  }
};

export const tabWriter: TabWriter = {
  write: (tabId, text) =>
    orElse(async () => {
      const frame = await frameOf(tabId);
      if (frame === null) return 'none';
      const [done] = await browser.scripting.executeScript({
        target: { tabId, frameIds: [frame] },
        func: (words: string) => (globalThis as Page).rondoWriter?.write(words),
        args: [text],
      });
      return (done?.result as Written | undefined) ?? 'none';
    }, 'none'),
  copy: (tabId, text) =>
    orElse(async () => {
      const [done] = await browser.scripting.executeScript({
        target: await topOf(tabId),
        func: (words: string) => (globalThis as Page).rondoWriter?.copy(words),
        args: [text],
      });
      return (done?.result as boolean | undefined) === true;
    }, false),
  say: (tabId, text) =>
    orElse(async () => {
      const target = await topOf(tabId);
      await browser.scripting.executeScript({
        target,
        func: (words) => (globalThis as Page).rondoWriter?.say(words),
        args: [text],
      });
    }, undefined),
};
