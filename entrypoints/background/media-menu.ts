// The entries of the context menu over sound and film in a page. A click there asks for the permission to fetch it, in the
// same tick, since the browser wants to see the gesture; what then happens is the message's that the popup sends too.
import { type Browser, browser } from 'wxt/browser';
import { originPattern } from '../../lib/domain/address.ts';
import { isFetchable, kindOfName, nameInAddress } from '../../lib/domain/media-address.ts';

const entries = [
  { id: 'transcribe-audio', title: 'Transcribe this audio with Rondo', contexts: ['audio'] },
  { id: 'transcribe-video', title: 'Transcribe this video with Rondo', contexts: ['video'] },
] as const;

/** To be called when the extension was installed or updated; the browser keeps them. */
export const createMediaMenu = async (): Promise<void> => {
  // Firefox on a phone has no such menu.
  await browser.contextMenus?.removeAll();
  for (const { id, title, contexts } of entries) browser.contextMenus?.create({ id, title, contexts: [...contexts] });
};

type Click = Pick<Browser.contextMenus.OnClickData, 'menuItemId' | 'srcUrl'>;

type Clicked = {
  /** What the click comes to, as a message. */
  wanted: { url: string; title: string };
  /** Resolves once the user has allowed it or not; what comes of it arrives by permissions.onAdded too. */
  answered: Promise<unknown>;
};

/** Null where it was another entry. Asks for the permission at once. */
export const mediaClicked = ({ menuItemId, srcUrl: url = '' }: Click, pageTitle: string): Clicked | null => {
  if (!entries.some(({ id }) => id === menuItemId)) return null;
  const asked = isFetchable(url) ? browser.permissions.request({ origins: [originPattern(url)] }) : Promise.resolve();
  const name = nameInAddress(url);
  return { wanted: { url, title: kindOfName(name) ? name : pageTitle }, answered: asked.catch(() => {}) };
};
