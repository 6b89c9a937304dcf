// What every call keeps to, whatever it asks for: no redirect, no retry, no throw, and no secret in what comes back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSend } from '../../lib/clients/index.ts';
import type { Failed, Wire } from '../../lib/domain/wire.ts';
import { call, json, type Server, secret, startServer } from './server.ts';

let server: Server;
let elsewhere: Server;
beforeAll(async () => {
  [server, elsewhere] = await Promise.all([startServer(), startServer()]);
});
afterAll(() => Promise.all([server.close(), elsewhere.close()]));

const send = createSend(globalThis.fetch);
const never = () => new AbortController().signal;
const wireTo = (baseUrl: string, key: string | null = secret): Wire => ({ baseUrl, secret: key });
const upload = { model: 'w1', audio: new Blob(['sound']), fileName: 'a.wav', times: 'none' } as const;

type Call = (wire: Wire, signal?: AbortSignal) => Promise<{ ok: true } | Failed>;
const calls: [string, Call][] = [
  ['chat', (wire, signal = never()) => send.chat(wire, call, signal, () => {})],
  ['transcription', (wire, signal = never()) => send.transcription(wire, upload, signal)],
  ['model list', (wire, signal = never()) => send.modelList(wire, '', signal)],
];

const failureOf = (answer: { ok: true } | Failed) => {
  if (answer.ok) throw new Error('this was to fail');
  return answer.failure;
};

describe.each(calls)('a %s call', (_name, ask) => {
  it('follows no redirect, and never shows the key to where it leads', async () => {
    elsewhere.answer(json(200, { text: 'stolen', data: [] }));
    server.answer((response) => {
      response.writeHead(307, { location: `${elsewhere.baseUrl}/chat/completions` });
      response.end();
    });
    const failure = failureOf(await ask(wireTo(server.baseUrl)));
    expect(failure.fault).toMatchObject({ kind: 'endpoint_unreachable', scope: 'endpoint' });
    expect(elsewhere.arrived).toEqual([]);
  });

  it('asks once, however the answer is', async () => {
    server.answer(json(503, { error: { message: 'Busy' } }, { 'retry-after': '0' }));
    const failure = failureOf(await ask(wireTo(server.baseUrl)));
    expect(server.arrived).toHaveLength(1);
    expect(failure).toMatchObject({ status: 503, headers: { 'retry-after': '0' } });
    expect(failure.body).toContain('Busy');
    expect(failure.fault).toBeUndefined();
  });

  it('says of a refused connection that nothing could be reached', async () => {
    const { baseUrl, close } = await startServer();
    await close();
    const failure = failureOf(await ask(wireTo(baseUrl)));
    expect(failure).toMatchObject({ status: null, fault: { kind: 'endpoint_unreachable', scope: 'endpoint' } });
  });

  it('says the same of a connection that is reset before the answer', async () => {
    server.answer((response) => response.socket?.resetAndDestroy());
    expect(failureOf(await ask(wireTo(server.baseUrl))).fault?.kind).toBe('endpoint_unreachable');
  });

  it.each([
    ['while it waits', () => {}],
    [
      'in mid-answer',
      (response: import('node:http').ServerResponse) =>
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"te'),
    ],
    [
      'in the middle of an error',
      (response: import('node:http').ServerResponse) => response.writeHead(500).write('{"te'),
    ],
  ])('is cancelled by an abort %s, and hangs up', async (_when, answer) => {
    const controller = new AbortController();
    let hungUp = () => {};
    const gone = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    server.answer((response) => {
      response.on('close', hungUp);
      answer(response);
      setTimeout(() => controller.abort(), 20);
    });
    const failure = failureOf(await ask(wireTo(server.baseUrl), controller.signal));
    expect(failure.fault).toMatchObject({ kind: 'cancelled', scope: 'request' });
    await gone;
  });

  it('sends nothing at all where it was aborted before', async () => {
    server.answer(json(200, {}));
    const failure = failureOf(await ask(wireTo(server.baseUrl), AbortSignal.abort()));
    expect(failure.fault?.kind).toBe('cancelled');
    expect(server.arrived).toEqual([]);
  });

  it.each([
    ['an error', json(401, { error: { message: `Incorrect API key provided: ${secret}` } })],
    ['an answer of another shape', json(200, { unexpected: secret, choices: 5 })],
  ])('holds the key nowhere in its failure, although the server repeats it in %s', async (_what, answer) => {
    server.answer(answer);
    expect(JSON.stringify(failureOf(await ask(wireTo(server.baseUrl))))).not.toContain(secret);
  });

  it('leaves not even half of the key where a long body is cut in the middle of it', async () => {
    server.answer((response) => {
      response.writeHead(400, { 'content-type': 'text/plain' });
      response.end(`${'x'.repeat(20_000 - 15)}${secret}`);
    });
    expect(failureOf(await ask(wireTo(server.baseUrl))).body).not.toContain(secret.slice(0, 10));
  });

  it('gives up on an error text without end', async () => {
    let sent = 0;
    server.answer((response) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      const more = (): void => {
        for (sent += 1; !response.destroyed && response.write('endless '.repeat(1_000)); sent += 1);
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const failure = failureOf(await ask(wireTo(server.baseUrl)));
    expect(failure.status).toBe(500);
    expect(failure.body.length).toBeLessThanOrEqual(20_000);
    expect(failure.body).toContain('endless endless');
    // 8 kB each; what lies in buffers on the way counts too.
    expect(sent).toBeLessThan(1_000);
  });

  it('takes no cookie along, keeps no copy and follows nothing', async () => {
    const inits: (RequestInit | undefined)[] = [];
    const spy = createSend(async (_input, init) => {
      inits.push(init);
      return new Response(null, { status: 500 });
    });
    await Promise.all([
      spy.chat(wireTo('http://a.test'), call, never(), () => {}),
      spy.transcription(wireTo('http://a.test'), upload, never()),
      spy.modelList(wireTo('http://a.test'), '', never()),
    ]);
    expect(inits).toHaveLength(3);
    for (const init of inits)
      expect(init).toMatchObject({ credentials: 'omit', cache: 'no-store', redirect: 'manual' });
  });

  it('sends extra headers, and holds their values nowhere in its failure, although the server repeats them', async () => {
    const tenant = 'canary "tenant" of-the-company';
    server.answer((response, request) => {
      const { 'x-tenant': value, authorization } = request.headers;
      json(400, { error: { message: `No tenant ${value}, and no ${authorization}` } })(response, request);
    });
    const headers = { 'x-tenant': tenant, authorization: 'Basic canary-basic-words' };
    const failure = failureOf(await ask({ ...wireTo(server.baseUrl, null), headers }));
    expect(server.arrived[0]?.headers).toMatchObject(headers);
    expect(failure.body).toMatch(/No tenant …, and no …/);
    for (const part of ['tenant of', 'of-the-company', 'canary']) expect(JSON.stringify(failure)).not.toContain(part);
  });

  it('lets an extra header take the place of the key, and leaves short words of headers in error texts', async () => {
    server.answer(json(400, { error: { message: 'openai knows no such model', limit: 1 } }));
    const headers = { authorization: 'Basic abc', 'x-kind': 'openai', 'x-flag': '1' };
    const failure = failureOf(await ask({ ...wireTo(server.baseUrl), headers }));
    expect(server.arrived[0]?.headers.authorization).toBe('Basic abc');
    expect(failure.body).toContain('openai knows no such model');
    expect(failure.body).toContain('"limit":1');
  });

  it.each([
    ['x-tenant', 'müller'],
    ['x-tenant', 'a\nb: c'],
    ['x tenant', 'a'],
    ['cookie', 'a=b'],
  ])('sends nothing with the header %j of the value %j, and never throws', async (name, value) => {
    server.answer(json(200, {}));
    const failure = failureOf(await ask({ ...wireTo(server.baseUrl), headers: { [name]: value } }));
    expect(failure.fault).toMatchObject({
      kind: 'endpoint_unreachable',
      message: expect.stringMatching(/extra headers/),
    });
    expect(server.arrived).toEqual([]);
  });

  it('sends no key where there is none', async () => {
    server.answer(json(500, {}));
    await ask(wireTo(server.baseUrl, null));
    expect(server.arrived[0]?.headers.authorization).toBeUndefined();
  });

  it.each(['gsk_abc…xyz', 'gsk_abc\nx: y', 'ключ-1234567890'])(
    'calls %j, which no header can carry, an invalid key and sends nothing',
    async (odd) => {
      server.answer(json(200, {}));
      const failure = failureOf(await ask(wireTo(server.baseUrl, odd)));
      expect(failure).toMatchObject({ status: null, fault: { kind: 'invalid_key', scope: 'key' } });
      expect(JSON.stringify(failure)).not.toContain(odd.slice(4));
      expect(server.arrived).toEqual([]);
    },
  );
});
