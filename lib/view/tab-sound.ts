// Asks the person whether Rondo may record the sound of a tab. Nobody is asked who does not want to.
import { browser } from 'wxt/browser';

/** `message` is what a person reads where Rondo may not. */
export type TabSoundAnswer = { ok: true } | { ok: false; message: string };

const refused =
  'Rondo may not record a tab without your permission. The browser has only one wording for it, about reading all sites, since the sound may be that of any site; Rondo uses it for the tab on which you press this button. Press again to allow it.';

/** To be called at the press itself, before any `await`: the browser wants to see the gesture. Asks one time only. */
export const askForTabSound = async (): Promise<TabSoundAnswer> => {
  try {
    if (await browser.permissions.request({ permissions: ['tabCapture'] })) return { ok: true };
    return { ok: false, message: refused };
  } catch {
    return { ok: false, message: 'The browser did not let Rondo ask for the sound of the tab. Please press again.' };
  }
};
