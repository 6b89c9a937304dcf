// Where our own calls were sent on to: a failed call does not say so itself, and a person can allow the place it ended at.
// Listens only while something is being fetched, and only to our own calls.

/** Begins to listen, and answers with what ends it. @param onRedirect of one of our own calls */
export type ListenToRedirects = (onRedirect: (from: string, to: string) => void) => () => void;

export const createRedirects =
  (listen: ListenToRedirects) =>
  async <Value>(address: string, work: () => Promise<Value>): Promise<{ value: Value; to: string[] }> => {
    const to: string[] = [];
    const stop = listen((from, next) => {
      if (from === address || to.includes(from)) to.push(next);
    });
    try {
      return { value: await work(), to };
    } finally {
      stop();
    }
  };
