// How to make a picture small enough: which size and quality to try first, and which after one that was still too large.
// Pure; knows nothing of canvases.

export type Size = { width: number; height: number };
export type Try = Size & { type: 'image/png' | 'image/jpeg'; quality: number };

/** Writing is legible at all of these. Below them fewer pixels cost less of it than a worse quality does. */
const qualities: readonly number[] = [0.9, 0.75, 0.6];
/** A step down in quality saves about a third; what is larger than that by far needs fewer pixels. */
const oneStepSaves = 1.6;
/** Aims a little lower than what would just fit, so that the next try is the last. */
const caution = 0.95;
const [leastFactor, mostFactor] = [0.25, 0.9];
/** Smaller than this nothing can be seen. */
const leastSide = 32;

const scaled = ({ width, height }: Size, factor: number): Size => ({
  width: Math.max(1, Math.floor(width * factor)),
  height: Math.max(1, Math.floor(height * factor)),
});

/** The same shape with no more pixels than these. */
export const within = (size: Size, pixels: number | null): Size =>
  pixels === null || size.width * size.height <= pixels
    ? size
    : scaled(size, Math.sqrt(pixels / (size.width * size.height)));

/** What lets one see through it is written as PNG where that fits; everything else as JPEG, which is far smaller. */
export const firstTry = (size: Size, isTransparent: boolean, pixels: number | null): Try => ({
  ...within(size, pixels),
  type: isTransparent ? 'image/png' : 'image/jpeg',
  quality: qualities[0] ?? 1,
});

/**
 * @param bytes what the last try came to
 * @param most what it may come to
 * @returns null where nothing would be left to see
 */
export const nextTry = (last: Try, bytes: number, most: number): Try | null => {
  if (last.type === 'image/png') return { ...last, type: 'image/jpeg' };
  const lower = qualities.find((quality) => quality < last.quality);
  if (lower !== undefined && bytes <= most * oneStepSaves) return { ...last, quality: lower };
  const factor = Math.min(mostFactor, Math.max(leastFactor, Math.sqrt(most / bytes) * caution));
  const size = scaled(last, factor);
  return Math.max(size.width, size.height) < leastSide ? null : { ...last, ...size };
};
