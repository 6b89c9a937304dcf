// A recording on its way to speech models: where it is cut, what is sent of it, and who decides where. Shapes only.
// All times are seconds from the start of the recording, unless said otherwise.
import { z } from './zod.ts';

export const spanSchema = z.object({ start: z.number(), end: z.number() });
export type Span = z.infer<typeof spanSchema>;

/** A piece of the recording that goes out in one upload, or that is too still to be sent at all. */
export const chunkSchema = z.object({
  /** 0, 1, 2 in the order of time, silent ones counted. */
  index: z.number(),
  start: z.number(),
  end: z.number(),
  /** Nobody speaks in it: it is not prepared and not sent. */
  silent: z.boolean(),
  /** Seconds at its start that the chunk before has too; 0 where that one ended in a pause. */
  overlap: z.number(),
  /** How its end was found: in a pause, in the midst of speech since there was no pause, or with the recording. */
  cut: z.enum(['pause', 'hard', 'end']),
  /** How much of it is voice, in seconds. */
  voiced: z.number(),
  /** Where that voice is: the map by which an answer is judged, and by which the chunk can be cut again. */
  voice: z.array(spanSchema),
});
export type Chunk = z.infer<typeof chunkSchema>;

/** A chunk as it can be sent: the same bytes to whomever. */
export const preparedChunkSchema = z.object({
  chunk: chunkSchema,
  /** Where its bytes lie. */
  blobId: z.string(),
  /** With its true ending. */
  fileName: z.string(),
  bytes: z.number(),
  /** Length of the encoded sound, in seconds. */
  seconds: z.number(),
});
export type PreparedChunk = z.infer<typeof preparedChunkSchema>;

/** How long a chunk may be, in seconds. */
export type ChunkLimits = {
  most: number;
  /** Of the first chunk alone, so that text comes soon. */
  mostFirst: number;
};

/** How loud each frame is: root mean square of its samples, which lie between -1 and 1. */
export type Levels = ArrayLike<number>;
/** Length of a frame, in seconds. */
export const frameSeconds = 0.03;

/** Decides where chunks begin and end while a recording streams by; see lib/transcription/plan.ts. */
export type Planner = {
  /** Takes the next frames, any number of them. @returns the chunks whose end is known by now, in order */
  feed(levels: Levels): Chunk[];
  /** The recording is over. @param end its exact length in seconds, where known */
  finish(end?: number): Chunk[];
  /**
   * The chunk that is open: it begins at `start` (null: nobody knows yet, since all is still), and neither its end nor
   * the beginning of the next will lie before `settled`. So sound from `start` to `settled` can be encoded and let go;
   * what is later has to be kept. Neither number ever goes back.
   */
  open(): { index: number; start: number | null; settled: number };
  /** From the open chunk on, no chunk is longer than this; the open one only as far as it is not settled already. */
  limit(limits: ChunkLimits): void;
};

/** Hands out a planner. */
export type CreatePlanner = (options: {
  limits: ChunkLimits;
  /** Length of the whole recording in seconds, where known beforehand. */
  total?: number;
  /** The last chunk that was planned in an earlier life. The first frame to be fed is then the one at `goesOnAt(after)`. */
  after?: Chunk;
}) => Planner;

/** What two chunks share where there was no pause to cut in: five seconds, in whole frames. */
export const overlapSeconds = 4.98;

/** Where the next chunk can begin at the earliest: sound before that has not to be decoded again. */
export const goesOnAt = (after: Chunk | undefined): number => {
  if (!after) return 0;
  return after.cut === 'hard' ? after.end - overlapSeconds : after.end;
};
