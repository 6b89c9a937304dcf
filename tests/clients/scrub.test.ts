// A secret that a service echoes is taken out of text that comes in pieces, wherever it was cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenOf } from '../../lib/clients/hidden.ts';
import { createScrubber } from '../../lib/clients/scrub.ts';

const secret = 'sk-canary-0123456789';
const hidden = (key: string | null, headers: Record<string, string> = {}) =>
  hiddenOf({ baseUrl: 'https://a.test', secret: key, headers });
const through = (pieces: readonly string[], key: string | null = secret, headers: Record<string, string> = {}) => {
  const scrubber = createScrubber(hidden(key, headers));
  return pieces.map(scrubber.push).join('') + scrubber.rest();
};

describe('the scrubber', () => {
  it('takes a secret out wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 }), { maxLength: 8 }), (cuts) => {
        const text = `You sent Bearer ${secret}, did you not? ${secret}`;
        const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
        expect(through(pieces)).toBe('You sent Bearer …6789, did you not? …6789');
      }),
    );
  });

  it('takes the values of extra headers out too, wherever they are cut, and leaves short words in', () => {
    const headers = { 'x-tenant': 'canary-tenant-42', authorization: 'Basic Y2FuYXJ5OnNlY3JldA==', 'x-kind': 'openai' };
    fc.assert(
      fc.property(fc.nat({ max: 80 }), fc.nat({ max: 80 }), (one, other) => {
        const text = `canary-tenant-42 asked openai with Y2FuYXJ5OnNlY3JldA== and ${secret}.`;
        const [first, second] = [Math.min(one, other), Math.max(one, other)];
        const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
        expect(through(pieces, secret, headers)).toBe('… asked openai with … and …6789.');
      }),
    );
  });

  it('takes out a key that stands within a value', () => {
    const config = JSON.stringify({ provider: 'openai', api_key: 'sk-canary-77', override_params: {} });
    expect(through(['The provider openai refused sk-can', 'ary-77.'], null, { 'x-config': config })).toBe(
      'The provider openai refused ….',
    );
  });

  it('loses and changes nothing of a text without the secret', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        fc.pre(!pieces.join('').includes(secret));
        expect(through(pieces)).toBe(pieces.join(''));
      }),
    );
  });

  it('lets every piece through at once where nothing in it could be the secret', () => {
    const scrubber = createScrubber(hidden(secret));
    expect(scrubber.push('Hello ')).toBe('Hello ');
    expect(scrubber.push('sk-can')).toBe('');
    expect(scrubber.push('dy is sweet')).toBe('sk-candy is sweet');
    expect(through(['a', 'b'], null)).toBe('ab');
  });
});
