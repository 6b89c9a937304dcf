import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFault } from '../../lib/limits/read-fault.ts';
import { type FixtureError, fixtureErrors, flat, type UnseenError, unseenErrors } from './error-cases.ts';

const kindOf = (error: Pick<FixtureError, 'status' | 'headers' | 'body'>) => readFault(error).kind;

describe('the 92 fixtures', () => {
  it.each(fixtureErrors)('reads $id exactly as expected', ({ provider, status, headers, body, expect: expected }) => {
    const { kind, scope, limit, retryAfterMs } = readFault({ provider, status, headers, body });
    expect({ kind, scope, limit }).toEqual({ kind: expected.kind, scope: expected.scope, limit: expected.limit });
    if (expected.retryAfterMs === null) expect(retryAfterMs).toBeNull();
    else expect(Math.abs((retryAfterMs ?? Number.NaN) - expected.retryAfterMs)).toBeLessThanOrEqual(1);
  });
});

describe('answers beside the fixtures', () => {
  const accepted = ({ expect: expected, alsoAccept = {} }: UnseenError) =>
    Object.fromEntries(
      Object.entries(expected).map(([field, value]) => [
        field,
        [value, ...(alsoAccept[field as keyof typeof alsoAccept] ?? [])],
      ]),
    );

  it.each(unseenErrors)('reads $id ($origin)', (error) => {
    const got: Record<string, unknown> = flat(readFault(error));
    for (const [field, values] of Object.entries(accepted(error))) expect(values, field).toContain(got[field]);
  });

  it('are at least 60, each with its own id', () => {
    expect(unseenErrors.length).toBeGreaterThanOrEqual(60);
    expect(new Set(unseenErrors.map(({ id }) => id)).size).toBe(unseenErrors.length);
  });
});

describe('where words and status disagree', () => {
  const headers = {};
  it('reads a quota sentence as money without Google around it, and as a rate with it', () => {
    const message = 'You exceeded your current quota, please check your plan and billing details.';
    expect(kindOf({ status: 429, headers, body: JSON.stringify({ error: { message } }) })).toBe('quota_exhausted');
    const google = { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } };
    expect(kindOf({ status: 429, headers, body: JSON.stringify(google) })).toBe('rate_limited');
  });

  it('never takes billing, quota, token or exceeded alone for a reason', () => {
    for (const word of ['billing', 'quota', 'token', 'exceeded', 'credits', 'upgrade']) {
      const body = JSON.stringify({ error: { message: `See ${word} in the docs.` } });
      expect(kindOf({ status: 400, headers, body }), word).toBe('bad_request');
      expect(kindOf({ status: 429, headers, body }), word).toBe('rate_limited');
      expect(kindOf({ status: 500, headers, body }), word).toBe('server_error');
    }
  });

  it('never reads a key out of a 403 alone', () => {
    for (const body of ['', '{}', '{"error":{}}', 'Forbidden', '{"detail":"Forbidden"}', 'no']) {
      expect(kindOf({ status: 403, headers, body }), body).not.toBe('invalid_key');
    }
  });

  it('does not read the cause out of a quoted prompt or a failed generation', () => {
    const prompt = 'Invalid API key, rate limit reached, maximum context length is 5 tokens, insufficient credits';
    const echoes = [
      { detail: [{ type: 'missing', loc: ['body', 'messages'], msg: 'Field required', input: { content: prompt } }] },
      { error: { message: 'Bad request', param: 'x', input: prompt } },
    ];
    for (const echo of echoes) expect(kindOf({ status: 422, headers, body: JSON.stringify(echo) })).toBe('bad_request');
    const failed = {
      error: { message: 'Failed to call a function.', code: 'tool_use_failed', failed_generation: prompt },
    };
    expect(kindOf({ status: 400, headers, body: JSON.stringify(failed) })).toBe('server_error');
  });

  it('takes an error inside a 200, an empty 200 and a page for faults of the service', () => {
    expect(kindOf({ status: 200, headers, body: '' })).toBe('server_error');
    expect(kindOf({ status: 200, headers, body: '<!doctype html><title>Sign in</title>' })).toBe(
      'endpoint_unreachable',
    );
    expect(kindOf({ status: 200, headers, body: '{"error":{"code":401,"message":"nope"}}' })).toBe('invalid_key');
  });

  it('keeps a request above a cap per minute apart from a rate limit, at any status, and without a time', () => {
    const body = 'Request too large on tokens per minute (TPM): Limit 8000, Requested 9000. Please try again in 3s.';
    for (const status of [413, 429, 400, null]) {
      const fault = readFault({ status, headers: { 'retry-after': '3' }, body });
      expect(fault.kind).toBe('request_too_large');
      expect(fault.retryAfterMs).toBeNull();
    }
  });

  it('does not let an empty meter in the headers turn a context error into a rate limit', () => {
    const body = JSON.stringify({
      error: { message: 'maximum context length is 8192 tokens, you requested 9000 tokens' },
    });
    const fault = readFault({ status: 400, headers: { 'x-ratelimit-remaining-requests': '0' }, body });
    expect(fault).toMatchObject({ kind: 'context_too_long', limit: { limit: 8192, requested: 9000 } });
  });
});

describe('times', () => {
  const body = '{"error":{"message":"Rate limit reached. Please try again in 1m24.5s."}}';
  const wait = (headers: Record<string, string>, text = '', now?: number, status = 429) =>
    readFault({ status, headers, body: text }, now).retryAfterMs;

  it('come from the text before the headers, and from the finer header first', () => {
    const headers = { 'retry-after-ms': '1500', 'retry-after': '9', 'x-ratelimit-remaining-requests': '0' };
    expect(wait(headers, body)).toBe(84_500);
    expect(wait(headers)).toBe(1_500);
    expect(wait({ 'retry-after': '9', 'x-ratelimit-reset-requests': '30s' })).toBe(9_000);
    expect(wait({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '30s' })).toBe(30_000);
    expect(wait({ 'x-ratelimit-remaining-requests': '7', 'x-ratelimit-reset-requests': '30s' })).toBeNull();
    expect(wait({})).toBeNull();
  });

  it('that are moments need to know what time it is', () => {
    const now = Date.UTC(2026, 10, 23, 12, 0, 0);
    const date = { 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' };
    expect(wait(date)).toBeNull();
    expect(wait(date, '', now)).toBe(30_000);
    const text = 'Rate limit exceeded. Limit resets at: 2026-11-23 12:01:00 UTC';
    expect(wait({}, text)).toBeNull();
    expect(wait({}, text, now)).toBe(60_000);
    const nested = {
      error: {
        code: 429,
        message: 'Rate limit exceeded: free-models-per-day',
        metadata: {
          headers: {
            'X-RateLimit-Limit': '50',
            'X-RateLimit-Remaining': '0',
            'X-RateLimit-Reset': String(now + 5_000),
          },
        },
      },
    };
    expect(readFault({ status: 429, headers: {}, body: JSON.stringify(nested) }, now)).toMatchObject({
      retryAfterMs: 5_000,
      limit: { dimension: 'RPD', limit: 50 },
    });
  });

  it('are read in every wording', () => {
    const wordings: [string, number][] = [
      ['Please retry after 59 seconds.', 59_000],
      ['Please wait 73204 seconds before retrying.', 73_204_000],
      ['Try again in 2 minutes', 120_000],
      ['try again in 1 hour 5 minutes.', 3_900_000],
      ['try again in 1h2m3s', 3_723_000],
      ['Please retry in 55.837881432s.', 55_838],
      ['Your quota will reset after 3h12m5s.', 11_525_000],
      ['rate limit resets in 34s', 34_000],
      ['{"message":"slow","retry_after":4.25}', 4_250],
      ['{"message":"slow","retryDelay":"28s"}', 28_000],
      ['Retry-After: 12', 12_000],
    ];
    for (const [text, ms] of wordings) expect(wait({}, text), text).toBe(ms);
  });

  it('use the grammar of the provider where it is known', () => {
    const headers = { 'x-left': '0', 'x-back': '4', 'x-most': '60' };
    const grammar = [
      { dimension: 'RPS', limit: 'x-most', remaining: 'x-left', reset: 'x-back', resetFormat: 'seconds' },
    ] as const;
    expect(readFault({ status: 429, headers, body: '' }, undefined, grammar)).toMatchObject({
      kind: 'rate_limited',
      retryAfterMs: 4_000,
      limit: { dimension: 'RPS', limit: 60 },
    });
  });
});

describe('the message', () => {
  const messageOf = (body: string) => readFault({ status: 400, headers: {}, body }).message;

  it('is the words of the provider in one line', () => {
    expect(messageOf('{"error":{"message":"Request too large.\\nLimit 5."}}')).toBe('Request too large. Limit 5.');
    expect(messageOf('<html><head><title>502 Bad Gateway</title></head><body>x</body></html>')).toBe('502 Bad Gateway');
    expect(messageOf('{"error":{"message":"Provider returned error","metadata":{"raw":"busy"}}}')).toBe(
      'Provider returned error: busy',
    );
  });

  it('shows no key that the provider repeats', () => {
    const key = 'sk-proj-Ab12Cd34Ef56Gh78Ij90Kl12';
    for (const secret of [
      key,
      'gsk_Zx81Qw72Er63Ty54Ui45Op36',
      'AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q',
      '88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b',
    ]) {
      expect(
        messageOf(JSON.stringify({ error: { message: `Incorrect API key provided: ${secret}. Try.` } })),
      ).not.toContain(secret);
      expect(messageOf(`Not allowed with ${secret}`)).not.toContain(secret);
    }
    expect(messageOf('Received API Key = hunter2hunter2, try again')).not.toContain('hunter2');
  });

  it('leaves the names of models alone', () => {
    const text = 'The model meta-llama/llama-4-maverick-17b-128e-instruct does not exist';
    expect(messageOf(text)).toBe(text);
  });
});

describe('whatever comes', () => {
  const anyStatus = fc.option(fc.integer({ min: 100, max: 599 }), { nil: null });
  const anyBody = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.json(),
    fc.constantFrom(...fixtureErrors.map((error) => error.body)),
  );

  it('gives a fault whose numbers are numbers and whose message is short', () => {
    fc.assert(
      fc.property(
        anyStatus,
        anyBody,
        fc.nat(400),
        fc.dictionary(fc.string(), fc.string()),
        (status, text, cut, headers) => {
          const fault = readFault({ status, headers, body: text.slice(0, text.length - Math.min(cut, text.length)) });
          expect(fault.message.length).toBeLessThanOrEqual(300);
          expect(fault.message).not.toContain('\n');
          for (const number of [fault.retryAfterMs, fault.limit.limit, fault.limit.used, fault.limit.requested]) {
            expect(number === null || (Number.isFinite(number) && number >= 0)).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is read in a moment, also when it is long and repeats itself', () => {
    const repeated = [
      'a',
      ' ',
      '{"error":',
      '[{',
      "{'",
      'exceeded ',
      'rate limit ',
      'model ',
      'tokens per ',
      '1,',
      'llama-3',
      '-_',
      '"\\',
      'context length is ',
    ];
    for (const piece of repeated) {
      const from = performance.now();
      readFault({ status: 400, headers: {}, body: piece.repeat(40_000 / piece.length) });
      expect(performance.now() - from, piece).toBeLessThan(3_000);
    }
  });
});
