// The user's own order of a pool: what it comes to, how it changes, and how little of it needs to be kept. Pure.
import type { ModelRef } from './settings.ts';

/** Those that the order names, as it names them; then the others as they stand. */
export const inOrder = (order: readonly ModelRef[], refs: readonly ModelRef[]): ModelRef[] => {
  const [named, there] = [new Set(order), new Set(refs)];
  return [...[...named].filter((ref) => there.has(ref)), ...refs.filter((ref) => !named.has(ref))];
};

/** The same refs with one of them elsewhere: before another, or at the end. */
export const movedBefore = (refs: readonly ModelRef[], ref: ModelRef, before: ModelRef | null): ModelRef[] => {
  const others = refs.filter((other) => other !== ref);
  const place = before === null ? -1 : others.indexOf(before);
  return place < 0 ? [...others, ref] : others.toSpliced(place, 0, ref);
};

const isSame = (one: readonly ModelRef[], other: readonly ModelRef[]): boolean =>
  one.length === other.length && one.every((ref, index) => ref === other[index]);

/**
 * The shortest order that makes `wanted` of what is suggested: what it does not name stays where it is suggested, also
 * when a later catalog has more models there. Null where nothing needs to be said.
 */
export const shortestOrder = (wanted: readonly ModelRef[], suggested: readonly ModelRef[]): ModelRef[] | null => {
  let length = wanted.length;
  while (length > 0 && isSame(inOrder(wanted.slice(0, length - 1), suggested), wanted)) length -= 1;
  return length === 0 ? null : wanted.slice(0, length);
};
