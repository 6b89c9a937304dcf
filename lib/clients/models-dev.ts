// Fetches the open catalog models.dev and takes from it what is known of our providers' models, where it is plausible.
// Sends nothing of the user's. Whatever is broken, too large or hostile in the answer changes nothing.
import { modelsDevAddress } from '../domain/address.ts';
import type { Provider } from '../domain/provider.ts';
import type { RefreshedModel } from '../domain/refreshed.ts';
import { z } from '../domain/zod.ts';
import { contentType, type Fetch } from './exchange.ts';

export type ModelsDevAnswer =
  | { ok: true; unchanged: true }
  | { ok: true; unchanged: false; etag: string | null; models: RefreshedModel[] }
  | { ok: false; message: string };

/** The whole catalog was 2.4 MB in 2026. */
const mostCharacters = 20_000_000;
/** Of one provider; the largest had some 400. */
const mostModels = 2_000;

const record = z.record(z.string(), z.unknown());
const tokens = z.number().int().min(1).max(100_000_000).nullable().catch(null);
/** Nothing costs this much, and nothing costs less than nothing. */
const usd = z.number().min(0).max(10_000);
const flag = z.boolean().nullable().catch(null);
const kinds = z.array(z.string()).nullable().catch(null);

const modelSchema = z.object({
  tool_call: flag.default(null),
  structured_output: flag.default(null),
  modalities: z
    .object({ input: kinds.default(null), output: kinds.default(null) })
    .nullable()
    .catch(null)
    .default(null),
  cost: z.object({ input: usd, output: usd }).nullable().catch(null).default(null),
  limit: z
    .object({ context: tokens.default(null), output: tokens.default(null) })
    .nullable()
    .catch(null)
    .default(null),
});

/** As providers write them: no control characters, no spaces, no scripts that look like others. */
const idPattern = /^[\x21-\x7e]{1,200}$/;

const modelFrom = (owner: string, id: string, raw: unknown): RefreshedModel | null => {
  const { data } = modelSchema.safeParse(raw);
  if (!data || !idPattern.test(id)) return null;
  const { input = null, output = null } = data.modalities ?? {};
  // What takes no text or gives none is not for our pools of text.
  if ((input && !input.includes('text')) || (output && !output.includes('text'))) return null;
  const { cost, limit } = data;
  return {
    owner,
    id,
    context: limit?.context ?? null,
    maxOutput: limit?.output ?? null,
    // Where both are 0 something else is paid for, or nobody has looked.
    price: cost && cost.input + cost.output > 0 ? { input: cost.input, output: cost.output } : null,
    tools: data.tool_call,
    // That it cannot be held to a schema does not say that it gives no JSON.
    json: data.structured_output === true ? true : null,
    vision: input ? input.includes('image') : null,
  };
};

/** An own part by its name: every object has more than it shows. */
const partOf = (whole: unknown, name: string): unknown => {
  const { data } = record.safeParse(whole);
  return data && Object.hasOwn(data, name) ? data[name] : undefined;
};

type Known = Pick<Provider, 'id' | 'modelsDev'>;

/** Empty: this is no such catalog, or it has none of our providers. */
export const readModelsDev = (json: unknown, providers: readonly Known[]): RefreshedModel[] =>
  providers.flatMap(({ id: owner, modelsDev }) => {
    const { data } = record.safeParse(modelsDev === null ? null : partOf(partOf(json, modelsDev), 'models'));
    const entries = Object.entries(data ?? {}).slice(0, mostModels);
    return entries.flatMap(([id, raw]) => modelFrom(owner, id, raw) ?? []);
  });

/** Reads no further than it needs to; null where there is more. */
const readText = async ({ body }: Response): Promise<string | null> => {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    if (text.length <= mostCharacters) continue;
    void reader.cancel().catch(() => {});
    return null;
  }
  return text;
};

const refused = (why: string) => ({ ok: false as const, message: `${why} Nothing was changed.` });
const nothingUsable = refused('What models.dev sent is not the catalog that Rondo knows.');

/**
 * @param etag of what is known already; null: nothing is
 * @param address of another such service, for tests
 */
export const fetchModelsDev = async (
  providers: readonly Known[],
  etag: string | null,
  signal: AbortSignal,
  fetch: Fetch = (...rest) => globalThis.fetch(...rest),
  address = modelsDevAddress,
): Promise<ModelsDevAnswer> => {
  const headers = new Headers(etag === null ? {} : { 'if-none-match': etag });
  try {
    const response = await fetch(address, {
      ...{ headers, signal, redirect: 'manual', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' },
    });
    if (response.status === 304 && etag !== null) return { ok: true, unchanged: true };
    if (!response.ok) return refused(`models.dev answered with status ${response.status || 'of a redirect'}.`);
    if (contentType(response).includes('text/html')) return nothingUsable;
    const text = await readText(response);
    if (text === null) return refused('What models.dev sent is far too large.');
    const models = readModelsDev(JSON.parse(text), providers);
    return models.length === 0
      ? nothingUsable
      : { ok: true, unchanged: false, etag: response.headers.get('etag'), models };
  } catch (error) {
    if (error instanceof SyntaxError) return nothingUsable;
    return refused('models.dev could not be reached.');
  }
};
