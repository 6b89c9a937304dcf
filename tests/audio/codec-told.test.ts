// The codec of a file from a few of its bytes, where its reader does not tell it.
import { describe, expect, it } from 'vitest';
import { codecOfLayer, codecOfWave } from '../../lib/audio/codec-told.ts';
import { openRecording } from '../../lib/audio/open.ts';

const chunk = (name: string, body: readonly number[]) => [
  ...[...name].map((letter) => letter.charCodeAt(0)),
  ...[body.length, 0, 0, 0],
  ...body,
];
/** @param before chunks that stand before its format */
const wave = (tag: number, before: readonly number[] = []) => {
  const format = [tag & 255, tag >> 8, 1, 0, 0x40, 0x1f, 0, 0, 0xd7, 0x0f, 0, 0, 0, 1, 4, 0, 0, 0];
  const body = [...before, ...chunk('fmt ', format), ...chunk('data', [1, 2, 3, 4])];
  return new Uint8Array([
    ...chunk('RIFF', []).slice(0, 4),
    body.length + 4,
    0,
    0,
    0,
    ...chunk('WAVE', []).slice(0, 4),
    ...body,
  ]);
};

describe('the codec of a WAV', () => {
  it.each([
    [2, 'ADPCM'],
    [17, 'ADPCM'],
    [80, 'MP2'],
    [1, null],
    [7, null],
  ])('with the tag %i is %s', (tag, codec) => {
    expect(codecOfWave(wave(tag))).toBe(codec);
    expect(codecOfWave(wave(tag, chunk('JUNK', [0, 0, 0, 0])))).toBe(codec);
  });

  it('is not told of what is none, or ends too early', () => {
    expect(codecOfWave(new TextEncoder().encode('A letter about fmt \u0001\u0001\u0001\u0001\u0002\u0000'))).toBeNull();
    expect(codecOfWave(wave(2).subarray(0, 20))).toBeNull();
    expect(codecOfWave(new Uint8Array())).toBeNull();
  });

  it('is named where it cannot be read, and a damaged one is called damaged', async () => {
    const lacking = await openRecording(new Blob([wave(2)]));
    expect(lacking).toMatchObject({ message: expect.stringMatching(/is ADPCM, which this browser cannot decode/) });
    const damaged = await openRecording(new Blob([wave(0xabcd)]));
    expect(damaged).toMatchObject({ message: expect.stringMatching(/damaged/) });
  });
});

it.each([
  [[0xff, 0xfd], 'MP2'],
  [[0xff, 0xff], 'MP1'],
  [[0xff, 0xfb], null],
  [[0x49, 0x44], null],
  [[], null],
])('the layer of MPEG sound that begins with %j is %s', (bytes, codec) => {
  expect(codecOfLayer(new Uint8Array(bytes))).toBe(codec);
});
