// What the engine remembers between two lives: plain JSON. Read leniently, since an older version may have written it.
import { faultSchema } from './fault.ts';
import { z } from './zod.ts';

/** A target, key or endpoint rests until a time, for a reason. `of` is a target id, a key id or an owner id. */
export const restSchema = z.object({
  of: z.string(),
  until: z.number(),
  /** Faults in a row; the length of a rest without a named time grows with it. */
  streak: z.number(),
  fault: faultSchema,
});
export type Rest = z.infer<typeof restSchema>;

/** What an answer taught: a size, a window or an ability of one target or key. */
export const lessonSchema = z.object({
  of: z.string(),
  about: z.enum([
    'request_tokens',
    'context',
    'bytes',
    'audio_seconds',
    'model_gone',
    'unsupported',
    'invalid_key',
    'no_credit',
  ]),
  /** The learned number; null where the lesson is a plain "no". */
  value: z.number().nullable(),
  learnedAt: z.number(),
  expiresAt: z.number().nullable(),
  /** The provider's words that taught it. */
  source: z.string(),
});
export type Lesson = z.infer<typeof lessonSchema>;

export const modelListSchema = z.object({
  models: z.array(z.string()).nullable(),
  readAt: z.number(),
});
export type ModelList = z.infer<typeof modelListSchema>;

export const engineStateSchema = z.object({
  version: z.literal(1),
  rests: z.record(z.string(), restSchema).catch({}),
  lessons: z.array(lessonSchema).catch([]),
  /** Each key's own model list by key id. */
  lists: z.record(z.string(), modelListSchema).catch({}),
  /** A running number of the last turn: by owner id of the last upload, by key id of the last call of any kind. */
  turn: z.record(z.string(), z.number()).catch({}),
});
export type EngineState = z.infer<typeof engineStateSchema>;

export const freshState: EngineState = { version: 1, rests: {}, lessons: [], lists: {}, turn: {} };
