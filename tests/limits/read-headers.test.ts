import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeaderGrammar } from '../../lib/domain/provider.ts';
import { guessMeters } from '../../lib/limits/guess-meters.ts';
import { readAmount, readHeaders } from '../../lib/limits/read-headers.ts';

const perDayAndMinute: HeaderGrammar = [
  {
    dimension: 'RPD',
    limit: 'x-ratelimit-limit-requests',
    remaining: 'x-ratelimit-remaining-requests',
    reset: 'x-ratelimit-reset-requests',
    resetFormat: 'duration',
  },
  {
    dimension: 'TPM',
    limit: 'x-ratelimit-limit-tokens',
    remaining: 'x-ratelimit-remaining-tokens',
    reset: 'x-ratelimit-reset-tokens',
    resetFormat: 'duration',
  },
];

const chat = {
  'x-ratelimit-limit-requests': '1000',
  'x-ratelimit-remaining-requests': '999',
  'x-ratelimit-reset-requests': '1m26.4s',
  'x-ratelimit-limit-tokens': '8000',
  'x-ratelimit-remaining-tokens': '7722',
  'x-ratelimit-reset-tokens': '2.085s',
};

describe('headers', () => {
  it('are read into one meter per limit of the grammar', () => {
    expect(readHeaders(chat, perDayAndMinute)).toEqual({
      meters: [
        { dimension: 'RPD', limit: 1_000, remaining: 999, resetMs: 86_400 },
        { dimension: 'TPM', limit: 8_000, remaining: 7_722, resetMs: 2_085 },
      ],
      retryAfterMs: null,
      organization: null,
    });
  });

  it('give no meters without a grammar, and none for limits that are not in the answer', () => {
    expect(readHeaders(chat, []).meters).toEqual([]);
    expect(readHeaders({ 'x-ratelimit-limit-tokens': '8000' }, perDayAndMinute).meters).toEqual([
      { dimension: 'TPM', limit: 8_000, remaining: null, resetMs: null },
    ]);
    expect(readHeaders({}, perDayAndMinute).meters).toEqual([]);
  });

  it('are found whatever the case of their names', () => {
    const anyCase = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(anyCase, (capitals) => {
        const changed = Object.fromEntries(
          Object.entries(chat).map(([name, value]) => [
            [...name].map((letter, index) => (capitals[index] ? letter.toUpperCase() : letter)).join(''),
            value,
          ]),
        );
        expect(readHeaders(changed, perDayAndMinute)).toEqual(readHeaders(chat, perDayAndMinute));
      }),
    );
  });

  it('tell the wait, the finer one first', () => {
    const now = Date.UTC(2026, 10, 23, 12, 0, 0);
    const wait = (headers: Record<string, string>, time?: number) => readHeaders(headers, [], time).retryAfterMs;
    expect(wait({ 'Retry-After': '3' })).toBe(3_000);
    expect(wait({ 'retry-after': '3', 'retry-after-ms': '2750' })).toBe(2_750);
    expect(wait({ 'retry-after': '3', 'retry-after-ms': 'soon' })).toBe(3_000);
    expect(wait({ 'retry-after': 'Mon, 23 Nov 2026 12:00:09 GMT' }, now)).toBe(9_000);
    expect(wait({ 'retry-after': 'Mon, 23 Nov 2026 12:00:09 GMT' })).toBeNull();
    expect(wait({ 'retry-after': '-3' })).toBeNull();
    expect(wait({})).toBeNull();
  });

  it('tell the organisation, under the names that are in use', () => {
    expect(readHeaders({ 'OpenAI-Organization': 'user-abc' }, []).organization).toBe('user-abc');
    expect(readHeaders({ 'anthropic-organization-id': 'f00' }, []).organization).toBe('f00');
    expect(readHeaders({ 'openai-organization': ' ' }, []).organization).toBeNull();
    expect(readHeaders({ 'x-organization-policy': 'x' }, []).organization).toBeNull();
  });

  it('never make a number out of garbage', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.constantFrom('NaN', '1e400', '-1', 'Infinity', '0x1f', '١٢'),
    );
    const headers = fc.record(Object.fromEntries(Object.keys(chat).map((name) => [name, value])));
    fc.assert(
      fc.property(headers, value, value, (given, after, afterMs) => {
        const reading = readHeaders(
          { ...given, 'retry-after': after, 'retry-after-ms': afterMs },
          perDayAndMinute,
          1e12,
        );
        const numbers = [
          reading.retryAfterMs,
          ...reading.meters.flatMap(({ limit, remaining, resetMs }) => [limit, remaining, resetMs]),
        ];
        expect(numbers.every((number) => number === null || (Number.isFinite(number) && number >= 0))).toBe(true);
      }),
    );
  });
});

describe('an amount', () => {
  it.each([
    ['8000', 8_000],
    ['8,000', 8_000],
    ['1,000,000', 1_000_000],
    ['9.0', 9],
    ['0', 0],
    ['100;w=60', 100],
    ['100, 100;w=60', 100],
    [' 60 ', 60],
  ])('is read out of "%s"', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  it.each([undefined, '', '-1', 'many', '1e5', '9223372036854775807', 'NaN', '5 tokens'])(
    'is not read out of "%s"',
    (text) => {
      expect(readAmount(text)).toBeNull();
    },
  );
});

describe('headers that nobody described', () => {
  it('are read by the words in their names', () => {
    const guessed = guessMeters({
      'x-ratelimit-limit-requests-day': '14400',
      'x-ratelimit-remaining-requests-day': '14399',
      'x-ratelimit-limit-tokens-minute': '60000',
      'anthropic-ratelimit-input-tokens-limit': '20000',
      'anthropic-ratelimit-output-tokens-remaining': '0',
      'x-ratelimit-remaining-audio-seconds': '7',
      'x-ratelimit-limit-req-minute': '60',
    });
    expect(guessed.map(({ dimension, limit, remaining }) => [dimension, limit, remaining])).toEqual([
      ['RPD', 14_400, 14_399],
      ['TPM', 60_000, null],
      ['ITPM', 20_000, null],
      ['OTPM', null, 0],
      ['ASH', null, 7],
      ['RPM', 60, null],
    ]);
  });

  it('count the day where requests need more than a minute to come back', () => {
    expect(guessMeters({ 'x-ratelimit-reset-requests': '2m59.56s' })[0]?.dimension).toBe('RPD');
    expect(guessMeters({ 'x-ratelimit-reset-requests': '59s' })[0]?.dimension).toBe('RPM');
    expect(guessMeters({ 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '0' })).toEqual([
      { dimension: null, limit: 50, remaining: 0, resetMs: null },
    ]);
    expect(guessMeters({ 'content-length': '9', 'x-limit': '3' })).toEqual([]);
  });
});
