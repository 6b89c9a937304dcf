// Whose a key is, by its shape alone; and how much of one may be shown.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../lib/domain/provider.ts';
import { last4, otherOwner, ownerByShape } from '../../lib/keys/shape.ts';
import { providerOfEndpoint, providers } from '../../lib/providers/index.ts';
import { endpoint } from '../routing/sample.ts';

const keys: [string, string][] = [
  ['groq', 'gsk_4bCdEfGhIjKlMnOpQrStUvWx'],
  ['openai', 'sk-proj-4bCdEfGhIjKl_MnOpQrStUvWx'],
  ['openai', 'sk-svcacct-4bCdEfGhIjKlMnOpQrStUvWx'],
  ['openai', 'sk-4bCdEfGhIjKlMnOpQrStUvWx4bCdEfGhIjKlMnOpQrStUvWx'],
  ['together', 'tgp_v1_4bCdEfGhIjKlMnOpQrStUvWx4bCdEfGhIjKlMnOpQr'],
  ['together', '0123456789abcdef'.repeat(4)],
];

const named = (id: string): Provider => {
  const found = providers.find((provider) => provider.id === id);
  if (!found) throw new Error(`no provider ${id}`);
  return found;
};

describe('ownerByShape', () => {
  it.each(keys)('knows a key of %s: %s', (id, secret) => {
    expect(ownerByShape(secret, providers)?.id).toBe(id);
  });

  it.each([
    'sk-ant-api03-4bCdEfGhIjKlMnOpQrStUvWx',
    'sk-or-v1-0123456789abcdef0123456789abcdef',
    'xai-4bCdEfGhIjKlMnOpQrStUvWx',
    'AIzaSy4bCdEfGhIjKlMnOpQrStUvWx',
    'hf_4bCdEfGhIjKlMnOpQrStUvWx',
    '0123456789abcdef',
    'hello',
    '',
  ])('sends %j to nobody, since nobody here gave it out', (secret) => {
    expect(ownerByShape(secret, providers)).toBeNull();
  });

  it('finds one owner for each shape, never two', () => {
    for (const [, secret] of keys)
      expect(providers.filter(({ keyShape }) => keyShape?.pattern.test(secret))).toHaveLength(1);
  });
});

describe('otherOwner', () => {
  it('names the provider that a key plainly belongs to instead', () => {
    expect(otherOwner('gsk_4bCdEfGhIjKlMnOpQr', named('openai'), providers)?.id).toBe('groq');
    expect(otherOwner('sk-proj-4bCdEfGhIjKlMnOpQr', named('groq'), providers)?.id).toBe('openai');
  });

  it('has nothing against the right owner, nor against a shape that nobody knows', () => {
    for (const [id, secret] of keys) expect(otherOwner(secret, named(id), providers)).toBeNull();
    expect(otherOwner('a-company-key', named('openai'), providers)).toBeNull();
  });

  it('names a known owner also where the key was put at an endpoint', () => {
    expect(otherOwner('gsk_4bCdEfGhIjKlMnOpQr', providerOfEndpoint(endpoint('e')), providers)?.id).toBe('groq');
  });
});

describe('last4', () => {
  it('shows the last four characters of a key', () => {
    expect(last4('gsk_4bCdEfGhIjKlMnOpQrStUvWx')).toBe('UvWx');
    expect(last4('123456789012')).toBe('9012');
  });

  it('shows nothing of a short one, and never more than a third of any', () => {
    expect(last4('12345678901')).toBe('');
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (secret) => {
        expect(last4(secret).length).toBeLessThanOrEqual(secret.length / 3);
        expect(secret.endsWith(last4(secret))).toBe(true);
      }),
    );
  });
});
