import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readErrorBody } from '../../lib/limits/error-body.ts';
import { plainCode, plainWords, withoutOffers } from '../../lib/limits/error-words.ts';
import { readLoose } from '../../lib/limits/lenient-json.ts';

const textsOf = (body: string) => readErrorBody(body).texts;

describe('nearly JSON', () => {
  it('reads what JSON reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readLoose(JSON.stringify(value)).value).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('reads a Python dict as printed', () => {
    const { value } = readLoose(
      `{'error': {'message': "it's over", 'param': None, 'ok': False, 'code': 429, 'list': [1, ('a', 2)]}}`,
    );
    expect(value).toEqual({ error: { message: "it's over", param: null, ok: false, code: 429, list: [1, ['a', 2]] } });
  });

  it('closes what was cut off', () => {
    expect(readLoose('{"error":{"message":"Limit reac').value).toEqual({ error: { message: 'Limit reac' } });
    expect(readLoose('[{"a":1},{"b"').value).toEqual([{ a: 1 }, { b: '' }]);
  });

  it('never throws and never hangs, wherever a text is cut and whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(200), (text, cut) => {
        readLoose(text.slice(0, cut));
        readLoose(text.slice(cut));
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => readLoose(text).end >= 0));
    readLoose('{['.repeat(20_000));
  });
});

describe('the body of an error', () => {
  it.each([
    ['OpenAI', '{"error":{"message":"No.","type":"t","param":null,"code":"c"}}'],
    ['a string', '{"error":"No."}'],
    ['flat', '{"message":"No.","type":"t","code":"c"}'],
    ['object error', '{"object":"error","message":"No.","code":400}'],
    ['FastAPI', '{"detail":"No."}'],
    ['FastAPI list', '{"detail":[{"type":"missing","loc":["body"],"msg":"No."}]}'],
    ['a list', '[{"error":{"code":400,"message":"No."}}]'],
    ['JSON in a string', '{"error":{"message":"{\\"error\\":{\\"message\\":\\"No.\\"}}"}}'],
    [
      'JSON in JSON in a string',
      JSON.stringify({ error: { message: JSON.stringify({ error: { message: '{"message":"No."}' } }) } }),
    ],
    ['Python', "{'error': {'message': 'No.', 'code': None}}"],
    ['a status in front', '400 {"error":{"message":"No."}}'],
    ['an SDK in front', "Error code: 400 - {'error': {'message': 'No.'}}"],
    ['a status and its phrase in front', '404 Not Found {"error":{"message":"No."}'],
    ['a bracket around', '[API Error: 400 No.]'],
    ['a JSON string', '"No."'],
    ['plain', 'No.'],
    ['a stream event', 'event: error\ndata: {"error":{"message":"No."}}\n\n'],
    ['a page', '<!DOCTYPE html><html><head><title>No.</title></head><body><p>much more</p></body></html>'],
    ['Cloudflare list', '{"success":false,"errors":[{"code":10000,"message":"No."}],"messages":[],"result":null}'],
    ['a status message', '{"base_resp":{"status_code":1008,"status_msg":"No."}}'],
  ])('is taken apart in the shape of %s', (_shape, body) => {
    expect(textsOf(body)).toEqual(['No.']);
  });

  it('names its status, the outer one first', () => {
    expect(readErrorBody('429 slow').status).toBe(429);
    expect(readErrorBody('{"error":{"code":"429","message":"x"}}').status).toBe(429);
    expect(readErrorBody('{"error":{"code":502,"metadata":{"raw":{"code":400,"message":"y"}}}}').status).toBe(502);
    expect(readErrorBody('{"code":20012,"message":"x"}').status).toBeNull();
    expect(readErrorBody('error code: 1015').status).toBeNull();
  });

  it('keeps quoted headers, numbers and quotas', () => {
    const body = readErrorBody(
      JSON.stringify({
        error: {
          message: 'x',
          n_ctx: 4096,
          metadata: { headers: { 'X-RateLimit-Limit': '50' } },
          details: [{ violations: [{ quotaId: 'RequestsPerDay', quotaValue: '20' }] }],
        },
      }),
    );
    expect(body.headers).toEqual({ 'x-ratelimit-limit': '50' });
    expect(body.numbers).toMatchObject({ n_ctx: 4096 });
    expect(body.quotas).toEqual([{ name: 'RequestsPerDay', limit: 20 }]);
  });

  it('is empty where an SDK only says that nothing came', () => {
    for (const body of ['', '  ', '{}', 'null', '401 status code (no body)']) expect(textsOf(body), body).toEqual([]);
  });
});

describe('plain words', () => {
  it('lose names, links and hyphens, and keep numbers', () => {
    expect(plainWords("The model `llama-3.3-70b-versatile` doesn't exist, see https://a.b/settings/billing")).toBe(
      'the model {model} does not exist, see {link}',
    );
    expect(plainWords('rate-limited on input-images per min: Limit 4,000')).toBe(
      'rate limited on input images per min: limit 4,000',
    );
    expect(plainWords("This model's maximum context_length can't be 5")).toBe(
      'this model maximum context length can not be 5',
    );
    expect(plainWords('in organization org_01abc: Limit:60 / min')).toBe('in organization {id}: limit:60 / min');
    expect(plainWords('Unknown request URL: POST /openai/v1/chat')).toBe('unknown request url: post {path}');
  });

  it('are made of codes too', () => {
    expect(plainCode('GenerateRequestsPerDayPerProjectPerModel-FreeTier')).toBe(
      'generate requests per day per project per model free tier',
    );
    expect(plainCode('DeploymentNotFound')).toBe('deployment not found');
    expect(plainCode('API_KEY_INVALID')).toBe('api key invalid');
  });

  it('leave offers out', () => {
    expect(withoutOffers('rate limit exceeded. add 10 credits to unlock 1000 requests per day')).not.toContain('1000');
    expect(withoutOffers('limit 5. need more tokens? upgrade to dev tier today')).not.toContain('upgrade');
  });
});
