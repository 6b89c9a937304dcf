// What happened to one request, attempt by attempt: the answer to "why this model?".
import { faultSchema } from './fault.ts';
import { taskSchema } from './task.ts';
import { z } from './zod.ts';

export const usageSchema = z.object({
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  audioSeconds: z.number().nullable(),
});
export type Usage = z.infer<typeof usageSchema>;
export const noUsage: Usage = { inputTokens: null, outputTokens: null, audioSeconds: null };

/** One model reached with one key: what a request really goes to, as people and pages may see it. */
export const targetNameSchema = z.object({
  id: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  keyId: z.string(),
  keyLabel: z.string(),
  model: z.string(),
});
export type TargetName = z.infer<typeof targetNameSchema>;

export const attemptSchema = z.object({
  target: targetNameSchema,
  startedAt: z.number(),
  ms: z.number(),
  /** Null where the attempt gave the answer. */
  fault: faultSchema.nullable(),
  usage: usageSchema,
  costUsd: z.number(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** Why a target was not asked, in a code for programs and a sentence for people. */
export const leftOutSchema = z.object({
  target: targetNameSchema,
  code: z.enum([
    'off',
    'key_off',
    'key_invalid',
    'out_of_credit',
    'resting',
    'model_retired',
    'model_missing',
    'too_long',
    'too_large',
    'unticked',
    'lacks_ability',
    'model_off',
    'costs_money',
    'over_ceiling',
    'price_unknown',
    'budget_spent',
    'full',
    'excluded',
  ]),
  why: z.string(),
  until: z.number().nullable(),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

export const traceSchema = z.object({
  task: taskSchema,
  startedAt: z.number(),
  attempts: z.array(attemptSchema),
  leftOut: z.array(leftOutSchema),
});
export type Trace = z.infer<typeof traceSchema>;
