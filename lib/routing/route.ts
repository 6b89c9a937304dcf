// The router: which targets would get a request now, in order, and which not. Pure and cheap; it runs before each attempt.
import type { EngineState } from '../domain/state.ts';
import { type Need, type Reason, whyNot } from './eligible.ts';
import type { Target } from './targets.ts';

export type Sorted = { ready: Target[]; leftOut: { target: Target; reason: Reason }[] };

export type Order = (targets: readonly Target[], lastTurn: EngineState['turn']) => Target[];

/** Plan order; among equal models the key that had its last turn longest ago, so that keys wear evenly. */
export const planOrder: Order = (targets, lastTurn) =>
  targets.toSorted(
    (one, other) =>
      one.priority - other.priority || (lastTurn[one.name.keyId] ?? 0) - (lastTurn[other.name.keyId] ?? 0),
  );

export const sortOut = (
  targets: readonly Target[],
  state: EngineState,
  need: Need,
  now: number,
  order: Order,
): Sorted => {
  const ready: Target[] = [];
  const leftOut: Sorted['leftOut'] = [];
  for (const target of targets) {
    const reason = whyNot(target, state, need, now);
    if (reason) leftOut.push({ target, reason });
    else ready.push(target);
  }
  return { ready: order(ready, state.turn), leftOut };
};

/** When the first target that only rests is free again, in ms since 1970. */
export const firstFree = (leftOut: Sorted['leftOut']): number | undefined => {
  const ends = leftOut.flatMap(({ reason }) =>
    reason.code === 'resting' && reason.until !== null ? [reason.until] : [],
  );
  return ends.length > 0 ? Math.min(...ends) : undefined;
};

/**
 * What a target may be charged for a request before it is sent, in USD.
 * @param outputTokens the most that the answer may have
 */
export const expectedCost = (target: Target, inputTokens: number, outputTokens: number, seconds: number): number => {
  if (target.free) return 0;
  const { price, pricePerHour } = target.model;
  const text = price ? (inputTokens * price.input + outputTokens * price.output) / 1_000_000 : 0;
  return text + (pricePerHour ?? 0) * (seconds / 3_600);
};
