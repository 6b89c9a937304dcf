// Limits: that they count, refill without steps and are reported as each provider reports them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chat, upload } from './asking.ts';
import { goDuration } from './durations.ts';
import { type Farm, startFarm } from './index.ts';
import { createMeters } from './meters.ts';
import { toneWave, words } from './tones.ts';

describe('the bucket', () => {
  test('refills without steps and names the wait by the law of the real ones', () => {
    let now = 0;
    const meters = createMeters(1, () => now);
    expect(meters.take('a', { TPM: 8_000 }, { TPM: 6_000 })).toBeNull();
    const short = meters.take('a', { TPM: 8_000 }, { TPM: 3_000 });
    // (6000 + 3000 - 8000) × 60 s / 8000
    expect(short).toMatchObject({
      dimension: 'TPM',
      limit: 8_000,
      used: 6_000,
      requested: 3_000,
      waitMs: 7_500,
      never: false,
    });
    now = 7_499;
    expect(meters.take('a', { TPM: 8_000 }, { TPM: 3_000 })).not.toBeNull();
    now = 7_500;
    expect(meters.take('a', { TPM: 8_000 }, { TPM: 3_000 })).toBeNull();
  });

  test('a daily limit frees one request after its share of the day', () => {
    let now = 0;
    const meters = createMeters(1, () => now);
    for (let count = 0; count < 1_000; count += 1) meters.take('a', { RPD: 1_000 }, { RPD: 1 });
    expect(meters.take('a', { RPD: 1_000 }, { RPD: 1 })?.waitMs).toBeCloseTo(86_400);
    now = 86_400;
    expect(meters.take('a', { RPD: 1_000 }, { RPD: 1 })).toBeNull();
  });

  test('what was refused costs nothing, in any dimension', () => {
    const meters = createMeters(1, () => 0);
    const limits = { RPM: 5, TPM: 100 };
    expect(meters.take('a', limits, { RPM: 1, TPM: 101 })).toMatchObject({ dimension: 'TPM', never: true });
    expect(meters.read('a', limits)).toMatchObject({ RPM: { remaining: 5 }, TPM: { remaining: 100 } });
  });

  test('time can be made to pass faster', () => {
    let now = 0;
    const meters = createMeters(60, () => now);
    meters.take('a', { RPM: 1 }, { RPM: 1 });
    expect(meters.take('a', { RPM: 1 }, { RPM: 1 })?.waitMs).toBeCloseTo(1_000);
    now = 1_000;
    expect(meters.take('a', { RPM: 1 }, { RPM: 1 })).toBeNull();
  });

  test.each([
    [0, '0s'],
    [6, '6ms'],
    [467, '467ms'],
    [7_500, '7.5s'],
    [43_200, '43.2s'],
    [86_400, '1m26.4s'],
    [179_560, '2m59.56s'],
    [360_000, '6m0s'],
    [3_600_000, '1h0m0s'],
  ])('%d ms are written as %s', (ms, text) => {
    expect(goDuration(ms)).toBe(text);
  });
});

describe('over the wire', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await startFarm({ timeScale: 20, deltaMs: 0 });
  });
  afterAll(() => farm.close());

  const ask = (key: string, text = 'Hello there.') => chat(farm.groq, key, 'openai/gpt-oss-20b', text);

  test('the sixth request in a minute of five is refused in the real words, and the named wait is enough', async () => {
    farm.groq.addKey('gsk_five', { organization: 'five', limits: { RPM: 5 } });
    for (let count = 0; count < 5; count += 1) expect((await ask('gsk_five')).status).toBe(200);
    const refused = await ask('gsk_five');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    const { error } = refused.json();
    expect(error?.message).toMatch(
      /^Rate limit reached for model `openai\/gpt-oss-20b` in organization `org_five` service tier `on_demand` on requests per minute \(RPM\): Limit 5, Used 5, Requested 1\. Please try again in \d+ms\. Need more tokens\? Upgrade to Dev Tier today at https:\/\/console\.groq\.com\/settings\/billing$/,
    );
    expect(error).toMatchObject({ type: 'requests', code: 'rate_limit_exceeded' });
    const wait = Number(/(\d+)ms/.exec(String(error?.message))?.[1]);
    await new Promise((resolve) => setTimeout(resolve, wait + 2));
    expect((await ask('gsk_five')).status).toBe(200);
  });

  test('keys of one organisation share a limit, other organisations and other models have their own', async () => {
    farm.groq.addKey('gsk_one', { organization: 'shared', limits: { RPD: 2 } });
    farm.groq.addKey('gsk_two', { organization: 'shared', limits: { RPD: 2 } });
    farm.groq.addKey('gsk_alone', { limits: { RPD: 2 } });
    expect((await ask('gsk_one')).status).toBe(200);
    expect((await ask('gsk_two')).status).toBe(200);
    expect((await ask('gsk_one')).status).toBe(429);
    expect((await ask('gsk_two')).status).toBe(429);
    expect((await ask('gsk_alone')).status).toBe(200);
    expect((await chat(farm.groq, 'gsk_one', 'openai/gpt-oss-120b', 'Hello.')).status).toBe(200);
  });

  test('a request above the limit of a minute is 413 at Groq and 429 at OpenAI', async () => {
    farm.groq.addKey('gsk_small', { organization: 'small' });
    farm.openai.addKey('sk-proj-small0000000000', { organization: 'small', limits: { TPM: 8_000 } });
    const text = 'word '.repeat(8_000);
    const groq = await ask('gsk_small', text);
    expect(groq.status).toBe(413);
    expect(groq.json().error?.message).toMatch(
      /^Request too large for model `openai\/gpt-oss-20b` in organization `org_small` service tier `on_demand` on tokens per minute \(TPM\): Limit 8000, Requested 100\d\d, please reduce your message size and try again\. Need more tokens\?/,
    );
    expect(groq.json().error).toMatchObject({ type: 'tokens', code: 'rate_limit_exceeded' });
    const openai = await chat(farm.openai, 'sk-proj-small0000000000', 'gpt-6-luna', text);
    expect(openai.status).toBe(429);
    expect(openai.json().error?.message).toMatch(
      /^Request too large for gpt-6-luna in organization org-small on tokens per min \(TPM\): Limit 8000, Requested 100\d\d\./,
    );
  });

  test('each provider reports its limits under its own names on every answer', async () => {
    farm.groq.addKey('gsk_names');
    farm.openai.addKey('sk-proj-names0000000000');
    farm.together.addKey('tgp_v1_names');
    const groq = await ask('gsk_names');
    expect(groq.headers.get('x-ratelimit-limit-requests')).toBe('1000');
    expect(groq.headers.get('x-ratelimit-remaining-requests')).toBe('999');
    // Twenty times faster than the real 1m26.4s.
    expect(groq.headers.get('x-ratelimit-reset-requests')).toMatch(/^4\.3\d*s$/);
    expect(groq.headers.get('x-ratelimit-limit-tokens')).toBe('8000');
    const openai = await chat(farm.openai, 'sk-proj-names0000000000', 'gpt-6-luna', 'Hello.');
    expect(openai.headers.get('x-ratelimit-limit-requests')).toBe('500');
    expect(openai.headers.get('x-ratelimit-limit-tokens')).toBe('200000');
    const together = await chat(farm.together, 'tgp_v1_names', 'Qwen/Qwen3.5-9B', 'Hello.');
    expect(together.headers.get('x-ratelimit-limit')).toBe('10');
    expect(together.headers.get('x-ratelimit-reset')).toMatch(/^0\.\d+$/);
    expect(together.headers.get('x-tokenlimit-limit')).toBe('100000');
    const generic = await chat(farm.generic, null, 'practice-small', 'Hello.');
    expect([...generic.headers.keys()].filter((name) => /limit|retry/.test(name))).toEqual([]);
  });

  test('Together names no number, only the time', async () => {
    farm.together.addKey('tgp_v1_slow', { limits: { RPS: 1 } });
    const calls = Array.from({ length: 20 }, () => chat(farm.together, 'tgp_v1_slow', 'zai-org/GLM-5.3', 'Hello.'));
    const refused = (await Promise.all(calls)).find(({ status }) => status === 429);
    expect(refused?.json().error?.type).toBe('dynamic_request_limited');
    expect(Number(refused?.headers.get('x-ratelimit-reset'))).toBeGreaterThan(0);
  });

  test('seconds of sound are counted by the hour, ten at least for each upload', async () => {
    farm.groq.addKey('gsk_sound', { organization: 'sound', limits: { ASH: 16 } });
    const file = toneWave(words(1, 10));
    const first = await upload(farm.groq, 'gsk_sound', { model: 'whisper-large-v3-turbo' }, file);
    expect(first.status).toBe(200);
    expect(first.headers.get('x-ratelimit-limit-audio-seconds')).toBe('16');
    expect(first.headers.get('x-ratelimit-remaining-audio-seconds')).toBe('6');
    const second = await upload(farm.groq, 'gsk_sound', { model: 'whisper-large-v3-turbo' }, file);
    expect(second.status).toBe(429);
    expect(second.json().error?.message).toMatch(
      /on seconds of audio per hour \(ASH\): Limit 16, Used 10, Requested 10\./,
    );
  });

  test('and by the day', async () => {
    farm.groq.addKey('gsk_days', { organization: 'days', limits: { ASH: 7_200, ASD: 15 } });
    const file = toneWave(words(1, 3));
    expect((await upload(farm.groq, 'gsk_days', { model: 'whisper-large-v3-turbo' }, file)).status).toBe(200);
    const second = await upload(farm.groq, 'gsk_days', { model: 'whisper-large-v3-turbo' }, file);
    expect(second.json().error?.message).toMatch(
      /on seconds of audio per day \(ASD\): Limit 15, Used 10, Requested 10\./,
    );
  });
});
