// The list of models that a key can call, in any of the shapes that services use: a bare array, `data` or `models`.
import { faultOf } from '../domain/fault.ts';
import type { ListedModels, Wire } from '../domain/wire.ts';
import { z } from '../domain/zod.ts';
import { exchange, type Fetch, failed, readJson } from './exchange.ts';
import { hiddenOf } from './hidden.ts';

const entry = z
  .object({ id: z.string().optional(), name: z.string().optional() })
  .transform(({ id, name }) => id ?? name ?? '');
const list = z.array(entry);
/** A server without any model says so with null. */
const maybe = list.nullable().transform((entries) => entries ?? []);
const listSchema = z.union([
  list,
  z.object({ data: maybe }).transform(({ data }) => data),
  z.object({ models: maybe }).transform(({ models }) => models),
]);

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
  const models = listSchema.safeParse(read.json).data;
  if (models) return { ok: true, models: models.filter((id) => id !== '') };
  const fault = faultOf('endpoint_unreachable', 'endpoint', 'What came back is no list of models.');
  return failed({ status: reached.response.status, body: read.body, fault });
};
