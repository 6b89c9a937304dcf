// What is done to a picture and what is not, over hands that write down what they were asked for.
import { describe, expect, it } from 'vitest';
import { createFitImage, type Opened } from '../../lib/images/fit.ts';
import type { Try } from '../../lib/images/plan.ts';

const file = (bytes: number, type = 'image/jpeg') => new Blob([new Uint8Array(bytes)], { type });

type Wish = { width?: number; height?: number; isTransparent?: boolean; perPixel?: number };

/** Hands whose files have as many bytes as their pixels times a number. */
const handsWith = ({ width = 1_000, height = 1_000, isTransparent = false, perPixel = 1 }: Wish = {}) => {
  const tries: Try[] = [];
  let closed = 0;
  const opened: Opened = {
    width,
    height,
    isTransparent: () => isTransparent,
    write: async (attempt) => {
      tries.push(attempt);
      const bytes = attempt.width * attempt.height * perPixel * (attempt.type === 'image/png' ? 3 : attempt.quality);
      return file(Math.ceil(bytes), attempt.type);
    },
    close: () => {
      closed += 1;
    },
  };
  return { fitImage: createFitImage(async () => opened), opened, tries, closed: () => closed };
};

describe('a picture', () => {
  it('stays as it is where it is small enough', async () => {
    const { fitImage, tries, closed } = handsWith();
    const image = file(500);
    expect(await fitImage(image, { bytes: 500, pixels: 1_000_000 })).toBe(image);
    expect(await fitImage(image, { bytes: null, pixels: null })).toBe(image);
    expect([tries, closed()]).toEqual([[], 2]);
  });

  it('is written anew where it has too many bytes, until it fits', async () => {
    const { fitImage, tries, closed } = handsWith();
    const smaller = await fitImage(file(2_000_000), { bytes: 100_000, pixels: null });
    expect(smaller?.size).toBeLessThanOrEqual(100_000);
    expect(smaller?.size).toBeGreaterThan(50_000);
    expect(tries.length).toBeGreaterThan(1);
    expect(closed()).toBe(1);
  });

  it('is written anew where it has too many pixels, however few its bytes are', async () => {
    const { fitImage, tries } = handsWith();
    await fitImage(file(10), { bytes: null, pixels: 250_000 });
    expect(tries).toEqual([{ width: 500, height: 500, type: 'image/jpeg', quality: 0.9 }]);
  });

  it('is written anew where no service reads its kind', async () => {
    const { fitImage, tries } = handsWith();
    expect((await fitImage(file(10, 'image/bmp'), { bytes: null, pixels: null }))?.type).toBe('image/jpeg');
    expect(tries).toHaveLength(1);
  });

  it('keeps what can be seen through where that fits, and else does without', async () => {
    const clear = handsWith({ isTransparent: true });
    const kept = await clear.fitImage(file(9_000_000, 'image/png'), { bytes: 4_000_000, pixels: null });
    expect([kept?.type, clear.tries.length]).toEqual(['image/png', 1]);
    const given = await clear.fitImage(file(9_000_000, 'image/png'), { bytes: 1_000_000, pixels: null });
    expect(given?.type).toBe('image/jpeg');
  });

  it('is none where nobody can read it, where it cannot be written, and where nothing would be left of it', async () => {
    const limits = { bytes: 100, pixels: null };
    expect(await createFitImage(async () => null)(file(10), limits)).toBeNull();
    const { opened, closed, fitImage } = handsWith();
    expect(await createFitImage(async () => ({ ...opened, write: async () => null }))(file(200), limits)).toBeNull();
    expect(await fitImage(file(200), { bytes: 1, pixels: null })).toBeNull();
    expect(closed()).toBe(2);
  });
});
