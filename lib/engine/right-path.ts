// Where the OpenAI paths of a server lie whose address was entered without them or with others: asks the usual places
// of that same server for their list of models. Asks no other host, so that the key goes to none.
import type { Wire } from '../domain/wire.ts';
import type { Ports } from './attempt.ts';
import { lookAt, type Seen } from './look.ts';

const usual = ['/v1', '/api/v1', '/openai/v1', ''];
const withinMs = 5_000;

/** In the order in which one is believed before another. */
export const placesToTry = (baseUrl: string): string[] => {
  const { origin } = new URL(baseUrl);
  const places = [`${baseUrl}/v1`, ...usual.map((path) => origin + path)];
  return [...new Set(places)].filter((place) => place !== baseUrl);
};

/** A list tells more than a refusal, and an empty one tells nothing: other services have lists of other things. */
const mark = (seen: Seen): number => (seen === null ? 0 : seen === 'wants_key' ? 1 : seen.models.length > 0 ? 2 : 0);

/** Null: none of them looks like it. */
export const findRightPath = async (ports: Ports, wire: Wire): Promise<string | null> => {
  const places = placesToTry(wire.baseUrl);
  const marks = await Promise.all(
    places.map(async (baseUrl) => mark(await lookAt(ports, { ...wire, baseUrl }, withinMs))),
  );
  const best = Math.max(...marks);
  return places.find((_, index) => best > 0 && marks[index] === best) ?? null;
};

/** For an address of nothing but a host: where on it something answers; the usual place where nothing does yet. */
export const findPlace = async (ports: Ports, wire: Wire): Promise<string> => {
  const found = await findRightPath(ports, wire);
  if (found !== null) return found;
  return (await lookAt(ports, wire, withinMs)) === null ? `${wire.baseUrl}${usual[0]}` : wire.baseUrl;
};
