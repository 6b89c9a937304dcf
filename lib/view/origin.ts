// Asks the person for the permission to reach one origin. Never asks for more than that origin.
import { browser } from 'wxt/browser';

/** `message` is what a person reads where Rondo may not go there. */
export type OriginAnswer = { ok: true } | { ok: false; message: string };

/** The match pattern of an address's origin, or null where it is no web address. Match patterns carry no port. */
export const originPattern = (address: string): string | null => {
  const trimmed = address.trim();
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null;
  const { protocol, hostname } = new URL(trimmed);
  return `${protocol}//${hostname}/*`;
};

/** To be called at the press itself, before any `await`: the browser wants to see the gesture. */
export const askForOrigin = async (address: string): Promise<OriginAnswer> => {
  const pattern = originPattern(address);
  if (pattern === null)
    return { ok: false, message: 'This is no web address yet. It should look like http://localhost:11434/v1.' };
  const host = pattern.slice(0, -2);
  try {
    if (await browser.permissions.request({ origins: [pattern] })) return { ok: true };
    return { ok: false, message: `Rondo may not reach ${host} without your permission. Press again to allow it.` };
  } catch {
    return { ok: false, message: `The browser did not let Rondo ask for ${host}. Please press again.` };
  }
};
