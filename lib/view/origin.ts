// Asks the person for the permission to reach one origin. Never asks for more than that origin.
import { browser } from 'wxt/browser';
import { originPattern, readBaseUrl } from '../domain/address.ts';

/** `message` is what a person reads where Rondo may not go there. */
export type OriginAnswer = { ok: true } | { ok: false; message: string };

/** To be called at the press itself, before any `await`: the browser wants to see the gesture. */
export const askForOrigin = async (address: string): Promise<OriginAnswer> => {
  const read = readBaseUrl(address);
  if (!read.ok) return read;
  const pattern = originPattern(read.baseUrl);
  const host = new URL(read.baseUrl).host;
  try {
    if (await browser.permissions.request({ origins: [pattern] })) return { ok: true };
    return { ok: false, message: `Rondo may not reach ${host} without your permission. Press again to allow it.` };
  } catch {
    return { ok: false, message: `The browser did not let Rondo ask for ${host}. Please press again.` };
  }
};
