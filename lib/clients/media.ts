// Fetches a recording that the user pointed at in a page. Sends no key and nothing of Rondo's. Takes what comes piece by
// piece, so that a file of gigabytes never lies in memory as a whole, and gives up where it is no recording.
//
// Cookies: none are sent at first, since most recordings are open to all and a site learns nothing by the fetch then. Only
// where the site refuses (401, 403) is it asked once more with the user's own cookies for it: the file belongs to the
// session in which the user sees and hears it, and the user has pointed at it and allowed that origin.
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
  /** `unreachable`: nobody answered, or it was sent on to where this extension may not go. `playlist`: it comes in pieces. */
  | { ok: false; why: 'unreachable' | 'cancelled' | 'playlist' | 'other'; message: string };

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
  if (/mpegurl|dash\+xml/.test(type))
    return {
      ok: false,
      why: 'playlist',
      message: 'This address is a list of pieces that only a player can put together.',
    };
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
  const ask = (credentials: RequestCredentials) =>
    fetch(address, { signal, credentials, cache: 'no-store', referrerPolicy: 'no-referrer' });
  try {
    const open = await ask('omit');
    const response = refusedTo(open.status) ? await ask('include') : open;
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
    if (signal.aborted) return { ok: false, why: 'cancelled', message: 'Cancelled.' };
    const message =
      'The recording could not be fetched: nobody answered, or the connection broke. Press again, or download it and drop the file here.';
    return { ok: false, why: 'unreachable', message };
  }
};
