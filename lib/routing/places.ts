// Which place each model of a pool has for one key: where a model is gone, its successor takes its place. Pure.
import type { Model, PoolEntry } from '../domain/catalog.ts';
import type { ModelRef } from '../domain/settings.ts';

/** More than this in a row is a circle. */
const mostSuccessors = 8;

/** What is known of a model, and whether it can be called no more. */
type Known = { model(ref: ModelRef): Model; gone(ref: ModelRef): unknown };

/** The first in the line of succession that is still there. */
const heirOf = (ref: ModelRef, { model, gone }: Known): ModelRef | null => {
  const { owner } = model(ref);
  let { successor } = model(ref);
  for (let step = 0; step < mostSuccessors && successor !== null; step++) {
    const next = model(successor);
    if (next.owner === owner && !gone(next.ref)) return next.ref;
    successor = next.successor;
  }
  return null;
};

/**
 * A pool with its gaps closed. A model that is gone keeps its own place, so that it can be said why it is not asked;
 * whoever replaces it stands there too, or further up where its own place is better. Where all models of a pool can be
 * called, the pool is as it was written.
 * @param isFixed who keeps its own place, whomever it replaces
 */
export const placesOf = (
  pool: readonly PoolEntry[],
  known: Known,
  isFixed: (ref: ModelRef) => boolean = () => false,
): PoolEntry[] => {
  const own = new Map(pool.map(({ ref, priority }) => [ref, priority]));
  const places = new Map(own);
  for (const { ref, priority } of pool) {
    const heir = known.gone(ref) ? heirOf(ref, known) : null;
    if (heir === null || (own.has(heir) && isFixed(heir))) continue;
    places.set(heir, Math.min(priority, places.get(heir) ?? Number.POSITIVE_INFINITY));
  }
  return [...places].map(([ref, priority]) => ({ ref, priority })).sort((one, other) => one.priority - other.priority);
};
