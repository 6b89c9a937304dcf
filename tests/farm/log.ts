// What arrived at a practice provider and how it ended. Never holds a key: only the first 12 hex digits of its hash.
import type { IncomingMessage } from 'node:http';
import { hashOf, keyHashOf } from './faults.ts';
import type { Seen } from './pictures.ts';

export type LoggedForm = {
  order: string[];
  /** What every text field holds; of a field that came more than once, the last. */
  fields: Record<string, string>;
  fileName: string | null;
  fileBytes: number;
  /** sha256 of the file alone, which stays the same from provider to provider. */
  fileHash: string | null;
};

export type LogEntry = {
  at: number;
  provider: string;
  method: string;
  /** Without the query. */
  path: string;
  query: string;
  host: string;
  keyHash: string | null;
  headers: Record<string, string>;
  model: string | null;
  stream: boolean;
  bytes: number;
  bodyHash: string;
  form: LoggedForm | null;
  /** Every picture of the request, as it was seen. */
  pictures: readonly Seen[];
  status: number | null;
  aborted: boolean;
  deltasSent: number;
  endedAt: number | null;
};

const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
]);

export const keyOf = (request: IncomingMessage): string | null =>
  /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;

/** An entry stands in the log from the first byte of a call on, and fills up as the call goes on. */
export const openEntry = (provider: string, request: IncomingMessage, now: number): LogEntry => {
  const key = keyOf(request);
  const without = (text: string) => (key ? text.replaceAll(key, '…') : text);
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (!secretHeaders.has(name)) headers[name] = without(String(value));
  return {
    at: now,
    provider,
    method: request.method ?? '',
    path: without(path),
    query: without(query),
    host: request.headers.host ?? '',
    keyHash: key === null ? null : keyHashOf(key),
    headers,
    model: null,
    stream: false,
    bytes: 0,
    bodyHash: '',
    form: null,
    pictures: [],
    status: null,
    aborted: false,
    deltasSent: 0,
    endedAt: null,
  };
};

export const logBody = (entry: LogEntry, body: Uint8Array): void => {
  entry.bytes = body.length;
  entry.bodyHash = hashOf(body);
};
