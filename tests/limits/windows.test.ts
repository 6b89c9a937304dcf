// How many calls may be under way where no limit is known: more with success, half with each refusal.
import { describe, expect, it } from 'vitest';
import type { Window } from '../../lib/domain/state.ts';
import { freshWindow, grown, halved } from '../../lib/limits/windows.ts';

const withSuccesses = (successes: number, window: Window = freshWindow): Window =>
  Array.from({ length: successes }).reduce<Window>(grown, window);

describe('a window of calls under way', () => {
  it('begins with a few', () => {
    expect(freshWindow.cap).toBe(4);
  });

  it('takes one more after as many successes as it allows calls', () => {
    expect(withSuccesses(3).cap).toBe(4);
    expect(withSuccesses(4)).toEqual({ cap: 5, successes: 0 });
    expect(withSuccesses(4 + 4).cap).toBe(5);
    expect(withSuccesses(4 + 5).cap).toBe(6);
  });

  it('ends at sixty-four', () => {
    expect(withSuccesses(10_000)).toMatchObject({ cap: 64 });
  });

  it('is halved by a refusal, never below one, and counts successes anew', () => {
    expect(halved({ cap: 9, successes: 8 })).toEqual({ cap: 4, successes: 0 });
    expect(halved({ cap: 1, successes: 0 })).toEqual({ cap: 1, successes: 0 });
    expect(withSuccesses(1, halved({ cap: 2, successes: 1 })).cap).toBe(2);
  });
});
