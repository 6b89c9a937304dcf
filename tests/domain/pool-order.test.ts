// The user's own order of a pool, as pages make it and as the router reads it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import { withPool } from '../../lib/domain/change-settings.ts';
import { inOrder, movedBefore, shortestOrder } from '../../lib/domain/pool-order.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import { providers } from '../../lib/providers/index.ts';
import { poolOf } from '../../lib/routing/pool.ts';

const suggested = ['a', 'b', 'c', 'd', 'e'];

describe('an order', () => {
  it('puts what it names first, and ignores what is not there or named twice', () => {
    expect(inOrder(['d', 'x', 'b', 'd'], suggested)).toEqual(['d', 'b', 'a', 'c', 'e']);
    expect(inOrder([], suggested)).toEqual(suggested);
  });

  it('is what the router makes of it, for all that can be called', () => {
    const now = Date.UTC(2026, 10, 23);
    const refs = (order: string[]) =>
      poolOf({ settings: withPool(emptySettings, 'fast', { order }), catalog, providers, lists: {}, now }, 'fast')
        .filter(({ gone }) => gone === null)
        .map(({ model }) => model.ref);
    const own = refs([]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...own, 'nobody/nothing']), (order) => {
        expect(refs(order)).toEqual(inOrder(order, own));
      }),
    );
  });
});

describe('a move', () => {
  it('puts one before another, or at the end', () => {
    expect(movedBefore(suggested, 'd', 'b')).toEqual(['a', 'd', 'b', 'c', 'e']);
    expect(movedBefore(suggested, 'a', 'd')).toEqual(['b', 'c', 'a', 'd', 'e']);
    expect(movedBefore(suggested, 'b', null)).toEqual(['a', 'c', 'd', 'e', 'b']);
    expect(movedBefore(suggested, 'b', 'x')).toEqual(['a', 'c', 'd', 'e', 'b']);
  });
});

describe('the shortest order', () => {
  it('names no more than it must', () => {
    expect(shortestOrder(['c', 'a', 'b', 'd', 'e'], suggested)).toEqual(['c']);
    expect(shortestOrder(['a', 'c', 'b', 'd', 'e'], suggested)).toEqual(['a', 'c']);
    expect(shortestOrder(suggested, suggested)).toBeNull();
  });

  it('comes to what was wanted, and none shorter does', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(suggested, { minLength: 5 }), (wanted) => {
        const order = shortestOrder(wanted, suggested) ?? [];
        expect(inOrder(order, suggested)).toEqual(wanted);
        if (order.length > 0) expect(inOrder(order.slice(0, -1), suggested)).not.toEqual(wanted);
      }),
    );
  });
});
