// Recordings that lie in the web: what was found of them on a page, and what is being fetched of them. Shapes only.
import { forecastSchema } from './forecast.ts';
import { z } from './zod.ts';

/** An audio or video element of a page, or a link to a file. */
export const foundMediaSchema = z.object({
  kind: z.enum(['audio', 'video']),
  title: z.string(),
  /** Null: it comes in pieces, from no address that could be fetched. */
  url: z.string().nullable(),
  /** Null: nobody knows yet. */
  seconds: z.number().nullable(),
  playing: z.boolean(),
});
export type FoundMedia = z.infer<typeof foundMediaSchema>;

/**
 * A recording that the user pointed at in a page. `waiting`: the user has to allow its origin. `ready`: it is here, is
 * long, and waits for a word. A short one is transcribed at once, and then it is no download any more.
 */
export const downloadSchema = z.object({
  id: z.string(),
  /** Of one that lies in its own address (`data:`) only what it begins with. */
  url: z.string(),
  fileName: z.string(),
  /** When it was asked for, in ms since 1970. */
  takenAt: z.number().catch(0),
  /** How often it was begun, in this life of the background and in those that died over it. */
  starts: z.number().catch(0),
  state: z.enum(['waiting', 'running', 'ready', 'failed']),
  /** Bytes that came so far, and of how many; null: it was not said. */
  received: z.number(),
  bytes: z.number().nullable(),
  /** An address at the origin that has to be allowed; null: none has to. */
  allow: z.string().nullable(),
  /** What happened, for a person; empty while nothing is amiss. */
  message: z.string(),
  /** Whether recording the tab would help. */
  record: z.boolean(),
  /** Where it lies once it is here, and what it will take. */
  blobId: z.string().nullable(),
  forecast: forecastSchema.nullable(),
});
export type Download = z.infer<typeof downloadSchema>;
