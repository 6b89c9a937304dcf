// Limits that really count: one token bucket per organisation, model and dimension, refilling continuously, as Groq
// and OpenAI do: wait = (used + requested - limit) × window / limit. Knows no provider and no wording.
import type { Dimension, Limits, Reading, Readings } from './kind.ts';

const windows: Record<Dimension, number> = {
  RPS: 1_000,
  TPS: 1_000,
  RPM: 60_000,
  TPM: 60_000,
  ITPM: 60_000,
  RPD: 86_400_000,
  ASH: 3_600_000,
  ASD: 86_400_000,
};

export type Costs = Partial<Record<Dimension, number>>;

/** Why a request does not fit. `never`: not even into the full bucket. */
export type Shortage = {
  dimension: Dimension;
  limit: number;
  used: number;
  requested: number;
  waitMs: number;
  never: boolean;
};

export type Meters = {
  /** Takes all costs, or none and says what is short. */
  take(place: string, limits: Limits, costs: Costs): Shortage | null;
  /** Counts what is known only afterwards, such as the tokens of the answer. Never refuses. */
  add(place: string, dimension: Dimension, amount: number): void;
  read(place: string, limits: Limits): Readings;
};

type Bucket = { used: number; at: number; limit: number };

const dimensionsOf = (limits: Limits): Dimension[] => Object.keys(limits) as Dimension[];

/** @param timeScale 60 makes a minute last a second: all windows, and so all waits that are named, are that much shorter */
export const createMeters = (timeScale: number, now: () => number = () => performance.now()): Meters => {
  const buckets = new Map<string, Bucket>();
  const windowOf = (dimension: Dimension) => windows[dimension] / timeScale;

  const bucketOf = (place: string, dimension: Dimension, limit: number): Bucket => {
    const id = `${place} ${dimension}`;
    const known = buckets.get(id) ?? { used: 0, at: now(), limit };
    const at = now();
    const refilled = ((at - known.at) * known.limit) / windowOf(dimension);
    const bucket = { used: Math.max(0, known.used - refilled), at, limit };
    buckets.set(id, bucket);
    return bucket;
  };

  const shortage = (place: string, dimension: Dimension, limit: number, requested: number): Shortage | null => {
    const { used } = bucketOf(place, dimension, limit);
    // A hair of tolerance, since the refill is a fraction and the wait was promised in whole milliseconds.
    if (used + requested <= limit + 1e-6) return null;
    const whole = Math.min(limit, Math.ceil(used - 1e-6));
    const waitMs = ((whole + requested - limit) * windowOf(dimension)) / limit;
    return { dimension, limit, used: whole, requested, waitMs, never: requested > limit };
  };

  return {
    take(place, limits, costs) {
      const short = dimensionsOf(limits)
        .map((dimension) => shortage(place, dimension, limits[dimension] ?? 0, costs[dimension] ?? 0))
        .filter((one) => one !== null);
      // What can never fit is said first, else the wait that is longest: the others will be over by then.
      const worst = short.sort((a, b) => Number(b.never) - Number(a.never) || b.waitMs - a.waitMs)[0];
      if (worst) return worst;
      for (const dimension of dimensionsOf(limits))
        bucketOf(place, dimension, limits[dimension] ?? 0).used += costs[dimension] ?? 0;
      return null;
    },
    add(place, dimension, amount) {
      const bucket = buckets.get(`${place} ${dimension}`);
      if (bucket) bucket.used += amount;
    },
    read(place, limits) {
      const readings: Readings = {};
      for (const dimension of dimensionsOf(limits)) {
        const limit = limits[dimension] ?? 0;
        const { used } = bucketOf(place, dimension, limit);
        const reading: Reading = {
          limit,
          remaining: Math.max(0, Math.floor(limit - used + 1e-6)),
          msToFull: limit > 0 ? (used * windowOf(dimension)) / limit : 0,
        };
        readings[dimension] = reading;
      }
      return readings;
    },
  };
};
