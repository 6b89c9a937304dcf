// The engine as a library, in a browser or in plain Node: fills in what the world normally offers
// (fetch, clock, chance, sleep, the bundled catalog) and hands it to the parts, which know none of it.
import { catalog as bundled } from '../catalog/index.ts';
import { createSend } from '../clients/index.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Secrets, Settings } from '../domain/settings.ts';
import { type EngineState, engineStateSchema } from '../domain/state.ts';
import type { FitImage } from '../domain/wire.ts';
import { providerOfEndpoint, providers } from '../providers/index.ts';
import { assemble, type Engine } from './engine.ts';

export type { Engine } from './engine.ts';

export type EngineOptions = {
  settings: Settings;
  secrets: Secrets;
  catalog?: Catalog;
  /** From an earlier life; whatever cannot be read of it is left out. */
  state?: EngineState;
  fetch?: typeof globalThis.fetch;
  now?: () => number;
  /** 0 to 1. */
  random?: () => number;
  /** Rejects when the signal aborts. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Makes pictures as small as each target wants them. Absent: they go as they are, to those who take them so. */
  fitImage?: FitImage;
  /** What the browser itself calls the latest failure of a call to this address, where it tells; for checks alone. */
  causeOf?: (url: string) => Promise<string | null>;
  /** At most once a second, and at the end of each request. */
  onState?: (state: EngineState) => void;
};

/** Rejects when the signal aborts. */
export const sleepFor = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });

export const createEngine = (options: EngineOptions): Engine =>
  assemble({
    settings: options.settings,
    secrets: options.secrets,
    catalog: options.catalog ?? bundled,
    providers,
    providerOfEndpoint,
    state: engineStateSchema.safeParse(options.state).data,
    onState: options.onState,
    // A bare reference would lose its `this` in a browser.
    send: createSend(options.fetch ?? ((input, init) => globalThis.fetch(input, init))),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    sleep: options.sleep ?? sleepFor,
    fitImage: options.fitImage,
    causeOf: options.causeOf,
  });
