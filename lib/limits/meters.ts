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

/** The rates among limits: what is counted over a time. */
export const ratesOf = (limits: Amounts): Amounts =>
  Object.fromEntries(Object.entries(limits).filter(([dimension]) => windows[dimension as Dimension] !== undefined));

/** A limit that nobody has confirmed for this long is looked for anew. */
const holdsFor = 7 * day;

const noMeters: readonly Meter[] = [];
const lists = new WeakMap<Bucket, readonly Meter[]>();

/** Buckets are never changed, only replaced, so that each is listed once. */
const metersOf = (bucket: Bucket | undefined): readonly Meter[] => {
  if (!bucket) return noMeters;
  const known = lists.get(bucket);
  if (known) return known;
  const meters = Object.values(bucket);
  lists.set(bucket, meters);
  return meters;
};

type Rate = Pick<Meter, 'dimension' | 'limit'>;
const windowOf = ({ dimension }: Rate): number => windows[dimension] ?? minute;

/** What is left of an amount after a time in which a continuous window has refilled. */
const leftAfter = (amount: number, rate: Rate, ms: number): number =>
  Math.max(0, amount - (Math.max(0, ms) * rate.limit) / windowOf(rate));

/**
 * A call is one call, so that it counts from when it is sent, as it does at the provider; and so do speeds, whose window
 * is over before most answers are. Of the others nobody knows beforehand what an answer will use: they are held until it
 * is there, and counted then.
 */
const countedWhenSent: ReadonlySet<Dimension> = new Set(['RPS', 'RPM', 'RPD', 'IPM', 'TPS']);

/** What is under way and not yet counted as used. */
const heldBy = (meter: Meter): number => (countedWhenSent.has(meter.dimension) ? 0 : meter.pending);

/** What is used at `now`, without what is held. A clock that was set back stands still until it has caught up. */
export const usedAt = (meter: Meter, now: number): number => {
  if (meter.resetAt !== null) return now >= meter.resetAt ? 0 : meter.used;
  return leftAfter(meter.used, meter, now - meter.at);
};

const settled = (meter: Meter, now: number): Meter => {
  const over = meter.resetAt !== null && now >= meter.resetAt;
  return { ...meter, used: usedAt(meter, now), at: Math.max(meter.at, now), resetAt: over ? null : meter.resetAt };
};

export const isBelieved = (meter: Meter, now: number): boolean =>
  meter.source === 'default' || now - meter.learnedAt <= holdsFor;

/** Tokens per second are a speed: a request larger than one second's worth is let in alone and paid off afterwards. */
const asked = (meter: Meter, amount: number): number =>
  meter.dimension === 'TPS' ? Math.min(amount, meter.limit) : amount;

/** Sums of fractions are off by a hair, in ms. Never as much as a limit of a few a day refills in a ms. */
const hair = 1e-3;

/**
 * How long until `amount` fits, in ms: 0 now, Infinity never (it is larger than the limit itself).
 * Continuous windows: wait = (used + requested - limit) x window / limit, which fits every answer that prints all four.
 */
export const waitFor = (meter: Meter, amount: number, now: number): number => {
  const wanted = asked(meter, amount);
  if (wanted > meter.limit) return Number.POSITIVE_INFINITY;
  const excess = usedAt(meter, now) + heldBy(meter) + wanted - meter.limit;
  const refill = (excess * windowOf(meter)) / meter.limit;
  if (refill <= hair) return 0;
  if (meter.resetAt !== null) return Math.max(1, meter.resetAt - now);
  return Math.ceil(refill + Math.max(0, meter.at - now) - hair);
};

/** The longest wait over all meters that the amounts touch. */
export const waitForAll = (bucket: Bucket | undefined, amounts: Amounts, now: number): number => {
  let wait = 0;
  for (const meter of metersOf(bucket)) {
    const amount = amounts[meter.dimension];
    if (amount !== undefined && isBelieved(meter, now)) wait = Math.max(wait, waitFor(meter, amount, now));
  }
  return wait;
};

/** The share of the scarcest meter that is free, 0 to 1; 1 where none is known. */
export const roomIn = (bucket: Bucket | undefined, now: number): number =>
  metersOf(bucket).reduce((room, meter) => {
    const free = 1 - (usedAt(meter, now) + heldBy(meter)) / meter.limit;
    return Math.min(room, Math.max(0, free));
  }, 1);

/** Whether any limit on calls or tokens is known: only then can calls be sent without counting those under way. */
export const isMetered = (bucket: Bucket | undefined, now: number): boolean =>
  metersOf(bucket).some((meter) => isBelieved(meter, now));

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
    const used = countedWhenSent.has(meter.dimension) ? current.used + amount : current.used;
    return { ...current, used, pending: current.pending + amount, sentAt: now };
  });

/** What is left by `now` of too much that was counted at `sentAt`: the rest has refilled, or went with its window. */
const leftOf = (meter: Meter, surplus: number, sentAt: number, now: number): number => {
  if (meter.resetAt !== null) return sentAt >= meter.resetAt - windowOf(meter) ? surplus : 0;
  return leftAfter(surplus, meter, now - sentAt);
};

/**
 * The request was answered: what it really used takes the place of what was reserved.
 * @param sentAt when it was sent
 */
export const commit = (bucket: Bucket, reserved: Amounts, used: Amounts, now: number, sentAt: number): Bucket =>
  changeAll(bucket, reserved, (meter, amount) => {
    const current = settled(meter, now);
    const really = used[meter.dimension] ?? amount;
    const pending = Math.max(0, current.pending - amount);
    // Where it was sent before anybody knew of this limit, nothing is reserved.
    const isCounted = countedWhenSent.has(meter.dimension) && current.pending >= amount - hair;
    if (!isCounted) return { ...current, pending, used: current.used + really };
    const change = really >= amount ? really - amount : -leftOf(current, amount - really, sentAt, now);
    return { ...current, pending, used: Math.max(0, current.used + change) };
  });

/** A fixed window that was taken to begin with a call that nobody counted began with a later one, if at all. */
const begunLater = (meter: Meter, sentAt: number): Meter => {
  if (meter.resetAt !== sentAt + windowOf(meter)) return meter;
  const isEmpty = meter.used + heldBy(meter) <= 0;
  return { ...meter, resetAt: isEmpty ? null : (meter.sentAt ?? sentAt) + windowOf(meter) };
};

/** The request was never counted by the provider. */
export const release = (bucket: Bucket, reserved: Amounts, now: number, sentAt: number): Bucket => {
  const nothing = Object.fromEntries(Object.keys(reserved).map((dimension) => [dimension, 0]));
  return changeAll(commit(bucket, reserved, nothing, now, sentAt), reserved, (meter) => begunLater(meter, sentAt));
};

export type Reading = {
  dimension: Dimension;
  limit: number;
  /** What the provider says is used; null where it does not say. */
  used: number | null;
  /** When a fixed window is free again, in ms from now; null: unknown, or it refills continuously. */
  resetMs: number | null;
  source: Meter['source'];
};

/** Of tokens a provider has counted only those that went in when it writes its headers; what it says comes on top. */
const isOfTokens = (dimension: Dimension): boolean => dimension.includes('TP');

/**
 * What is used by now, where a provider said what was used when the call came that it answers. That is the truth about
 * all that was sent before. But answers overtake one another: where another call was sent since, or is under way, the
 * figure may lack it, and can only add to our own.
 */
const believedUsed = (meter: Meter | undefined, reading: Reading, law: Law, now: number, sentAt: number): number => {
  const ours = meter ? usedAt(meter, now) : 0;
  if (reading.used === null) return ours;
  const figure = law === 'fixed' ? reading.used : leftAfter(reading.used, reading, now - sentAt);
  if (!meter) return figure;
  const isLast = meter.pending < hair && sentAt >= (meter.sentAt ?? 0);
  return isLast && !isOfTokens(reading.dimension) ? figure : Math.max(ours, figure - heldBy(meter));
};

/**
 * An answer named a limit: in its headers, in its error text, or it is what the provider is known to give.
 * @param sentAt when the call was sent that the answer is to
 */
export const learnMeter = (bucket: Bucket, reading: Reading, law: Law, now: number, sentAt = now): Bucket => {
  if (!windows[reading.dimension] || !(reading.limit > 0)) return bucket;
  const known = bucket[reading.dimension];
  if (known && reading.source === 'default') return bucket;
  const resetAt =
    law === 'fixed'
      ? reading.resetMs === null
        ? known
          ? settled(known, now).resetAt
          : null
        : now + reading.resetMs
      : null;
  const meter: Meter = {
    dimension: reading.dimension,
    limit: reading.limit,
    used: believedUsed(known, reading, law, now, sentAt),
    pending: known?.pending ?? 0,
    sentAt: known?.sentAt,
    at: now,
    resetAt,
    source: reading.source,
    learnedAt: now,
  };
  return { ...bucket, [reading.dimension]: meter };
};

const noBucket: Bucket = {};

/**
 * The bucket with what the key is known to be given, where nothing better is known. What was set aside on another
 * figure, before the user or the catalog gave this one, counts on.
 */
export const withDefaults = (bucket: Bucket | undefined, limits: Amounts, law: Law, now: number): Bucket => {
  let filled = bucket ?? noBucket;
  for (const name in limits) {
    const dimension = name as Dimension;
    const limit = limits[dimension];
    if (limit === undefined) continue;
    const known = filled[dimension];
    if (!known)
      filled = learnMeter(filled, { dimension, limit, used: null, resetMs: null, source: 'default' }, law, now);
    else if (known.source === 'default' && known.limit !== limit)
      filled = { ...filled, [dimension]: { ...known, limit, used: usedAt(known, now), at: Math.max(known.at, now) } };
  }
  return filled;
};

/** The bucket without those figures that nobody gives any more and no answer has confirmed. */
export const withoutFormerDefaults = (bucket: Bucket, limits: Amounts): Bucket =>
  Object.fromEntries(
    Object.entries(bucket).filter(([name, { source }]) => source !== 'default' || limits[name as Dimension]),
  );

/** Two keys turned out to be of one organisation: what each has used is used of the same bucket. */
export const merged = (one: Bucket, other: Bucket, now: number): Bucket => {
  const all: Bucket = { ...one };
  for (const meter of metersOf(other)) {
    const own = one[meter.dimension];
    all[meter.dimension] = own
      ? {
          ...settled(own, now),
          used: usedAt(own, now) + usedAt(meter, now),
          pending: own.pending + meter.pending,
          sentAt: Math.max(own.sentAt ?? 0, meter.sentAt ?? 0),
        }
      : meter;
  }
  return all;
};

/** A clock that was set back between two lives stretches no window: it ends as long from now as it was to last. */
const meterNow = (meter: Meter, now: number): Meter => {
  const back = meter.at - now;
  if (back <= 0) return meter;
  return { ...meter, at: now, sentAt: now, resetAt: meter.resetAt === null ? null : meter.resetAt - back };
};

/** As an earlier life left it: what was under way when the process died counts as sent. */
export const revivedBucket = (bucket: Bucket, now: number): Bucket =>
  Object.fromEntries(
    metersOf(bucket).map((meter) => [
      meter.dimension,
      { ...meterNow(meter, now), used: meter.used + heldBy(meter), pending: 0 },
    ]),
  );
