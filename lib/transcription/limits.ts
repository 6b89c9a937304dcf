// How long a chunk may be, so that its identical bytes can go to whoever is ticked and ready, and how a chunk that is
// too long after all is cut again by what is known of its voice. Pure; what the limits are is data of routing.
import { type Chunk, type ChunkLimits, overlapSeconds, type Span } from '../domain/audio.ts';
import type { UploadRoom } from '../domain/request.ts';

/** Longer chunks gain nothing, and one that fails costs all of it again (reference, decision 3). */
const mostSeconds = 600;
/** The first is short, so that text comes soon. */
const firstSeconds = 60;
/** Whoever takes less than this is left out of the reckoning: for its sake alone all others would get crumbs. */
const leastSeconds = 30;
/** Sound that is encoded at so many bits a second on average has more of them here and there, and a frame around it. */
const spare = 0.85;

export type Size = Pick<UploadRoom, 'maxBytes' | 'maxSeconds'>;

const secondsIn = ({ maxBytes, maxSeconds }: Size, bytesPerSecond: number): number =>
  Math.min(
    maxSeconds ?? Number.POSITIVE_INFINITY,
    maxBytes === null ? Number.POSITIVE_INFINITY : (maxBytes * spare) / bytesPerSecond,
  );

/** @param sizes of all who may be asked @param bytesPerSecond of the sound as it is encoded */
export const chunkLimits = (sizes: readonly Size[], bytesPerSecond: number): ChunkLimits => {
  const seconds = sizes.map((size) => secondsIn(size, bytesPerSecond));
  const enough = seconds.filter((one) => one >= leastSeconds);
  // Where all of them take crumbs, crumbs it is.
  const most = Math.floor(Math.min(mostSeconds, ...(enough.length > 0 ? enough : seconds)));
  return { most, mostFirst: Math.min(most, firstSeconds) };
};

/** Whether its bytes or its length are too much for one of these sizes. */
export const exceeds = ({ bytes, seconds }: { bytes: number; seconds: number }, size: Size): boolean =>
  bytes > (size.maxBytes ?? Number.POSITIVE_INFINITY) || seconds > (size.maxSeconds ?? Number.POSITIVE_INFINITY);

/** A pause to cut in is at least this long, and is looked for in this much before the end; see plan.ts. */
const [leastPause, lookBack] = [0.27, 30];

const round = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

const gapsIn = (voice: readonly Span[]): Span[] =>
  voice.slice(1).map((next, place) => ({ start: voice[place]?.end ?? 0, end: next.start }));

/** The middle of the longest pause there is; null: there is none. */
const pauseIn = (voice: readonly Span[], window: Span): number | null => {
  const pauses = gapsIn(voice)
    .map(({ start, end }) => ({ start: Math.max(start, window.start), end: Math.min(end, window.end) }))
    .filter(({ start, end }) => end - start >= leastPause);
  const [best] = pauses.sort((one, other) => other.end - other.start - (one.end - one.start));
  return best ? round((best.start + best.end) / 2) : null;
};

const within = (voice: readonly Span[], { start, end }: Span): Span[] =>
  voice
    .map((span) => ({ start: Math.max(span.start, start), end: Math.min(span.end, end) }))
    .filter((span) => span.end > span.start);

const voicedIn = (voice: readonly Span[]): number => round(voice.reduce((sum, { start, end }) => sum + end - start, 0));

/**
 * A chunk that was not sent yet, cut into pieces of at most `most` seconds: in its pauses, with an overlap where there is
 * none. Their numbers begin with its own; whoever keeps chunks counts the later ones on.
 */
export const cutAgain = (chunk: Chunk, most: number): Chunk[] => {
  const window = Math.max(most, 3 * overlapSeconds);
  const pieces: Chunk[] = [];
  let { start, overlap } = chunk;
  for (;;) {
    const index = chunk.index + pieces.length;
    const isLast = chunk.end <= start + window;
    // Even pieces: a last one of a few seconds would be heard without its context.
    const even = (chunk.end - start) / Math.ceil((chunk.end - start) / window) + lookBack / 2;
    const full = start + Math.min(window, even);
    const back = { start: full - Math.min(lookBack, window / 2), end: full };
    const at = isLast ? null : pauseIn(chunk.voice, back);
    const end = isLast ? chunk.end : (at ?? round(full));
    const voice = within(chunk.voice, { start, end });
    const cut = isLast ? chunk.cut : at === null ? ('hard' as const) : ('pause' as const);
    pieces.push({ ...chunk, index, start, end, overlap, cut, voice, voiced: voicedIn(voice) });
    if (isLast) return pieces;
    overlap = at === null ? overlapSeconds : 0;
    start = round(end - overlap);
  }
};
