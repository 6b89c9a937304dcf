// A voice on any channel is heard in the mix.
import { describe, expect, it } from 'vitest';
import { mixInto } from '../../lib/audio/mono.ts';

const voice = Float32Array.from({ length: 480 }, (_, at) => 0.5 * Math.sin(at / 5));
const silent = new Float32Array(480);
const upsideDown = voice.map((sample) => -sample);

const mixed = (channels: readonly Float32Array[], length = 480): Float32Array => {
  const mix = new Float32Array(480).fill(9);
  mixInto(mix, channels, length);
  return mix.subarray(0, length);
};
const loudest = (sound: Float32Array): number => Math.max(...sound.map(Math.abs));

describe('the mix', () => {
  it('of one channel is that channel, and of two their mean', () => {
    expect(mixed([voice])).toEqual(voice);
    expect(mixed([voice, voice])).toEqual(voice);
    expect(loudest(mixed([voice, silent]))).toBeCloseTo(0.25, 2);
  });

  it('keeps the voice where one channel is the other upside down', () => {
    expect(mixed([voice, upsideDown])).toEqual(voice);
  });

  it.each([3, 4, 5, 6, 8])('of %i channels lets the centre be heard', (count) => {
    const channels = Array.from({ length: count }, (_, index) => (index === 2 ? voice : silent));
    expect(loudest(mixed(channels))).toBeGreaterThan(0.05);
  });

  it('takes no more than it is told to', () => {
    expect(mixed([voice, voice], 100)).toEqual(voice.subarray(0, 100));
  });
});
