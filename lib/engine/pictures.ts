// The pictures of one request, made to fit each target that it goes to. Who can decode a picture is handed in; without
// anybody they go as they are. Each is made once for the same limits, however many targets have them.
import type { Vision } from '../domain/abilities.ts';
import type { Content, Message, Part } from '../domain/request.ts';
import type { FitImage, ImageLimits } from '../domain/wire.ts';
import { asSent, type ImagePart, type Images, imagesIn, pixelsOf } from '../routing/asks.ts';
import { canStay, isWithin, limitsOfEach } from '../routing/picture-sizes.ts';

/** What went to a target, for reading its refusal: bytes of the whole request, pixels of the largest image. */
export type Sent = { bytes: number; pixels: number | null };
export type Fitted = { messages: readonly Message[]; sent: Sent };

export type Pictures = {
  /** Null: one of them cannot be made small enough. */
  fittedTo(vision: Vision): Promise<Fitted | null>;
  /** About how long they take to be made small and sent, in ms. */
  delay(vision: Vision): number;
};

/** A slow line's bytes per ms, and a slow computer's. */
const slowLine = 250;
const slowHands = 5_000;

const withImages = (messages: readonly Message[], images: readonly Blob[]): Message[] => {
  let next = 0;
  const exchanged = (part: Part): Part => {
    if (part.type === 'text') return part;
    const image = images[next] ?? part.image;
    next += 1;
    return { type: 'image', image };
  };
  const contentOf = (content: Content): Content => (typeof content === 'string' ? content : content.map(exchanged));
  return messages.map((message) =>
    message.role === 'tool' ? message : { ...message, content: contentOf(message.content) },
  );
};

export const createPictures = (
  messages: readonly Message[],
  { besides, bytes }: Images,
  fitImage: FitImage | undefined,
): Pictures => {
  const images = imagesIn({ messages });
  const made = new Map<string, Promise<Blob | null>>();
  const make = (fitImage: FitImage, part: ImagePart, limits: ImageLimits, place: number): Promise<Blob | null> => {
    const name = `${place} ${limits.bytes} ${limits.pixels}`;
    const known = made.get(name) ?? fitImage(part.image, limits);
    made.set(name, known);
    return known;
  };
  const sentAs = (files: readonly Blob[], pixels: number | null): Sent => {
    const areas = images.map(pixelsOf).filter((area) => area !== null);
    const largest = areas.length > 0 ? Math.max(...areas) : null;
    return {
      bytes: besides + files.reduce((sum, { size }) => sum + asSent(size), 0),
      pixels: largest === null || pixels === null ? (largest ?? pixels) : Math.min(largest, pixels),
    };
  };
  return {
    async fittedTo(vision) {
      const asTheyAre = images.map(({ image }) => image);
      if (!fitImage) return { messages, sent: sentAs(asTheyAre, null) };
      const limits = limitsOfEach(images, vision, besides);
      const files: Blob[] = [];
      // One after the other: each lies in memory with all its pixels while it is made smaller.
      for (const [place, part] of images.entries()) {
        const own = limits[place] ?? { bytes: null, pixels: null };
        const smaller = canStay(part, own) ? part.image : await make(fitImage, part, own, place);
        const file = smaller ?? (isWithin(part, own) ? part.image : null);
        if (!file) return null;
        files.push(file);
      }
      return { messages: withImages(messages, files), sent: sentAs(files, vision.pixels) };
    },
    delay: (vision) => {
      if (!fitImage) return bytes / slowLine;
      const most = vision.bytes ?? bytes;
      return Math.min(bytes, most) / slowLine + (bytes > most ? bytes / slowHands : 0);
    },
  };
};
