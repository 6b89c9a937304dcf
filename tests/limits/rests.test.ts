// How long somebody is left alone: as long as they ask, longer with each fault in a row, never shorter than promised.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FaultKind, faultKindSchema } from '../../lib/domain/fault.ts';
import type { Rest } from '../../lib/domain/state.ts';
import { restAfter, withoutEnded } from '../../lib/limits/rests.ts';
import { at, fault } from './sample.ts';

const growing: FaultKind[] = ['rate_limited', 'overloaded', 'server_error', 'timeout', 'endpoint_unreachable'];
const without = faultKindSchema.options.filter((kind) => !growing.includes(kind));

/** The rest after one fault at `at`, with no chance added. */
const first = (kind: FaultKind, retryAfterMs: number | null = null, local = false) =>
  restAfter('k', undefined, fault(kind, { retryAfterMs }), at, 0, local);

/** How long each rest lasts when every probe after one fails again. */
const rests = (kind: FaultKind, count: number, local = false): number[] => {
  let [before, now]: [Rest | undefined, number] = [undefined, at];
  return Array.from({ length: count }, () => {
    const rest = restAfter('k', before, fault(kind), now, 0, local);
    const ms = (rest?.until ?? now) - now;
    before = rest ?? undefined;
    now += ms;
    return ms;
  });
};

describe('restAfter', () => {
  it.each(growing)('doubles the rest from 2 s up to 60 s for %s', (kind) => {
    expect(rests(kind, 8)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it.each(without)('calls for no rest after %s', (kind) => {
    expect(first(kind)).toBeNull();
  });

  it('never leaves a server on this computer that failed alone for more than 5 s, but one at its limit', () => {
    expect(rests('endpoint_unreachable', 4, true)).toEqual([2_000, 4_000, 5_000, 5_000]);
    expect(rests('rate_limited', 6, true).at(-1)).toBe(60_000);
  });

  it('keeps the time that a provider named, however long, also on this computer', () => {
    for (const ms of [7, 1_000, 90_000, 86_400_000])
      for (const local of [false, true]) expect(first('rate_limited', ms, local)?.until).toBe(at + ms);
  });

  it('takes a named time of nothing for no time named', () => {
    expect(first('rate_limited', 0)?.until).toBe(at + 2_000);
  });

  it('adds chance upward only, at most a twentieth and at most a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 8 }), fc.double({ min: 0, max: 1, noNaN: true }), (ms, chance) => {
        const until = restAfter('k', undefined, fault('rate_limited', { retryAfterMs: ms }), at, chance, false)?.until;
        expect(until).toBeGreaterThanOrEqual(at + ms);
        expect(until).toBeLessThanOrEqual(at + ms + Math.min(ms * 0.05, 1_000));
      }),
    );
  });

  it('counts faults that arrive while the rest still runs as one, since ten calls may fail at once', () => {
    let rest = first('server_error');
    for (let more = 0; more < 9; more++)
      rest = restAfter('k', rest ?? undefined, fault('server_error'), at + more, 0, false);
    expect(rest?.streak).toBe(1);
    expect(rest?.until).toBe(at + 2_008);
  });

  it('keeps the reason of the rest that lasts longer', () => {
    const long = first('rate_limited', 600_000) ?? undefined;
    const rest = restAfter('k', long, fault('server_error'), at + 1, 0, false);
    expect(rest).toMatchObject({ until: at + 600_000, fault: { kind: 'rate_limited' } });
  });
});

describe('withoutEnded', () => {
  const rest = (of: string, until: number): Rest => ({ of, until, since: at, streak: 3, fault: fault('overloaded') });
  const both = { over: rest('over', at), running: rest('running', at + 1) };

  it('lifts a rest that is over and leaves one that still runs', () => {
    expect(withoutEnded(both, ['over', 'running', 'unknown'], at)).toEqual({ running: both.running });
  });

  it('leaves rests of others alone and hands back the same value where nothing changes', () => {
    expect(withoutEnded(both, ['running'], at)).toBe(both);
    expect(withoutEnded(both, [], at)).toBe(both);
  });
});

describe('any order of faults, successes and waiting', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 20_000 }),
    does: fc.constantFrom('fault', 'fault', 'success'),
    kind: fc.constantFrom(...growing),
    named: fc.option(fc.integer({ min: 0, max: 100_000 })),
    chance: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it('never shortens a rest, and lifts none before its end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, local) => {
        let known: Readonly<Record<string, Rest>> = {};
        let now = at;
        for (const { wait, does, kind, named, chance } of steps) {
          now += wait;
          const before = known.k;
          if (does === 'success') known = withoutEnded(known, ['k'], now);
          else {
            const rest = restAfter('k', before, fault(kind, { retryAfterMs: named }), now, chance, local);
            expect(rest?.until).toBeGreaterThan(now);
            expect(rest?.until).toBeGreaterThanOrEqual(now + (named ?? 0));
            if (rest) known = { k: rest };
          }
          if (before && before.until > now) expect(known.k?.until).toBeGreaterThanOrEqual(before.until);
        }
      }),
    );
  });

  it('starts small again after a success that came when the rest was over', () => {
    const long = { k: { of: 'k', until: at - 1, since: at - 9, streak: 9, fault: fault('overloaded') } };
    const after = withoutEnded(long, ['k'], at);
    expect(restAfter('k', after.k, fault('overloaded'), at, 0, false)?.until).toBe(at + 2_000);
  });
});
