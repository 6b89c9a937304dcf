// Every scripted fault really happens on the wire.
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { chat, eventsOf, listModels, openChat, saidIn, summarize, upload } from './asking.ts';
import { type Farm, startFarm } from './index.ts';
import { toneWave, words } from './tones.ts';

const key = 'gsk_faults';
const model = 'openai/gpt-oss-20b';
let farm: Farm;

beforeAll(async () => {
  farm = await startFarm({ deltaMs: 1 });
  farm.groq.addKey(key);
  farm.openai.addKey('sk-proj-faults00000000');
  farm.together.addKey('tgp_v1_faults');
});
afterEach(() => farm.groq.clearFaults());
afterAll(() => farm.close());

const ask = (body: object = {}, signal?: AbortSignal) =>
  chat(farm.groq, key, model, summarize, { body, ...(signal ? { signal } : {}) });
const causeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  );
  const { cause, message } = error as Error;
  return (cause as { code?: string } | undefined)?.code ?? message;
};

test.each([
  ['401', 401, 'Invalid API Key'],
  ['402', 429, 'You have no credits remaining'],
  ['404', 404, 'does not exist or you do not have access to it'],
  ['413', 413, 'Request too large for model'],
  ['429', 429, 'Rate limit reached for model'],
  ['500', 500, 'Internal Server Error'],
  ['503', 503, 'is currently over capacity'],
  ['context', 400, 'Please reduce the length of the messages'],
  ['content', 400, 'because of its content'],
] as const)('%s is answered with Groq’s words for it', async (kind, status, words) => {
  farm.groq.fault({ kind, times: 1 });
  const answer = await ask();
  expect(answer.status).toBe(status);
  expect(answer.json().error?.message).toContain(words);
  expect((await ask()).status).toBe(200);
});

test('a fault strikes as often as it says and then not any more', async () => {
  farm.groq.fault({ kind: '500', times: 2 });
  expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([500, 500, 200]);
});

test('a fault strikes only the path, the key and the model that it names', async () => {
  farm.groq.addKey('gsk_other');
  farm.groq.fault({ kind: '503', path: 'chat', key: 'gsk_other', model });
  expect((await listModels(farm.groq, 'gsk_other')).status).toBe(200);
  expect((await ask()).status).toBe(200);
  expect((await chat(farm.groq, 'gsk_other', 'openai/gpt-oss-120b', 'Hi.')).status).toBe(200);
  expect((await chat(farm.groq, 'gsk_other', model, 'Hi.')).status).toBe(503);
});

test('429 tells the time that the test asked for, in the header and in the text, or none at all', async () => {
  farm.groq.fault({ kind: '429', times: 1, retryAfterSeconds: 2 });
  farm.groq.fault({ kind: '429', times: 1 });
  const timed = await ask();
  expect(timed.headers.get('retry-after')).toBe('2');
  expect(timed.text).toContain('Please try again in 2s.');
  const untimed = await ask();
  expect([...untimed.headers.keys()].filter((name) => /limit|retry/.test(name))).toEqual([]);
  expect(untimed.text).not.toContain('try again in');
});

test('refused: nothing listens until the fault is cleared', async () => {
  await ask();
  farm.groq.fault({ kind: 'refused' });
  // One turn, for this process to notice that its kept connections are gone too.
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await causeOf(ask())).toBe('ECONNREFUSED');
  expect(await causeOf(listModels(farm.groq, key))).toBe('ECONNREFUSED');
  farm.groq.clearFaults();
  expect((await ask()).status).toBe(200);
});

test('reset: the connection is reset before any header', async () => {
  farm.groq.fault({ kind: 'reset', times: 1 });
  const { port, hostname } = new URL(farm.groq.origin);
  const end = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET /openai/v1/models HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`);
    });
    socket.on('data', () => resolve('data'));
    socket.on('error', (error: Error & { code?: string }) => resolve(error.code ?? ''));
    socket.on('end', () => resolve('end'));
  });
  expect(end).toBe('ECONNRESET');
  expect(farm.groq.log.at(-1)).toMatchObject({ status: null, aborted: false });
  expect((await ask()).status).toBe(200);
});

test('silent: the call is taken and never answered, and the log shows who hung up', async () => {
  farm.groq.fault({ kind: 'silent', times: 1 });
  expect(await causeOf(ask({}, AbortSignal.timeout(80)))).toMatch(/timeout|aborted/);
  await expect.poll(() => farm.groq.log.at(-1)).toMatchObject({ status: null, aborted: true });
});

test('slow: nothing comes before the time is over', async () => {
  farm.groq.fault({ kind: 'slow', times: 1, afterMs: 120 });
  const begun = performance.now();
  const response = await openChat(farm.groq, key, model, summarize);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(115);
  expect(response.status).toBe(200);
  await response.text();
});

test('late: headers come at once, the first words later', async () => {
  farm.groq.fault({ kind: 'late', times: 1, afterMs: 3_000 });
  const begun = performance.now();
  const response = await openChat(farm.groq, key, model, summarize, { body: { stream: true } });
  expect(performance.now() - begun).toBeLessThan(2_500);
  expect(await response.text()).toContain('[DONE]');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(2_995);
});

/** What arrives until the stream breaks, ends or stays silent for 300 ms. */
const received = async (response: Response): Promise<{ text: string; end: string }> => {
  const decoder = new TextDecoder();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  for (;;) {
    const silence = new Promise<'silent'>((resolve) => setTimeout(() => resolve('silent'), 300));
    const piece = await Promise.race([reader.read(), silence]).catch(() => 'broken' as const);
    if (piece === 'silent' || piece === 'broken') {
      if (piece === 'silent') await reader.cancel();
      return { text, end: piece };
    }
    if (piece.done) return { text, end: 'whole' };
    text += decoder.decode(piece.value, { stream: true });
  }
};

test.each([
  ['cut', 'broken'],
  ['stalled', 'silent'],
] as const)('%s: the stream is %s after so many deltas', async (kind, end) => {
  farm.groq.fault({ kind, times: 1, deltas: 4 });
  const got = await received(await openChat(farm.groq, key, model, summarize, { body: { stream: true } }));
  expect(got.end).toBe(end);
  expect(eventsOf(got.text).filter((event) => event !== '[DONE]' && event.choices[0]?.delta.content)).toHaveLength(4);
  expect(farm.groq.log.at(-1)).toMatchObject({ status: 200, deltasSent: 4, stream: true });
  await expect.poll(() => farm.groq.log.at(-1)?.aborted).toBe(kind === 'stalled');
});

test('cut: an answer that comes whole breaks in its middle', async () => {
  farm.groq.fault({ kind: 'cut', times: 2 });
  const got = await received(await openChat(farm.groq, key, model, summarize));
  expect(got.end).toBe('broken');
  expect(got.text.length).toBeGreaterThan(50);
  await expect(upload(farm.groq, key, { model: 'whisper-large-v3' }, toneWave(words(1, 4)))).rejects.toThrow();
});

test('garbage: one line is no JSON, and the answer is whole without it', async () => {
  const clean = await ask({ stream: true });
  farm.groq.fault({ kind: 'garbage', times: 1 });
  const { text } = await ask({ stream: true });
  expect(() => eventsOf(text)).toThrow(SyntaxError);
  const mended = text.split('\n\n').filter((event) => !event.endsWith('{"del'));
  expect(saidIn(mended.join('\n\n'))).toBe(saidIn(clean.text));
});

test('unfinished: everything comes but the last word of the protocol', async () => {
  farm.groq.fault({ kind: 'unfinished', times: 1 });
  const { text } = await ask({ stream: true, stream_options: { include_usage: true } });
  expect(text).not.toContain('[DONE]');
  expect(eventsOf(text).some((event) => event !== '[DONE]' && event.choices[0]?.finish_reason === 'stop')).toBe(true);
});

test('error-inside: the status is 200 and an error stands in the answer', async () => {
  farm.groq.fault({ kind: 'error-inside', times: 2 });
  const streamed = await ask({ stream: true });
  expect(streamed.status).toBe(200);
  expect(streamed.text).toMatch(
    /event: error\ndata: \{"error":\{"message":"openai\/gpt-oss-20b is currently over capacity/,
  );
  const whole = await ask();
  expect(whole.status).toBe(200);
  expect(whole.json().error?.message).toContain('over capacity');
});

test('empty: a whole stream says nothing', async () => {
  farm.groq.fault({ kind: 'empty', times: 1 });
  const { text } = await ask({ stream: true });
  expect(text).toContain('[DONE]');
  expect(saidIn(text)).toBe('');
});

test('redirect and html: something else than an answer comes', async () => {
  farm.groq.fault({ kind: 'redirect', times: 1 });
  const moved = await fetch(`${farm.groq.baseUrl}/models`, { redirect: 'manual' });
  expect([moved.status, moved.headers.get('location')]).toEqual([307, `${farm.groq.origin}/elsewhere`]);
  farm.groq.fault({ kind: 'html', times: 1 });
  const page = await ask();
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
});

test('plain and 403: words that are no answer, and a refusal without any', async () => {
  farm.groq.fault({ kind: 'plain', times: 1 });
  const plain = await ask();
  expect([plain.status, plain.headers.get('content-type'), plain.text]).toEqual([200, 'text/plain', 'It works!']);
  farm.groq.fault({ kind: '403', times: 1 });
  const refused = await ask();
  expect([refused.status, refused.text]).toEqual([403, '']);
});

test('413 on an upload names what came, in OpenAI’s words', async () => {
  farm.openai.fault({ kind: '413', times: 1 });
  const refused = await upload(farm.openai, 'sk-proj-faults00000000', { model: 'whisper-1' }, toneWave(words(1, 4)));
  expect(refused.status).toBe(413);
  expect(refused.json().error?.message).toMatch(/^Maximum content size limit \(\d+\) exceeded \(\d+ bytes read\)$/);
});

test('404 at Together is told with its own words for a model that is gone', async () => {
  farm.together.fault({ kind: '404', times: 1 });
  const refused = await chat(farm.together, 'tgp_v1_faults', 'zai-org/GLM-5.3', 'Hi.');
  expect(refused.status).toBe(404);
  expect(refused.json().error?.code).toBe('model_not_available');
});

test('a server that allows some origins refuses every other with 403 and no word, and callers without any are let in', async () => {
  farm.generic.allowOrigins(['http://localhost']);
  const from = async (origin: string | null, method = 'GET') => {
    const headers = origin === null ? undefined : { origin };
    const answer = await fetch(`${farm.generic.baseUrl}/models`, { method, headers });
    return [answer.status, (await answer.text()) === ''];
  };
  expect(await from('chrome-extension://abc')).toEqual([403, true]);
  expect(await from('chrome-extension://abc', 'OPTIONS')).toEqual([403, true]);
  expect(farm.generic.log.at(-1)?.headers.origin).toBe('chrome-extension://abc');
  expect(await from('http://localhost')).toEqual([200, false]);
  expect(await from(null)).toEqual([200, false]);
  farm.generic.allowOrigins(null);
  expect(await from('chrome-extension://abc')).toEqual([200, false]);
});
