// Asks the person whether Rondo may record the sound of a tab. Nobody is asked who does not want to.
import { type Browser, browser } from 'wxt/browser';

/** `message` is what a person reads where Rondo may not. */
export type TabSoundAnswer = { ok: true } | { ok: false; message: string };

const refused =
  'Rondo may not record a tab without your permission. The browser has only one wording for it, about reading all sites, since the sound may be that of any site; Rondo uses it for the tab on which you press this button. Press again to allow it.';

/** What is allowed in a tab is settled when the toolbar's button is first pressed over it (Chromium 156). */
const fromNowOn =
  'Rondo may record tabs from now on. For this tab the browser still goes by what was allowed when you pressed the Rondo button: open the page in a new tab, press the button there, and then “Record this tab”.';

/** To be called at the press itself, before any `await`: the browser wants to see the gesture. Asks one time only. */
export const askForTabSound = async (): Promise<TabSoundAnswer> => {
  let isNew = false;
  const hear = ({ permissions = [] }: Browser.permissions.Permissions) => {
    isNew ||= permissions.includes('tabCapture');
  };
  browser.permissions.onAdded.addListener(hear);
  try {
    const allowed = await browser.permissions.request({ permissions: ['tabCapture'] });
    return allowed && !isNew ? { ok: true } : { ok: false, message: allowed ? fromNowOn : refused };
  } catch {
    return { ok: false, message: 'The browser did not let Rondo ask for the sound of the tab. Please press again.' };
  } finally {
    browser.permissions.onAdded.removeListener(hear);
  }
};
