// Reads how long to wait, in every way a header or an error text writes it. Pure: a date is only read against a time
// that is handed in. Never guesses: what is not clearly a time is null, never 0, NaN or Infinity.
import type { TimeFormat } from '../domain/provider.ts';

/** No provider asks for more than a year; what says so is garbage. */
const longest = 366 * 86_400_000;

const unitMs: readonly (readonly [RegExp, number])[] = [
  [/^(?:ns|nanos?|nanoseconds?)$/, 1e-6],
  [/^(?:us|µs|μs|micros?|microseconds?)$/, 1e-3],
  [/^(?:ms|msecs?|millis?|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, 1_000],
  [/^(?:m|mins?|minutes?)$/, 60_000],
  [/^(?:h|hrs?|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, 86_400_000],
];

const part = /(\d{1,15}(?:\.\d{1,20})?)\s*([a-zµμ]+)/g;
const whole = /^(?:\d{1,15}(?:\.\d{1,20})?\s*[a-zµμ]+(?:\s*(?:,|and)?\s*))+$/;
const bare = /^\d{1,15}(?:\.\d{1,20})?$/;
const rfc3339 = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$/i;
const httpDate =
  /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? \d{1,2}[ -][a-z]{3}[ -]\d{2,4} \d{2}:\d{2}:\d{2} (?:gmt|utc)$/i;

/** @param ms any number; @returns it in whole milliseconds, or null where it is no time that anyone would wait */
const asWait = (ms: number): number | null => (Number.isFinite(ms) && ms >= 0 && ms <= longest ? Math.round(ms) : null);

const msOfUnit = (unit: string): number | null => unitMs.find(([names]) => names.test(unit))?.[1] ?? null;

/**
 * A length of time: `2m59.56s`, `6m0s`, `17ms`, `1 hour 5 minutes`, or a bare number of seconds.
 * @returns milliseconds, rounded; null where the text is anything else
 */
export const readDuration = (text: string): number | null => {
  const written = text.trim().toLowerCase();
  if (bare.test(written)) return asWait(Number(written) * 1_000);
  if (!whole.test(written)) return null;
  let sum = 0;
  for (const [, amount, unit] of written.matchAll(part)) {
    const ms = msOfUnit(unit ?? '');
    if (ms === null) return null;
    sum += Number(amount) * ms;
  }
  return asWait(sum);
};

/** A moment, as an HTTP date or RFC 3339; a date without a zone is taken for UTC. @returns epoch ms, or null */
export const readDate = (text: string): number | null => {
  const written = text.trim();
  if (httpDate.test(written)) return finite(Date.parse(written));
  if (!rfc3339.test(written)) return null;
  const iso = written
    .toUpperCase()
    .replace(/(\d)[T ](\d)/, '$1T$2')
    .replace(/\s*(?:UTC|GMT)$/, 'Z')
    .replace(/\s/g, '');
  return finite(Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`));
};

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const until = (moment: number | null, now: number | undefined): number | null =>
  moment === null || now === undefined ? null : asWait(moment - now);

const numberTimes = (text: string, factor: number): number | null =>
  bare.test(text) ? asWait(Number(text) * factor) : null;

const readers: Record<TimeFormat, (text: string, now: number | undefined) => number | null> = {
  duration: (text) => readDuration(text),
  seconds: (text) => numberTimes(text, 1_000),
  milliseconds: (text) => numberTimes(text, 1),
  'epoch-seconds': (text, now) => until(bare.test(text) ? Number(text) * 1_000 : null, now),
  'epoch-milliseconds': (text, now) => until(bare.test(text) ? Number(text) : null, now),
  date: (text, now) => until(readDate(text), now),
};

/** A bare number this large is a moment, not a wait: seconds since 2001, or milliseconds since 1973. */
const shapeOf = (text: string): TimeFormat => {
  if (!bare.test(text)) return /^\d+(?:\.\d+)?\s*[a-zµμ]/i.test(text) ? 'duration' : 'date';
  if (Number(text) >= 1e11) return 'epoch-milliseconds';
  return Number(text) >= 1e9 ? 'epoch-seconds' : 'seconds';
};

/**
 * A wait as a header writes it.
 * @param format how it is written; where left out, or where the value is plainly not written so, its shape decides
 * @param now epoch ms; without it moments (dates, epochs) are null
 * @returns milliseconds from now, or null
 */
export const readWait = (text: string, format?: TimeFormat, now?: number): number | null => {
  const written = text.trim();
  if (written === '' || written.length > 64) return null;
  const shape = shapeOf(written);
  const asDeclared = format && (shape === format || bare.test(written)) ? readers[format](written, now) : null;
  return asDeclared ?? (format && shape === 'seconds' ? null : readers[shape](written, now));
};
