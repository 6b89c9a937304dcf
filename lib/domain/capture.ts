// A capture: a recording while it is being made, from the microphone, a tab's sound or both. What came of it is a
// recording like any other. Shapes only.
import { forecastSchema } from './forecast.ts';
import { z } from './zod.ts';

export const soundFromSchema = z.enum(['microphone', 'tab']);
export type SoundFrom = z.infer<typeof soundFromSchema>;

/** Who takes what was recorded. Stands in its row, so that a process that died meanwhile changes nothing about it. */
export const purposeSchema = z.enum(['transcript', 'dictation']);
export type Purpose = z.infer<typeof purposeSchema>;

/** Written down before the first sound is recorded, and gone once somebody has taken what came of it. */
export const captureSchema = z.object({
  id: z.string(),
  startedAt: z.number(),
  /** What the user sees as its name. */
  title: z.string(),
  purpose: purposeSchema,
  sources: z.array(soundFromSchema),
  /** `open`: it goes on, or the process died before its end. `ending`: its end was asked for. `kept`: nobody took it. */
  state: z.enum(['open', 'ending', 'kept']),
  /** Why it is kept, in a sentence; else empty, as where it only waits for a word. */
  note: z.string(),
});
export type Capture = z.infer<typeof captureSchema>;

/** One source of a capture as it sounds now. */
export const soundNowSchema = z.object({
  from: soundFromSchema,
  /** Root mean square of its last tenth of a second, 0 to 1; null: this browser cannot tell. */
  level: z.number().nullable(),
  /** `silent`: nothing at all has come for a while. `ended`: nothing will come any more. */
  state: z.enum(['heard', 'silent', 'ended']),
});
export type SoundNow = z.infer<typeof soundNowSchema>;

/** How a capture stands, told a few times a second by whoever makes it. */
export const captureNowSchema = z.object({
  id: z.string(),
  /** Length of what was recorded so far. */
  seconds: z.number(),
  paused: z.boolean(),
  sounds: z.array(soundNowSchema),
});
export type CaptureNow = z.infer<typeof captureNowSchema>;

/** `forecast`: what it will take, for it is long and waits for a word; null: nobody has asked yet. */
export const keptCaptureSchema = captureSchema.extend({ seconds: z.number(), forecast: forecastSchema.nullable() });
export type KeptCapture = z.infer<typeof keptCaptureSchema>;

/** What pages see of captures. */
export const capturesSchema = z.object({
  /** The one that goes on; `now` null: it is about to begin or to end. */
  current: captureSchema.extend({ now: captureNowSchema.nullable() }).nullable(),
  /** Those that nobody took, oldest first. */
  kept: z.array(keptCaptureSchema),
  /** Whether this browser lets a tab's sound be recorded. */
  canTab: z.boolean(),
});
export type Captures = z.infer<typeof capturesSchema>;

/** Length of a part, in ms: so much is lost at most where the browser dies. */
export const partMs = 2_500;

export const captureCommandSchema = z.discriminatedUnion('type', [
  /** `streamId`: the browser's name for the tab's sound. Bytes a second are chosen by whoever records. */
  z.object({ type: z.literal('start'), id: z.string(), microphone: z.boolean(), streamId: z.string().nullable() }),
  z.object({ type: z.literal('pause'), id: z.string() }),
  z.object({ type: z.literal('resume'), id: z.string() }),
  /** `ended` follows once its last part is stored. */
  z.object({ type: z.literal('stop'), id: z.string() }),
]);
export type CaptureCommand = z.infer<typeof captureCommandSchema>;

/** Why nothing was begun. `ask`: the user was not asked for the microphone yet. `denied`: the answer was no. */
export const captureRefusalSchema = z.enum(['ask', 'denied', 'failed']);

export const captureEventSchema = z.discriminatedUnion('type', [
  /** The first word on each line, and then a few times a second while there is a capture. */
  z.object({ type: z.literal('now'), now: captureNowSchema.nullable() }),
  z.object({ type: z.literal('refused'), id: z.string(), cause: captureRefusalSchema, message: z.string() }),
  /** All that there is of it is stored. `note`: a sentence where something went wrong, else empty. */
  z.object({ type: z.literal('ended'), id: z.string(), note: z.string() }),
]);
export type CaptureEvent = z.infer<typeof captureEventSchema>;
