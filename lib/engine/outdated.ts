// Of whom what was learned does not hold any more after a change of settings. Pure.
import type { OwnerId, Settings } from '../domain/settings.ts';
import { type Task, tasks } from '../domain/task.ts';
import type { Place } from '../limits/learn.ts';
import type { Target } from '../routing/targets.ts';

const addresses = ({ providers, endpoints }: Settings): Map<OwnerId, string | undefined> =>
  new Map([
    ...Object.entries(providers).map(([id, { baseUrl }]) => [id, baseUrl] as const),
    ...endpoints.map(({ id, baseUrl }) => [id, baseUrl] as const),
  ]);

/** Another address is another service, whatever its name. */
const moved = (before: Settings, after: Settings): OwnerId[] => {
  const [from, to] = [addresses(before), addresses(after)];
  return [...new Set([...from.keys(), ...to.keys()])].filter((id) => from.get(id) !== to.get(id));
};

/**
 * Keys that are gone or whose plan is another one now, and owners whose address is, or whose `headers` are, with their
 * keys.
 */
export const outdated = (before: Settings, after: Settings, headers: readonly OwnerId[]): string[] => {
  const plans = new Map(after.keys.map(({ id, plan }) => [id, plan]));
  const owners = new Set([...moved(before, after), ...headers]);
  const left = before.keys.filter(({ id, owner, plan }) => plans.get(id) !== plan || owners.has(owner));
  return [...owners, ...left.map(({ id }) => id)];
};

type Targets = Record<Task, readonly Target[]>;

/** Where the user gave other limits, or took some back. */
export const limitedAnew = (before: Targets, after: Targets): Place[] => {
  const limits = ({ place, uploads }: Target) => JSON.stringify([place.limits, uploads]);
  const all = (targets: Targets) => tasks.flatMap((task) => targets[task]);
  const known = new Map(all(before).map((target) => [target.id, limits(target)]));
  return all(after).flatMap((target) => {
    const earlier = known.get(target.id);
    return earlier === undefined || earlier === limits(target) ? [] : target.place;
  });
};
