// @vitest-environment jsdom
// What is found on a page that can be heard: players and links, with their titles, and what is not worth a word.
import { describe, expect, it } from 'vitest';
import type { FoundMedia } from '../../lib/domain/media.ts';
import { findMedia } from '../../lib/page/find-media.ts';

type Played = { currentSrc?: string; duration?: number; paused?: boolean; srcObject?: object };

/** jsdom plays nothing, so that what a player would say of itself is said here. */
const found = (body: string, played: Record<string, Played> = {}, shadow = ''): FoundMedia[] => {
  document.head.innerHTML = '<base href="https://a.test/shows/one"><title>A page\n of sounds</title>';
  document.body.innerHTML = body;
  for (const [query, values] of Object.entries(played)) {
    const element = document.querySelector(query);
    for (const [name, value] of Object.entries(values))
      Object.defineProperty(element, name, { value, configurable: true });
  }
  const host = document.querySelector('#host');
  if (host && shadow !== '') host.attachShadow({ mode: 'open' }).innerHTML = shadow;
  return findMedia(document);
};

const audio = (part: Partial<FoundMedia>): FoundMedia => ({
  ...{ kind: 'audio', title: '', url: null, seconds: null, playing: false },
  ...part,
});

describe('a player', () => {
  it('has its address made whole, and its title from the file', () => {
    expect(found('<audio src="/files/Caf%C3%A9%20talk.mp3?x=1"></audio>')).toEqual([
      audio({ title: 'Café talk.mp3', url: 'https://a.test/files/Caf%C3%A9%20talk.mp3?x=1' }),
    ]);
  });

  it.each([
    ['what it plays now', '<audio src="/one.mp3"></audio>', { audio: { currentSrc: 'https://a.test/two.mp3' } }, 'two'],
    ['its first source', '<audio><source><source src="/one.ogg"><source src="/two.mp3"></audio>', {}, 'one'],
  ])('is taken at %s', (_what, body, played, name) => {
    expect(found(body, played)[0]?.url).toContain(name);
  });

  it.each([
    ['its label', '<audio src="/a.mp3" aria-label="The  keeper"></audio>', 'The keeper'],
    ['its title', '<audio src="/a.mp3" title="The keeper"></audio>', 'The keeper'],
    ['its caption', '<figure><audio src="/a.mp3"></audio><figcaption>The keeper</figcaption></figure>', 'The keeper'],
    ['its page where its address says nothing', '<audio src="/play?id=7"></audio>', 'A page of sounds'],
  ])('has its title from %s', (_what, body, title) => {
    expect(found(body)[0]?.title).toBe(title);
  });

  it('says how long it is and whether it plays, and the one that plays comes first', () => {
    const body = '<audio id="one" src="/one.mp3"></audio><video id="two" src="/two.mp4"></video>';
    const played = { '#one': { duration: Number.NaN }, '#two': { duration: 61.5, paused: false } };
    expect(found(body, played)).toEqual([
      audio({ kind: 'video', title: 'two.mp4', url: 'https://a.test/two.mp4', seconds: 61.5, playing: true }),
      audio({ title: 'one.mp3', url: 'https://a.test/one.mp3' }),
    ]);
  });

  it.each([
    ['a blob', { video: { currentSrc: 'blob:https://a.test/1', duration: Number.POSITIVE_INFINITY } }],
    ['a stream', { video: { srcObject: {} } }],
    ['a list of pieces', { video: { currentSrc: 'https://a.test/live/master.m3u8?x' } }],
    ['bytes in its address', { video: { currentSrc: 'data:audio/wav;base64,UklGRg==' } }],
  ])('of %s has no address that could be fetched', (_what, played) => {
    expect(found('<video></video>', played)).toEqual([audio({ kind: 'video', title: 'A page of sounds' })]);
  });

  it('without anything to play, or that only decorates the page, is none', () => {
    expect(found('<audio></audio><video autoplay muted loop src="/waves.mp4"></video>')).toEqual([]);
  });

  it('in an open shadow root is found too', () => {
    expect(found('<div id="host"></div>', {}, '<audio src="/deep.mp3"></audio>')[0]?.title).toBe('deep.mp3');
  });
});

describe('a link', () => {
  it('to a recording is found with what it says, unless that says nothing', () => {
    expect(
      found('<a href="/a.mp3">A talk\n on tides</a><a href="/b.M4A#t=3"> Download </a><a href="/c.mp4"></a>').map(
        ({ title, kind }) => [title, kind],
      ),
    ).toEqual([
      ['A talk on tides', 'audio'],
      ['b.M4A', 'audio'],
      ['c.mp4', 'video'],
    ]);
  });

  it('to anything else, or to what cannot be fetched, is none', () => {
    expect(
      found(
        '<a href="/a.html">a</a><a href="/list.m3u8">b</a><a href="file:///a.mp3">c</a><a href="/mp3">d</a><a>e</a>',
      ),
    ).toEqual([]);
  });

  it('to what a player of the page plays is said once', () => {
    expect(found('<a href="/a.mp3">Talk</a><audio src="/a.mp3"></audio><a href="/a.mp3">Again</a>')).toHaveLength(1);
  });

  it('is one of twenty at the most', () => {
    const body = Array.from({ length: 50 }, (_, index) => `<a href="/${index}.mp3">${index}</a>`).join('');
    expect(found(body)).toHaveLength(20);
  });
});
