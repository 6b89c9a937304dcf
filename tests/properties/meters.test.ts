// Whatever is reserved, answered, given back and waited for, in whatever order: what a provider counts never passes its
// limit, and a wait is exactly as long as it must be.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../lib/domain/fault.ts';
import type { Bucket, Meter } from '../../lib/domain/state.ts';
import {
  type Amounts,
  commit,
  type Law,
  learnMeter,
  release,
  reserve,
  revivedBucket,
  waitFor,
  waitForAll,
  windows,
} from '../../lib/limits/meters.ts';

const start = Date.UTC(2026, 10, 23, 9, 0, 0);
const rates: Dimension[] = ['RPS', 'RPM', 'TPM', 'ASH', 'RPD'];
const hair = 1e-6;

/** What a provider counts: each call from when it came, refilling all the time or at the end of its window. */
const createProvider = (law: Law, limits: Amounts) => {
  const arrivals: { at: number; amounts: Amounts; counts: boolean }[] = [];
  const level = (dimension: Dimension, now: number): number => {
    const [window, limit] = [windows[dimension] ?? 0, limits[dimension] ?? 0];
    let [used, from] = [0, 0];
    for (const { at, amounts, counts } of arrivals) {
      if (!counts) continue;
      if (law === 'continuous') used = Math.max(0, used - ((at - from) * limit) / window);
      if (law === 'continuous' || at >= from + window) from = at;
      if (law === 'fixed' && from === at) used = 0;
      used += amounts[dimension] ?? 0;
    }
    if (law === 'fixed') return now >= from + window ? 0 : used;
    return Math.max(0, used - ((now - from) * limit) / window);
  };
  return { arrivals, level };
};

type Step = { wait: number; does: 'send' | 'answer' | 'refuse' | 'die'; which: number; size: number; share: number };
const anySteps = fc.array(
  fc.record<Step>({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 90_000 })),
    does: fc.constantFrom('send', 'send', 'send', 'answer', 'answer', 'refuse', 'die'),
    which: fc.nat(9),
    size: fc.integer({ min: 1, max: 120 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 60 },
);

/** Plays the steps against a provider that counts, and tells it of each call that the meters let through. */
const play = (law: Law, limits: Amounts, steps: readonly Step[], oneWindow: boolean): void => {
  let now = start;
  let bucket: Bucket = Object.entries(limits).reduce<Bucket>(
    (all, [dimension, limit]) =>
      learnMeter(
        all,
        { dimension: dimension as Dimension, limit: limit ?? 0, used: null, resetMs: null, source: 'header' },
        law,
        now,
      ),
    {},
  );
  const provider = createProvider(law, limits);
  const shortest = Math.min(...Object.keys(limits).map((dimension) => windows[dimension as Dimension] ?? 0));
  const open: { reserved: Amounts; arrival: (typeof provider.arrivals)[number] }[] = [];
  for (const { wait, does, which, size, share } of steps) {
    now += oneWindow ? Math.min(wait, 500) : wait;
    if (does === 'send') {
      const reserved: Amounts = { RPS: 1, RPM: 1, RPD: 1, TPM: size * 10, ASH: size };
      if (waitForAll(bucket, reserved, now) > 0) continue;
      bucket = reserve(bucket, reserved, law, now);
      // The answer will use no more than was set aside; the provider may count all of it when the call comes.
      const amounts = { ...reserved, TPM: size * 10 * share, ASH: size * share };
      const arrival = { at: now, amounts, counts: true };
      provider.arrivals.push(arrival);
      open.push({ reserved, arrival });
    } else if (does === 'die') {
      bucket = revivedBucket(JSON.parse(JSON.stringify(bucket)), now);
      open.length = 0;
    } else {
      const [call] = open.splice(which % Math.max(1, open.length), 1);
      if (!call) continue;
      // A refusal comes at the door. Where a window's beginning is only guessed from its first call, one that comes
      // after the whole window would move a beginning that nobody remembers.
      const isRefused = does === 'refuse' && (law === 'continuous' || now - call.arrival.at < shortest);
      call.arrival.counts = !isRefused;
      bucket = !isRefused
        ? commit(bucket, call.reserved, call.arrival.amounts, now, call.arrival.at)
        : release(bucket, call.reserved, now, call.arrival.at);
    }
    for (const dimension of Object.keys(limits) as Dimension[])
      expect(provider.level(dimension, now)).toBeLessThanOrEqual((limits[dimension] ?? 0) + hair);
  }
};

const anyLimits: fc.Arbitrary<Amounts> = fc
  .record({
    RPS: fc.integer({ min: 1, max: 3 }),
    RPM: fc.integer({ min: 1, max: 10 }),
    TPM: fc.integer({ min: 100, max: 3_000 }),
    ASH: fc.integer({ min: 50, max: 500 }),
    RPD: fc.integer({ min: 1, max: 30 }),
  })
  .chain((all) =>
    fc.subarray(rates, { minLength: 1 }).map((some) => Object.fromEntries(some.map((one) => [one, all[one as 'RPS']]))),
  );

describe('meters', () => {
  it('never let a provider that refills all the time count more than its limit', () => {
    fc.assert(
      fc.property(anyLimits, anySteps, (limits, steps) => play('continuous', limits, steps, false)),
      { numRuns: 1_500 },
    );
  });

  it('never let a provider with fixed windows count more than its limit', () => {
    fc.assert(
      fc.property(anyLimits, anySteps, (limits, steps) => play('fixed', limits, steps, false)),
      { numRuns: 1_500 },
    );
  });

  it('never let calls through that come within a moment of one another', () => {
    fc.assert(
      fc.property(anyLimits, anySteps, fc.constantFrom<Law>('continuous', 'fixed'), (limits, steps, law) =>
        play(law, limits, steps, true),
      ),
      { numRuns: 1_500 },
    );
  });

  it('know no less than was sent, whatever answers’ headers say and in whatever order they come', () => {
    const limit = 20;
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.integer({ min: 0, max: 2_000 }), lasts: fc.integer({ min: 0, max: 30_000 }) }), {
          maxLength: 25,
        }),
        (calls) => {
          const provider = createProvider('continuous', { RPM: limit });
          type Event = { at: number; sentAt: number; used: number | null };
          const line: Event[] = [];
          let at = start;
          for (const { gap, lasts } of calls) {
            at += gap;
            line.push({ at, sentAt: at, used: null }, { at: at + lasts, sentAt: at, used: Number.NaN });
          }
          let bucket = learnMeter(
            {},
            { dimension: 'RPM', limit, used: 0, resetMs: null, source: 'header' },
            'continuous',
            start,
          );
          const told = new Map<number, number>();
          for (const event of line.toSorted((one, other) => one.at - other.at)) {
            if (event.used === null) {
              if (waitForAll(bucket, { RPM: 1 }, event.at) > 0) continue;
              bucket = reserve(bucket, { RPM: 1 }, 'continuous', event.at);
              provider.arrivals.push({ at: event.at, amounts: { RPM: 1 }, counts: true });
              // Whole numbers only, as headers have them.
              told.set(event.sentAt, limit - Math.floor(limit - provider.level('RPM', event.at) + hair));
            } else {
              const used = told.get(event.sentAt);
              if (used === undefined) continue;
              bucket = commit(bucket, { RPM: 1 }, {}, event.at, event.sentAt);
              const reading = { dimension: 'RPM', limit, used, resetMs: null, source: 'header' } as const;
              bucket = learnMeter(bucket, reading, 'continuous', event.at, event.sentAt);
            }
            expect(provider.level('RPM', event.at)).toBeLessThanOrEqual(limit + hair);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('a wait', () => {
  const anyMeter = fc
    .record({
      dimension: fc.constantFrom<Dimension>(...rates, 'TPD', 'ITPM'),
      limit: fc.integer({ min: 1, max: 300_000 }),
      filled: fc.double({ min: 0, max: 1.5, noNaN: true }),
      held: fc.double({ min: 0, max: 1, noNaN: true }),
      wanted: fc.double({ min: 0.000_1, max: 1.1, noNaN: true }),
      ahead: fc.integer({ min: -5_000, max: 100_000 }),
      ends: fc.option(fc.integer({ min: 1, max: 60_000 })),
    })
    .map(({ dimension, limit, filled, held, wanted, ahead, ends }) => {
      const amount = wanted * limit;
      const meter: Meter = {
        ...{ dimension, limit, used: filled * limit, at: start },
        // What is under way leaves room for it: time alone ends the wait.
        pending: held * Math.max(0, limit - amount),
        resetAt: ends === null ? null : start + Math.max(0, ahead) + ends,
        ...{ source: 'header', learnedAt: start },
      };
      return { meter, amount, now: start + ahead };
    });

  it('is exact: after it the request fits, a ms before it does not', () => {
    fc.assert(
      fc.property(anyMeter, ({ meter, amount, now }) => {
        const wait = waitFor(meter, amount, now);
        expect(wait === Number.POSITIVE_INFINITY).toBe(amount > meter.limit);
        if (amount > meter.limit) return;
        expect(waitFor(meter, amount, now + wait)).toBe(0);
        if (wait > 0) expect(waitFor(meter, amount, now + wait - 1)).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
