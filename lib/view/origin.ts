// Asks the person for the permission to reach an origin. Never asks for more than the origins that were named.
import { browser } from 'wxt/browser';
import { originPattern, readBaseUrl } from '../domain/address.ts';

/** `message` is what a person reads where Rondo may not go there. */
export type OriginAnswer = { ok: true } | { ok: false; message: string };

const list = new Intl.ListFormat('en');

const askFor = async (baseUrls: readonly string[]): Promise<OriginAnswer> => {
  const origins = [...new Set(baseUrls.map(originPattern))];
  const hosts = list.format(new Set(baseUrls.map((baseUrl) => new URL(baseUrl).host)));
  try {
    if (await browser.permissions.request({ origins })) return { ok: true };
    return { ok: false, message: `Rondo may not reach ${hosts} without your permission. Press again to allow it.` };
  } catch {
    return { ok: false, message: `The browser did not let Rondo ask for ${hosts}. Please press again.` };
  }
};

/** To be called at the press itself, before any `await`: the browser wants to see the gesture. */
export const askForOrigin = async (address: string): Promise<OriginAnswer> => {
  const read = readBaseUrl(address);
  return read.ok ? askFor([read.baseUrl]) : read;
};

/** The same for several at once. What is no address is passed over: whoever takes it in says so. */
export const askForOrigins = async (addresses: readonly string[]): Promise<OriginAnswer> => {
  const baseUrls = addresses.flatMap((address) => {
    const read = readBaseUrl(address);
    return read.ok ? read.baseUrl : [];
  });
  return baseUrls.length > 0 ? askFor(baseUrls) : { ok: true };
};
