// How many calls may be under way at once where no limit is known: a few to begin with, one more after as many
// successes as there are calls allowed, half as many after a refusal (additive increase, multiplicative decrease).
import type { Window } from '../domain/state.ts';

const first = 4;
const most = 64;

export const freshWindow: Window = { cap: first, successes: 0 };

export const grown = (window: Window): Window => {
  const successes = window.successes + 1;
  return successes >= window.cap ? { cap: Math.min(window.cap + 1, most), successes: 0 } : { ...window, successes };
};

export const halved = (window: Window): Window => ({ cap: Math.max(1, Math.floor(window.cap / 2)), successes: 0 });
