// One HTTP exchange: sends, and turns everything that is not a proper answer into a failure value.
// Never retries, never follows a redirect (a key must not travel to where nobody sent it), never throws.
import { type Fault, faultOf } from '../domain/fault.ts';
import type { Failed, Failure, Wire } from '../domain/wire.ts';

export type Fetch = typeof globalThis.fetch;

/** More than any error text needs; an endless body must not fill the memory. */
const mostErrorCharacters = 20_000;

export const failed = (failure: Partial<Failure>): Failed => ({
  ok: false,
  failure: { status: null, headers: {}, body: '', ...failure },
});

/** Providers, proxies most of all, echo keys in error texts. Past this point no text holds one. */
export const withoutSecret = (text: string, secret: string | null): string =>
  secret ? text.replaceAll(secret, `…${secret.length > 8 ? secret.slice(-4) : ''}`) : text;

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

export const readError = async (response: Response, secret: string | null): Promise<Failed> => {
  const body = await response.text().catch(() => '');
  return failed({
    status: response.status,
    headers: headersOf(response),
    body: withoutSecret(body.slice(0, mostErrorCharacters), secret),
  });
};

/** @param path with a leading slash, e.g. `/models` */
export const exchange = async (
  fetch: Fetch,
  wire: Wire,
  path: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<{ ok: true; response: Response } | Failed> => {
  const headers = new Headers(init.headers);
  if (wire.secret) headers.set('authorization', `Bearer ${wire.secret}`);
  try {
    const response = await fetch(`${wire.baseUrl}${path}`, {
      ...init,
      headers,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
    });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      void response.body?.cancel();
      const message = 'The address sends callers elsewhere; a key is not sent after it.';
      return failed({ status: response.status || null, fault: faultOf('endpoint_unreachable', 'endpoint', message) });
    }
    if (!response.ok) return readError(response, wire.secret);
    if (contentType(response).includes('text/html')) {
      void response.body?.cancel();
      const message = 'A web page came back instead of an answer.';
      return failed({ status: response.status, fault: faultOf('endpoint_unreachable', 'endpoint', message) });
    }
    return { ok: true, response };
  } catch (error) {
    return failed({ fault: unreachable(error, init.signal) });
  }
};

/** Reads a JSON body; whatever is no JSON is a failure. */
export const readJson = async (
  response: Response,
  secret: string | null,
  signal: AbortSignal,
): Promise<{ ok: true; json: unknown } | Failed> => {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    return failed({ status: response.status, fault: broken(error, signal) });
  }
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    const message = text.trim() === '' ? 'The answer was empty.' : 'The answer was not JSON.';
    const body = withoutSecret(text.slice(0, mostErrorCharacters), secret);
    return failed({ status: response.status, body, fault: faultOf('server_error', 'model', message) });
  }
};
