// What a model can do besides answering text. Facts about models; whether a request needs them is routing's to say.
import { z } from './zod.ts';

/** Null: no limit is known. */
export const visionSchema = z.object({
  /** Images that one request may carry. */
  images: z.number().nullable(),
  /** Bytes of all images of one request together, as base64 characters: Rondo never sends an image by its address. */
  bytes: z.number().nullable(),
  /** Pixels of one image. */
  pixels: z.number().nullable(),
});
export type Vision = z.infer<typeof visionSchema>;

/** Null: unknown, so that it is tried and learned. `vision` false: it takes no image. */
export const abilitiesSchema = z.object({
  tools: z.boolean().nullable(),
  /** Several tool calls in one answer. */
  parallelTools: z.boolean().nullable(),
  /** Answers that are sure to be JSON. */
  json: z.boolean().nullable(),
  vision: z.union([z.literal(false), visionSchema]).nullable(),
});
export type Abilities = z.infer<typeof abilitiesSchema>;

export const abilityNameSchema = abilitiesSchema.keyof();
export type AbilityName = z.infer<typeof abilityNameSchema>;
export const abilityNames: readonly AbilityName[] = abilityNameSchema.options;

export const unknownAbilities: Abilities = { tools: null, parallelTools: null, json: null, vision: null };
/** Kinds of images that every service is known to read. */
export const readableImage = /^image\/(?:jpeg|png|gif|webp)$/;

/** It takes images; how many and how large is to be learned. */
export const someVision: Vision = { images: null, bytes: null, pixels: null };
