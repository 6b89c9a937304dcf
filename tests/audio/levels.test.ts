// Loudness by frames, whatever pieces the sound comes in.
import { describe, expect, it } from 'vitest';
import { createLevelMeter } from '../../lib/audio/levels.ts';

const rate = 16_000;
const frame = 480;

describe('levels', () => {
  it('are the root mean square of each frame of 30 ms, full scale being 1', () => {
    const meter = createLevelMeter(rate);
    const square = Int16Array.from({ length: frame * 2 }, (_, at) =>
      at < frame ? 16_384 : at % 2 === 0 ? -8_192 : 8_192,
    );
    expect([...meter.push(square)]).toEqual([0.5, 0.25]);
    expect(meter.finish()).toHaveLength(0);
  });

  it('are the same in pieces of any length, and a last part of a frame counts by its own length', () => {
    const sound = Int16Array.from({ length: frame * 3 + 100 }, (_, at) => (at * 37) % 20_000);
    const all = (piece: number) => {
      const meter = createLevelMeter(rate);
      const levels: number[] = [];
      for (let at = 0; at < sound.length; at += piece) levels.push(...meter.push(sound.subarray(at, at + piece)));
      return [...levels, ...meter.finish()];
    };
    expect(all(1)).toEqual(all(sound.length));
    expect(all(479)).toHaveLength(4);
  });
});
