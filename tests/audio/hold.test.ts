// What may still be needed stays, by its number; the rest goes.
import { describe, expect, it } from 'vitest';
import { createHold } from '../../lib/audio/hold.ts';

const numbers = (from: number, count: number): Int16Array => Int16Array.from({ length: count }, (_, at) => from + at);
const read = (hold: ReturnType<typeof createHold>, from: number, to: number): number[] =>
  hold.pieces(from, to).flatMap(({ samples }) => [...samples]);

describe('held sound', () => {
  it('is found by its numbers, across pieces and cut at both ends', () => {
    const hold = createHold(100);
    hold.push(numbers(100, 10));
    hold.push(new Int16Array());
    hold.push(numbers(110, 5));
    expect(hold.end()).toBe(115);
    expect(read(hold, 108, 112)).toEqual([108, 109, 110, 111]);
    expect(hold.pieces(108, 112).map(({ from }) => from)).toEqual([108, 110]);
    expect(read(hold, 0, 1_000)).toEqual([...numbers(100, 15)]);
  });

  it('goes as soon as a whole piece is let go', () => {
    const hold = createHold(0);
    for (let at = 0; at < 50; at += 10) hold.push(numbers(at, 10));
    hold.release(25);
    expect(read(hold, 0, 50)).toEqual([...numbers(20, 30)]);
    hold.release(50);
    expect(hold.pieces(0, 50)).toEqual([]);
    expect(hold.end()).toBe(50);
  });
});
