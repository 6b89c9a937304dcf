// Changing the number of samples a second keeps what is heard, where it is heard, and lets nothing new in.
import { describe, expect, it } from 'vitest';
import { createResampler } from '../../lib/audio/resample.ts';

const tone = (frequency: number, rate: number, seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, at) => Math.sin((2 * Math.PI * frequency * at) / rate));

/** In pieces of odd lengths, as a decoder gives them. */
const resampled = (sound: Float32Array, from: number, to: number, piece = 1_152): Float32Array => {
  const resampler = createResampler(from, to);
  const parts: Float32Array[] = [];
  for (let at = 0; at < sound.length; at += piece) parts.push(resampler.push(sound.subarray(at, at + piece)));
  parts.push(resampler.finish());
  return Float32Array.from(parts.flatMap((part) => [...part]));
};

/** Away from the ends, where the sound begins and stops at once. */
const middle = (sound: Float32Array): Float32Array => sound.slice(400, -400);
const worst = (sound: Float32Array, wanted: Float32Array): number =>
  middle(sound).reduce((most, sample, at) => Math.max(most, Math.abs(sample - (wanted[at + 400] ?? 0))), 0);

describe('resampling', () => {
  it.each([8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000])(
    'keeps a tone of speech as it is and in its place, from %i samples a second',
    (from) => {
      const sound = resampled(tone(700, from, 1), from, 16_000);
      expect(sound.length).toBeGreaterThanOrEqual(16_000);
      expect(sound.length).toBeLessThanOrEqual(16_001);
      expect(worst(sound, tone(700, 16_000, 1))).toBeLessThan(0.01);
    },
  );

  it('gives the same whatever the pieces', () => {
    const sound = tone(440, 44_100, 0.5);
    const whole = resampled(sound, 44_100, 16_000, sound.length);
    for (const piece of [1, 7, 1_024, 9_999]) expect(resampled(sound, 44_100, 16_000, piece)).toEqual(whole);
  });

  it('lets nothing come back as another tone that is too high for the new rate', () => {
    const sound = middle(resampled(tone(11_000, 48_000, 1), 48_000, 16_000));
    expect(Math.max(...sound)).toBeLessThan(0.01);
  });

  it('hands on what has the right rate already', () => {
    const sound = tone(300, 16_000, 0.1);
    expect(createResampler(16_000, 16_000).push(sound)).toBe(sound);
  });
});
