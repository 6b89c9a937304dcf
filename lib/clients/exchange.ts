// One HTTP exchange: sends, and turns everything that is not a proper answer into a failure value.
// Never retries, never follows a redirect (a key must not travel to where nobody sent it), never throws.
import { type Fault, faultOf } from '../domain/fault.ts';
import { readHeaderName } from '../domain/headers.ts';
import type { Failed, Failure, Wire } from '../domain/wire.ts';
import { type Hidden, hiddenOf, withoutSecrets } from './hidden.ts';

export type Fetch = typeof globalThis.fetch;

/** More than any error text needs; an endless body must not fill the memory. */
const mostErrorCharacters = 20_000;

export const failed = (failure: Partial<Failure>): Failed => ({
  ok: false,
  failure: { status: null, headers: {}, body: '', ...failure },
});

export const headersOf = (response: Response): Record<string, string> => Object.fromEntries(response.headers);

export const contentType = (response: Response): string => response.headers.get('content-type') ?? '';

const unreachable = (error: unknown, signal: AbortSignal): Fault =>
  signal.aborted
    ? faultOf('cancelled', 'request', 'The request was ended from this side.')
    : // The browser says only "Failed to fetch", Node gives the cause beneath.
      faultOf('endpoint_unreachable', 'endpoint', describe(error));

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return 'The connection failed.';
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `The connection failed: ${error.message}${cause}`;
};

/** The fault of a connection that broke while the answer was being read. */
export const broken = (error: unknown, signal: AbortSignal): Fault =>
  signal.aborted
    ? unreachable(error, signal)
    : faultOf('server_error', 'model', 'The connection broke off in mid-answer.');

/** What is said of an answer that is no JSON where JSON was due. */
export const notJson: Pick<Failure, 'fault' | 'instead'> = {
  fault: faultOf('server_error', 'model', 'The answer was not JSON.'),
  instead: 'not_json',
};

/** Hangs up; what more may come is of no use. */
const drop = (reading: { cancel(): Promise<void> } | null | undefined): void => void reading?.cancel().catch(() => {});

/** Reads no further than it needs to. `whole`: nothing was left unread. */
const readSome = async ({ body }: Response): Promise<{ text: string; whole: boolean }> => {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (reader && text.length <= mostErrorCharacters) {
    const { value, done } = await reader.read();
    if (done) return { text, whole: true };
    text += decoder.decode(value, { stream: true });
  }
  drop(reader);
  return { text, whole: reader === undefined };
};

const readError = async (response: Response, hidden: Hidden, signal: AbortSignal): Promise<Failed> => {
  const { text, whole } = await readSome(response).catch(() => ({ text: '', whole: true }));
  if (signal.aborted) return failed({ fault: unreachable(signal.reason, signal) });
  const clean = withoutSecrets(text, hidden);
  // Reading may have stopped in the middle of a key, of which nothing must be left.
  const end = whole ? clean.length : clean.length - (hidden[0]?.characters.length ?? 0);
  const body = clean.slice(0, Math.min(end, mostErrorCharacters));
  return failed({ status: response.status, headers: headersOf(response), body });
};

/** A header can carry nothing else, so that no service can have given it out. */
const sendable = /^[\x20-\x7e]+$/;

/** @param path with a leading slash, e.g. `/models` */
export const exchange = async (
  fetch: Fetch,
  wire: Wire,
  path: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<{ ok: true; response: Response } | Failed> => {
  // Node's fetch, handed a form and an ended signal, rejects a promise that nobody can catch.
  if (init.signal.aborted) return failed({ fault: unreachable(init.signal.reason, init.signal) });
  const headers = new Headers(init.headers);
  if (wire.secret && !sendable.test(wire.secret))
    return failed({ fault: faultOf('invalid_key', 'key', 'It holds characters that no key has.') });
  if (wire.secret) headers.set('authorization', `Bearer ${wire.secret}`);
  for (const [name, value] of Object.entries(wire.headers ?? {})) {
    if (!readHeaderName(name).ok || !sendable.test(value))
      return failed({ fault: faultOf('endpoint_unreachable', 'endpoint', 'One of its extra headers cannot be sent.') });
    headers.set(name, value);
  }
  try {
    const response = await fetch(`${wire.baseUrl}${path}`, {
      ...init,
      headers,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
    });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      drop(response.body);
      const message = 'The address sends callers elsewhere; a key is not sent after it.';
      const fault = faultOf('endpoint_unreachable', 'endpoint', message);
      return failed({ status: response.status || null, fault, instead: 'elsewhere' });
    }
    if (!response.ok) return readError(response, hiddenOf(wire), init.signal);
    if (contentType(response).includes('text/html')) {
      drop(response.body);
      const message = 'A web page came back instead of an answer.';
      const fault = faultOf('endpoint_unreachable', 'endpoint', message);
      return failed({ status: response.status, fault, instead: 'web_page' });
    }
    return { ok: true, response };
  } catch (error) {
    return failed({ fault: unreachable(error, init.signal) });
  }
};

/** Reads a JSON body without secrets in it; whatever is no JSON is a failure. `body` is its text, for failures. */
export const readJson = async (
  response: Response,
  hidden: Hidden,
  signal: AbortSignal,
): Promise<{ ok: true; json: unknown; body: string } | Failed> => {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    return failed({ status: response.status, fault: broken(error, signal) });
  }
  const body = withoutSecrets(text, hidden).slice(0, mostErrorCharacters);
  const telling = hidden.filter((secret) => secret.telling);
  try {
    return { ok: true, json: JSON.parse(withoutSecrets(text, telling)), body };
  } catch {
    if (text.trim() === '')
      return failed({
        status: response.status,
        body,
        fault: faultOf('server_error', 'model', 'The answer was empty.'),
      });
    return failed({ status: response.status, body, ...notJson });
  }
};
