// Whether something of the OpenAI kind lies at an address, by its list of models alone. Learns nothing.
import type { OfferedModel } from '../domain/status.ts';
import type { ListedModels, Wire } from '../domain/wire.ts';
import { readFault } from '../limits/read-fault.ts';
import type { Ports } from './attempt.ts';
import { within } from './within.ts';

/** `wants_key`: it refuses to list them, in words, for want of the right key. */
export type Seen = { models: OfferedModel[] } | 'wants_key' | null;

/** A list as it is offered to a person: each model once, with what the list says of it. */
export const offered = ({ models, facts }: Extract<ListedModels, { ok: true }>): OfferedModel[] => {
  const known = new Map(Object.entries(facts));
  return [...new Set(models)].map((id) => ({ id, context: known.get(id)?.context ?? null }));
};

export const lookAt = async (ports: Ports, wire: Wire, withinMs: number): Promise<Seen> => {
  const answer = await within(ports, withinMs, (signal) => ports.send.modelList(wire, '', signal));
  if (answer.ok) return { models: offered(answer) };
  const { failure } = answer;
  // Anything that has a door refuses somebody without a word.
  if (failure.fault || failure.body.trim() === '') return null;
  return readFault(failure, ports.now(), []).kind === 'invalid_key' ? 'wants_key' : null;
};
