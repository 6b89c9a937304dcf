// What a request asks for besides text, which targets lack something of that, and what a refusal of it teaches. Pure.
import type { AbilityName, Vision } from '../domain/abilities.ts';
import { type Fault, noLimit } from '../domain/fault.ts';
import type { ChatRequest, Content, Part } from '../domain/request.ts';
import type { EngineState, Lesson } from '../domain/state.ts';
import { lessonAbout } from '../limits/learn.ts';
import { abilityLessons } from '../limits/teachings.ts';
import type { Target } from './targets.ts';

export type Images = {
  count: number;
  /** Of all together, as they are sent: base64 characters. */
  bytes: number;
  /** Of the largest, in pixels; null: unknown. */
  pixels: number | null;
  /** Bytes of all else in the request: some services count the whole of it. */
  besides: number;
  /** Whether they can be made smaller before they are sent. */
  scalable: boolean;
};

/** Absent where a request asks for nothing but text. */
export type Asks = { tools: boolean; parallelTools: boolean; json: boolean; images: Images | null };

export type ImagePart = Extract<Part, { type: 'image' }>;

const isImage = (part: Part): part is ImagePart => part.type === 'image';
const imagesOf = (content: Content): ImagePart[] => (typeof content === 'string' ? [] : content.filter(isImage));

/** In the order in which they stand in the messages. */
export const imagesIn = ({ messages }: Pick<ChatRequest, 'messages'>): ImagePart[] =>
  messages.flatMap(({ content }) => imagesOf(content));

/** What stands before a picture's own characters: `data:image/jpeg;base64,`, and the form around it. */
const frameBytes = 80;
export const asSent = (bytes: number): number => 4 * Math.ceil(bytes / 3) + frameBytes;
/** The largest file whose characters are no more than these. */
export const fileWithin = (characters: number): number => 3 * Math.floor(Math.max(0, characters - frameBytes) / 4);

export const pixelsOf = ({ width, height }: ImagePart): number | null =>
  width === undefined || height === undefined ? null : width * height;

/** Three bytes a character, which is more than most need, and the frame of the request. */
const wordsBytes = ({ messages, tools }: ChatRequest): number => {
  const written = messages.map(({ content }) =>
    typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
  );
  return 3 * (written.join('').length + JSON.stringify(tools ?? []).length) + 1_000;
};

const imagesAsked = (request: ChatRequest, scalable: boolean): Images | null => {
  const images = imagesIn(request);
  if (images.length === 0) return null;
  const pixels = images.map(pixelsOf).filter((area) => area !== null);
  return {
    count: images.length,
    bytes: images.reduce((sum, { image }) => sum + asSent(image.size), 0),
    pixels: pixels.length > 0 ? Math.max(...pixels) : null,
    besides: wordsBytes(request),
    scalable,
  };
};

/** @param scalable whether anybody is there who can make pictures smaller */
export const asksOf = (request: ChatRequest, scalable: boolean): Asks | undefined => {
  const tools = (request.tools?.length ?? 0) > 0;
  const hasParts = request.messages.some(({ content }) => typeof content !== 'string');
  if (!tools && !request.json && !hasParts) return undefined;
  const images = hasParts ? imagesAsked(request, scalable) : null;
  if (!tools && !request.json && !images) return undefined;
  return { tools, parallelTools: tools && request.parallelTools === true, json: request.json === true, images };
};

/** What is missing at a target: an ability, or enough of it. */
export type Lack =
  | { of: AbilityName | 'speakers' }
  | { of: 'images' | 'image_bytes' | 'image_pixels'; most: number; has: number };

const namesAsked = (asks: Asks): AbilityName[] => [
  ...(asks.tools ? ['tools' as const] : []),
  ...(asks.parallelTools ? ['parallelTools' as const] : []),
  ...(asks.json ? ['json' as const] : []),
  ...(asks.images ? ['vision' as const] : []),
];

const least = (known: number | null, learned: number | null | undefined): number | null =>
  known === null ? (learned ?? null) : Math.min(known, learned ?? known);

/** What a target is believed to take of images; false: none. */
export const visionOf = (target: Target, state: EngineState, now: number): Vision | false => {
  const lesson = (about: Lesson['about']) => lessonAbout(state.lessons, target.id, about, now);
  const known = target.model.abilities.vision;
  if (known === false || lesson('no_vision')) return false;
  return {
    images: least(known?.images ?? null, lesson('images')?.value),
    bytes: least(known?.bytes ?? null, lesson('image_bytes')?.value),
    pixels: least(known?.pixels ?? null, lesson('image_pixels')?.value),
  };
};

/** A picture that may have no more characters than these is no picture any more. */
const leastCharacters = 16_384;

const lackOfSize = (images: Images, vision: Vision): Lack | null => {
  if (vision.images !== null && images.count > vision.images)
    return { of: 'images', most: vision.images, has: images.count };
  const bytes = images.scalable ? Math.min(images.bytes, images.count * leastCharacters) : images.bytes;
  if (vision.bytes !== null && bytes + images.besides > vision.bytes)
    return { of: 'image_bytes', most: vision.bytes, has: images.bytes };
  const tooFine = vision.pixels !== null && images.pixels !== null && images.pixels > vision.pixels;
  return tooFine && !images.scalable ? { of: 'image_pixels', most: vision.pixels ?? 0, has: images.pixels ?? 0 } : null;
};

/** The first thing that the target is known to lack; null where nothing is. What is unknown is tried. */
export const lackOf = (target: Target, state: EngineState, asks: Asks, now: number): Lack | null => {
  for (const name of namesAsked(asks)) {
    const learned = lessonAbout(state.lessons, target.id, abilityLessons[name], now);
    if (learned || target.model.abilities[name] === false) return { of: name };
  }
  const vision = asks.images && visionOf(target, state, now);
  return asks.images && vision ? lackOfSize(asks.images, vision) : null;
};

/**
 * A refusal in the light of what was asked: which ability it is about, where the words leave that open. Of two that do
 * not go together nothing is learned of either. What is said of a file's size is said of the images, or of the text.
 */
export const inLightOf = (fault: Fault, asks: Asks | undefined): Fault => {
  if (fault.kind === 'file_too_large') {
    if (!asks?.images) return { ...fault, kind: 'request_too_large', limit: noLimit };
    if (fault.limit.dimension === 'image_pixels') return fault;
    return { ...fault, limit: { ...fault.limit, dimension: 'image_bytes' } };
  }
  if (fault.kind !== 'unsupported_capability' || !asks) return fault;
  const asked = namesAsked(asks);
  const named = asked.filter((name) => fault.abilities?.includes(name));
  const [one, ...others] = named.length > 0 ? named : asked;
  return one && others.length === 0 ? { ...fault, abilities: [one] } : { ...fault, scope: 'request' };
};
