// Which extra headers can be sent, and what is said of the others.
import { describe, expect, it } from 'vitest';
import { readHeaderName, readHeaderValue } from '../../lib/domain/headers.ts';

describe('the name of a header', () => {
  it.each([
    ['X-Api-Key', 'x-api-key'],
    [' x-portkey-provider: ', 'x-portkey-provider'],
    ['Authorization', 'authorization'],
    ['HTTP-Referer', 'http-referer'],
  ])('%j is kept as %s', (typed, name) => {
    expect(readHeaderName(typed)).toEqual({ ok: true, text: name });
  });

  it.each([
    ['', /a name/],
    ['two words', /no spaces/],
    ['x:y', /no colons/],
    ['naïve', /cannot be the name/],
    ...['Origin', 'cookie', 'Host', 'Sec-Fetch-Mode', 'Proxy-Authorization', 'referer'].map(
      (name) => [name, /browser’s own/] as [string, RegExp],
    ),
    ['Content-Type', /Rondo sets content-type itself/],
  ])('%j is refused in a sentence', (typed, words) => {
    expect(readHeaderName(typed)).toEqual({ ok: false, message: expect.stringMatching(words) });
  });
});

describe('the value of a header', () => {
  it('is taken as it is but for the spaces around it', () => {
    expect(readHeaderValue('x-a', ' Basic abc== ')).toEqual({ ok: true, text: 'Basic abc==' });
  });

  it.each([
    ['', /Give the header x-a a value/],
    ['schlüssel', /characters that no header can carry/],
    ['a\nb', /characters that no header can carry/],
  ])('%j is refused in a sentence that does not repeat it', (typed, words) => {
    const read = readHeaderValue('x-a', typed);
    expect(read).toEqual({ ok: false, message: expect.stringMatching(words) });
    if (typed && !read.ok) expect(read.message).not.toContain(typed);
  });
});
