// Fetches a recording that the user pointed at in a page. Sends no key and nothing of Rondo's. Takes what comes piece by
// piece, so that a file of gigabytes never lies in memory as a whole, and gives up where it is no recording.
//
// Cookies: none are sent at first, since most recordings are open to all and a site learns nothing by the fetch then. Only
// where the site itself refuses (401, 403) is it asked once more with the user's own cookies for it: the file belongs to
// the session in which the user sees and hears it, and the user has pointed at it and allowed that origin. That call is
// sent on nowhere, so that no other site is ever asked in the user's name.
//
// What a site on the web sends on to a server of the user's own network is not taken: it would be read in the user's place.
import { isLocal } from '../domain/address.ts';
import { mediaFileName } from '../domain/media-address.ts';
import { contentType, type Fetch } from './exchange.ts';

export type MediaRequest = {
  address: string;
  /** What it is called so far. */
  title: string;
  /** Bytes for which there is room. */
  most: number;
  /** @param bytes of how many, where that was said */
  onProgress: (received: number, bytes: number | null) => void;
};

export type MediaAnswer =
  | { ok: true; blob: Blob; fileName: string }
  /** `unreachable`: nobody answered, or it was sent on to where this extension may not go. */
  | { ok: false; why: 'unreachable' | 'other'; message: string }
  /** It comes in pieces; or it is not wanted any more. */
  | { ok: false; why: 'playlist' }
  | { ok: false; why: 'cancelled' };

/** A piece is laid into a Blob, which browsers keep outside of our memory. */
const pieceBytes = 4_000_000;

const other = (message: string) => ({ ok: false as const, why: 'other' as const, message });

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000).toLocaleString('en')} MB`;

const tooLarge = (bytes: number, most: number) =>
  other(
    `The recording is larger than the room this browser has left (${megabytes(bytes)} of ${megabytes(most)}). Free some disk space, then press again.`,
  );

const statusWords: Record<number, string> = {
  401: 'The site gives this recording only to people who are signed in there. Sign in, play it once, and press again; or download it and drop the file here.',
  403: 'The site does not give this recording to anybody but its own page. Download it there and drop the file here.',
  404: 'There is no recording at this address any more.',
  410: 'There is no recording at this address any more.',
};

/** What an answer is that is no recording; null: it may be one. */
const isNone = (response: Response): MediaAnswer | null => {
  const type = contentType(response).toLowerCase();
  if (/mpegurl|dash\+xml/.test(type)) return { ok: false, why: 'playlist' };
  if (/^text\/|json|xml/.test(type))
    return other(
      'A web page came instead of a recording. The address may hold only for a while, or for people who are signed in. Download the recording there and drop the file here.',
    );
  return null;
};

const bytesSaid = (response: Response): number | null => {
  const said = Number(response.headers.get('content-length') ?? '');
  // Of a packed body the header counts the packed bytes.
  return Number.isSafeInteger(said) && said > 0 && !response.headers.get('content-encoding') ? said : null;
};

const refusedTo = (status: number): boolean => status === 401 || status === 403;

const isSentOn = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status);

const originOf = (address: string): string => new URL(address).origin;

/** Whether a site on the web has sent on to this computer or to its own network. */
export const leadsHome = (from: string, to: string): boolean => isLocal(to) && !isLocal(from);

export const ledHome = other(
  'The site sends on to an address in your own network, and Rondo takes nothing from there that a site on the web asks for. Paste that address itself if you want it.',
);
const sentOnSignedIn = other(
  'The site gives this recording only to people who are signed in there, and sends them on to another place. Rondo takes your sign-in nowhere else. Download the recording there and drop the file here.',
);

/** Reads to the end, or as far as there is room. */
const readAll = async (response: Response, { most, onProgress }: MediaRequest): Promise<Blob | { over: number }> => {
  const bytes = bytesSaid(response);
  const reader = response.body?.getReader();
  const blobs: Blob[] = [];
  let [pieces, held, received]: [Uint8Array<ArrayBuffer>[], number, number] = [[], 0, 0];
  const lay = () => {
    blobs.push(new Blob(pieces));
    [pieces, held] = [[], 0];
  };
  onProgress(0, bytes);
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    pieces.push(value);
    held += value.length;
    received += value.length;
    if (received > most) {
      void reader.cancel().catch(() => {});
      return { over: received };
    }
    if (held >= pieceBytes) lay();
    onProgress(received, bytes);
  }
  lay();
  return new Blob(blobs, { type: contentType(response) });
};

export const fetchMedia = async (
  request: MediaRequest,
  signal: AbortSignal,
  fetch: Fetch = (...rest) => globalThis.fetch(...rest),
): Promise<MediaAnswer> => {
  const { address, title, most } = request;
  const ask = (how: Pick<RequestInit, 'credentials' | 'redirect'>) =>
    fetch(address, { ...how, signal, cache: 'no-store', referrerPolicy: 'no-referrer' });
  try {
    const open = await ask({ credentials: 'omit' });
    const place = open.url || address;
    if (leadsHome(address, place)) {
      await open.body?.cancel();
      return ledHome;
    }
    const asksWho = refusedTo(open.status) && originOf(place) === originOf(address);
    const response = asksWho ? await ask({ credentials: 'include', redirect: 'manual' }) : open;
    if (isSentOn(response)) return sentOnSignedIn;
    if (!response.ok)
      return other(
        statusWords[response.status] ??
          `The site answered with an error of its own (status ${response.status}). Press again in a while.`,
      );
    const none = isNone(response);
    if (none) return none;
    const said = bytesSaid(response);
    if (said !== null && said > most) return tooLarge(said, most);
    const read = await readAll(response, request);
    if (!(read instanceof Blob)) return tooLarge(read.over, most);
    if (read.size === 0) return other('The site sent an empty file.');
    if (said !== null && read.size < said)
      return other('The connection broke before the recording was here. Press again.');
    return { ok: true, blob: read, fileName: mediaFileName(title, response.url || address, contentType(response)) };
  } catch {
    if (signal.aborted) return { ok: false, why: 'cancelled' };
    const message =
      'The recording could not be fetched: nobody answered, or the connection broke. Press again, or download it and drop the file here.';
    return { ok: false, why: 'unreachable', message };
  }
};
