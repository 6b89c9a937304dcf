// Reads a provider's error answer into a fault. Pure: no clock, no network. It never asks which provider answered.
import type { Fault, FaultKind, FaultScope } from '../domain/fault.ts';
import { noLimit } from '../domain/fault.ts';
import type { HeaderGrammar } from '../domain/provider.ts';
import { readHeaders } from './read-headers.ts';

export type ErrorAnswer = {
  provider?: string;
  status: number | null;
  headers: Record<string, string>;
  body: string;
};

const byStatus: Record<number, [FaultKind, FaultScope]> = {
  401: ['invalid_key', 'key'],
  402: ['quota_exhausted', 'key'],
  404: ['endpoint_unreachable', 'endpoint'],
  408: ['timeout', 'endpoint'],
  413: ['file_too_large', 'request'],
  429: ['rate_limited', 'model'],
  503: ['overloaded', 'model'],
  504: ['timeout', 'endpoint'],
};

/**
 * @param response an answer that is no success: a status of 400 and more, an error inside a 200, or null for none
 * @param now epoch ms; without it, waits written as dates stay unread
 * @param grammar the provider's headers; without it their names are read by their words
 */
export const readFault = (response: ErrorAnswer, now?: number, grammar: HeaderGrammar = []): Fault => {
  const { status, headers, body } = response;
  const other: [FaultKind, FaultScope] =
    status === null
      ? ['endpoint_unreachable', 'endpoint']
      : status < 500
        ? ['bad_request', 'request']
        : ['server_error', 'endpoint'];
  const [kind, scope] = byStatus[status ?? 0] ?? other;
  const { retryAfterMs } = readHeaders(headers, grammar, now);
  return { kind, scope, limit: noLimit, retryAfterMs, status, message: body.replace(/\s+/g, ' ').trim().slice(0, 300) };
};
