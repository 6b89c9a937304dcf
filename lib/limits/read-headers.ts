// Reads the limits, the wait and the organisation out of the headers of an answer, as the provider's grammar says.
// Pure. Knows no provider, and never makes a number out of garbage: what cannot be read is null.
import type { Dimension } from '../domain/fault.ts';
import type { HeaderGrammar } from '../domain/provider.ts';
import { readWait } from './read-duration.ts';

/** One limit as headers tell it. Numbers in the dimension's own unit; `resetMs` in ms from now. */
export type MeterReading = {
  dimension: Dimension;
  limit: number | null;
  remaining: number | null;
  resetMs: number | null;
};

export type HeaderReading = {
  /** Those meters of the grammar of which at least one number could be read. */
  meters: MeterReading[];
  /** What `retry-after-ms` or `retry-after` asks for, in ms from now. */
  retryAfterMs: number | null;
  organization: string | null;
};

export type Headers = Record<string, string>;

/** @returns the same headers with names in lower case */
export const withLowerNames = (headers: Headers): Headers => {
  const lower: Headers = {};
  for (const name in headers) lower[name.toLowerCase()] = String(headers[name]);
  return lower;
};

const largest = 1e15;

/** `8000`, `8,000`, `9.0`, and the drafts' `100;w=60`: the number in front. @returns null for anything else */
export const readAmount = (text: string | undefined): number | null => {
  const written = (text ?? '').trim();
  const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(written) ? written.replaceAll(',', '') : written;
  const [, digits] = /^(\d{1,16}(?:\.\d{1,10})?)\s*(?:[;,].*)?$/.exec(grouped) ?? [];
  const amount = Number(digits ?? Number.NaN);
  return amount <= largest ? amount : null;
};

/** @returns ms that the answer asks to be left alone; the finer header first; null where neither can be read */
const readRetryAfter = (headers: Headers, now: number | undefined): number | null => {
  const fine = readWait(headers['retry-after-ms'] ?? '', 'milliseconds');
  return fine ?? readWait(headers['retry-after'] ?? '', undefined, now);
};

const organizationName = /^(?:[a-z]+-)*organization(?:-id)?$/;

const readOrganization = (headers: Headers): string | null => {
  for (const name in headers) if (organizationName.test(name)) return headers[name]?.trim() || null;
  return null;
};

/**
 * @param headers names in any case
 * @param grammar which header carries what; an empty one gives no meters
 * @param now epoch ms; without it dates and epochs are null
 */
export const readHeaders = (headers: Headers, grammar: HeaderGrammar, now?: number): HeaderReading => {
  const lower = withLowerNames(headers);
  const read = (name: string | undefined) => (name === undefined ? undefined : lower[name.toLowerCase()]);
  const meters = grammar.map(({ dimension, limit, remaining, reset, resetFormat }) => ({
    dimension,
    limit: readAmount(read(limit)),
    remaining: readAmount(read(remaining)),
    resetMs: readWait(read(reset) ?? '', resetFormat, now),
  }));
  return {
    meters: meters.filter((meter) => meter.limit !== null || meter.remaining !== null || meter.resetMs !== null),
    retryAfterMs: readRetryAfter(lower, now),
    organization: readOrganization(lower),
  };
};
