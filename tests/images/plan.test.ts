// From try to try a picture gets smaller until it fits, keeps its shape, and the search always ends.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstTry, nextTry, type Try, within } from '../../lib/images/plan.ts';

const side = fc.integer({ min: 1, max: 20_000 });
/** Bytes for each pixel that a picture takes at the best quality: a drawing, a photo, noise. */
const grain = fc.double({ min: 0.01, max: 3, noNaN: true });

/** About what writers of JPEG come to. */
const bytesOf = ({ width, height, quality, type }: Try, perPixel: number): number =>
  Math.ceil(600 + width * height * perPixel * (type === 'image/png' ? 3 : quality ** 2));

const search = (first: Try, perPixel: number, most: number): { last: Try | null; tries: number } => {
  let attempt: Try | null = first;
  for (let tries = 1; ; tries++) {
    const bytes = bytesOf(attempt, perPixel);
    if (bytes <= most) return { last: attempt, tries };
    attempt = nextTry(attempt, bytes, most);
    if (!attempt) return { last: null, tries };
  }
};

describe('the first try', () => {
  it('keeps the size where that is allowed, and the shape where it is not', () => {
    expect(within({ width: 4_000, height: 3_000 }, null)).toEqual({ width: 4_000, height: 3_000 });
    expect(within({ width: 4_000, height: 3_000 }, 12_000_000)).toEqual({ width: 4_000, height: 3_000 });
    expect(within({ width: 8_000, height: 6_000 }, 12_000_000)).toEqual({ width: 4_000, height: 3_000 });
  });

  it('never has more pixels than are allowed', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 100_000_000 }), (width, height, pixels) => {
        const size = within({ width, height }, pixels);
        // One pixel in a direction is the least there is, however thin that makes it.
        const isThin = Math.min(size.width, size.height) === 1;
        expect(isThin || size.width * size.height <= pixels).toBe(true);
      }),
    );
  });

  it('is PNG for what can be seen through alone', () => {
    const size = { width: 10, height: 10 };
    expect(firstTry(size, true, null).type).toBe('image/png');
    expect(firstTry(size, false, null)).toEqual({ ...size, type: 'image/jpeg', quality: 0.9 });
  });
});

describe('the next try', () => {
  const last: Try = { width: 1_000, height: 800, type: 'image/jpeg', quality: 0.9 };

  it('is JPEG after PNG, of the same size', () => {
    expect(nextTry({ ...last, type: 'image/png' }, 9e6, 1e6)).toEqual(last);
  });

  it('is of lower quality where little is too much, of fewer pixels where much is', () => {
    expect(nextTry(last, 1_300_000, 1_000_000)).toEqual({ ...last, quality: 0.75 });
    expect(nextTry(last, 4_000_000, 1_000_000)).toEqual({ ...last, width: 475, height: 380 });
    expect(nextTry({ ...last, quality: 0.6 }, 1_010_000, 1_000_000)).toEqual({
      ...{ ...last, quality: 0.6 },
      ...{ width: 900, height: 720 },
    });
  });

  it('is none where nothing would be left to see', () => {
    expect(nextTry({ ...last, width: 40, height: 33 }, 5_000, 100)).toBeNull();
  });
});

describe('the search', () => {
  it('fits anything into what Groq takes, within few tries', () => {
    fc.assert(
      fc.property(side, side, grain, fc.boolean(), (width, height, perPixel, isTransparent) => {
        const found = search(firstTry({ width, height }, isTransparent, 33_177_600), perPixel, 2_900_000);
        expect(found.last).not.toBeNull();
        expect(found.tries).toBeLessThanOrEqual(8);
      }),
    );
  });

  it('ends, however little is allowed', () => {
    fc.assert(
      fc.property(side, side, grain, fc.integer({ min: 0, max: 50_000 }), (width, height, perPixel, most) => {
        expect(search(firstTry({ width, height }, false, null), perPixel, most).tries).toBeLessThan(80);
      }),
    );
  });
});
