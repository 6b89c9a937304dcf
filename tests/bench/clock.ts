// Makes the clock of this thread run faster, for everything in it alike: no contender has to be told.
// Must run before anything that keeps a reference to a clock is loaded; so measures are loaded after it.

const realTimeout = globalThis.setTimeout;
const realNow = Date.now;
const realPerformance = performance.now.bind(performance);

/** Sleeps by the clock on the wall. */
export const pauseReal = (ms: number): Promise<void> => new Promise((resolve) => realTimeout(resolve, ms));
export const realMs = (): number => realPerformance();

/** @param scale 10 makes ten seconds pass in one */
export const speedUp = (scale: number): void => {
  if (scale === 1) return;
  const [date, mark] = [realNow(), realPerformance()];
  Date.now = () => date + Math.floor((realPerformance() - mark) * scale);
  performance.now = () => mark + (realPerformance() - mark) * scale;
  const faster = (task: () => void, ms = 0, ...rest: []) => realTimeout(task, ms / scale, ...rest);
  globalThis.setTimeout = Object.assign(faster, realTimeout) as typeof globalThis.setTimeout;
  const realDeadline = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => realDeadline(Math.ceil(ms / scale));
};

/** From now on the clock can be set forward by the returned function; between two jumps it goes as always. */
export const makeLeapable = (): ((ms: number) => void) => {
  let ahead = 0;
  Date.now = () => realNow() + ahead;
  performance.now = () => realPerformance() + ahead;
  return (ms) => {
    ahead += ms;
  };
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
