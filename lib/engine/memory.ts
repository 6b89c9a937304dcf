// What the engine remembers while it lives, and when it tells the outside to write it down.
// Holds the one mutable reference to the state; every change is a new value.
import type { EngineState } from '../domain/state.ts';

export type Memory = {
  state(): EngineState;
  change(next: (state: EngineState) => EngineState): void;
  /** Tells the outside now, whatever the clock says: at the end of a request. */
  settle(): void;
};

const atMostEvery = 1_000;

export const createMemory = (
  first: EngineState,
  now: () => number,
  onState: ((state: EngineState) => void) | undefined,
): Memory => {
  let state = first;
  let told = first;
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = () => {
    if (state === told) return;
    told = state;
    toldAt = now();
    onState?.(state);
  };
  return {
    state: () => state,
    change: (next) => {
      state = next(state);
      // A clock that was set back must not silence us until it has caught up.
      if (Math.abs(now() - toldAt) >= atMostEvery) tell();
    },
    settle: tell,
  };
};
