// An endpoint as a person hands it in, with its secrets: on its way into settings and vault, and never back.
import { endpointModelSchema, planSchema } from './settings.ts';
import { z } from './zod.ts';

export const endpointDraftSchema = z.object({
  name: z.string(),
  baseUrl: z.string(),
  /** Which service it was said to be, whose known oddities hold then; null: any. */
  preset: z.string().nullable(),
  /** Empty: none is needed. */
  key: z.string(),
  /** Of the key. */
  plan: planSchema,
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  models: z.array(endpointModelSchema),
  /** Null: after every provider. */
  priority: z.number().nullable(),
});
export type EndpointDraft = z.infer<typeof endpointDraftSchema>;

export const emptyDraft: EndpointDraft = {
  name: '',
  baseUrl: '',
  preset: null,
  key: '',
  plan: 'paid',
  headers: [],
  models: [],
  priority: null,
};

/** What people write where no key is needed (plan of October 2025, and the habit of clients that insist on one). */
const noKeyWords = new Set(['', 'not-needed', 'not needed', 'none', 'no-key', 'null', 'undefined', 'n/a']);
/** The key in what was typed; empty: none is needed. */
export const keyIn = (typed: string): string => (noKeyWords.has(typed.trim().toLowerCase()) ? '' : typed.trim());
