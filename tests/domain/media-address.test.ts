// What an address says of a recording, and the name under which it goes on.
import { describe, expect, it } from 'vitest';
import { isFetchable, kindOfName, mediaFileName, nameInAddress } from '../../lib/domain/media-address.ts';

describe('an address', () => {
  it.each([
    ['https://a.test/x/talk%20one.mp3?sig=1#t=9', 'talk one.mp3'],
    ['https://a.test/x/', 'x'],
    ['https://a.test', ''],
    ['https://a.test/%E0%A4%A', '%E0%A4%A'],
    ['nonsense', ''],
  ])('%s names the file “%s”', (address, name) => {
    expect(nameInAddress(address)).toBe(name);
  });

  it.each([
    ['https://a.test/talk', true],
    ['http://a.test/talk.mp3', true],
    ['blob:https://a.test/1', false],
    ['data:audio/wav;base64,AA', false],
    ['file:///talk.mp3', false],
    ['https://a.test/live.M3U8?x', false],
    ['https://a.test/live.mpd', false],
    ['', false],
  ])('%s can be fetched: %s', (address, can) => {
    expect(isFetchable(address)).toBe(can);
  });
});

it.each([
  ['talk.mp3', 'audio'],
  ['Talk.OPUS', 'audio'],
  ['talk.mp4', 'video'],
  ['talk.html', null],
  ['talk', null],
])('%s is %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});

describe('the name under which it goes on', () => {
  it.each([
    ['talk.mp3', 'https://a.test/x', '', 'talk.mp3'],
    ['A talk', 'https://a.test/x.m4a', '', 'A talk.m4a'],
    ['A talk', 'https://a.test/x', 'audio/mpeg', 'A talk.mp3'],
    ['A talk', 'https://a.test/x', 'audio/mp4; codecs=x', 'A talk.m4a'],
    ['A talk', 'https://a.test/x', 'video/mp4', 'A talk.mp4'],
    ['A talk', 'https://a.test/x', 'application/octet-stream', 'A talk'],
    ['', 'https://a.test/x.ogg', '', 'x.ogg'],
    ['', 'https://a.test', '', 'recording'],
    ['a/b\\c:"d"\u0000\u202e|e', 'https://a.test/x.mp3', '', 'a b c d e.mp3'],
    ['é'.repeat(200), 'https://a.test/x.mp3', '', `${'é'.repeat(80)}.mp3`],
  ])('of “%s” at %s (%s) is “%s”', (title, address, type, name) => {
    expect(mediaFileName(title, address, type)).toBe(name);
  });
});
