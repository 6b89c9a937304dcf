// Fetching a recording from the web: what comes of each answer, cookies only where the site refuses, and no more bytes than
// there is room for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchMedia, type MediaRequest } from '../../lib/clients/media.ts';
import { type Answer, type Server, startServer } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const site = 'https://site.test';
const bytes = new Uint8Array(50_000).map((_, index) => index % 251);
const gives =
  (
    status = 200,
    type = 'audio/mpeg',
    body: Uint8Array | string = bytes,
    headers: Record<string, string> = {},
  ): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(body);
  };

const fetchAt = async (answer: Answer, change: Partial<MediaRequest> = {}, signal = new AbortController().signal) => {
  server.answer(answer);
  const seen: [number, number | null][] = [];
  const asked: RequestInit[] = [];
  const request = {
    ...{ address: `${server.baseUrl}/x/talk.mp3`, title: 'Talk', most: 1_000_000 },
    onProgress: (received: number, of: number | null) => void seen.push([received, of]),
    ...change,
  };
  const got = await fetchMedia(request, signal, async (input, init) => {
    asked.push(init ?? {});
    const { origin, pathname } = new URL(String(input));
    if (origin !== site) return fetch(input, init);
    // The practice server stands for a site on the web too.
    const response = await fetch(`${server.baseUrl}${pathname}`, init);
    if (!response.redirected) Object.defineProperty(response, 'url', { value: String(input) });
    return response;
  });
  return { got, seen, asked, arrived: server.arrived.map(({ url }) => url) };
};

describe('a recording', () => {
  it('comes whole, byte for byte, with how far it is, and no cookie is sent', async () => {
    const { got, seen, asked } = await fetchAt(
      gives(200, 'audio/mpeg', bytes, { 'content-length': String(bytes.length) }),
    );
    if (!got.ok) throw new Error(JSON.stringify(got));
    expect(new Uint8Array(await got.blob.arrayBuffer())).toEqual(bytes);
    expect(got.fileName).toBe('Talk.mp3');
    expect(got.blob.type).toBe('audio/mpeg');
    expect(seen[0]).toEqual([0, bytes.length]);
    expect(seen.at(-1)).toEqual([bytes.length, bytes.length]);
    expect(asked.map(({ credentials }) => credentials)).toEqual(['omit']);
    expect(server.arrived[0]?.headers).not.toHaveProperty('referer');
  });

  it('of many pieces is put together in order', async () => {
    const large = new Uint8Array(9_000_001).map((_, index) => index % 241);
    const { got } = await fetchAt(gives(200, 'video/mp4', large), { most: 20_000_000 });
    if (!got.ok) throw new Error(JSON.stringify(got));
    expect(Buffer.from(await got.blob.arrayBuffer()).equals(Buffer.from(large))).toBe(true);
  });

  it.each([401, 403])('that is refused with %s is asked for with the user’s cookies, once', async (status) => {
    let calls = 0;
    const { got, asked } = await fetchAt((response, request) => {
      calls += 1;
      (calls === 1 ? gives(status, 'text/plain', 'no') : gives())(response, request);
    });
    expect(got.ok).toBe(true);
    expect(asked.map(({ credentials }) => credentials)).toEqual(['omit', 'include']);
  });
});

const sends =
  (to: string): Answer =>
  (response) => {
    response.writeHead(302, { location: to });
    response.end();
  };
/** Another origin at the same server. */
const elsewhere = () => server.baseUrl.replace('127.0.0.1', 'localhost');

describe('a recording that lies where its site sends on to', () => {
  it('comes from there', async () => {
    const { got, asked } = await fetchAt((response, call) =>
      (call.url.endsWith('/talk.mp3') ? sends(`${elsewhere()}/file`) : gives())(response, call),
    );
    expect(got).toMatchObject({ ok: true, fileName: 'Talk.mp3' });
    expect(asked.map(({ credentials }) => credentials)).toEqual(['omit']);
  });

  it.each([401, 403])('is asked for with no cookies where that place refuses with %s', async (status) => {
    const { got, asked } = await fetchAt((response, call) =>
      (call.url.endsWith('/talk.mp3') ? sends(`${elsewhere()}/file`) : gives(status, 'text/plain', 'no'))(
        response,
        call,
      ),
    );
    expect(got).toMatchObject({ ok: false, why: 'other' });
    expect(asked.map(({ credentials }) => credentials)).toEqual(['omit']);
  });

  it('is not asked for in the name of the user who is signed in at the first place', async () => {
    let calls = 0;
    const { got, asked, arrived } = await fetchAt((response, call) => {
      calls += 1;
      (calls === 1 ? gives(401, 'text/plain', 'no') : sends(`${elsewhere()}/file`))(response, call);
    });
    expect(asked.map(({ credentials }) => credentials)).toEqual(['omit', 'include']);
    expect(arrived).toEqual(['/v1/x/talk.mp3', '/v1/x/talk.mp3']);
    expect(got).toMatchObject({ ok: false, why: 'other', message: expect.stringMatching(/sends them on/) });
  });

  it('is not taken from the user’s own network where a site on the web sends there', async () => {
    const address = `${site}/talk.mp3`;
    const { got } = await fetchAt(
      (response, call) =>
        (call.url.endsWith('/talk.mp3') ? sends(`${server.baseUrl}/camera`) : gives())(response, call),
      { address },
    );
    expect(got).toMatchObject({ ok: false, why: 'other', message: expect.stringMatching(/in your own network/) });
    expect((await fetchAt(gives(), { address })).got.ok).toBe(true);
  });
});

describe('what is none', () => {
  it.each([
    ['refused for good', gives(401, 'text/plain', ''), /only to people who are signed in/],
    ['forbidden for good', gives(403, 'text/plain', ''), /anybody but its own page/],
    ['gone', gives(404, 'text/plain', ''), /no recording at this address any more/],
    ['trouble of the site', gives(503, 'text/plain', ''), /an error of its own \(status 503\)/],
    ['a web page', gives(200, 'text/html; charset=utf-8', '<p>Sign in</p>'), /web page came instead/],
    ['JSON', gives(200, 'application/json', '{}'), /web page came instead/],
    ['empty', gives(200, 'audio/mpeg', ''), /empty file/],
    [
      'said to be too large',
      gives(200, 'audio/mpeg', bytes, { 'content-length': '50000' }),
      /larger than the room/,
      40_000,
    ],
    [
      'too large without a word',
      gives(200, 'audio/mpeg', bytes, { 'transfer-encoding': 'chunked' }),
      /larger than the room/,
      40_000,
    ],
  ])('gets a sentence: %s', async (_what, answer, sentence, most = 1_000_000) => {
    const { got } = await fetchAt(answer as Answer, { most });
    expect(got).toMatchObject({ ok: false, why: 'other', message: expect.stringMatching(sentence) });
  });

  it.each(['application/vnd.apple.mpegurl', 'audio/x-mpegurl', 'application/dash+xml'])(
    'is a list of pieces: %s',
    async (type) => {
      expect((await fetchAt(gives(200, type, '#EXTM3U'))).got).toEqual({ ok: false, why: 'playlist' });
    },
  );

  it('is half a recording', async () => {
    const { got } = await fetchAt((response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': '60000' });
      response.write(bytes);
      setTimeout(() => response.destroy(), 30);
    });
    expect(got).toMatchObject({ ok: false, why: 'unreachable' });
  });

  it('is nobody there', async () => {
    const { got } = await fetchAt(gives(), { address: 'http://127.0.0.1:9/talk.mp3' });
    expect(got).toMatchObject({
      ok: false,
      why: 'unreachable',
      message: expect.stringMatching(/could not be fetched/),
    });
  });

  it('is what is not wanted any more', async () => {
    const controller = new AbortController();
    const { got } = await fetchAt(
      (response) => {
        response.writeHead(200, { 'content-type': 'audio/mpeg' });
        response.write(bytes);
        setTimeout(() => controller.abort(), 30);
      },
      {},
      controller.signal,
    );
    expect(got).toMatchObject({ ok: false, why: 'cancelled' });
  });
});
