// Reads the rate-limit headers of a service that nobody described, from the words in the headers' names. Pure.
// Only for reading one error: what a provider's own grammar says is better, and nothing is believed for long from it.
import type { Dimension } from '../domain/fault.ts';
import { readWait } from './read-duration.ts';
import { type Headers, type MeterReading, readAmount } from './read-headers.ts';

/** As `MeterReading`; the dimension is null where the name says nothing of it. */
export type GuessedMeter = Omit<MeterReading, 'dimension'> & { dimension: Dimension | null };

type Role = 'limit' | 'remaining' | 'reset';

const isRateHeader = /rate-?limit|token-?limit/;
const roleWord = /(?:^|-)(limit|remaining|reset)(?=-|$)/g;

const dimensionNames: readonly (readonly [RegExp, Dimension])[] = [
  [/input-tokens/, 'ITPM'],
  [/output-tokens/, 'OTPM'],
  [/audio-seconds.*day/, 'ASD'],
  [/audio-seconds/, 'ASH'],
  [/images?/, 'IPM'],
  [/tokens?.*day|day.*tokens?/, 'TPD'],
  [/tokens?.*second/, 'TPS'],
  [/tokens?(?!-?limit)/, 'TPM'],
  [/req(?:uest)?s?\b.*day|day.*req/, 'RPD'],
  [/req(?:uest)?s?\b.*second/, 'RPS'],
  [/req(?:uest)?s?\b/, 'RPM'],
];

const aMinute = 60_000;

/** What needs more than a minute to come back is no limit per minute, whatever it is called. */
const dimensionOf = (name: string, resetMs: number | null): Dimension | null => {
  const [, named] = dimensionNames.find(([pattern]) => pattern.test(name)) ?? [];
  const isLonger = named === 'RPM' && !name.includes('minute') && (resetMs ?? 0) > aMinute;
  return isLonger ? 'RPD' : (named ?? null);
};

/** `x-ratelimit-remaining-requests` → role `remaining` of the meter `x-ratelimit-requests`. */
const splitName = (name: string): { role: Role; meter: string } | null => {
  const role = [...name.matchAll(roleWord)].at(-1)?.[1];
  const isRole = role === 'limit' || role === 'remaining' || role === 'reset';
  return isRole && isRateHeader.test(name) ? { role, meter: name.replace(`-${role}`, '') } : null;
};

/**
 * @param headers names in lower case
 * @param now epoch ms; without it, resets that are written as dates or epochs are null
 */
export const guessMeters = (headers: Headers, now?: number): GuessedMeter[] => {
  const meters = new Map<string, Partial<Record<Role, string>>>();
  for (const [name, value] of Object.entries(headers)) {
    const split = splitName(name);
    if (split) meters.set(split.meter, { ...meters.get(split.meter), [split.role]: value });
  }
  return [...meters].map(([name, values]) => {
    const resetMs = readWait(values.reset ?? '', undefined, now);
    return {
      dimension: dimensionOf(name, resetMs),
      limit: readAmount(values.limit),
      remaining: readAmount(values.remaining),
      resetMs,
    };
  });
};
