// Pages with sound on them, and the files behind: open to all, for members only, gone, moved to another origin, a web page
// in a recording's place, a player that gets its sound in pieces. Every recording is of tone words.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { toneWave, words } from './tones.ts';

/** What is said in each of the recordings. */
export const spokenThere = words(77, 6);

const wave = () => Buffer.from(toneWave(spokenThere, { rate: 8_000 }));

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;

const withPlayers = page(
  'Harbour sounds',
  `<h1>Harbour sounds</h1>
  <figure><audio controls preload="metadata" src="/media/interview.wav"></audio><figcaption>The keeper of the light</figcaption></figure>
  <video autoplay muted loop src="/media/waves.mp4"></video>
  <p><a href="/media/tides.wav">A talk on tides</a>, <a href="/media/members.wav?part=1">Download</a>,
  <a href="/media/moved.wav">Moved</a>, <a href="/media/gone.mp3">Gone</a>, <a href="/media/signin.mp3">Sign in</a>,
  <a href="/media/list.m3u8">A live list</a>, <a href="/article">The article</a></p>
  <iframe src="/media/frame" title="Another player"></iframe>`,
);
const frame = page('Player', '<audio controls src="/media/framed.wav" aria-label="From a frame"></audio>');
const inPieces = page(
  'Live from the harbour',
  '<video controls></video><script>document.querySelector("video").src = URL.createObjectURL(new MediaSource())</script>',
);

export type MediaCall = { path: string; cookie: string; host: string };

const html = (response: ServerResponse, text: string, headers: Record<string, string> = {}) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
  response.end(text);
};

const recording = (response: ServerResponse) => {
  const bytes = wave();
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': bytes.length });
  response.end(bytes);
};

const slowly = async (response: ServerResponse) => {
  const bytes = wave();
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': bytes.length });
  for (let at = 0; at < bytes.length && !response.destroyed; at += 4_000) {
    response.write(bytes.subarray(at, at + 4_000));
    await sleep(100);
  }
  response.end();
};

const routes: Record<string, (response: ServerResponse, call: MediaCall) => unknown> = {
  '/media': (response) => html(response, withPlayers, { 'set-cookie': 'member=practice; Path=/' }),
  '/media/frame': (response) => html(response, frame),
  '/media/pieces': (response) => html(response, inPieces),
  '/media/signin.mp3': (response) => html(response, page('Sign in', '<p>Please sign in.</p>')),
  '/media/list.m3u8': (response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' });
    response.end('#EXTM3U\n');
  },
  '/media/gone.mp3': (response) => response.writeHead(404).end(),
  '/media/members.wav': (response, { cookie }) =>
    cookie.includes('member=practice') ? recording(response) : response.writeHead(403).end(),
  '/media/moved.wav': (response, { host }) => {
    const port = host.split(':')[1] ?? '80';
    response.writeHead(302, { location: `http://localhost:${port}/media/tides.wav` }).end();
  },
  '/media/slow.wav': slowly,
  '/media/interview.wav': recording,
  '/media/tides.wav': recording,
  '/media/framed.wav': recording,
};

/** Answers what is about media. @returns whether it was. */
export const answerMedia = (request: IncomingMessage, response: ServerResponse, calls: MediaCall[]): boolean => {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const route = routes[path];
  if (route === undefined) return false;
  const call = { path, cookie: request.headers.cookie ?? '', host: request.headers.host ?? '' };
  calls.push(call);
  void route(response, call);
  return true;
};
