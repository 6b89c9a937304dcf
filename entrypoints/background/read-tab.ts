// Reads the tab in front at the click: puts the reader into it and takes the text that it returns.
import { browser } from 'wxt/browser';
import { z } from '../../lib/domain/zod.ts';

const pageTextSchema = z.object({
  title: z.string(),
  url: z.string(),
  source: z.enum(['selection', 'article', 'page']),
  text: z.string(),
});

export type ReadTab = { ok: true; page: z.infer<typeof pageTextSchema> } | { ok: false; message: string };

const notReadable = (message: string): ReadTab => ({ ok: false, message });

export const readTab = async (): Promise<ReadTab> => {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  if (tab?.id === undefined) return notReadable('There is no page in front. Open one and press again.');
  try {
    const [injected] = await browser.scripting.executeScript({ target: { tabId: tab.id }, files: ['/reader.js'] });
    const page = pageTextSchema.safeParse(injected?.result).data;
    return page ? { ok: true, page } : notReadable('This page gave no text. Select the part you want and press again.');
  } catch {
    // The browser refuses its own pages, the extension stores, other extensions and its PDF viewer.
    return notReadable(
      'The browser does not let extensions read this page: its own pages, the web store and its PDF viewer are closed to them. Open an ordinary web page and press again.',
    );
  }
};
