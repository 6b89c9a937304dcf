// The extra headers of endpoints with their values, taken out of the secrets. Pure.
import { headerSecret, type OwnerId, type Secrets, type Settings } from '../domain/settings.ts';
import type { Wire } from '../domain/wire.ts';

export type ExtraHeaders = ReadonlyMap<OwnerId, NonNullable<Wire['headers']>>;

export const extraHeaders = ({ endpoints }: Settings, secrets: Secrets): ExtraHeaders =>
  new Map(
    endpoints.flatMap(({ id, headerNames = [] }) => {
      const headers = headerNames.flatMap((name) => {
        const value = secrets[headerSecret(id, name)];
        return value === undefined ? [] : [[name, value]];
      });
      return headers.length > 0 ? [[id, Object.fromEntries(headers)]] : [];
    }),
  );

/** Owners that are called with other headers than before. */
export const otherHeaders = (before: ExtraHeaders, after: ExtraHeaders): OwnerId[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(
    (owner) => JSON.stringify(before.get(owner)) !== JSON.stringify(after.get(owner)),
  );
