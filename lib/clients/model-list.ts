// The list of models that a key can call, in any of the shapes that services use: a bare array, `data` or `models`.
// What it says of a model besides its id is taken where it is plausible; what is not never spoils the list.
import { faultOf } from '../domain/fault.ts';
import type { ListedFacts } from '../domain/state.ts';
import type { ListedModels, Wire } from '../domain/wire.ts';
import { z } from '../domain/zod.ts';
import { exchange, type Fetch, failed, readJson } from './exchange.ts';
import { hiddenOf } from './hidden.ts';

const text = z.string().optional().catch(undefined);
const mostTokens = 100_000_000;
/** Some say 0 where they mean nothing. */
const tokens = z.number().int().min(1).max(mostTokens).optional().catch(undefined);

const firstYear = Date.UTC(2020, 0);
const lastYear = Date.UTC(2100, 0);
const isoDay = (time: number): string | undefined =>
  time >= firstYear && time < lastYear ? new Date(time).toISOString().slice(0, 10) : undefined;
/** A date with or without a time, or seconds since 1970. */
const day = z
  .union([z.string().transform(Date.parse), z.number().transform((seconds) => seconds * 1_000)])
  .transform(isoDay)
  .optional()
  .catch(undefined);

const mostUsd = 10_000;
const usd = z.number().min(0).max(mostUsd);
const perToken = z
  .string()
  .transform(Number)
  .pipe(z.number())
  .transform((price) => price * 1_000_000)
  .pipe(usd);
/** TogetherAI: USD per million tokens, 0 where something else is paid for. OpenRouter: USD per token, as texts. */
const pricing = z
  .union([
    z.object({ input: usd, output: usd }),
    z
      .object({ prompt: perToken, completion: perToken })
      .transform((one) => ({ input: one.prompt, output: one.completion })),
  ])
  .transform((price) => (price.input + price.output > 0 ? price : undefined))
  .optional()
  .catch(undefined);

const entrySchema = z.object({
  id: text,
  name: text,
  /** Groq. */
  context_window: tokens,
  max_completion_tokens: tokens,
  /** TogetherAI, OpenRouter. */
  context_length: tokens,
  pricing,
  /** vLLM. */
  max_model_len: tokens,
  /** OpenAI. */
  shutdown_date: day,
  /** OpenRouter. */
  expiration_date: day,
});

const listSchema = z.union([
  z.array(z.unknown()),
  // A server without any model says so with null.
  z.object({ data: z.array(z.unknown()).nullable() }).transform(({ data }) => data ?? []),
  z.object({ models: z.array(z.unknown()).nullable() }).transform(({ models }) => models ?? []),
]);

type Entry = z.infer<typeof entrySchema>;

const factsOf = (entry: Entry): ListedFacts => ({
  context: entry.context_window ?? entry.context_length ?? entry.max_model_len ?? null,
  maxOutput: entry.max_completion_tokens ?? null,
  price: entry.pricing ?? null,
  retiresOn: entry.shutdown_date ?? entry.expiration_date ?? null,
});

const saysAnything = (facts: ListedFacts): boolean => Object.values(facts).some((fact) => fact !== null);

/** Null: this is no list of models. */
const readList = (json: unknown): Omit<Extract<ListedModels, { ok: true }>, 'ok'> | null => {
  const { data: all } = listSchema.safeParse(json);
  const entries = all?.flatMap((one) => entrySchema.safeParse(one).data ?? []);
  if (!entries || (entries.length === 0 && all?.length !== 0)) return null;
  const named = entries.flatMap((entry) => {
    const id = entry.id || entry.name;
    return id ? [{ id, facts: factsOf(entry) }] : [];
  });
  const facts = named.flatMap((one) => (saysAnything(one.facts) ? [[one.id, one.facts] as const] : []));
  return { models: named.map(({ id }) => id), facts: Object.fromEntries(facts) };
};

export const modelList = async (
  fetch: Fetch,
  wire: Wire,
  query: string,
  signal: AbortSignal,
): Promise<ListedModels> => {
  const reached = await exchange(fetch, wire, `/models${query}`, { method: 'GET', signal });
  if (!reached.ok) return reached;
  const read = await readJson(reached.response, hiddenOf(wire), signal);
  if (!read.ok) return read;
  const list = readList(read.json);
  if (list) return { ok: true, ...list };
  const fault = faultOf('endpoint_unreachable', 'endpoint', 'What came back is no list of models.');
  return failed({ status: reached.response.status, body: read.body, fault });
};
