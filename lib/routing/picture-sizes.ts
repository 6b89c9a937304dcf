// How small each picture of a request has to be for a target. Pure; who makes them smaller is handed in elsewhere.
import { readableImage, type Vision } from '../domain/abilities.ts';
import type { ImageLimits } from '../domain/wire.ts';
import { asSent, fileWithin, type ImagePart, pixelsOf } from './asks.ts';

/**
 * More than this of pictures is never sent, whoever would take it: no model looks closer, and it costs the person time.
 * It is what Groq and Gemini take at most (providers' documentation, 2026).
 */
const mostEver = 20_000_000;

/** Room for all, by size: whoever needs less than an equal share leaves the rest to the others. */
export const shares = (sizes: readonly number[], room: number): number[] => {
  const given = sizes.map(() => 0);
  const bySize = [...sizes.keys()].sort((one, other) => (sizes[one] ?? 0) - (sizes[other] ?? 0));
  let left = room;
  bySize.forEach((place, before) => {
    const equal = Math.floor(left / (sizes.length - before));
    given[place] = Math.min(sizes[place] ?? 0, equal);
    left -= given[place] ?? 0;
  });
  return given;
};

/** Whether it is small enough as it is; what nobody knows of it does not pass for small. */
export const isWithin = (part: ImagePart, { bytes, pixels }: ImageLimits): boolean => {
  const area = pixelsOf(part);
  return (bytes === null || part.image.size <= bytes) && (pixels === null || (area !== null && area <= pixels));
};

export const canStay = (part: ImagePart, limits: ImageLimits): boolean =>
  readableImage.test(part.image.type) && isWithin(part, limits);

/** What is written anew may come out larger than it was: of few bytes, but too fine, or in a form that packs better. */
const wanted = (part: ImagePart, pixels: number | null): number =>
  canStay(part, { bytes: null, pixels }) ? asSent(part.image.size) : Number.POSITIVE_INFINITY;

/** @param besides bytes of all else in the request */
export const limitsOfEach = (images: readonly ImagePart[], vision: Vision, besides: number): ImageLimits[] => {
  const room = Math.min(vision.bytes ?? mostEver, mostEver) - besides;
  return shares(
    images.map((part) => wanted(part, vision.pixels)),
    room,
  ).map((characters) => ({ bytes: fileWithin(characters), pixels: vision.pixels }));
};
