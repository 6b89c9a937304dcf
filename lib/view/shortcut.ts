// The shortcut for dictation, which the browser keeps: what it is, and the place where it is changed.
import { browser } from 'wxt/browser';

/** As the manifest names it. */
const command = 'dictate';

/** Null: there is none, or another extension has it. Undefined: this browser has no shortcuts, as Firefox on a phone. */
export const readShortcut = async (): Promise<string | null | undefined> => {
  if (!browser.commands) return undefined;
  const all = await browser.commands.getAll();
  return all.find(({ name }) => name === command)?.shortcut || null;
};

type WithSettings = { openShortcutSettings?: () => Promise<void> };

/** Firefox has a call for it, other browsers a page. */
export const changeShortcut = (): void => {
  const { openShortcutSettings } = browser.commands as WithSettings;
  if (openShortcutSettings) void openShortcutSettings();
  else void browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
};
