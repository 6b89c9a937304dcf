// Nothing at all is told from a quiet room.
import { describe, expect, it } from 'vitest';
import { createSilenceWatch, levelOf } from '../../lib/audio/silence.ts';

describe('how loud something is', () => {
  it('is the root of the mean square', () => {
    expect(levelOf(new Float32Array([0.5, -0.5, 0.5, -0.5]))).toBeCloseTo(0.5);
    expect(levelOf(new Float32Array([1, 0, -1, 0]))).toBeCloseTo(Math.SQRT1_2);
    expect(levelOf(new Float32Array(4))).toBe(0);
    expect(levelOf(new Float32Array(0))).toBe(0);
  });
});

describe('silence', () => {
  it('is told once nothing has come for eight seconds, and no more as soon as something comes', () => {
    const isSilent = createSilenceWatch();
    expect(isSilent(0, 0)).toBe(false);
    expect(isSilent(0, 7_999)).toBe(false);
    expect(isSilent(0, 8_000)).toBe(true);
    expect(isSilent(0.01, 8_250)).toBe(false);
    expect(isSilent(0, 8_500)).toBe(false);
    expect(isSilent(0, 16_500)).toBe(true);
  });

  it('is never told of a quiet room, whose microphone hisses', () => {
    const isSilent = createSilenceWatch();
    for (let second = 0; second < 60; second += 1) expect(isSilent(0.0003, second * 1000)).toBe(false);
  });
});
