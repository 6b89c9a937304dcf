// Time that passes only when nothing else happens. Calls go over real HTTP and take none of it; whoever sleeps by this
// clock wakes in order, as soon as the world is at rest. So an outage of a minute lasts a minute for the engine and for
// the providers, a few milliseconds for whoever runs the tests, and is the same on a busy machine.
import type { FarmClock, LogEntry } from '../farm/index.ts';

type Sleeper = { until: number; wake: () => void };

export type Time = {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** The same time, for the practice providers: who of them sleeps is known. */
  farm: FarmClock;
  /** Keeps in mind which calls are on their way. */
  following(fetch: typeof globalThis.fetch): typeof globalThis.fetch;
  /** Tells which logs show what the providers do. */
  watch(logs: readonly LogEntry[][]): void;
  /** Goes on until the work is done. */
  until<Result>(work: Promise<Result>): Promise<Result>;
  pass(ms: number): Promise<void>;
};

/** A message between two sockets of one process arrives within a few turns of its event loop; these are many more. */
const turnsAtRest = 40;
/** Where a call is open and its provider does not sleep, nothing will come of it, or the kernel is late. */
const msAtRest = 6;

export const createTime = (start = Date.UTC(2026, 10, 23, 9, 0, 0)): Time => {
  let now = start;
  let watched: readonly LogEntry[][] = [];
  let asleepInFarm = 0;
  let unanswered = 0;
  const sleepers = new Set<Sleeper>();

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { until: now + Math.max(0, ms), wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });

  let seenOf: number[] = [];
  let open: LogEntry[] = [];
  /** Calls that have arrived and have no end yet. Looks at each entry no more often than it must. */
  const openCalls = (): number => {
    for (const [index, log] of watched.entries()) {
      const seen = seenOf[index] ?? 0;
      if (log.length !== seen) open.push(...log.slice(seen > log.length ? 0 : seen));
      seenOf[index] = log.length;
    }
    open = open.filter(({ endedAt }) => endedAt === null);
    return open.length;
  };
  const picture = (): string => {
    const calls = openCalls();
    const sent = open.reduce((sum, { deltasSent, status }) => sum + deltasSent + (status ?? 0), 0);
    return `${seenOf} ${calls} ${sent} ${unanswered} ${asleepInFarm} ${sleepers.size}`;
  };

  const rest = async (): Promise<void> => {
    let [seen, turns, since] = [picture(), 0, performance.now()];
    for (;;) {
      await new Promise(setImmediate);
      const sees = picture();
      if (sees !== seen) [seen, turns, since] = [sees, 0, performance.now()];
      turns += 1;
      const isWaiting = open.length > asleepInFarm || unanswered > open.length;
      if (turns >= turnsAtRest && (!isWaiting || performance.now() - since >= msAtRest)) return;
    }
  };

  /** Wakes the next sleeper, if it wakes by then. */
  const step = (by: number): boolean => {
    const next = [...sleepers].reduce<Sleeper | null>(
      (one, other) => (one && one.until <= other.until ? one : other),
      null,
    );
    if (!next || next.until > by) return false;
    now = Math.max(now, next.until);
    sleepers.delete(next);
    next.wake();
    return true;
  };

  return {
    now: () => now,
    sleep,
    farm: {
      now: () => now,
      sleep: (ms, signal) => {
        asleepInFarm += 1;
        return sleep(ms, signal).finally(() => {
          asleepInFarm -= 1;
        });
      },
    },
    following: (fetch) => (input, init) => {
      unanswered += 1;
      return fetch(input, init).finally(() => {
        unanswered -= 1;
      });
    },
    watch: (logs) => {
      watched = logs;
      seenOf = [];
    },
    until: async (work) => {
      let done = false;
      const end = () => {
        done = true;
      };
      work.then(end, end);
      for (;;) {
        await rest();
        if (done) return work;
        if (!step(Number.POSITIVE_INFINITY)) throw new Error('Everybody waits, and nobody will ever wake them.');
      }
    },
    pass: async (ms) => {
      const end = now + ms;
      do await rest();
      while (step(end));
      now = end;
    },
  };
};
