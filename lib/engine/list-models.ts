// Asks an address for its list of models, for a person who is about to add it. Learns nothing: there may be no endpoint yet.
import type { Listing } from '../domain/status.ts';
import type { Wire } from '../domain/wire.ts';
import { readFault } from '../limits/read-fault.ts';
import type { Ports } from './attempt.ts';
import { nameOf } from './check.ts';
import { outcomeOf } from './check-outcome.ts';
import { offered } from './look.ts';
import { askList } from './read-list.ts';

export const listModels = async (ports: Ports, wire: Wire, query: string): Promise<Listing> => {
  const answer = await askList(ports, { modelListQuery: query }, wire);
  if (answer.ok) return { ok: true, models: offered(answer) };
  const fault = answer.failure.fault ?? readFault(answer.failure, ports.now(), []);
  const to = { name: new URL(wire.baseUrl).host, baseUrl: wire.baseUrl, withKey: wire.secret !== null };
  return { ok: false, message: outcomeOf(answer, fault, to, await nameOf(ports, answer, wire, '/models')).message };
};
