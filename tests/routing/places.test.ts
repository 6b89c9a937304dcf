// Who stands where in a pool when models are gone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model, PoolEntry } from '../../lib/domain/catalog.ts';
import { knownModel } from '../../lib/routing/known-model.ts';
import { placesOf } from '../../lib/routing/places.ts';

const pool: PoolEntry[] = [
  { ref: 'p/one', priority: 1 },
  { ref: 'p/two', priority: 2 },
  { ref: 'p/six', priority: 6 },
  { ref: 'p/new', priority: 20 },
];

/** @param successors by model id */
const world =
  (successors: Record<string, string>) =>
  (ref: string): Model => ({ ...knownModel(new Map(), ref, undefined), successor: successors[ref] ?? null });

const places = (successors: Record<string, string>, gone: readonly string[]) =>
  placesOf(pool, { model: world(successors), gone: (ref) => gone.includes(ref) }).map(
    ({ ref, priority }) => `${priority} ${ref}`,
  );

describe('places in a pool', () => {
  const asWritten = ['1 p/one', '2 p/two', '6 p/six', '20 p/new'];

  it('are as they were written while all of its models are there, whoever is to succeed them', () => {
    expect(places({ 'p/one': 'p/new', 'p/two': 'p/other' }, [])).toEqual(asWritten);
  });

  it('go to the successor of one that is gone, which keeps its own so that it can be said why', () => {
    expect(places({ 'p/two': 'p/new' }, ['p/two'])).toEqual(['1 p/one', '2 p/two', '2 p/new', '6 p/six']);
  });

  it('go to a successor that the pool itself does not have', () => {
    expect(places({ 'p/six': 'p/other' }, ['p/six'])).toContain('6 p/other');
  });

  it('go down the line to the first that is there', () => {
    const line = { 'p/one': 'p/a', 'p/a': 'p/b', 'p/b': 'p/c' };
    expect(places(line, ['p/one', 'p/a'])).toContain('1 p/b');
    expect(places(line, ['p/one', 'p/a']).join()).not.toMatch(/p\/[ac]/);
  });

  it('take nobody further down: the better of two places counts', () => {
    expect(places({ 'p/six': 'p/two', 'p/one': 'p/two' }, ['p/six', 'p/one'])).toEqual([
      ...['1 p/one', '1 p/two', '6 p/six', '20 p/new'],
    ]);
  });

  it('stay with whoever has a fixed one, also where it would be a better', () => {
    const known = {
      model: world({ 'p/one': 'p/new', 'p/two': 'p/other' }),
      gone: (ref: string) => /one|two/.test(ref),
    };
    const given = placesOf(pool, known, () => true).map(({ ref, priority }) => `${priority} ${ref}`);
    expect(given).toEqual([...['1 p/one', '2 p/two', '2 p/other', '6 p/six', '20 p/new']]);
  });

  it('stay empty where nobody is left, where the line goes in a circle, and where it leads to another’s model', () => {
    expect(places({}, ['p/one'])).toEqual(asWritten);
    expect(places({ 'p/one': 'p/a', 'p/a': 'p/one' }, ['p/one', 'p/a'])).toEqual(asWritten);
    expect(places({ 'p/one': 'q/one' }, ['p/one'])).toEqual(asWritten);
  });

  it('lose nobody and double nobody, whatever is gone and whoever succeeds whom', () => {
    const ref: fc.Arbitrary<string> = fc.constantFrom('p/one', 'p/two', 'p/six', 'p/new', 'p/a', 'p/b');
    fc.assert(
      fc.property(fc.dictionary(ref, ref), fc.array(ref), (successors, gone) => {
        const given = placesOf(pool, { model: world(successors), gone: (one) => gone.includes(one) });
        const refs = given.map((place) => place.ref);
        expect(new Set(refs).size).toBe(refs.length);
        expect(refs).toEqual(expect.arrayContaining(pool.map((place) => place.ref)));
        for (const place of given) {
          const own = pool.find((entry) => entry.ref === place.ref)?.priority ?? Number.POSITIVE_INFINITY;
          expect(place.priority).toBeLessThanOrEqual(own);
          if (place.priority < own) expect(gone).not.toContain(place.ref);
        }
      }),
    );
  });
});
