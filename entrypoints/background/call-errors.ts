// What the browser itself calls a failed call of ours: `fetch` says only that it failed, and so that a server that is
// off cannot be told from a certificate that is not trusted. Listens only while something is being checked, to this
// extension's own calls to that host alone; keeps nothing else and nothing for long.
import { originPattern } from '../../lib/domain/address.ts';

export type OnCallError = (url: string, name: string) => void;

export type CallErrorPorts = {
  /** Calls back for each own call that fails at an address of these patterns, until the returned function is called. */
  listen(patterns: readonly string[], onError: OnCallError): () => void;
  sleep(ms: number): Promise<void>;
};

export type CallErrors = {
  /** Listens to calls to that host for as long as the work lasts. */
  during<Result>(baseUrl: string, work: () => Promise<Result>): Promise<Result>;
  /** The name of the latest failure at this address that was not asked for yet; null where none comes. */
  causeOf(url: string): Promise<string | null>;
};

/** The name comes a moment after the call has failed: 70 ms for a certificate in Firefox 153, 1 ms for most. */
const lookEvery = 20;
const looks = 25;

/** We ended it ourselves. */
const ownDoing = /ABORTED/;

export const createCallErrors = ({ listen, sleep }: CallErrorPorts): CallErrors => {
  const names = new Map<string, string>();
  let works = 0;
  return {
    during: async (baseUrl, work) => {
      works += 1;
      const stop = listen([originPattern(baseUrl)], (url, name) => {
        if (!ownDoing.test(name)) names.set(url, name);
      });
      try {
        return await work();
      } finally {
        stop();
        works -= 1;
        if (works === 0) names.clear();
      }
    },
    causeOf: async (url) => {
      for (let look = 0; look < looks && works > 0; look++) {
        const name = names.get(url);
        if (name !== undefined) {
          names.delete(url);
          return name;
        }
        await sleep(lookEvery);
      }
      return null;
    },
  };
};
