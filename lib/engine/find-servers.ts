// Looks for servers on this computer at the addresses that it is given, and at no other: all at once, each for a short
// time, without any key.
import type { FoundServer } from '../domain/status.ts';
import type { Ports } from './attempt.ts';
import { lookAt } from './look.ts';

/** Windows takes two seconds to find out that nobody listens. */
const withinMs = 2_500;

/** Several addresses of one place are one server, of which the first that answers is told. */
export const findServers = async (ports: Ports, places: readonly (readonly string[])[]): Promise<FoundServer[]> => {
  const found = await Promise.all(
    places.map(async (addresses): Promise<FoundServer[]> => {
      const seen = await Promise.all(
        addresses.map(async (baseUrl) => ({ baseUrl, what: await lookAt(ports, { baseUrl, secret: null }, withinMs) })),
      );
      const first = seen.find(({ what }) => what !== null);
      if (!first?.what) return [];
      return [{ baseUrl: first.baseUrl, models: first.what === 'wants_key' ? null : first.what.models }];
    }),
  );
  return found.flat();
};
