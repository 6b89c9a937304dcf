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
export type Order = {
  (targets: readonly Target[], moment: Moment, inFlight?: InFlight): Target[];
  /** Set where a number that never changes decides before all else, by which targets stand in order already. */
  group?: (target: Target) => number;
};

/** A number that targets are ranked by: the lower goes first. */
type Rank = (target: Target, moment: Moment) => number;

/** A target that nobody has asked yet is taken to be as quick as most (ms to the first sign), so that it gets its chance. */
const usualFirstSign = 600;

const byPriority: Rank = (target) => target.priority;
/** The same model on a free key before it on a paid one. */
const byMoney: Rank = (target) => (target.costsMoney ? 1 : 0);
const byCost: Rank = (target, { need }) => costOfNeed(target, need);
const bySpeed: Rank = (target, { state }) =>
  median(state.latency[target.id]) ?? target.model.firstTokenMs ?? usualFirstSign;

// Equal targets wear evenly: the one with the most room first, then the one that had its last turn longest ago.
// Rooms that differ by less than a tenth are equal, so that an estimate's error does not decide.
const byRoom: Rank = (target, { state, now }) =>
  -Math.round(roomIn(state.meters[bucketId(state, target.place)], now) * 10);
const byTurn: Rank = (target, { state }) => state.turn[target.name.keyId] ?? 0;

/**
 * The first rank that differs decides; those that differ in none stay as they stand. A rank is reckoned at most once for
 * each target, and only for those that the ranks before it left equal.
 */
const inOrder =
  (...ranks: readonly Rank[]): Order =>
  (targets, moment) => {
    const ranked = targets.map((target) => ({ target, numbers: [] as number[] }));
    type Ranked = (typeof ranked)[number];
    const numberOf = (place: number, { target, numbers }: Ranked): number => {
      const known = numbers[place];
      if (known !== undefined) return known;
      const number = ranks[place]?.(target, moment) ?? 0;
      numbers[place] = number;
      return number;
    };
    const compare = (one: Ranked, other: Ranked): number => {
      for (let place = 0; place < ranks.length; place++) {
        const difference = numberOf(place, one) - numberOf(place, other);
        if (difference !== 0) return difference;
      }
      return 0;
    };
    return ranked.sort(compare).map(({ target }) => target);
  };

export const orders: Record<Mode, Order> = {
  plan: Object.assign(inOrder(byPriority, byMoney, byRoom, byTurn), { group: ({ priority }: Target) => priority }),
  cheapest: inOrder(byCost, byPriority, byRoom, byTurn),
  fastest: inOrder(bySpeed, byPriority, byMoney, byRoom, byTurn),
};

/** A follow-up stays on its target while that is ready. */
export const staying = (order: Order, stay: TargetId | undefined): Order =>
  stay === undefined
    ? order
    : (targets, moment, inFlight) => {
        const sorted = order(targets, moment, inFlight);
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
  return { ready: order(ready, moment, inFlight), leftOut };
};

export type Chosen = { first: Target | undefined; leftOut: LeftOutTarget[] };

/**
 * The first of those that are ready, and who was left out before it. Looks no further than it must: of hundreds of
 * targets most come after the one that is asked.
 */
export const choose = (
  targets: readonly Target[],
  moment: Moment,
  order: Order,
  inFlight: InFlight = nothingInFlight,
): Chosen => {
  const { group = () => 0 } = order;
  const leftOut: LeftOutTarget[] = [];
  let together: Target[] = [];
  for (const [place, target] of targets.entries()) {
    together.push(target);
    const next = targets[place + 1];
    if (next && group(next) === group(target)) continue;
    const part = sortOut(together, moment, order, inFlight);
    leftOut.push(...part.leftOut);
    if (part.ready.length > 0) return { first: part.ready[0], leftOut };
    together = [];
  }
  return { first: undefined, leftOut };
};

/** When the first target that is only resting or full is free again, in ms since 1970. */
export const firstFree = (leftOut: readonly LeftOutTarget[]): number | undefined => {
  const ends = leftOut.flatMap(({ reason }) => (passes(reason) && reason.until !== null ? [reason.until] : []));
  return ends.length > 0 ? Math.min(...ends) : undefined;
};
