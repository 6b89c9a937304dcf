// What the shape of a key says about whose it is. A hint: keys of any shape are accepted where the user puts them,
// unless the shape is plainly another provider's, to whom alone it may be shown.
import type { Provider } from '../domain/provider.ts';

export const ownerByShape = (secret: string, providers: readonly Provider[]): Provider | null =>
  providers.find((provider) => provider.keyShape?.pattern.test(secret)) ?? null;

/** The provider that this key plainly belongs to instead of `owner`; null where nothing speaks against it. */
export const otherOwner = (secret: string, owner: Provider, providers: readonly Provider[]): Provider | null => {
  if (owner.keyShape?.pattern.test(secret)) return null;
  const other = ownerByShape(secret, providers);
  return other && other.id !== owner.id ? other : null;
};

/** The characters of a key that its card may show. Of a very short key, none. */
export const last4 = (secret: string): string => (secret.length >= 12 ? secret.slice(-4) : '');
