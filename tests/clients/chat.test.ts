// What comes back of a chat call, in every form that services really answer in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAnswer } from '../../lib/domain/wire.ts';
import { readFault } from '../../lib/limits/read-fault.ts';
import { chatAt, delta, done, events, json, type Server, secret, startServer } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const failureOf = (answer: ChatAnswer) => (answer.ok ? null : answer.failure);
/** The kind as the engine would read it. */
const kindOf = (answer: ChatAnswer) => (answer.ok ? null : (answer.failure.fault ?? readFault(answer.failure)).kind);

describe('a chat call', () => {
  it('asks for a stream with usage, names the cap as the model wants it, and carries the key', async () => {
    server.answer(events(delta('Hi', 'stop'), done));
    await chatAt(server, { outputField: 'max_completion_tokens', maxOutput: 77 });
    const [request] = server.arrived;
    expect(request).toMatchObject({ method: 'POST', url: '/v1/chat/completions' });
    expect(request?.headers.authorization).toBe(`Bearer ${secret}`);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      model: 'm1',
      messages: [{ role: 'user', content: 'Hello?' }],
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 77,
    });
  });

  it('gives text, usage and headers of a whole stream, and each piece as it comes', async () => {
    const usage = 'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}';
    server.answer((response, request) => {
      response.setHeader('x-ratelimit-remaining-requests', '7');
      events(delta(''), delta('Good '), delta('day', 'stop'), usage, done)(response, request);
    });
    const { answer, pieces } = await chatAt(server);
    expect(answer).toMatchObject({
      ok: true,
      text: 'Good day',
      usage: { inputTokens: 9, outputTokens: 2, audioSeconds: null },
      headers: { 'x-ratelimit-remaining-requests': '7' },
    });
    expect(pieces).toEqual(['', 'Good ', 'day']);
  });

  it('says that an answer was cut short where the model stopped at its longest', async () => {
    server.answer(events(delta('A beginning', 'length'), done));
    expect((await chatAt(server)).answer).toMatchObject({ ok: true, text: 'A beginning', cutShort: true });
    server.answer(events(delta('All of it', 'stop'), done));
    expect((await chatAt(server)).answer).not.toHaveProperty('cutShort');
  });

  it('reads usage where Groq puts it', async () => {
    const last = {
      choices: [{ delta: {}, finish_reason: 'stop' }],
      x_groq: { usage: { prompt_tokens: 3, completion_tokens: 1 } },
    };
    server.answer(events(delta('Hi'), `data: ${JSON.stringify(last)}`, done));
    expect((await chatAt(server)).answer).toMatchObject({ usage: { inputTokens: 3, outputTokens: 1 } });
  });

  it('counts a thought as a sign of life and shows none of it', async () => {
    const thought = 'data: {"choices":[{"delta":{"reasoning_content":"Hmm, he greets me."}}]}';
    server.answer(events(thought, thought, delta('Hi', 'stop'), done));
    const { answer, pieces } = await chatAt(server);
    expect([answer.ok && answer.text, pieces]).toEqual(['Hi', ['', '', 'Hi']]);
  });

  it.each([
    ['broken JSON', 'data: {"choices":[{"del'],
    ['JSON of another kind', 'data: [1,2,3]'],
    ['a comment', ': keep-alive'],
    ['an event without data', 'event: ping'],
    ['nulls where lists belong', 'data: {"choices":null,"usage":null}'],
  ])('skips a line of %s and keeps the rest of the answer', async (_what, line) => {
    server.answer(events(delta('One '), line, delta('two', 'stop'), done));
    expect((await chatAt(server)).answer).toMatchObject({ ok: true, text: 'One two' });
  });

  it('reads a character whose bytes come in two packets', async () => {
    server.answer((response) => {
      const bytes = Buffer.from(`${delta('日本語', 'stop')}\n\n${done}\n\n`);
      const middle = bytes.indexOf(Buffer.from('本')) + 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(bytes.subarray(0, middle), () => setTimeout(() => response.end(bytes.subarray(middle)), 5));
    });
    expect((await chatAt(server)).answer).toMatchObject({ ok: true, text: '日本語' });
  });

  it('is complete with a reason for finishing and no [DONE]', async () => {
    server.answer(events(delta('Whole.'), delta('', 'stop')));
    expect((await chatAt(server)).answer).toMatchObject({ ok: true, text: 'Whole.' });
  });

  it('takes a JSON answer of a service that does not stream', async () => {
    server.answer(json(200, { choices: [{ message: { content: 'At once.' } }], usage: { prompt_tokens: 4 } }));
    const { answer, pieces } = await chatAt(server);
    expect(answer).toMatchObject({ ok: true, text: 'At once.', usage: { inputTokens: 4, outputTokens: null } });
    expect(pieces).toEqual(['At once.']);
  });
});

describe('a key that a service repeats in its answer', () => {
  it.each([1, 4, secret.length - 1, secret.length])('is shown nowhere, also cut after %i characters', async (at) => {
    const said = `Your key is ${secret}, friend.`;
    const cut = said.indexOf(secret) + at;
    server.answer(events(delta(said.slice(0, cut)), delta(said.slice(cut), 'stop'), done));
    const { answer, pieces } = await chatAt(server);
    expect(answer.ok && answer.text).toBe('Your key is …wxyz, friend.');
    expect(pieces.join('')).toBe('Your key is …wxyz, friend.');
  });

  it('is shown nowhere in an answer that comes at once', async () => {
    server.answer(json(200, { choices: [{ message: { content: `Your key is ${secret}.` } }] }));
    const { answer, pieces } = await chatAt(server);
    expect([answer.ok && answer.text, pieces]).toEqual(['Your key is …wxyz.', ['Your key is …wxyz.']]);
  });

  it('is left alone where it is so short that it may be a word', async () => {
    for (const word of ['ollama', 'a', 'none'])
      for (const answer of [
        events(delta('Use ollama, or none at all.', 'stop'), done),
        json(200, { choices: [{ message: { content: 'Use ollama, or none at all.' } }] }),
      ]) {
        server.answer(answer);
        const said = await chatAt(server, {}, undefined, word);
        expect(said.answer).toMatchObject({ ok: true, text: 'Use ollama, or none at all.' });
      }
  });

  it('holds back nothing for good that only looks like its beginning', async () => {
    const beginning = secret.slice(0, 6);
    server.answer(events(delta('It begins '), delta(beginning), delta('', 'stop'), done));
    const { answer, pieces } = await chatAt(server);
    expect([answer.ok && answer.text, pieces.join('')]).toEqual([`It begins ${beginning}`, `It begins ${beginning}`]);
  });
});

describe('half an answer', () => {
  it('is a fault where the stream ends with neither [DONE] nor a reason', async () => {
    server.answer(events(delta('Half of')));
    const { answer } = await chatAt(server);
    expect(failureOf(answer)?.fault).toMatchObject({ kind: 'server_error', scope: 'model' });
  });

  it('is a fault where the connection breaks', async () => {
    server.answer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`${delta('Half of')}\n\n`, () => response.destroy());
    });
    const { answer, pieces } = await chatAt(server);
    expect(failureOf(answer)?.fault).toMatchObject({ kind: 'server_error', scope: 'model' });
    expect(pieces).toEqual(['Half of']);
  });

  it('is a fault where the service cut it for its content, and says so', async () => {
    server.answer(events(delta('Half of'), delta('', 'content_filter'), done));
    expect(kindOf((await chatAt(server)).answer)).toBe('content_blocked');
    server.answer(json(200, { choices: [{ message: { content: 'Half of' }, finish_reason: 'content_filter' }] }));
    expect(kindOf((await chatAt(server)).answer)).toBe('content_blocked');
  });
});

describe('an answer that is none', () => {
  const limited = {
    error: { message: 'Rate limit reached for model `m1`', type: 'tokens', code: 'rate_limit_exceeded' },
  };

  it.each([
    ['an error as the first event', events(`data: ${JSON.stringify(limited)}`), 'rate_limited'],
    ['a named error event', events(`event: error\ndata: ${JSON.stringify(limited)}`), 'rate_limited'],
    [
      'an error in the middle of a stream',
      events(delta('Some'), `data: ${JSON.stringify(limited)}`, done),
      'rate_limited',
    ],
    ['Groq’s error inside its own field', events(`data: ${JSON.stringify({ x_groq: limited })}`), 'rate_limited'],
    ['an error inside a 200', json(200, limited), 'rate_limited'],
    ['an empty JSON object', json(200, {}), 'server_error'],
    ['a choice that says nothing', json(200, { choices: [{ message: { content: null } }] }), 'server_error'],
    ['a stream that says nothing', events(delta('', 'stop'), done), 'server_error'],
    ['a stream of blanks', events(delta(' \n ', 'stop'), done), 'server_error'],
  ] as const)('is a fault: %s', async (_what, answer, kind) => {
    server.answer(answer);
    expect(kindOf((await chatAt(server)).answer)).toBe(kind);
  });

  it.each([
    ['an empty body', 'application/json', ''],
    ['an empty body of no type', '', ''],
    ['a text that is no JSON', 'application/json', 'Hello there'],
    ['JSON that was cut', 'application/json', '{"choices":[{"mess'],
    ['an empty stream', 'text/event-stream', ''],
  ])('is a fault: %s', async (_what, type, body) => {
    server.answer((response) => {
      response.writeHead(200, type ? { 'content-type': type } : {});
      response.end(body);
    });
    expect(failureOf((await chatAt(server)).answer)?.fault?.kind).toBe('server_error');
  });

  it('is a fault: a web page under status 200', async () => {
    server.answer((response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<h1>Sign in</h1>');
    });
    expect(failureOf((await chatAt(server)).answer)?.fault).toMatchObject({
      kind: 'endpoint_unreachable',
      scope: 'endpoint',
    });
  });

  it('lets go of the connection once an error event has come', async () => {
    let hungUp = () => {};
    const gone = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    server.answer((response) => {
      response.on('close', hungUp);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(limited)}\n\n`);
    });
    expect(kindOf((await chatAt(server)).answer)).toBe('rate_limited');
    await gone;
  });
});
