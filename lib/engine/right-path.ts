// Where the OpenAI paths of a server lie whose address was entered without them or with others: asks the usual places
// of that same server for their list of models. Asks no other host, and sends the key to none.
import type { Provider } from '../domain/provider.ts';
import type { Wire } from '../domain/wire.ts';
import { faultFrom, type Ports } from './attempt.ts';
import { within } from './within.ts';

const usual = ['/v1', '/api/v1', '/openai/v1', ''];
const withinMs = 5_000;

/** In the order in which one is believed before another. */
export const placesToTry = (baseUrl: string): string[] => {
  const { origin } = new URL(baseUrl);
  const places = [`${baseUrl}/v1`, ...usual.map((path) => origin + path)];
  return [...new Set(places)].filter((place) => place !== baseUrl);
};

/** How sure it is that the OpenAI paths lie there: its list came; it asked for another key in words; not at all. */
const likeness = async (ports: Ports, provider: Provider, wire: Wire): Promise<number> => {
  const answer = await within(ports, withinMs, (signal) => ports.send.modelList(wire, '', signal));
  if (answer.ok) return answer.models.length > 0 ? 2 : 0;
  return answer.failure.body.trim() !== '' && faultFrom({ provider }, answer, ports.now()).kind === 'invalid_key'
    ? 1
    : 0;
};

/** Null: none of them looks like it. */
export const findRightPath = async (ports: Ports, provider: Provider, wire: Wire): Promise<string | null> => {
  const places = placesToTry(wire.baseUrl);
  const marks = await Promise.all(places.map((baseUrl) => likeness(ports, provider, { ...wire, baseUrl })));
  const best = Math.max(...marks);
  return best > 0 ? (places[marks.indexOf(best)] ?? null) : null;
};
