// Money: what was paid, what is under way, and where a month ends.
import { describe, expect, it } from 'vitest';
import { noSpend, type Spend } from '../../lib/domain/state.ts';
import { monthOf, paidInFull, reserveSpend, settleSpend, spentBy, withSaved } from '../../lib/limits/spend.ts';

const november = Date.UTC(2026, 10, 30, 23, 59, 59, 999);
const december = november + 1;

const spent = (change: Partial<Spend> = {}): Spend => ({ ...noSpend, month: '2026-11', ...change });

describe('what an owner has cost', () => {
  it('is what was paid this month and what may yet be paid', () => {
    const spend = spent({ byOwner: { openai: 1 }, pending: { openai: 0.25 } });
    expect(spentBy(spend, 'openai', november)).toBe(1.25);
    expect(spentBy(spend, 'groq', november)).toBe(0);
  });

  it('is nothing of last month, but still what is under way', () => {
    const spend = spent({ byOwner: { openai: 1 }, pending: { openai: 0.25 } });
    expect(spentBy(spend, 'openai', december)).toBe(0.25);
  });

  it('changes its month with the clock of the world, not of the place', () => {
    expect(monthOf(november)).toBe('2026-11');
    expect(monthOf(december)).toBe('2026-12');
  });
});

describe('what is set aside', () => {
  it('gives way to what was paid', () => {
    const set = reserveSpend(spent(), 'openai', 0.5);
    expect(spentBy(set, 'openai', november)).toBe(0.5);
    const paid = settleSpend(set, 'openai', 0.5, 0.125, november);
    expect(paid).toMatchObject({ byOwner: { openai: 0.125 }, pending: { openai: 0 } });
    expect(spentBy(paid, 'openai', november)).toBe(0.125);
  });

  it('is free again where nothing was paid', () => {
    const freed = settleSpend(reserveSpend(spent(), 'openai', 0.5), 'openai', 0.5, 0, november);
    expect(spentBy(freed, 'openai', november)).toBe(0);
    expect(freed.byOwner).toEqual({});
  });

  it('adds up over calls at once, and never falls below nothing by fractions', () => {
    let spend = spent();
    for (let call = 0; call < 10; call++) spend = reserveSpend(spend, 'openai', 0.1);
    expect(spend.pending.openai).toBeCloseTo(1);
    for (let call = 0; call < 10; call++) spend = settleSpend(spend, 'openai', 0.1, 0.1, november);
    expect(spend.pending.openai).toBeGreaterThanOrEqual(0);
    expect(spend.pending.openai).toBeLessThan(1e-9);
    expect(spend.byOwner.openai).toBeCloseTo(1);
  });

  it('sent in one month and answered in the next is paid in the next', () => {
    const set = reserveSpend(spent({ byOwner: { openai: 9 } }), 'openai', 0.5);
    const paid = settleSpend(set, 'openai', 0.5, 0.25, december);
    expect(paid).toMatchObject({ month: '2026-12', byOwner: { openai: 0.25 }, pending: { openai: 0 } });
  });

  it('counts as paid where the process died in the middle, since it may have been charged', () => {
    const set = reserveSpend(reserveSpend(spent({ byOwner: { openai: 1 } }), 'openai', 0.5), 'together', 0.25);
    const after = paidInFull(set, november);
    expect(after).toMatchObject({ byOwner: { openai: 1.5, together: 0.25 }, pending: {} });
    expect(paidInFull(set, december)).toMatchObject({ month: '2026-12', byOwner: { openai: 0.5, together: 0.25 } });
  });
});

describe('nothing', () => {
  it('changes nothing', () => {
    const spend = spent();
    expect(reserveSpend(spend, 'groq', 0)).toBe(spend);
    expect(settleSpend(spend, 'groq', 0, 0, december)).toBe(spend);
    expect(withSaved(spend, 0)).toBe(spend);
  });
});

describe('what was saved', () => {
  it('adds up, and a dearer choice takes some of it away', () => {
    expect(withSaved(withSaved(spent(), 0.5), -0.25).savedUsd).toBe(0.25);
  });
});
