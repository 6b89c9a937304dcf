// Asks the tab in front what can be heard there: puts the finder into it and into those of its frames that this extension
// may see, and takes what it returns. Where nothing can be read there is nothing to say: a file can still be chosen.
import { browser } from 'wxt/browser';
import { type FoundMedia, foundMediaSchema } from '../../lib/domain/media.ts';
import { z } from '../../lib/domain/zod.ts';

const foundSchema = z.array(foundMediaSchema).catch([]);

/** Each address once, whichever frame it was found in. */
const distinct = (all: readonly FoundMedia[]): FoundMedia[] =>
  all.filter(({ url }, index) => url === null || all.findIndex((other) => other.url === url) === index);

export const findMedia = async (): Promise<FoundMedia[]> => {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  if (tab?.id === undefined) return [];
  try {
    const target = { tabId: tab.id, allFrames: true };
    const frames = await browser.scripting.executeScript({ target, files: ['/media-finder.js'] });
    return distinct(frames.flatMap(({ result }) => foundSchema.parse(result)));
  } catch {
    // The browser's own pages, and others that are closed to extensions.
    return [];
  }
};
