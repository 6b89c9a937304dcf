// A page's mirror of the background's view, read only: changes come from pushes alone, never from a page.
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { watch as watchBackground } from '../messaging/ask.ts';
import type { Push, View } from '../messaging/protocol.ts';
import { applyPush } from './apply.ts';

/** `trouble`: why there is no view, in words, where the background could not start; null once one has come. */
export type Mirror = { view: View | null; trouble: string | null };
export type Watch = (onPush: (push: Push) => void, onTrouble: (message: string) => void) => () => void;

/** Keeps a view equal to the background's. Connects anew for a whole view whenever a push does not fit. */
export const createMirror = (watch: Watch): StoreApi<Mirror> => {
  const store = createStore<Mirror>(() => ({ view: null, trouble: null }));
  const connect = (): void => {
    // Until the whole view has come, the view of the connection before is still shown but no longer built upon.
    let whole = false;
    const stop = watch((push) => {
      if (push.type === 'view') whole = true;
      if (!whole) return;
      const view = applyPush(store.getState().view, push);
      if (view !== 'stale') return store.setState({ view, trouble: null });
      whole = false;
      stop();
      connect();
    }, onTrouble);
  };
  const onTrouble = (trouble: string) => store.setState({ trouble });
  connect();
  return store;
};

/** The mirror of the background that this page belongs to. */
export const openMirror = (): StoreApi<Mirror> => createMirror(watchBackground);

export const useView = (mirror: StoreApi<Mirror>): View | null => useStore(mirror, ({ view }) => view);

export const useTrouble = (mirror: StoreApi<Mirror>): string | null =>
  useStore(mirror, ({ view, trouble }) => (view === null ? trouble : null));
