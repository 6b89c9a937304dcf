// What the browser knows of tabs that are to be recorded: which one is meant, and under which name its sound is handed
// out. Chromium alone hands it out, and only of a tab on which the user has called this extension.
import { browser } from 'wxt/browser';

export type TabSound = { ok: true; streamId: string } | { ok: false; message: string };

const untitled = (url: string | undefined): string => (url && URL.canParse(url) ? new URL(url).host : '');

export const tabOf = async (which: 'front' | number): Promise<{ id: number; title: string } | null> => {
  const [tab] =
    which === 'front'
      ? await browser.tabs.query({ active: true, lastFocusedWindow: true })
      : [await browser.tabs.get(which).catch(() => undefined)];
  return tab?.id === undefined ? null : { id: tab.id, title: tab.title || untitled(tab.url) };
};

/** The browser's own words, asked of Chromium 156, and what a person reads instead. */
const reasons: readonly { pattern: RegExp; message: string }[] = [
  {
    pattern: /active stream/i,
    message: 'The sound of this tab is being recorded already, by another extension or by an earlier recording.',
  },
  {
    pattern: /not been invoked|cannot be captured/i,
    message:
      'The browser does not let Rondo record this tab. The web store and some pages of the browser’s own are closed to all extensions; any other page you can open in a new tab, press the Rondo button of the toolbar there, and record that one.',
  },
];
const unknown = 'The browser did not hand out the sound of this tab. Reload the tab and press again.';

export const tabSound = async (tabId: number): Promise<TabSound> => {
  try {
    return { ok: true, streamId: await browser.tabCapture.getMediaStreamId({ targetTabId: tabId }) };
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    return { ok: false, message: reasons.find(({ pattern }) => pattern.test(said))?.message ?? unknown };
  }
};
