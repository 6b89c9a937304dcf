// Reads the sizes that an error text tells: context windows, files, seconds of audio, images. Pure.
// Takes plain words (see error-words.ts). Where no wording is known, the order of the numbers tells which is which:
// what was asked for is always more than what is allowed.
import type { FaultLimit } from '../domain/fault.ts';
import { noLimit } from '../domain/fault.ts';

const amount = String.raw`(\d{1,3}(?:,\d{3})+|\d+)`;
const numbered = (pattern: string): RegExp => new RegExp(pattern.replaceAll('N', amount));
const toNumber = (digits: string | undefined): number => Number((digits ?? '').replaceAll(',', '') || Number.NaN);

/** @returns the sum of what the first fitting pattern caught, or null */
const firstSum = (words: string, patterns: readonly RegExp[]): number | null => {
  for (const pattern of patterns) {
    const found = pattern.exec(words);
    if (!found) continue;
    const sum = found.slice(1).reduce((total, digits) => total + toNumber(digits), 0);
    if (Number.isFinite(sum)) return sum;
  }
  return null;
};

const contextLimits = [
  numbered('> ?N'),
  numbered(
    String.raw`\b(?:context|prompt|model|sequence|total)(?: (?:length|window|size|limit))+(?: (?:is|of|only|for|this|model|currently|set|to))*\s*[:=(]?\s*N`,
  ),
  numbered(String.raw`\bn ctx\s*[:=(]?\s*N`),
  numbered(String.raw`\bN (?:tokens? )?(?:maximum )?(?:context|maximum)\b`),
  numbered(
    String.raw`(?:\blimit is|<=?(?! ?\d+>)|\bless than|\bat most|\bcan not exceed|\blimit of|\bmax size:?|\bmax(?:imum)? (?:is|of)|\bup to|\bmaximum allowed (?:is|of)) ?N`,
  ),
  numbered(String.raw`\[\d+, ?N\]`),
  numbered(String.raw`\bmaximum[^.\d]{0,60}?N`),
];

/** Two numbers in one pattern are added: the server counts the prompt and the answer that it must leave room for. */
const contextRequests = [
  numbered(String.raw`\bN \+ N ?>`),
  numbered(String.raw`\bpassed N input tokens and requested N output`),
  numbered(String.raw`\bgiven:? N inputs? tokens and N\b`),
  numbered(String.raw`too large: N\..*\bhas N input tokens`),
  numbered(
    String.raw`\b(?:requested|resulted in|contains?|received|given|current length is|request has|passed|got|need(?:s|ed)?|total of)(?: (?:about|approximately|up to|a total of))*:? ?N(?!\d)`,
  ),
  numbered(String.raw`\((?:length )?N(?: tokens?)?\) (?:exceeds?|is longer|is too long|is larger|>)`),
  numbered(
    String.raw`\b(?:too long|too large|token count|n keep|first|prompt|input|request) ?(?:is|of|:|\()*\s*N(?!\d)`,
  ),
  numbered(String.raw`\bN tokens? ?(?:>|exceeds?|is )`),
  numbered(String.raw`\bN ?>`),
];

const allNumbers = (words: string): number[] =>
  [...words.matchAll(/\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?/g)].map(([digits]) => toNumber(digits)).filter(Number.isFinite);

/** The smallest and the largest of exactly two different numbers. */
const twoOf = (numbers: readonly number[]): { less: number; more: number } | null => {
  const different = [...new Set(numbers)];
  return different.length === 2 ? { less: Math.min(...different), more: Math.max(...different) } : null;
};

const fewestTokens = 64;

const fieldOf = (numbers: Readonly<Record<string, number>>, pattern: RegExp): number | null =>
  Object.entries(numbers).find(([name]) => pattern.test(name))?.[1] ?? null;

/** A context window in tokens, and the tokens that the server counted. */
export const readContext = (words: string, numbers: Readonly<Record<string, number>>): FaultLimit => {
  const two = twoOf(allNumbers(words).filter((number) => number >= fewestTokens));
  const limit = fieldOf(numbers, /^n_ctx$|context_(?:length|window|size)/) ?? firstSum(words, contextLimits);
  const requested = fieldOf(numbers, /^n_prompt_tokens$|^prompt_tokens$/) ?? firstSum(words, contextRequests);
  const isInOrder = limit !== null && limit >= fewestTokens && (requested === null || requested > limit);
  if (!isInOrder && two) return { dimension: 'context', limit: two.less, used: null, requested: two.more };
  const known = limit !== null && limit >= fewestTokens ? limit : null;
  const isMore = requested !== null && requested >= fewestTokens && (known === null || requested > known);
  return { dimension: 'context', limit: known, used: null, requested: isMore ? requested : null };
};

const byteUnits: Record<string, number> = {
  bytes: 1,
  byte: 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1_024,
  mib: 1_048_576,
  gib: 1_073_741_824,
};

/** Below this, a number without a unit is no number of bytes that anyone would forbid. */
const fewestBytes = 100_000;

const readByteSizes = (words: string): number[] =>
  [...words.matchAll(/(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?) ?([kmg]i?b|bytes?|b)?\b/g)].flatMap(([, digits, unit]) => {
    const bytes = Math.round(toNumber(digits) * (byteUnits[unit ?? 'b'] ?? 1));
    return unit || bytes >= fewestBytes ? [bytes] : [];
  });

const secondUnits: readonly (readonly [RegExp, number])[] = [
  [/^s/, 1],
  [/^m/, 60],
  [/^h/, 3_600],
];

const readSeconds = (words: string): number[] =>
  [...words.matchAll(/(\d+(?:\.\d+)?) ?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\b/g)].map(
    ([, digits, unit]) => toNumber(digits) * (secondUnits.find(([name]) => name.test(unit ?? ''))?.[1] ?? 1),
  );

/** Of the sizes in a text about something too large: the smallest is allowed, the largest was sent. */
const fromSizes = (dimension: FaultLimit['dimension'], sizes: readonly number[]): FaultLimit => {
  const [only] = sizes;
  const limit = sizes.length === 0 ? null : Math.min(...sizes);
  const requested = sizes.length > 1 && only !== undefined ? Math.max(...sizes) : null;
  return { dimension, limit, used: null, requested: requested === limit ? null : requested };
};

const isAboutLength =
  /\b(?:duration|audio too long|longer than|(?:audio|recording|file)\b[^.]{0,40}(?:seconds|minutes|hours))/;

/** Bytes, or seconds of audio; without a number only the dimension, and for a bare length not even that. */
export const readFileSize = (words: string): FaultLimit => {
  if (!isAboutLength.test(words)) return fromSizes('bytes', readByteSizes(words));
  const seconds = readSeconds(words);
  return seconds.length === 0 ? noLimit : fromSizes('audio_seconds', seconds);
};

const imageLimits = [
  numbered(String.raw`\btoo many images\b.{0,60}\bmax(?:imum)?(?: (?:is|of|allowed))*:? ?N\b`),
  numbered(String.raw`\b(?:at most|up to|maximum(?: of)?|more than|exceeds?) N (?:\w+ )?images?\b`),
  numbered(String.raw`\bimages?\b[^.\d]{0,60}\b(?:at most|up to|maximum(?: of)?|more than|max:?) ?N\b`),
];

/** How many images one request may carry; null where the text says nothing of it. */
export const readImages = (words: string): number | null => firstSum(words, imageLimits);

/** Of two sizes, what came before “exceeds” is what was sent. */
const areas: readonly (readonly [RegExp, (found: RegExpExecArray) => number])[] = [
  [/(\d+(?:\.\d+)?) ?(?:mega ?pixels?|mpx?|mp)\b/, ([, millions]) => Math.round(Number(millions) * 1_000_000)],
  [/(\d{2,6}) ?(?:x|×|by) ?(\d{2,6})\b(?!.*\bexceed)/, ([, width, height]) => Number(width) * Number(height)],
  [numbered(String.raw`\bN (?:total )?pixels?\b`), ([, count]) => areaOf(toNumber(count))],
];

/** Fewer than this are the pixels of one side. */
const fewestPixels = 20_000;
const areaOf = (pixels: number): number => (pixels < fewestPixels ? pixels ** 2 : pixels);

/** How many pixels one image may have. */
export const readPixels = (words: string): FaultLimit => {
  for (const [pattern, area] of areas) {
    const found = pattern.exec(words);
    if (found) return { ...noLimit, dimension: 'image_pixels', limit: area(found) };
  }
  return { ...noLimit, dimension: 'image_pixels' };
};
