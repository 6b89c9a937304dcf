// Opens pictures and writes them, with what the browser has for that; works in a worker as in a page. The only place
// that touches bitmaps and canvases.
import type { Opened, OpenPicture } from './fit.ts';
import type { Try } from './plan.ts';

/** Looked through at this size: a hole that shows at none of these points is none that matters. */
const sampleSide = 256;
/** Formats that cannot be seen through. */
const opaque = /^image\/(?:jpeg|bmp)$/;

const drawn = (bitmap: ImageBitmap, width: number, height: number, ground: string | null): OffscreenCanvas | null => {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d', { alpha: ground === null });
  if (!pen) return null;
  if (ground !== null) {
    pen.fillStyle = ground;
    pen.fillRect(0, 0, width, height);
  }
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, width, height);
  return canvas;
};

const isSeenThrough = (bitmap: ImageBitmap): boolean => {
  const [width, height] = [Math.min(sampleSide, bitmap.width), Math.min(sampleSide, bitmap.height)];
  const points = drawn(bitmap, width, height, null)?.getContext('2d')?.getImageData(0, 0, width, height).data;
  return points?.some((value, place) => place % 4 === 3 && value < 255) ?? false;
};

/** Its points may not be had, as where memory is short; then it counts as one that cannot be seen through. */
const isTransparent = (bitmap: ImageBitmap): boolean => {
  try {
    return isSeenThrough(bitmap);
  } catch {
    return false;
  }
};

/** On white, where it lets one see through and the format does not: most of such pictures are dark on nothing. */
const written = async (bitmap: ImageBitmap, { width, height, type, quality }: Try): Promise<Blob | null> => {
  const canvas = drawn(bitmap, width, height, type === 'image/png' ? null : '#fff');
  return canvas?.convertToBlob({ type, quality }) ?? null;
};

export const openPicture: OpenPicture = async (image) => {
  // As a camera that was held upright meant it, since the note of that is lost when it is written anew.
  const bitmap = await createImageBitmap(image, { imageOrientation: 'from-image' }).catch(() => null);
  if (!bitmap) return null;
  const { width, height } = bitmap;
  const opened: Opened = {
    width,
    height,
    isTransparent: () => !opaque.test(image.type) && isTransparent(bitmap),
    // A canvas may be larger than there is room for.
    write: (attempt) => written(bitmap, attempt).catch(() => null),
    close: () => bitmap.close(),
  };
  return opened;
};
