// Rests: until when a target, key or endpoint is left alone. Pure; the caller hands in time and chance.
// A rest is never shortened, and a success lifts only a rest that was over anyway.
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { Rest } from '../domain/state.ts';

type Growth = { first: number; most: number; mostLocal: number };

/** A server on this computer or next to it that failed is back in seconds, so it is never left alone for longer. */
const failing: Growth = { first: 2_000, most: 60_000, mostLocal: 5_000 };
/** Rests where the provider names no time: the first, in ms, doubling with each fault in a row, up to the last. */
const growth: Partial<Record<FaultKind, Growth>> = {
  // A limit is a limit, also where a proxy on this computer tells of it.
  rate_limited: { ...failing, mostLocal: failing.most },
  overloaded: failing,
  server_error: failing,
  timeout: failing,
  endpoint_unreachable: failing,
};

/** A named time is kept and a little added, never taken off: equal clients would otherwise return in the same moment. */
const jitterShare = 0.05;
const mostJitter = 1_000;

/** A fault this long after the last rest tells of another outage; and nobody is sent ahead to look. */
const forgottenAfter = 600_000;

export const isForgotten = (rest: Rest, now: number): boolean => now - rest.until > forgottenAfter;

/**
 * The rest that follows a fault.
 * @param chance 0 to 1, for the jitter
 * @returns null where this kind of fault calls for none
 */
export const restAfter = (
  of: string,
  known: Rest | undefined,
  fault: Fault,
  now: number,
  chance: number,
  local: boolean,
): Rest | null => {
  const grows = growth[fault.kind];
  if (!grows) return null;
  const before = known && !isForgotten(known, now) ? known : undefined;
  // Calls that fail together tell of one outage; only a probe that fails after the rest makes the next one longer.
  const streak = before && before.until > now ? before.streak : (before?.streak ?? 0) + 1;
  const grown = Math.min(grows.first * 2 ** (streak - 1), local ? grows.mostLocal : grows.most);
  // "Again in 0 s" names no time: whoever believed it would ask without a pause.
  const ms = fault.retryAfterMs || grown;
  const until = now + ms + Math.min(ms * jitterShare, mostJitter) * chance;
  // Where the earlier rest lasts longer, its reason is the one that holds.
  return before && before.until > until ? { ...before, streak } : { of, until, since: now, streak, fault };
};

/** Without the rests of `ids` that are over by `now`: what a success proves. */
export const withoutEnded = (
  rests: Record<string, Rest>,
  ids: readonly string[],
  now: number,
): Record<string, Rest> => {
  const ended = ids.filter((id) => (rests[id]?.until ?? Number.POSITIVE_INFINITY) <= now);
  if (ended.length === 0) return rests;
  return Object.fromEntries(Object.entries(rests).filter(([id]) => !ended.includes(id)));
};

/** The rest as it is now. A clock that was set back would stretch it: it never lasts longer than it was meant to. */
export const restNow = (rest: Rest, now: number): Rest => {
  const back = rest.since - now;
  return back > 0 ? { ...rest, since: now, until: rest.until - back } : rest;
};
