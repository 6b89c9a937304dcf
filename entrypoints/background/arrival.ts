// Somebody who comes and goes, as another document at the end of a line: who is there now, and whoever waits for them gets
// them as soon as they are there.
export type Arrival<Who> = {
  now(): Who | null;
  come(who: Who): void;
  go(): void;
  /** Null: nobody has come by then. */
  within(ms: number): Promise<Who | null>;
};

export const createArrival = <Who>(): Arrival<Who> => {
  let there: Who | null = null;
  const waiting = new Set<() => void>();
  return {
    now: () => there,
    come: (who) => {
      there = who;
      for (const wake of waiting) wake();
    },
    go: () => {
      there = null;
    },
    within: (ms) => {
      if (there !== null) return Promise.resolve(there);
      return new Promise((resolve) => {
        const settle = () => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(there);
        };
        const timer = setTimeout(settle, ms);
        waiting.add(settle);
      });
    },
  };
};
