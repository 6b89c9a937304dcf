// What a recording will take, told before it is begun.
import { z } from './zod.ts';

/** Where it would go, and what that comes to. */
export const shareSchema = z.object({
  owner: z.string(),
  ownerName: z.string(),
  /** As they are counted there. */
  seconds: z.number(),
  /** Null: nobody knows. */
  usd: z.number().nullable(),
});

export const courseSchema = z.object({
  /** Seconds of audio that will be counted. */
  needed: z.number(),
  /** In ms since 1970; null: never, since part of it fits nowhere. */
  endsAt: z.number().nullable(),
  usd: z.number().nullable(),
  shares: z.array(shareSchema),
  /** Whether somebody's limit has to refill meanwhile. */
  waits: z.boolean(),
});
export type Course = z.infer<typeof courseSchema>;

export const forecastSchema = z.object({
  /** Null: only reading all of it would tell. */
  seconds: z.number().nullable(),
  /** It goes as it is, at once: nothing needs to be asked. */
  short: z.boolean(),
  /** In turn, the preferred provider first; null where the length is unknown. */
  usual: courseSchema.nullable(),
  /** All who are ready at once; null where that is not faster. */
  faster: courseSchema.nullable(),
  /** Seconds that could be sent to each this moment; null: no limit is known. */
  left: z.array(z.object({ owner: z.string(), ownerName: z.string(), seconds: z.number().nullable() })),
});
export type Forecast = z.infer<typeof forecastSchema>;
