// Those who wait until something is free: first in, first out. Whenever time passes or a call ends, each in order tries
// again; who finds something goes. Holds nobody's place by force: who needs what is not free lets the next one pass.

export type Queue = {
  /**
   * Tries now, and again whenever something changed, until it finds something.
   * @param attempt its result ends the waiting; a number is when to try again at the latest, in ms since 1970
   * @returns null where the signal aborted first
   */
  wait<Found extends object>(attempt: () => Found | number | null, signal: AbortSignal): Promise<Found | null>;
  /** Something changed: a call ended, a setting was made. */
  wake(): void;
};

type Waiting = { attempt: () => object | number | null; found: (result: object | null) => void; at: number | null };

export const createQueue = (now: () => number, sleep: (ms: number, signal?: AbortSignal) => Promise<void>): Queue => {
  const line: Waiting[] = [];
  let timer: { at: number; abort: AbortController } | null = null;

  const schedule = () => {
    const at = Math.min(...line.flatMap((waiting) => waiting.at ?? []), Number.POSITIVE_INFINITY);
    if (timer && timer.at <= at && at !== Number.POSITIVE_INFINITY) return;
    timer?.abort.abort(null);
    timer = null;
    if (at === Number.POSITIVE_INFINITY) return;
    const set = { at, abort: new AbortController() };
    timer = set;
    sleep(Math.max(1, at - now()), set.abort.signal).then(
      () => {
        if (timer !== set) return;
        timer = null;
        wake();
      },
      () => {},
    );
  };

  const wake = () => {
    for (const waiting of [...line]) {
      const result = waiting.attempt();
      if (result === null || typeof result === 'number') {
        waiting.at = result;
        continue;
      }
      line.splice(line.indexOf(waiting), 1);
      waiting.found(result);
    }
    schedule();
  };

  return {
    wake,
    wait: (attempt, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(null);
        const leave = () => {
          const place = line.indexOf(waiting);
          if (place >= 0) line.splice(place, 1);
          schedule();
          resolve(null);
        };
        const waiting: Waiting = {
          attempt,
          at: null,
          found: (result) => {
            signal.removeEventListener('abort', leave);
            resolve(result as never);
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        line.push(waiting);
        wake();
      }),
  };
};
