// What people paste as JSON is read, and what cannot be is told without a word of it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLooseJson } from '../../lib/domain/loose-json.ts';

const values = (text: string) => {
  const read = readLooseJson(text);
  if (!read.ok) throw new Error(read.message);
  return read.values;
};

describe('loose JSON', () => {
  it('is any strict JSON, as it stands', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        // -0 has no place in JSON.
        const whole: unknown = JSON.parse(JSON.stringify(value));
        expect(values(JSON.stringify(value, null, 2))).toEqual([whole]);
      }),
    );
  });

  it.each([
    ["{id: 'a', n: 1.5, no: undefined,}", [{ id: 'a', n: 1.5, no: null }]],
    ["{'it\\'s': 'a \"quoted\" word', \"b\": 'x'}", [{ "it's": 'a "quoted" word', b: 'x' }]],
    ['[1, 2, // three\n /* four, */ ]', [[1, 2]]],
    ['const endpoint = { a: true };\nexport default endpoint;', [{ a: true }]],
    ['```json\n{"a": "http://x//y"}\n```', [{ a: 'http://x//y' }]],
    ['{"a": 1}\n{"b": [null]}', [{ a: 1 }, { b: [null] }]],
    ['{"a": 1}, {"b": 2},', [{ a: 1 }, { b: 2 }]],
  ])('%j is read too', (text, wanted) => {
    expect(values(text)).toEqual(wanted);
  });

  it.each([
    ['', /no JSON/],
    ['sk-secret-1234567', /no JSON/],
    ['{"key": "sk-secret-1234567", "a": [1', /before its last bracket/],
    ['{"key" "sk-secret-1234567"}', /not quite JSON/],
    ["{'key: sk-secret-1234567}", /not quite JSON|before its last bracket/],
    ['{"__proto__": }', /not quite JSON/],
  ])('%j is refused in a sentence that repeats nothing of it', (text, words) => {
    const read = readLooseJson(text);
    expect(read).toEqual({ ok: false, message: expect.stringMatching(words) });
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it('never throws and never hangs', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\'/*\\a1 \n') }), (text) => {
        expect(typeof readLooseJson(text).ok).toBe('boolean');
      }),
    );
    expect(readLooseJson(`${'{"a":['.repeat(20_000)}`).ok).toBe(false);
    expect(readLooseJson(`"${'\\'.repeat(200_000)}`).ok).toBe(false);
  });
});
