// A clock that stands still until a test moves it. Whoever sleeps by it wakes only then, so that a wait that nobody
// meant never passes unseen: the test would stand still with it.

export type Clock = {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  advance(ms: number): void;
  /** For how long each sleeper still sleeps, shortest first. */
  asleep(): number[];
};

type Sleeper = { until: number; wake: () => void };

export const createClock = (start = Date.UTC(2026, 10, 23, 9, 0, 0)): Clock => {
  let now = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    advance: (ms) => {
      now += ms;
      for (const sleeper of sleepers)
        if (sleeper.until <= now) {
          sleepers.delete(sleeper);
          sleeper.wake();
        }
    },
    asleep: () => [...sleepers].map(({ until }) => until - now).toSorted((one, other) => one - other),
  };
};

/** Real time, for what happens over the wire. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for what happens outside of the clock, such as an answer over the wire. */
export const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 5_000; !holds(); ) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(1);
  }
};
