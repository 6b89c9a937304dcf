// Makes a picture as small as it has to be, and leaves it as it is where it is small enough. Whoever can open pictures
// and write them is handed in. Never throws: a picture that cannot be made to fit is null.
import { readableImage } from '../domain/abilities.ts';
import type { FitImage, ImageLimits } from '../domain/wire.ts';
import { firstTry, nextTry, type Size, type Try } from './plan.ts';

export type Opened = Size & {
  isTransparent(): boolean;
  /** Null: it could not be written. */
  write(attempt: Try): Promise<Blob | null>;
  close(): void;
};

/** Null: nobody here can read it. */
export type OpenPicture = (image: Blob) => Promise<Opened | null>;

const isFine = (image: Blob, { width, height }: Size, { bytes, pixels }: ImageLimits): boolean =>
  readableImage.test(image.type) &&
  (bytes === null || image.size <= bytes) &&
  (pixels === null || width * height <= pixels);

const shrink = async (picture: Opened, { bytes, pixels }: ImageLimits): Promise<Blob | null> => {
  let attempt: Try | null = firstTry(picture, picture.isTransparent(), pixels);
  while (attempt) {
    const file = await picture.write(attempt);
    if (!file || bytes === null || file.size <= bytes) return file;
    attempt = nextTry(attempt, file.size, bytes);
  }
  return null;
};

export const createFitImage =
  (open: OpenPicture): FitImage =>
  async (image, limits) => {
    const picture = await open(image);
    if (!picture) return null;
    try {
      return isFine(image, picture, limits) ? image : await shrink(picture, limits);
    } finally {
      picture.close();
    }
  };
