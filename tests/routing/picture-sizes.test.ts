// How small each picture has to be: together within what the target takes, and none smaller than it must.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asSent, type ImagePart } from '../../lib/routing/asks.ts';
import { canStay, isWithin, limitsOfEach, shares } from '../../lib/routing/picture-sizes.ts';

const image = (bytes: number, change: Partial<ImagePart> = {}, type = 'image/jpeg'): ImagePart => ({
  type: 'image',
  image: new Blob([new Uint8Array(bytes)], { type }),
  ...change,
});
const vision = { images: null, bytes: null, pixels: null };

describe('shares', () => {
  it('give the small what they need and the large the rest', () => {
    expect(shares([100, 900, 50, 800], 1_000)).toEqual([100, 425, 50, 425]);
    expect(shares([5, 6, 7], 100)).toEqual([5, 6, 7]);
    expect(shares([], 100)).toEqual([]);
  });

  it('never give more than there is, and leave nothing while somebody wants it', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 100_000 }), (wanted, room) => {
        const given = shares(wanted, room);
        const sum = given.reduce((total, one) => total + one, 0);
        expect(sum).toBeLessThanOrEqual(room);
        given.forEach((one, place) => {
          expect(one).toBeLessThanOrEqual(wanted[place] ?? 0);
        });
        const all = wanted.reduce((total, one) => total + one, 0);
        // Whole numbers leave less than one for each.
        expect(sum).toBeGreaterThan(Math.min(all, room) - wanted.length);
      }),
    );
  });
});

describe('limits of each', () => {
  const sentBytes = (limits: readonly { bytes: number | null }[]) =>
    limits.reduce((sum, { bytes }) => sum + asSent(bytes ?? Number.NaN), 0);

  it('are together, as base64 and with all else, what the target takes', () => {
    const limits = limitsOfEach([image(9_000_000), image(9_000_000)], { ...vision, bytes: 4_000_000 }, 50_000);
    expect(sentBytes(limits) + 50_000).toBeLessThanOrEqual(4_000_000);
    expect(sentBytes(limits) + 50_000).toBeGreaterThan(3_999_000);
  });

  it('let a picture be that fits, and hand on its pixels', () => {
    const part = image(1_000);
    const [limits] = limitsOfEach([part], { ...vision, bytes: 4_000_000, pixels: 500 }, 0);
    expect(limits?.pixels).toBe(500);
    expect(limits?.bytes).toBeGreaterThanOrEqual(1_000);
  });

  it('leave room for a picture to grow that has to be written anew', () => {
    const room = { ...vision, bytes: 4_000_000, pixels: 500 };
    const fine = { width: 20, height: 20 };
    const [small, tooFine, unknown] = limitsOfEach(
      [image(1_000, fine), image(1_000, { width: 90, height: 90 }), image(1_000)],
      room,
      0,
    );
    expect(small?.bytes).toBeLessThan(1_100);
    expect([tooFine?.bytes, unknown?.bytes].map((bytes) => (bytes ?? 0) > 1_400_000)).toEqual([true, true]);
  });

  it('are 20 MB together where a target takes more, or nobody knows', () => {
    for (const bytes of [null, 512_000_000])
      expect(sentBytes(limitsOfEach([image(30_000_000)], { ...vision, bytes }, 0))).toBeLessThanOrEqual(20_000_000);
  });
});

describe('a picture', () => {
  it('is within its limits only where that is known', () => {
    expect(isWithin(image(10), { bytes: 10, pixels: null })).toBe(true);
    expect(isWithin(image(11), { bytes: 10, pixels: null })).toBe(false);
    expect(isWithin(image(10), { bytes: null, pixels: 100 })).toBe(false);
    expect(isWithin(image(10, { width: 10, height: 10 }), { bytes: null, pixels: 100 })).toBe(true);
    expect(isWithin(image(10, { width: 11, height: 10 }), { bytes: null, pixels: 100 })).toBe(false);
  });

  it('can stay as it is only in a kind that every service reads', () => {
    const limits = { bytes: 10, pixels: null };
    expect(canStay(image(10), limits)).toBe(true);
    expect(canStay(image(10, {}, 'image/heic'), limits)).toBe(false);
    expect(canStay(image(11), limits)).toBe(false);
  });
});
