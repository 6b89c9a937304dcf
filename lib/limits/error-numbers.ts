// Reads the numbers that an error text tells: limits with their dimension, what was used, what was asked for, waits.
// Pure. Takes plain words (see error-words.ts); a number that stands nowhere near such a word is left alone.
import type { Dimension, FaultLimit } from '../domain/fault.ts';
import { noLimit } from '../domain/fault.ts';
import type { NamedQuota } from './error-body.ts';
import { plainCode } from './error-words.ts';
import { readDuration, readWait } from './read-duration.ts';

const amount = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`;

const toNumber = (digits: string | undefined): number | null => {
  const value = digits === undefined ? Number.NaN : Number(digits.replaceAll(',', ''));
  return Number.isFinite(value) ? value : null;
};

/** `N` in a pattern stands for a number. @returns the first number found, patterns in order */
const firstNumber = (words: string, patterns: readonly RegExp[]): number | null => {
  for (const pattern of patterns) {
    const found = toNumber(pattern.exec(words)?.[1]);
    if (found !== null) return found;
  }
  return null;
};

const numbered = (pattern: string): RegExp => new RegExp(pattern.replaceAll('N', amount));

// ---- rates

type Unit = 'input' | 'output' | 'tokens' | 'images' | 'audio' | 'requests';

/** In order: the narrower name first, because `output tokens` are tokens too. */
const units: readonly (readonly [Unit, string])[] = [
  ['input', '(?:input|prompt|request) tokens?'],
  ['output', '(?:output|completion|generated) tokens?'],
  ['tokens', 'tokens?'],
  ['images', '(?:input )?images?'],
  ['audio', '(?:seconds of audio|audio seconds?)'],
  ['requests', '(?:requests?|reqs?|queries|query|(?:api )?calls?|messages?|generations?|free models)'],
];

type Period = 'second' | 'minute' | 'hour' | 'day';

const periods: readonly (readonly [Period, string])[] = [
  ['second', '(?:1 ?)?s(?:ec(?:ond)?)?'],
  ['minute', '(?:(?:1 ?)?m(?:in(?:ute)?)?|60 ?s(?:ec(?:ond)?s?)?)'],
  ['hour', '(?:(?:1 ?)?h(?:(?:ou)?r)?|3600 ?s(?:ec(?:ond)?s?)?)'],
  ['day', '(?:(?:1 ?)?d(?:ay)?|24 ?h(?:ours?)?|86400 ?s(?:ec(?:ond)?s?)?)'],
];

const adjectives: Record<Period, string> = {
  second: 'per second',
  minute: '(?:per minute|minutely)',
  hour: '(?:per hour|hourly)',
  day: '(?:per day|daily)',
};

const dimensions: Record<Unit, Partial<Record<Period, Dimension>>> = {
  requests: { second: 'RPS', minute: 'RPM', day: 'RPD' },
  tokens: { second: 'TPS', minute: 'TPM', day: 'TPD' },
  input: { minute: 'ITPM', day: 'TPD' },
  output: { minute: 'OTPM', day: 'TPD' },
  images: { minute: 'IPM' },
  audio: { hour: 'ASH', day: 'ASD' },
};

const spelled: Record<string, Dimension> = {
  rps: 'RPS',
  rpm: 'RPM',
  rpd: 'RPD',
  tps: 'TPS',
  tpm: 'TPM',
  tpd: 'TPD',
  itpm: 'ITPM',
  otpm: 'OTPM',
  ash: 'ASH',
  asd: 'ASD',
  ipm: 'IPM',
};

/** `requests per minute`, `per minute token limit`, `daily request limit`, `50 per 86400s`. */
const unitNear = (unit: string, period: Period, length: string): RegExp =>
  new RegExp(
    [
      String.raw`\b${unit}(?: (?:rate|limit|quota|count|sent|processed))?(?: per (?:base )?(?:model|project|user|key|team|organization|region))*(?: (?:per|an?|each|every) | ?/ ?)${length}\b`,
      String.raw`\b${adjectives[period]}(?: [a-z]+)? ${unit}\b`,
      String.raw`\b${unit}\b[^.,;:]{0,40} ${adjectives[period]}\b`,
    ].join('|'),
  );

const rateTable = units.flatMap(([unit, unitWords]) =>
  periods.flatMap(([period, length]) => {
    const dimension = dimensions[unit][period];
    return dimension ? [{ dimension, pattern: unitNear(unitWords, period, length) }] : [];
  }),
);

const countPerTime = periods.map(([period, length]) => ({
  dimension: dimensions.requests[period] ?? null,
  pattern: new RegExp(String.raw`\b\d+ per ${length}\b`),
}));

/** @param words plain words. @returns the rate that they name, or null */
export const readRateDimension = (words: string): Dimension | null => {
  const [, short] = /\b(rp[smd]|tp[smd]|[io]tpm|as[hd]|ipm)\b/.exec(words) ?? [];
  if (short) return spelled[short] ?? null;
  const [named] = rateTable
    .map(({ dimension, pattern }) => ({ dimension, at: words.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at);
  return named?.dimension ?? countPerTime.find(({ pattern }) => pattern.test(words))?.dimension ?? null;
};

const rateLimits = [
  numbered(String.raw`\blimit(?:ed)?(?: for this \w+| of| is| to| at)*\s*[:=]?\s*N`),
  numbered(String.raw`N (?:[a-z]+ ?){1,3} ?(?:(?:per|an?) |/ ?)(?:second|minute|min|hour|day)\b`),
  numbered(String.raw`\bmax(?:imum)? (?:[a-z]+ ){1,3}[:=]? ?N`),
  numbered(String.raw`\b(?:second|minute|min|hour|day|rpm|tpm|rpd|tpd)(?: of| is|:)+ ?N`),
];

const usedNumbers = [numbered(String.raw`\b(?:used|current|actual|current usage)\b\s*[:=]?\s*N`)];
const requestedNumbers = [numbered(String.raw`\brequested(?: up to| about| a total of)?\s*[:=]?\s*N`)];

/** The quota that lasts longest decides: while it is spent, the others do not matter. */
const leadingQuota = (quotas: readonly NamedQuota[]) => {
  const named = quotas.map(({ name, limit }) => ({ limit, dimension: readRateDimension(plainCode(name)) }));
  const isDaily = (dimension: Dimension | null) => dimension === 'RPD' || dimension === 'TPD';
  return (
    named.find(({ dimension }) => isDaily(dimension)) ?? named.find(({ dimension }) => dimension !== null) ?? named[0]
  );
};

/** The rate that was hit, as far as words and quotas tell it. */
export const readRate = (words: string, quotas: readonly NamedQuota[]): FaultLimit => {
  const quota = leadingQuota(quotas);
  return {
    dimension: quota?.dimension ?? readRateDimension(words),
    limit: quota?.limit ?? firstNumber(words, rateLimits),
    used: firstNumber(words, usedNumbers),
    requested: firstNumber(words, requestedNumbers),
  };
};

/** How much of a request the credit still pays for. */
export const readAffordable = (words: string): FaultLimit => {
  const limit = firstNumber(words, [numbered(String.raw`\bcan only afford N`)]);
  return limit === null ? noLimit : { ...noLimit, limit, requested: firstNumber(words, requestedNumbers) };
};

// ---- waits

const wait = String.raw`((?:\d+(?:\.\d+)?\s*(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\b[\s,]*(?:and )?|\d+(?:\.\d+)?(?:h|m(?!s)|d)(?=\d))+)`;
const waitPhrases = [
  new RegExp(
    String.raw`\b(?:try(?:ing)?(?: again)?|retry(?:ing)?|resets?|reset|available(?: again)?|wait(?:ing)?|back off)\b(?: (?:your )?(?:request|it|this|again))?(?: (?:in|after|for|at least|about|approximately|around|another))*[\s:~]*${wait}`,
  ),
  /\bretry[- ]after\b[:= ]*(\d+(?:\.\d+)?)(?![\w.])/,
  /\bretry_?delay\b\W{0,5}(?:seconds\W{0,3})?(\d+(?:\.\d+)?)/,
];

const momentPhrase =
  /\b(?:resets?|regain access|try again|available|retry|until)\b[^\d]{0,30}(\d{4}-\d{2}-\d{2}(?:t| at | )\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:z\b|utc|gmt|[+-]\d{2}:?\d{2})?)/;

/** `resets at 2026-11-24 00:00:00 UTC`. @returns ms from now; null without a moment or without `now` */
const readMomentWords = (text: string, now: number | undefined): number | null => {
  const [, written] = momentPhrase.exec(text) ?? [];
  return written === undefined ? null : readWait(written.replace(' at ', ' ').trim(), 'date', now);
};

/**
 * @param text lower case, else as written
 * @param now epoch ms; without it a moment is not read
 * @returns the ms that the words ask to wait, or null
 */
export const readWaitWords = (text: string, now?: number): number | null => {
  for (const phrase of waitPhrases) {
    const found = readDuration((phrase.exec(text)?.[1] ?? '').replace(/[\s,]+$|\band\s*$/g, ''));
    if (found !== null) return found;
  }
  return readMomentWords(text, now);
};

const waitNumbers: readonly (readonly [RegExp, number])[] = [
  [/^retry_?after_?(?:ms|milliseconds)$/, 1],
  [/^(?:retry_?after(?:_?s(?:ec(?:ond)?s?)?)?|retry_?in|estimated_time)$/, 1_000],
];

/** @param numbers fields of the body. @returns ms, or null */
export const readWaitField = (numbers: Readonly<Record<string, number>>): number | null => {
  for (const [name, factor] of waitNumbers) {
    const [, value] = Object.entries(numbers).find(([field]) => name.test(field)) ?? [];
    const ms = value === undefined ? null : readDuration(String((value * factor) / 1_000));
    if (ms !== null) return ms;
  }
  return null;
};
