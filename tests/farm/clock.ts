// By whose clock a practice provider lives. Its own is the computer's; a test may hand in one that it moves itself, so
// that a minute passes in no time and is still a minute for everybody.
import { setTimeout as wait } from 'node:timers/promises';

export type FarmClock = {
  now(): number;
  /** Rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export const computerClock: FarmClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};
