// The router: which targets would get a request now, in order, and which not. Pure and cheap; it runs before each attempt.
import type { Mode, TargetId } from '../domain/settings.ts';
import type { EngineState } from '../domain/state.ts';
import { median } from '../limits/latency.ts';
import { bucketId } from '../limits/learn.ts';
import { roomIn } from '../limits/meters.ts';
import { type InFlight, nothingInFlight, passes, type Reason, whyNot } from './eligible.ts';
import { costOfNeed, type Need } from './need.ts';
import type { Target } from './targets.ts';

export type LeftOutTarget = { target: Target; reason: Reason };
export type Sorted = { ready: Target[]; leftOut: LeftOutTarget[] };

/** What an order is made from besides the targets. */
export type Moment = { state: EngineState; need: Need; now: number };
export type Order = (targets: readonly Target[], moment: Moment) => Target[];

/** Each target with the number that it is ranked by, reckoned once; ties are left as they stand. */
const by =
  (number: (target: Target, moment: Moment) => number): Order =>
  (targets, moment) =>
    targets
      .map((target) => ({ target, rank: number(target, moment) }))
      .toSorted((one, other) => one.rank - other.rank)
      .map(({ target }) => target);

/**
 * Equal targets wear evenly: the one with the most room first, then the one that had its last turn longest ago.
 * Rooms that differ by less than a tenth are equal, so that an estimate's error does not decide.
 */
const evenly: Order = (targets, { state, now }) =>
  targets
    .map((target) => ({
      target,
      room: Math.round(roomIn(state.meters[bucketId(state, target.place)], now) * 10),
      turn: state.turn[target.name.keyId] ?? 0,
    }))
    .toSorted((one, other) => other.room - one.room || one.turn - other.turn)
    .map(({ target }) => target);

/** A target that nobody has asked yet is taken to be as quick as most (ms to the first sign), so that it gets its chance. */
const usualFirstSign = 600;

/** The same model on a free key before it on a paid one. */
const byMoney = by((target) => (target.costsMoney ? 1 : 0));
const byPriority = by((target) => target.priority);
const byCost = by((target, { need }) => costOfNeed(target, need));
const bySpeed = by(
  (target, { state }) => median(state.latency[target.id]) ?? target.model.firstTokenMs ?? usualFirstSign,
);

/** Sorting is stable, so the last order applied is the first that counts. */
const inOrder =
  (...orders: readonly Order[]): Order =>
  (targets, moment) =>
    orders.toReversed().reduce((sorted, order) => order(sorted, moment), [...targets]);

export const orders: Record<Mode, Order> = {
  plan: inOrder(byPriority, byMoney, evenly),
  cheapest: inOrder(byCost, byPriority, evenly),
  fastest: inOrder(bySpeed, byPriority, byMoney, evenly),
};

/** A follow-up stays on its target while that is ready. */
export const staying =
  (order: Order, stay: TargetId | undefined): Order =>
  (targets, moment) => {
    const sorted = order(targets, moment);
    const there = sorted.find((target) => target.id === stay);
    return there ? [there, ...sorted.filter((target) => target !== there)] : sorted;
  };

export const sortOut = (
  targets: readonly Target[],
  moment: Moment,
  order: Order,
  inFlight: InFlight = nothingInFlight,
): Sorted => {
  const { state, need, now } = moment;
  const ready: Target[] = [];
  const leftOut: LeftOutTarget[] = [];
  for (const target of targets) {
    const reason = whyNot(target, state, need, now, inFlight);
    if (reason) leftOut.push({ target, reason });
    else ready.push(target);
  }
  return { ready: order(ready, moment), leftOut };
};

/** When the first target that is only resting or full is free again, in ms since 1970. */
export const firstFree = (leftOut: readonly LeftOutTarget[]): number | undefined => {
  const ends = leftOut.flatMap(({ reason }) => (passes(reason) && reason.until !== null ? [reason.until] : []));
  return ends.length > 0 ? Math.min(...ends) : undefined;
};
