// What is believed about each limit: how it fills, refills, is reserved and corrected, and what answers teach of it.
import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../lib/domain/fault.ts';
import { type Bucket, type EngineState, freshState, type Meter } from '../../lib/domain/state.ts';
import {
  bucketId,
  learnFault,
  learnHeaders,
  learnOrganization,
  organizationIn,
  revived,
} from '../../lib/limits/learn.ts';
import {
  commit,
  isMetered,
  type Law,
  learnMeter,
  merged,
  type Reading,
  ratesOf,
  release,
  reserve,
  revivedBucket,
  roomIn,
  usedAt,
  waitFor,
  waitForAll,
  windows,
  withDefaults,
  withoutFormerDefaults,
} from '../../lib/limits/meters.ts';
import type { HeaderReading } from '../../lib/limits/read-headers.ts';
import { at, fault, place } from './sample.ts';

const second = 1_000;
const minute = 60 * second;
const day = 86_400_000;

const meter = (dimension: Dimension, limit: number, change: Partial<Meter> = {}): Meter => ({
  dimension,
  limit,
  ...{ used: 0, pending: 0, at, resetAt: null, source: 'header', learnedAt: at },
  ...change,
});
const bucketOf = (...meters: Meter[]): Bucket => Object.fromEntries(meters.map((each) => [each.dimension, each]));
const reading = (dimension: Dimension, limit: number, change: Partial<Reading> = {}): Reading => ({
  ...{ dimension, limit, used: null, resetMs: null, source: 'header' },
  ...change,
});

describe('a window that refills all the time', () => {
  it('asks for exactly the wait that Groq’s own answers name', () => {
    // "Limit 100000, Used 97050, Requested 3619. Please try again in 9m38.016s"
    expect(waitFor(meter('TPD', 100_000, { used: 97_050 }), 3_619, at)).toBe(578_016);
    // "Limit 6000, Used 5321, Requested 1234": (5321 + 1234 - 6000) x 60 s / 6000
    expect(waitFor(meter('TPM', 6_000, { used: 5_321 }), 1_234, at)).toBe(5_550);
  });

  it('drains in its window from full to nothing, and not below', () => {
    const full = meter('RPM', 30, { used: 30 });
    expect(usedAt(full, at)).toBe(30);
    expect(usedAt(full, at + minute / 2)).toBe(15);
    expect(usedAt(full, at + minute)).toBe(0);
    expect(usedAt(full, at + 9 * minute)).toBe(0);
  });

  it('takes at once what fits, never what is larger than the limit itself', () => {
    const known = meter('TPM', 6_000, { used: 1_000 });
    expect(waitFor(known, 5_000, at)).toBe(0);
    expect(waitFor(known, 5_001, at)).toBe(10);
    expect(waitFor(known, 6_001, at)).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts a daily limit as one that refills all day, with no midnight in it', () => {
    expect(waitFor(meter('RPD', 1_000, { used: 1_000 }), 1, at)).toBe(day / 1_000);
  });

  it('stands still while the clock is set back, and says the whole wait', () => {
    const full = meter('RPM', 30, { used: 30 });
    expect(usedAt(full, at - minute)).toBe(30);
    expect(waitFor(full, 1, at - minute)).toBe(minute + 2 * second);
    expect(waitFor(full, 1, at - minute + minute + 2 * second)).toBe(0);
  });

  it('forgives a sum of fractions, not a call', () => {
    const known = meter('RPM', 3, { used: 0.1 + 0.2 + 1.7 });
    expect(waitFor(known, 1, at)).toBe(0);
    // Twelve ms early on a key of five a minute is a refusal.
    expect(waitFor(meter('RPM', 5, { used: 4.001 }), 1, at)).toBe(12);
  });
});

describe('a window that is fixed', () => {
  const fixed = meter('RPM', 30, { used: 30, resetAt: at + 20 * second });

  it('is full until it ends as a whole', () => {
    expect(usedAt(fixed, at + 20 * second - 1)).toBe(30);
    expect(waitFor(fixed, 1, at)).toBe(20 * second);
    expect(usedAt(fixed, at + 20 * second)).toBe(0);
    expect(waitFor(fixed, 30, at + 20 * second)).toBe(0);
  });

  it('begins with its first call where nobody named its end, and anew after it', () => {
    const first = reserve(bucketOf(meter('RPM', 2)), { RPM: 1 }, 'fixed', at);
    expect(first.RPM).toMatchObject({ used: 1, resetAt: at + minute });
    const second = reserve(first, { RPM: 1 }, 'fixed', at + 59_999);
    expect(waitForAll(second, { RPM: 1 }, at + 59_999)).toBe(1);
    const third = reserve(second, { RPM: 1 }, 'fixed', at + minute);
    expect(third.RPM).toMatchObject({ used: 1, resetAt: at + 2 * minute });
  });

  it('takes a named end over the one it reckoned with', () => {
    const told = learnMeter(bucketOf(fixed), reading('RPM', 30, { used: 30, resetMs: 5_000 }), 'fixed', at);
    expect(told.RPM?.resetAt).toBe(at + 5_000);
    const untold = learnMeter(bucketOf(fixed), reading('RPM', 30, { used: 30 }), 'fixed', at);
    expect(untold.RPM?.resetAt).toBe(at + 20 * second);
  });

  it('keeps no end that has passed: whoever was just refused is not at nothing', () => {
    const refused = reading('RPM', 30, { used: 30, source: 'error' });
    const told = learnMeter(bucketOf(fixed), refused, 'fixed', at + minute);
    expect(waitForAll(told, { RPM: 1 }, at + minute)).toBeGreaterThan(0);
    expect(learnMeter({}, refused, 'fixed', at).RPM?.resetAt).toBeNull();
  });

  it('did not begin with a call that nobody counted, but with the one after it, or not at all', () => {
    const first = reserve(bucketOf(meter('RPM', 1)), { RPM: 1 }, 'fixed', at);
    expect(release(first, { RPM: 1 }, at + 1, at).RPM).toMatchObject({ used: 0, resetAt: null });
    const two = reserve(
      reserve(bucketOf(meter('RPM', 2)), { RPM: 1 }, 'fixed', at),
      { RPM: 1 },
      'fixed',
      at + 30 * second,
    );
    expect(release(two, { RPM: 1 }, at + minute - 1, at).RPM).toMatchObject({ used: 1, resetAt: at + 90 * second });
    expect(release(two, { RPM: 1 }, at + minute - 1, at + 30 * second).RPM).toMatchObject({ resetAt: at + minute });
  });

  it('gives back nothing of a window that is over', () => {
    const sent = reserve(bucketOf(meter('RPM', 2)), { RPM: 1 }, 'fixed', at);
    const next = reserve(sent, { RPM: 1 }, 'fixed', at + minute);
    expect(release(next, { RPM: 1 }, at + minute + 1, at).RPM?.used).toBe(1);
    expect(release(next, { RPM: 1 }, at + minute + 1, at + minute).RPM?.used).toBe(0);
  });
});

describe('speeds', () => {
  it('let a request in alone that is larger than one second’s worth, and are paid off after it', () => {
    const free = bucketOf(meter('TPS', 1_000));
    expect(waitForAll(free, { TPS: 5_000 }, at)).toBe(0);
    const sent = reserve(free, { TPS: 5_000 }, 'continuous', at);
    expect(waitForAll(sent, { TPS: 1 }, at)).toBe(4_001);
    expect(waitForAll(sent, { TPS: 5_000 }, at + 5_000)).toBe(0);
  });

  it('count from when a call is sent, so that one a second is one a second, however long answers take', () => {
    const sent = reserve(bucketOf(meter('RPS', 1)), { RPS: 1 }, 'continuous', at);
    expect(waitForAll(sent, { RPS: 1 }, at)).toBe(1_000);
    expect(waitForAll(sent, { RPS: 1 }, at + 1_000)).toBe(0);
    expect(commit(sent, { RPS: 1 }, {}, at + 5_000, at).RPS).toMatchObject({ used: 0, pending: 0 });
  });
});

describe('a reservation', () => {
  const bucket = bucketOf(meter('RPM', 5), meter('TPM', 8_000));
  const amounts = { RPM: 1, TPM: 5_000, ASH: 60 };
  const sent = reserve(bucket, amounts, 'continuous', at);

  it('holds room on every meter that the request touches, and on no other', () => {
    expect(waitForAll(sent, { TPM: 3_000 }, at)).toBe(0);
    expect(waitForAll(sent, { TPM: 3_001 }, at)).toBeGreaterThan(0);
    expect(sent.RPM?.pending).toBe(1);
    expect(reserve(bucketOf(meter('ASH', 7_200)), { RPM: 1 }, 'continuous', at)).toEqual(bucketOf(meter('ASH', 7_200)));
  });

  it('lets no two take the same room', () => {
    expect(waitForAll(sent, amounts, at)).toBeGreaterThan(0);
    expect(roomIn(sent, at)).toBeCloseTo(3 / 8);
  });

  it('gives way to what was really used, be it less or more', () => {
    expect(commit(sent, amounts, { TPM: 1_200 }, at, at).TPM).toMatchObject({ used: 1_200, pending: 0 });
    expect(commit(sent, amounts, { TPM: 6_100 }, at, at).TPM).toMatchObject({ used: 6_100, pending: 0 });
    expect(commit(sent, amounts, { RPM: 3 }, at, at).RPM).toMatchObject({ used: 3, pending: 0 });
  });

  it('counts as used where the answer does not say', () => {
    expect(commit(sent, amounts, {}, at, at).TPM).toMatchObject({ used: 5_000, pending: 0 });
  });

  it('leaves nothing behind where the provider did not count the call', () => {
    expect(release(sent, amounts, at, at)).toMatchObject({
      RPM: { used: 0, pending: 0 },
      TPM: { used: 0, pending: 0 },
    });
  });

  it('given back late gives back no more than is left of it, since the rest has refilled already', () => {
    const first = reserve(bucketOf(meter('RPM', 5)), { RPM: 1 }, 'continuous', at);
    // Twelve seconds refill the one call that may be lifted; the second was sent after that.
    const both = reserve(first, { RPM: 1 }, 'continuous', at + 12 * second);
    expect(release(both, { RPM: 1 }, at + 12 * second, at).RPM?.used).toBe(1);
    expect(release(both, { RPM: 1 }, at + 12 * second, at + 12 * second).RPM?.used).toBe(0);
  });

  it('of a call that was sent before its limit was known is counted when the answer comes', () => {
    const learned = bucketOf(meter('RPM', 5, { used: 2 }), meter('TPM', 8_000, { used: 100 }));
    const after = commit(learned, amounts, { TPM: 700 }, at, at);
    expect(after).toMatchObject({ RPM: { used: 3, pending: 0 }, TPM: { used: 800, pending: 0 } });
  });

  it('counts as sent where the process died in the middle', () => {
    const back = revivedBucket(sent, at);
    expect(back).toMatchObject({ RPM: { used: 1, pending: 0 }, TPM: { used: 5_000, pending: 0 } });
  });
});

describe('room', () => {
  it('is that of the scarcest meter, and whole where none is known', () => {
    const bucket = bucketOf(meter('RPM', 30, { used: 6 }), meter('TPM', 8_000, { used: 6_000 }));
    expect(roomIn(bucket, at)).toBe(0.25);
    expect(roomIn(bucketOf(meter('RPM', 30, { used: 40 })), at)).toBe(0);
    expect(roomIn(undefined, at)).toBe(1);
  });
});

describe('an answer that names a limit', () => {
  const learn = (known: Bucket, told: Reading, law: Law = 'continuous', sentAt = at, now = at) =>
    learnMeter(known, told, law, now, sentAt);

  it('is believed, with what it says is used', () => {
    expect(learn({}, reading('RPM', 30, { used: 12 })).RPM).toEqual(meter('RPM', 30, { used: 12, sentAt: undefined }));
    const default30 = learn({}, reading('RPM', 30, { source: 'default' }));
    expect(learn(default30, reading('RPM', 5, { used: 5, source: 'error' })).RPM).toMatchObject({
      ...{ limit: 5, used: 5, source: 'error' },
    });
  });

  it('is not overruled by what the provider is known to give', () => {
    const known = bucketOf(meter('RPM', 5, { used: 3 }));
    expect(learn(known, reading('RPM', 60, { source: 'default' }))).toBe(known);
    expect(withDefaults(known, { RPM: 60, TPM: 100 }, 'continuous', at)).toMatchObject({
      ...{ RPM: { limit: 5 }, TPM: { limit: 100, source: 'default' } },
    });
    expect(withDefaults(undefined, {}, 'continuous', at)).toEqual({});
  });

  it('is not believed where it is no rate, or no number of any use', () => {
    expect(learn({}, reading('context', 8_192))).toEqual({});
    for (const limit of [0, -5, Number.NaN]) expect(learn({}, reading('RPM', limit))).toEqual({});
  });

  it('keeps our own count where it names none', () => {
    expect(learn(bucketOf(meter('RPM', 30, { used: 7 })), reading('RPM', 10)).RPM).toMatchObject({
      limit: 10,
      used: 7,
    });
    expect(learn({}, reading('RPM', 10)).RPM?.used).toBe(0);
  });

  it('corrects our own count of calls where it is the answer to the last of them', () => {
    const known = bucketOf(meter('RPM', 30, { used: 20, sentAt: at }));
    expect(learn(known, reading('RPM', 30, { used: 4 })).RPM?.used).toBe(4);
  });

  it('takes nothing away that was sent after its own call, or is still under way', () => {
    const later = bucketOf(meter('RPM', 5, { used: 4, sentAt: at + second, at: at + second }));
    expect(learn(later, reading('RPM', 5, { used: 1 }), 'continuous', at, at + second).RPM?.used).toBe(4);
    const others = bucketOf(meter('RPM', 5, { used: 4, pending: 2, sentAt: at }));
    expect(learn(others, reading('RPM', 5, { used: 1 })).RPM?.used).toBe(4);
  });

  it('adds what others used of the same limit', () => {
    const later = bucketOf(meter('RPM', 30, { used: 4, sentAt: at + 1 }));
    expect(learn(later, reading('RPM', 30, { used: 20 })).RPM?.used).toBe(20);
    const held = bucketOf(meter('TPM', 8_000, { used: 1_000, pending: 3_000 }));
    expect(learn(held, reading('TPM', 8_000, { used: 7_000 })).TPM?.used).toBe(4_000);
  });

  it('takes no tokens away: what the model says is counted after the header was written', () => {
    const known = bucketOf(meter('TPM', 8_000, { used: 5_000, sentAt: at }));
    expect(learn(known, reading('TPM', 8_000, { used: 1_000 })).TPM?.used).toBe(5_000);
  });

  it('told what was used when the call came, not now that it is answered', () => {
    const told = learn({}, reading('RPM', 30, { used: 30 }), 'continuous', at, at + 30 * second);
    expect(told.RPM).toMatchObject({ used: 15, at: at + 30 * second });
    const fixed = learn({}, reading('RPM', 30, { used: 30, resetMs: second }), 'fixed', at, at + 30 * second);
    expect(fixed.RPM?.used).toBe(30);
  });

  it('holds for a week and is looked for anew after it; what the provider is known to give holds on', () => {
    const full = bucketOf(meter('RPM', 5, { used: 5, at: at + 8 * day }));
    expect(waitForAll(full, { RPM: 1 }, at + 7 * day)).toBeGreaterThan(0);
    expect(isMetered(full, at + 7 * day)).toBe(true);
    expect(waitForAll(full, { RPM: 1 }, at + 7 * day + 1)).toBe(0);
    // So that calls under way are counted again instead.
    expect(isMetered(full, at + 7 * day + 1)).toBe(false);
    const known = bucketOf(meter('RPM', 5, { used: 5, at: at + 8 * day, source: 'default' }));
    expect(waitForAll(known, { RPM: 1 }, at + 8 * day)).toBeGreaterThan(0);
    expect(isMetered(undefined, at)).toBe(false);
  });
});

describe('another life', () => {
  it('after a clock set back waits as long as was left, not until the clock has caught up', () => {
    const hour = 60 * minute;
    const before = bucketOf(meter('RPM', 30, { used: 30 }), meter('ASH', 100, { used: 100, resetAt: at + 9 * second }));
    const back = revivedBucket(before, at - hour);
    expect(waitForAll(back, { RPM: 1 }, at - hour)).toBe(2 * second);
    expect(waitForAll(back, { ASH: 1 }, at - hour)).toBe(9 * second);
  });
});

describe('two buckets of one organisation', () => {
  it('become one in which all that each has used is used', () => {
    const one = bucketOf(meter('RPM', 30, { used: 6, pending: 1, sentAt: at }), meter('TPM', 100));
    const other = bucketOf(meter('RPM', 30, { used: 3, pending: 2 }), meter('RPD', 1_000, { used: 9 }));
    expect(merged(one, other, at)).toMatchObject({
      ...{ RPM: { used: 9, pending: 3, sentAt: at }, TPM: { used: 0 }, RPD: { used: 9 } },
    });
    expect(merged(other, one, at).RPM).toMatchObject({ used: 9, pending: 3, sentAt: at });
    const never = bucketOf(meter('RPM', 30));
    expect(merged(never, never, at).RPM?.sentAt).toBe(0);
  });
});

const said = (change: Partial<HeaderReading> = {}): HeaderReading => ({
  ...{ meters: [], retryAfterMs: null, organization: null },
  ...change,
});
const withMeters = (meters: EngineState['meters']): EngineState => ({ ...freshState, meters });

describe('headers', () => {
  it('teach each limit they name, with what remains of it', () => {
    const { meters } = learnHeaders(
      freshState,
      place,
      said({
        meters: [
          { dimension: 'RPD', limit: 1_000, remaining: 990, resetMs: 6_000 },
          { dimension: 'TPM', limit: 8_000, remaining: null, resetMs: null },
          { dimension: 'ASH', limit: null, remaining: 5, resetMs: null },
        ],
      }),
      at,
    );
    const bucket = meters[bucketId(freshState, place)];
    expect(bucket).toMatchObject({ RPD: { limit: 1_000, used: 10, resetAt: null }, TPM: { limit: 8_000, used: 0 } });
    expect(bucket).not.toHaveProperty('ASH');
  });

  it('that say more remains than there is mean that nothing is used', () => {
    const told = said({ meters: [{ dimension: 'RPM', limit: 5, remaining: 9, resetMs: null }] });
    expect(learnHeaders(freshState, place, told, at).meters['k1@groq/m1']?.RPM?.used).toBe(0);
  });

  it('that name nothing change nothing', () => {
    expect(learnHeaders(freshState, place, said(), at)).toBe(freshState);
  });
});

describe('a refusal', () => {
  const refused = (used: number | null, kind: 'rate_limited' | 'request_too_large' = 'rate_limited') =>
    learnFault(
      freshState,
      place,
      fault(kind, { limit: { dimension: 'RPM', limit: 30, used, requested: 1 } }),
      at,
      ...([0, null] as const),
    ).meters['k1@groq/m1']?.RPM?.used;

  it('means that all is used where it names no figure, and the figure where it does', () => {
    expect(refused(null)).toBe(30);
    expect(refused(29)).toBe(29);
    expect(refused(null, 'request_too_large')).toBe(0);
  });
});

describe('an organisation', () => {
  const other = { ...place, key: 'k2', target: 'k2@groq/m1' };
  const used = (count: number): Bucket => bucketOf(meter('RPM', 30, { used: count }));

  it('is read from a text as providers print it', () => {
    expect(organizationIn('Rate limit reached in organization `org_01abcDEF` on requests')).toBe('org_01abcDEF');
    expect(organizationIn('for organization org-A1b2C3.')).toBe('org-A1b2C3');
    expect(organizationIn('your organisation must be verified')).toBeNull();
  });

  it('that two keys turn out to share makes one bucket of theirs', () => {
    const first = learnOrganization(withMeters({ 'k1@groq/m1': used(3), 'k2@groq/m1': used(4) }), place, 'org_a', at);
    expect(Object.keys(first.meters)).toEqual(['org_a@groq/m1', 'k2@groq/m1']);
    const both = learnOrganization(first, other, 'org_a', at);
    expect(both.meters).toMatchObject({ 'org_a@groq/m1': { RPM: { used: 7 } } });
    expect(Object.keys(both.meters)).toHaveLength(1);
    expect(bucketId(both, place)).toBe(bucketId(both, other));
  });

  it('that is known already, or that nobody named, changes nothing', () => {
    const known = learnOrganization(freshState, place, 'org_a', at);
    expect(learnOrganization(known, place, 'org_a', at)).toBe(known);
    expect(learnOrganization(known, place, null, at)).toBe(known);
  });

  it('that a key moves to leaves the old one’s bucket to the keys that stay', () => {
    const known = learnOrganization(withMeters({ 'k1@groq/m1': used(3) }), place, 'org_a', at);
    const moved = learnOrganization(known, place, 'org_b', at);
    expect(moved.meters).toEqual(known.meters);
    expect(bucketId(moved, place)).toBe('org_b@groq/m1');
  });
});

describe('a state from an earlier life', () => {
  it('counts what was under way as sent, on meters and in the purse', () => {
    const state: EngineState = {
      ...withMeters({ 'k1@groq/m1': bucketOf(meter('TPM', 8_000, { used: 100, pending: 900 })) }),
      spend: { month: '2026-11', byOwner: { openai: 1 }, pending: { openai: 0.5, together: 0.25 }, savedUsd: 3 },
    };
    const back = revived(state, at);
    expect(back.meters['k1@groq/m1']?.TPM).toMatchObject({ used: 1_000, pending: 0 });
    expect(back.spend).toEqual({
      month: '2026-11',
      byOwner: { openai: 1.5, together: 0.25 },
      pending: {},
      savedUsd: 3,
    });
  });

  it('stretches no rest by a clock that was set back', () => {
    const rest = { of: 'k1', until: at + 9_000, since: at, streak: 2, fault: fault('overloaded') };
    const back = revived({ ...freshState, rests: { k1: rest } }, at - 3_600_000);
    expect(back.rests.k1?.until).toBe(at - 3_600_000 + 9_000);
    expect(revived({ ...freshState, rests: { k1: rest } }, at + 1).rests.k1).toEqual(rest);
  });
});

describe('windows', () => {
  it('are a second, a minute, an hour or a day, by the last letter of the dimension', () => {
    const lengths = { S: second, M: minute, H: 60 * minute, D: day };
    for (const [dimension, ms] of Object.entries(windows))
      expect(ms).toBe(lengths[dimension.at(-1) as keyof typeof lengths]);
  });
});

describe('what a key is known to be given', () => {
  const half = bucketOf(meter('RPM', 60, { used: 30, pending: 1, source: 'default' }));

  it('follows a new figure, and what is used by now counts on', () => {
    const { RPM } = withDefaults(half, { RPM: 10 }, 'continuous', at + 15 * second);
    expect(RPM).toMatchObject({ limit: 10, used: 15, pending: 1, at: at + 15 * second, source: 'default' });
  });

  it('never takes the place of what an answer said', () => {
    const told = bucketOf(meter('RPM', 30, { source: 'header' }), meter('TPM', 100, { source: 'error' }));
    expect(withDefaults(told, { RPM: 10, TPM: 10 }, 'continuous', at)).toBe(told);
    expect(withDefaults(half, { RPM: 60 }, 'continuous', at)).toBe(half);
  });

  it('goes where nobody gives it any more, unless an answer confirmed it', () => {
    const both = { ...half, ...bucketOf(meter('TPM', 100), meter('RPD', 9, { source: 'default' })) };
    expect(Object.keys(withoutFormerDefaults(both, { RPD: 12 })).toSorted()).toEqual(['RPD', 'TPM']);
  });

  it('is a rate where it is counted over a time, and a size elsewhere', () => {
    expect(ratesOf({ RPM: 1, TPD: 2, ASH: 3, bytes: 4, audio_seconds: 5, context: 6 })).toEqual({
      ...{ RPM: 1, TPD: 2, ASH: 3 },
    });
  });
});
