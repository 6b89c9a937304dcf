// What a long recording will take, reckoned from what is left of each meter.
import { describe, expect, it } from 'vitest';
import type { UploadRoom } from '../../lib/domain/request.ts';
import { estimate } from '../../lib/transcription/estimate.ts';

const now = Date.UTC(2026, 10, 23, 9, 0, 0);
const room = (owner: string, change: Partial<UploadRoom> = {}, keyId = owner): UploadRoom => ({
  target: { id: `${keyId}@${owner}/m`, owner, ownerName: owner.toUpperCase(), keyId, keyLabel: '', model: 'm' },
  ...{ rank: 2, readyAt: now, maxBytes: null, maxSeconds: null, leastSeconds: 0, meter: keyId, hour: null, day: null },
  usdPerHour: 0.36,
  usdLeft: null,
  ...change,
});
const free = (left: number, change: Partial<UploadRoom> = {}): UploadRoom =>
  room('groq', {
    ...{ rank: 1, leastSeconds: 10, usdPerHour: 0, hour: { limit: 7_200, left }, day: { limit: 28_800, left: 28_800 } },
    ...change,
  });
const chunks = (count: number, seconds = 600) => Array.from({ length: count }, () => seconds);
const minutes = (endsAt: number | null) => ((endsAt ?? 0) - now) / 60_000;

describe('an estimate', () => {
  it('gives all to the preferred one while it has room, at no cost', () => {
    const result = estimate({ chunks: chunks(6), spread: false }, [free(7_200), room('openai')], now);
    expect(result).toMatchObject({ needed: 3_600, left: 7_200, usd: 0, waits: false });
    expect(result.shares).toEqual([{ owner: 'groq', ownerName: 'GROQ', seconds: 3_600, usd: 0 }]);
    // Three at once, each some twelve seconds.
    expect(minutes(result.endsAt)).toBeLessThan(1);
  });

  it('counts each upload as what it is counted at least', () => {
    expect(estimate({ chunks: chunks(6, 3), spread: false }, [free(7_200)], now).needed).toBe(60);
  });

  it('gives what the preferred one has no room for to the next, by turns, at their price', () => {
    const rooms = [free(1_300), room('openai'), room('together', { usdPerHour: 0.09 })];
    const { shares, usd, needed } = estimate({ chunks: chunks(6), spread: false }, rooms, now);
    expect(shares.map(({ owner, seconds }) => [owner, seconds])).toEqual([
      ['groq', 1_200],
      ['openai', 1_200],
      ['together', 1_200],
    ]);
    expect(usd).toBeCloseTo((0.36 + 0.09) / 3, 6);
    expect(needed).toBe(3_600);
  });

  it('spends no more with anybody than the user lets it', () => {
    // 600 s are $0.06 there.
    const limited = room('openai', { usdLeft: 0.13 });
    const alone = estimate({ chunks: chunks(3), spread: false }, [limited], now);
    expect(alone).toMatchObject({ needed: 1_200, endsAt: null, usd: null });
    const cheaper = room('together', { rank: 3, usdPerHour: 0.09 });
    const both = estimate({ chunks: chunks(3), spread: false }, [limited, cheaper], now);
    expect(both.shares.map(({ owner, seconds }) => [owner, seconds])).toEqual([
      ['openai', 1_200],
      ['together', 600],
    ]);
    expect(both.endsAt).not.toBeNull();
  });

  it('waits for the hour to refill where there is nobody else', () => {
    const result = estimate({ chunks: chunks(18), spread: false }, [free(7_200)], now);
    expect(result).toMatchObject({ needed: 10_800, waits: true, usd: 0 });
    // 3,600 s more than there are, at two for each second that passes.
    expect(minutes(result.endsAt)).toBeGreaterThan(28);
    expect(minutes(result.endsAt)).toBeLessThan(32);
  });

  it('waits for the day where that is the tighter one', () => {
    const tight = free(7_200, { day: { limit: 28_800, left: 600 } });
    const result = estimate({ chunks: chunks(3), spread: false }, [tight], now);
    expect(result.left).toBe(600);
    expect(minutes(result.endsAt)).toBeGreaterThan(55);
  });

  it('shares out over all at once where it is to be spread, sooner and at a price', () => {
    const rooms = [free(7_200), room('openai'), room('together')];
    const alone = estimate({ chunks: chunks(18, 200), spread: false }, rooms, now);
    const spread = estimate({ chunks: chunks(18, 200), spread: true }, rooms, now);
    expect(spread.shares.map(({ seconds }) => seconds)).toEqual([1_200, 1_200, 1_200]);
    expect(minutes(spread.endsAt)).toBeLessThan(minutes(alone.endsAt) / 2);
    expect([alone.usd, spread.usd]).toEqual([0, expect.closeTo(0.24, 6)]);
    expect(spread.left).toBeNull();
  });

  it('begins with who rests only when the rest is over', () => {
    const resting = free(7_200, { readyAt: now + 600_000 });
    expect(minutes(estimate({ chunks: chunks(1), spread: false }, [resting], now).endsAt)).toBeGreaterThan(10);
    const elsewhere = estimate({ chunks: chunks(1), spread: false }, [resting, room('openai')], now);
    expect(elsewhere.shares[0]?.owner).toBe('openai');
    // A moment that nobody notices, such as the one between two looks at the clock, is none that is waited for.
    const almost = free(7_200, { readyAt: now + 30 });
    expect(estimate({ chunks: chunks(6), spread: false }, [almost, room('openai')], now)).toMatchObject({
      waits: false,
      shares: [{ owner: 'groq' }],
    });
    const busy = free(7_200, { readyAt: null });
    expect(estimate({ chunks: chunks(1), spread: false }, [busy], now).waits).toBe(false);
  });

  it('counts what keys of one organisation share once', () => {
    const two = [
      free(1_000, { meter: 'org' }),
      { ...free(1_000, { meter: 'org' }), target: room('groq', {}, 'g2').target },
    ];
    const result = estimate({ chunks: chunks(2), spread: false }, two, now);
    expect([result.left, result.waits]).toEqual([1_000, true]);
  });

  it('has no end and no price where a chunk fits nowhere', () => {
    const short = room('own', { maxSeconds: 60 });
    const result = estimate({ chunks: [30, 600], spread: false }, [short], now);
    expect(result).toMatchObject({ needed: 30, usd: null, endsAt: null });
    expect(estimate({ chunks: chunks(1), spread: true }, [], now)).toMatchObject({ endsAt: null, shares: [] });
    const small = free(7_200, { hour: { limit: 300, left: 300 } });
    expect(estimate({ chunks: chunks(1), spread: false }, [small], now).endsAt).toBeNull();
  });

  it('has no price where nobody knows one', () => {
    const result = estimate({ chunks: chunks(2), spread: false }, [room('own', { usdPerHour: null })], now);
    expect([result.usd, result.shares[0]?.usd]).toEqual([null, null]);
    expect(result.endsAt).not.toBeNull();
  });

  it('of nothing is nothing', () => {
    expect(estimate({ chunks: [], spread: false }, [free(7_200)], now)).toMatchObject({
      ...{ needed: 0, usd: 0, endsAt: now, waits: false, shares: [] },
    });
  });
});
