// What a recording is, by its bytes; and a name with which every provider takes it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { audioFileName } from '../../lib/transcription/audio-kind.ts';
import { probeWave } from '../../lib/transcription/probe.ts';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array([
    ...parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
    0,
    0,
  ]);

const heads = {
  wav: bytes('RIFF', [0, 0, 0, 0], 'WAVEfmt '),
  ogg: bytes('OggS', [0, 2, 0, 0, 0, 0, 0, 0, 0, 0]),
  flac: bytes('fLaC', [0, 0, 0, 0x22, 0, 0, 0, 0]),
  m4a: bytes([0, 0, 0, 0x20], 'ftypM4A '),
  mp4: bytes([0, 0, 0, 0x18], 'ftypisom'),
  webm: bytes([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0xf7, 0x81]),
  mp3Tagged: bytes('ID3', [4, 0, 0, 0, 0, 0, 0, 0, 0]),
  mp3: bytes([0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0]),
  mp3Mpeg2: bytes([0xff, 0xf3, 0x44, 0xc4, 0, 0, 0, 0, 0, 0, 0, 0]),
  aac: bytes([0xff, 0xf1, 0x50, 0x80, 0, 0, 0, 0, 0, 0, 0, 0]),
};

describe('audioFileName', () => {
  it.each<[keyof typeof heads, string, string]>([
    ['wav', 'talk.wav', 'talk.wav'],
    ['wav', 'TALK.WAV', 'TALK.WAV'],
    ['wav', 'talk.mp3', 'talk.wav'],
    ['wav', 'talk', 'talk.wav'],
    ['ogg', 'voice.ogg', 'voice.ogg'],
    ['ogg', 'voice.oga', 'voice.ogg'],
    ['ogg', 'voice.opus', 'voice.ogg'],
    ['flac', 'a.flac', 'a.flac'],
    ['m4a', 'memo.m4a', 'memo.m4a'],
    ['m4a', 'book.m4b', 'book.m4a'],
    ['mp4', 'film.mp4', 'film.m4a'],
    ['mp4', 'film.mov', 'film.m4a'],
    ['webm', 'tab.webm', 'tab.webm'],
    ['webm', 'film.mkv', 'film.webm'],
    ['mp3Tagged', 'song.mp3', 'song.mp3'],
    ['mp3', 'song.mpga', 'song.mp3'],
    ['mp3Mpeg2', 'radio.bin', 'radio.mp3'],
    ['aac', 'radio.aac', 'radio.mp3'],
    ['wav', 'meeting 12.11.2026', 'meeting 12.11.wav'],
    ['wav', '.mp3', 'recording.wav'],
    ['wav', '', 'recording.wav'],
    ['wav', 'Gespräch – 会議.mp3', 'Gespräch – 会議.wav'],
  ])('gives %s named “%s” the name “%s”', (head, name, expected) => {
    expect(audioFileName(heads[head], name)).toBe(expected);
  });

  it.each<[string, Uint8Array]>([
    ['an empty file', new Uint8Array()],
    ['a file of one byte', new Uint8Array([0xff])],
    ['plain text', bytes('Dear all, here are the notes of today')],
    ['a text in UTF-16', bytes([0xff, 0xfe], 'D\0e\0a\0r\0 \0')],
    ['a JPEG picture', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0x10], 'JFIF')],
    ['a PDF', bytes('%PDF-1.7\n%âãÏÓ')],
    ['an AVI film, which is a RIFF too', bytes('RIFF', [0, 0, 0, 0], 'AVI LIST')],
    ['a ZIP archive', bytes('PK', [3, 4, 20, 0, 0, 0, 8, 0])],
  ])('knows that %s is no recording, whatever its name', (_what, head) => {
    expect(audioFileName(head, 'recording.mp3')).toBeNull();
  });

  it.each(['tones.mp3', 'tones.opus'])('knows the real file %s by its first 64 bytes', (name) => {
    const head = readFileSync(new URL(`../farm/fixtures/${name}`, import.meta.url)).subarray(0, 64);
    expect(audioFileName(head, 'upload')).toBe(name === 'tones.mp3' ? 'upload.mp3' : 'upload.ogg');
  });
});

describe('probeWave', () => {
  it('is a WAV file of one second, quiet but not silent', async () => {
    const wave = new Uint8Array(await probeWave().arrayBuffer());
    const view = new DataView(wave.buffer);
    expect(audioFileName(wave, 'probe')).toBe('probe.wav');
    expect(view.getUint32(4, true)).toBe(wave.length - 8);
    expect(view.getUint32(40, true)).toBe(wave.length - 44);
    expect((wave.length - 44) / view.getUint32(28, true)).toBe(1);
    const samples = new Int16Array(wave.buffer, 44);
    expect(Math.max(...samples)).toBeGreaterThan(500);
    expect(Math.max(...samples)).toBeLessThan(3_000);
  });
});
