// How long a target takes until it speaks, by its own last answers.
import { describe, expect, it } from 'vitest';
import { median, p95, withSample } from '../../lib/limits/latency.ts';

const samples = (count: number): number[] => Array.from({ length: count }, (_, index) => (index + 1) * 100);

describe('samples', () => {
  it('are the last twenty, the newest at the end', () => {
    expect(withSample(undefined, 300)).toEqual([300]);
    const many = samples(30).reduce<number[]>(withSample, []);
    expect(many).toEqual(samples(30).slice(-20));
  });
});

describe('the median', () => {
  it('is one of the samples, whatever their order, and null where there is none', () => {
    expect(median([900, 100, 500])).toBe(500);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNull();
    expect(median(undefined)).toBeNull();
  });
});

describe('the slow end', () => {
  it('is unknown until five answers were seen', () => {
    expect(p95(undefined)).toBeNull();
    expect(p95(samples(4))).toBeNull();
    expect(p95(samples(5))).toBe(500);
  });

  it('is slower than nearly all', () => {
    expect(p95(samples(20))).toBe(2_000);
    expect(p95([...samples(20)].toReversed())).toBe(2_000);
  });
});
