// Reads a provider's error answer into a fault. Pure: no clock, no network. It never asks which provider answered,
// so that an endpoint nobody knows is read as well as the three that are known.
import type { Fault, FaultKind, FaultLimit } from '../domain/fault.ts';
import type { HeaderGrammar } from '../domain/provider.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import { readRate, readWaitField, readWaitWords } from './error-numbers.ts';
import { plainCode, plainWords, withoutOffers } from './error-words.ts';
import { type Evidence, judge } from './fault-rules.ts';
import { type GuessedMeter, guessMeters } from './guess-meters.ts';
import { readHeaders, withLowerNames } from './read-headers.ts';
import { withoutSecrets } from './without-secrets.ts';

export type ErrorAnswer = {
  /** Not looked at: who answered must not matter. */
  provider?: string;
  /** HTTP status; null where no answer came, or where an event inside a stream told of the error. */
  status: number | null;
  headers: Record<string, string>;
  body: string;
};

const longestMessage = 300;

/** The status that counts: what a proxy or a 200 wraps is nearer to the cause than the wrapping. */
const statusThatCounts = (status: number | null, inner: number | null): number | null => {
  const isWrapping = status === null || status < 400 || status === 400 || status === 500 || status === 502;
  return isWrapping ? (inner ?? status) : status;
};

/** `Request failed with status code 429`: a proxy tells what it was told. */
const statusInWords = (text: string): number | null => {
  const [, digits] = /\bstatus(?: code)?:? ([45]\d\d)\b/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
};

/** The meter that was hit: the one the words name, else an empty one, else one of which only the reset is told. */
const hitMeter = (meters: readonly GuessedMeter[], { dimension }: FaultLimit): GuessedMeter | undefined =>
  meters.find((meter) => dimension !== null && meter.dimension === dimension) ??
  meters.find(({ remaining }) => remaining === 0) ??
  meters.find(({ remaining, resetMs }) => remaining === null && resetMs !== null);

/** What the words leave open, the headers may know. */
const withMeter = (limit: FaultLimit, meter: GuessedMeter | undefined): FaultLimit => {
  if (!meter) return limit;
  const isOther = limit.dimension !== null && meter.dimension !== null && limit.dimension !== meter.dimension;
  return {
    ...limit,
    dimension: limit.dimension ?? meter.dimension,
    limit: limit.limit ?? (isOther ? null : meter.limit),
  };
};

/** Kinds for which no time was ever meant: the same request fails again, however long one waits. */
const neverWaits: readonly FaultKind[] = [
  'request_too_large',
  'context_too_long',
  'file_too_large',
  'invalid_key',
  'unsupported_capability',
  'content_blocked',
  'bad_request',
];

/** Google names seconds also where a whole day's quota is gone; such a hint is worse than none. */
const isDailyQuota = ({ quotas }: ErrorBody, rate: FaultLimit): boolean =>
  quotas.length > 0 && (rate.dimension === 'RPD' || rate.dimension === 'TPD');

/** @returns ms from the first that tells: the text, a field of the body, `retry-after`, the meter's reset */
const readWaitHint = (
  body: ErrorBody,
  headerMs: (number | null | undefined)[],
  now: number | undefined,
): number | null => {
  const text = body.texts
    .join('\n')
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, ' ');
  return (
    readWaitWords(text, now) ??
    readWaitField(body.numbers) ??
    headerMs.find((ms) => ms !== null && ms !== undefined) ??
    null
  );
};

const messageOf = ({ texts, codes }: ErrorBody): string => {
  const line = withoutSecrets((texts.join(': ') || codes.join(' ')).replace(/\s+/g, ' ').trim());
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage - 1)}…`;
};

const evidenceOf = (body: ErrorBody, status: number | null): Evidence => {
  const text = withoutOffers(body.texts.map(plainWords).join('\n'));
  const codes = body.codes.map(plainCode).join('\n');
  return {
    status: statusInWords(text) ?? statusThatCounts(status, body.status),
    text,
    codes,
    said: `${text}\n${codes}`,
    rate: readRate(text, body.quotas),
    numbers: body.numbers,
    isHtml: body.isHtml,
  };
};

/**
 * @param response an answer that is no success: a status of 400 and more, an error inside a 200, or no answer at all
 * @param now epoch ms; without it, waits that are written as dates or epochs stay unread
 * @param grammar the provider's headers; without it their names are read by their words
 */
export const readFault = (response: ErrorAnswer, now?: number, grammar?: HeaderGrammar): Fault => {
  const body = readErrorBody(response.body);
  const evidence = evidenceOf(body, response.status);
  const { kind, scope, limit, abilities } = judge(evidence);
  const headers = withLowerNames({ ...body.headers, ...response.headers });
  const { meters, retryAfterMs } = readHeaders(headers, grammar ?? [], now);
  const isRate = kind === 'rate_limited';
  const meter = isRate ? hitMeter(meters.length > 0 ? meters : guessMeters(headers, now), limit) : undefined;
  const isHintMeant = !neverWaits.includes(kind) && !isDailyQuota(body, evidence.rate);
  return {
    kind,
    scope,
    limit: withMeter(limit, meter),
    ...(abilities ? { abilities } : {}),
    retryAfterMs: isHintMeant ? readWaitHint(body, [retryAfterMs, meter?.resetMs], now) : null,
    status: response.status,
    message: messageOf(body),
  };
};
