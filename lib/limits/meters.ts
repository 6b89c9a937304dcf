// Meters: what is believed about each limit right now. Pure; the caller hands in the time.
// A request is reserved on every meter of its bucket before it is sent, then corrected by what it used, or released.
// Never sends, never sleeps; says only how long it would have to be waited.
import type { Dimension } from '../domain/fault.ts';
import type { Bucket, Meter } from '../domain/state.ts';

/** What one request takes from each meter, by dimension: requests, tokens, seconds of audio, images. */
export type Amounts = Partial<Record<Dimension, number>>;
export type Law = 'continuous' | 'fixed';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The time over which each limit is counted; dimensions without one are sizes, not rates. */
export const windows: Partial<Record<Dimension, number>> = {
  RPS: second,
  TPS: second,
  RPM: minute,
  TPM: minute,
  ITPM: minute,
  OTPM: minute,
  IPM: minute,
  ASH: hour,
  RPD: day,
  TPD: day,
  ASD: day,
};

/** A limit that nobody has confirmed for this long is looked for anew. */
const holdsFor = 7 * day;

const metersOf = (bucket: Bucket | undefined): Meter[] => (bucket ? Object.values(bucket) : []);

const windowOf = (meter: Meter): number => windows[meter.dimension] ?? minute;

/** What is used at `now`, without what is under way. A clock that was set back stands still until it has caught up. */
export const usedAt = (meter: Meter, now: number): number => {
  if (meter.resetAt !== null) return now >= meter.resetAt ? 0 : meter.used;
  return Math.max(0, meter.used - (Math.max(0, now - meter.at) * meter.limit) / windowOf(meter));
};

const settled = (meter: Meter, now: number): Meter => {
  const over = meter.resetAt !== null && now >= meter.resetAt;
  return { ...meter, used: usedAt(meter, now), at: Math.max(meter.at, now), resetAt: over ? null : meter.resetAt };
};

const isStale = (meter: Meter, now: number): boolean => meter.source !== 'default' && now - meter.learnedAt > holdsFor;

/** Tokens per second are a speed: a request larger than one second's worth is let in alone and paid off afterwards. */
const asked = (meter: Meter, amount: number): number =>
  meter.dimension === 'TPS' ? Math.min(amount, meter.limit) : amount;

/**
 * How long until `amount` fits, in ms: 0 now, Infinity never (it is larger than the limit itself).
 * Continuous windows: wait = (used + requested - limit) x window / limit, which fits every answer that prints all four.
 */
export const waitFor = (meter: Meter, amount: number, now: number): number => {
  const wanted = asked(meter, amount);
  if (wanted > meter.limit) return Number.POSITIVE_INFINITY;
  const excess = usedAt(meter, now) + meter.pending + wanted - meter.limit;
  // Sums of fractions are off by a hair; a thousandth of a token is no token.
  if (excess <= 1e-3) return 0;
  if (meter.resetAt !== null) return Math.max(1, meter.resetAt - now);
  return Math.ceil((excess * windowOf(meter)) / meter.limit);
};

/** The longest wait over all meters that the amounts touch. */
export const waitForAll = (bucket: Bucket | undefined, amounts: Amounts, now: number): number => {
  let wait = 0;
  for (const meter of metersOf(bucket)) {
    const amount = amounts[meter.dimension];
    if (amount !== undefined && !isStale(meter, now)) wait = Math.max(wait, waitFor(meter, amount, now));
  }
  return wait;
};

/** The share of the scarcest meter that is free, 0 to 1; 1 where none is known. */
export const roomIn = (bucket: Bucket | undefined, now: number): number =>
  metersOf(bucket).reduce((room, meter) => {
    const free = 1 - (usedAt(meter, now) + meter.pending) / meter.limit;
    return Math.min(room, Math.max(0, free));
  }, 1);

/** Whether any limit on calls or tokens is known: only then can calls be sent without counting those under way. */
export const isMetered = (bucket: Bucket | undefined): boolean => metersOf(bucket).length > 0;

const changeAll = (bucket: Bucket, amounts: Amounts, change: (meter: Meter, amount: number) => Meter): Bucket =>
  Object.fromEntries(
    metersOf(bucket).map((meter) => {
      const amount = amounts[meter.dimension];
      return [meter.dimension, amount === undefined ? meter : change(meter, amount)];
    }),
  );

/** A fixed window whose beginning nobody told begins with its first call. */
const begun = (meter: Meter, law: Law, now: number): Meter =>
  law === 'fixed' && meter.resetAt === null ? { ...meter, resetAt: now + windowOf(meter) } : meter;

export const reserve = (bucket: Bucket, amounts: Amounts, law: Law, now: number): Bucket =>
  changeAll(bucket, amounts, (meter, amount) => {
    const current = begun(settled(meter, now), law, now);
    return { ...current, pending: current.pending + amount };
  });

const withoutPending = (meter: Meter, amount: number): number => Math.max(0, meter.pending - amount);

/** The request was answered: what it really used takes the place of what was reserved. */
export const commit = (bucket: Bucket, reserved: Amounts, used: Amounts, now: number): Bucket =>
  changeAll(bucket, reserved, (meter, amount) => {
    const current = settled(meter, now);
    const pending = withoutPending(current, amount);
    return { ...current, pending, used: current.used + (used[meter.dimension] ?? amount) };
  });

/** The request was never counted by the provider. */
export const release = (bucket: Bucket, reserved: Amounts, now: number): Bucket =>
  commit(bucket, reserved, Object.fromEntries(Object.keys(reserved).map((dimension) => [dimension, 0])), now);

export type Reading = {
  dimension: Dimension;
  limit: number;
  /** What the provider says is used; null where it does not say. */
  used: number | null;
  /** When a fixed window is free again, in ms from now; null: unknown, or it refills continuously. */
  resetMs: number | null;
  source: Meter['source'];
};

/** What the provider counts, seen from here: its own figure, less what is under way and was counted already. */
const believedUsed = (meter: Meter | undefined, reading: Reading, now: number): number => {
  const ours = meter ? usedAt(meter, now) : 0;
  if (reading.used === null) return Math.min(ours, reading.limit);
  const pending = meter?.pending ?? 0;
  // With nothing else under way the provider's figure is the truth. Otherwise part of what is under way may be in it.
  return pending === 0 ? reading.used : Math.max(reading.used - pending, Math.min(ours, reading.used), 0);
};

/** An answer named a limit: in its headers, in its error text, or it is what the provider is known to give. */
export const learnMeter = (bucket: Bucket, reading: Reading, law: Law, now: number): Bucket => {
  if (!windows[reading.dimension] || !(reading.limit > 0)) return bucket;
  const known = bucket[reading.dimension];
  if (known && reading.source === 'default') return bucket;
  const resetAt =
    law === 'fixed' ? (reading.resetMs === null ? (known?.resetAt ?? null) : now + reading.resetMs) : null;
  const meter: Meter = {
    dimension: reading.dimension,
    limit: reading.limit,
    used: believedUsed(known, reading, now),
    pending: known?.pending ?? 0,
    at: now,
    resetAt,
    source: reading.source,
    learnedAt: now,
  };
  return { ...bucket, [reading.dimension]: meter };
};

/** The bucket with what the provider is known to give, where nothing better is known. */
export const withDefaults = (bucket: Bucket | undefined, limits: Amounts, law: Law, now: number): Bucket => {
  let filled = bucket ?? {};
  for (const [dimension, limit] of Object.entries(limits) as [Dimension, number][])
    if (!filled[dimension])
      filled = learnMeter(filled, { dimension, limit, used: null, resetMs: null, source: 'default' }, law, now);
  return filled;
};

/** Two keys turned out to be of one organisation: what each has used is used of the same bucket. */
export const merged = (one: Bucket, other: Bucket, now: number): Bucket => {
  const all: Bucket = { ...one };
  for (const meter of metersOf(other)) {
    const own = one[meter.dimension];
    all[meter.dimension] = own
      ? { ...settled(own, now), used: usedAt(own, now) + usedAt(meter, now), pending: own.pending + meter.pending }
      : meter;
  }
  return all;
};

/** What was under way when the process died counts as sent. */
export const countedAsSent = (bucket: Bucket): Bucket =>
  Object.fromEntries(
    metersOf(bucket).map((meter) => [meter.dimension, { ...meter, used: meter.used + meter.pending, pending: 0 }]),
  );
