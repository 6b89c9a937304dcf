// A bell that wakes whoever waits for something to change. One that rang while nobody waited is heard by the next.

export type Bell = { ring(): void; heard(): Promise<void> };

export const createBell = (): Bell => {
  let rang = false;
  let wake = () => {};
  return {
    ring: () => {
      rang = true;
      wake();
    },
    heard: () =>
      new Promise((resolve) => {
        wake = () => {
          rang = false;
          wake = () => {};
          resolve();
        };
        if (rang) wake();
      }),
  };
};
