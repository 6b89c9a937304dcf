// Asks for the list of models that a key may read, and remembers what it says.
import type { Fault } from '../domain/fault.ts';
import type { Provider } from '../domain/provider.ts';
import type { KeyId } from '../domain/settings.ts';
import type { Failed, ListedModels, Wire } from '../domain/wire.ts';
import { learnFault } from '../limits/learn.ts';
import { type Asked, learnList } from '../limits/learn-list.ts';
import { faultFrom, type Ports } from './attempt.ts';
import type { Memory } from './memory.ts';
import { within } from './within.ts';

const listWithinMs = 15_000;

export const askList = (ports: Ports, provider: Pick<Provider, 'modelListQuery'>, wire: Wire): Promise<ListedModels> =>
  within(ports, listWithinMs, (signal) => ports.send.modelList(wire, provider.modelListQuery, signal));

/** A list that the key may not see (a key made for chat alone) is no sign of a bad key. */
const isHiddenList = (failed: Failed, fault: Fault) =>
  failed.failure.status === 403 &&
  failed.failure.body.trim() !== '' &&
  !['invalid_key', 'quota_exhausted', 'endpoint_unreachable'].includes(fault.kind);

/** `models` null: the list is empty, or hidden from this key. */
export type ListRead =
  | { ok: true; models: string[] | null; hidden: boolean }
  | { ok: false; failed: Failed; fault: Fault };

/** @param id of the key, or of an endpoint that needs none */
export const readList = async (
  ports: Ports,
  memory: Memory,
  provider: Provider,
  id: KeyId,
  wire: Wire,
  asked: Asked,
): Promise<ListRead> => {
  const answer = await askList(ports, provider, wire);
  const readAt = ports.now();
  if (answer.ok) {
    // A list with nothing in it says nothing of what the key can call.
    const models = answer.models.length > 0 ? answer.models : null;
    memory.change((state) => learnList(state, id, { models, facts: answer.facts, readAt }, asked));
    return { ok: true, models, hidden: false };
  }
  const fault = faultFrom({ provider }, answer, readAt);
  if (isHiddenList(answer, fault)) {
    memory.change((state) => learnList(state, id, { models: null, readAt }, asked));
    return { ok: true, models: null, hidden: true };
  }
  const place = { target: id, key: id, owner: provider.id, ref: '', local: true, law: provider.refill, limits: {} };
  if (wire.secret !== null && (fault.kind === 'invalid_key' || fault.kind === 'quota_exhausted'))
    memory.change((state) => learnFault(state, place, fault, readAt, ports.random(), null));
  return { ok: false, failed: answer, fault };
};
