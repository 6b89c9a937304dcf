// Those who wait until something is free: first in, first out. Whenever time passes or a call ends, each in order tries
// again; who finds something goes. Holds nobody's place by force: who needs what is not free lets the next one pass.

export type Queue = {
  /**
   * Tries now, and again whenever something changed, until it finds something.
   * @param attempt its result ends the waiting; a number is when to try again at the latest, in ms since 1970
   * @param wish what it waits for; what one wish could not get, its equal cannot get in the same moment
   * @returns null where the signal aborted first
   */
  wait<Found extends object>(
    attempt: () => Found | number | null,
    signal: AbortSignal,
    wish: () => Wish,
  ): Promise<Found | null>;
  /** Something changed: a call ended, a setting was made. */
  wake(): void;
};

/** `of`: equal for equal wishes, null where there is none like it. `until`: when it is given up, in ms since 1970. */
export type Wish = { of: string | null; until: number };

type Waiting = {
  attempt: () => object | number | null;
  found: (result: object) => void;
  wish: Wish;
  at: number | null;
};

const isFound = <Found extends object>(result: Found | number | null): result is Found =>
  result !== null && typeof result === 'object';

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
    // A long line of equals is asked once, not each of them: hundreds may wait while hundreds of calls end.
    const inVain = new Map<string, number | null>();
    for (const waiting of [...line]) {
      const { of, until } = waiting.wish;
      const known = of === null ? undefined : inVain.get(of);
      if (known !== undefined && (known === null || known <= until)) {
        waiting.at = known;
        continue;
      }
      const result = waiting.attempt();
      if (isFound(result)) {
        line.splice(line.indexOf(waiting), 1);
        waiting.found(result);
        continue;
      }
      waiting.at = result;
      if (of !== null) inVain.set(of, result);
    }
    schedule();
  };

  return {
    wake,
    wait: (attempt, signal, wish) => {
      if (signal.aborted) return Promise.resolve(null);
      // Those whose time has come meanwhile go before who comes only now; for the others nothing has changed by that.
      if (line.some(({ at }) => at !== null && at <= now())) wake();
      const result = attempt();
      if (isFound(result)) return Promise.resolve(result);
      // Who was told that it has to wait may have left at that very word.
      if (signal.aborted) return Promise.resolve(null);
      return new Promise((resolve) => {
        const leave = () => {
          const place = line.indexOf(waiting);
          if (place >= 0) line.splice(place, 1);
          schedule();
          resolve(null);
        };
        const waiting: Waiting = {
          attempt,
          wish: wish(),
          at: result,
          found: (found) => {
            signal.removeEventListener('abort', leave);
            resolve(found as never);
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        line.push(waiting);
        schedule();
      });
    },
  };
};
