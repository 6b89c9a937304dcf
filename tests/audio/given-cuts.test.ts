// Chunks that were planned elsewhere come out as they are, as soon as their sound is there.
import { describe, expect, it } from 'vitest';
import { givenCuts } from '../../lib/audio/given-cuts.ts';
import type { Chunk } from '../../lib/domain/audio.ts';

const chunk = (index: number, start: number, end: number): Chunk => ({
  ...{ index, start, end, silent: false, overlap: 0, cut: 'pause', voiced: 1, voice: [] },
});
const frames = (seconds: number): Float32Array => new Float32Array(Math.round(seconds / 0.03));

describe('given cuts', () => {
  const [one, two, three] = [chunk(7, 60, 90), chunk(7.01, 85.02, 120), chunk(7.02, 150, 180)];

  it('hands out each chunk once its sound is there, in order', () => {
    const plan = givenCuts([one, two, three], 60);
    expect(plan.feed(frames(29.97))).toEqual([]);
    expect(plan.feed(frames(0.03))).toEqual([one]);
    expect(plan.feed(frames(100))).toEqual([two, three]);
    expect(plan.finish(190)).toEqual([]);
  });

  it('never lets go of sound that the next chunk has too', () => {
    const plan = givenCuts([one, two, three], 60);
    expect(plan.open()).toEqual({ index: 7, start: 60, settled: 60 });
    plan.feed(frames(15));
    expect(plan.open()).toMatchObject({ start: 60, settled: 75 });
    plan.feed(frames(12));
    expect(plan.open()).toMatchObject({ start: 60, settled: 85.02 });
    plan.feed(frames(6));
    expect(plan.open()).toMatchObject({ index: 7.01, start: 85.02, settled: 93 });
    plan.feed(frames(40.02));
    expect(plan.open()).toMatchObject({ index: 7.02, start: null, settled: expect.closeTo(133.02) });
    plan.feed(frames(30));
    expect(plan.open()).toMatchObject({ index: 7.02, start: 150, settled: expect.closeTo(163.02) });
  });

  it('hands out what is left when the recording ends', () => {
    const plan = givenCuts([one, two], 60);
    plan.feed(frames(40));
    expect(plan.finish()).toEqual([two]);
  });
});
