// The dry run: who would be asked, who not and why, and what it would cost. Asks nobody and reserves nothing.
import type { Route } from '../domain/request.ts';
import type { EngineState } from '../domain/state.ts';
import { type InFlight, passes, tokenCapacity, uploadCapacity } from '../routing/eligible.ts';
import { explainLeftOut } from '../routing/explain.ts';
import { costOfNeed } from '../routing/need.ts';
import { firstFree, sortOut } from '../routing/route.ts';
import { uploadRooms } from '../routing/speech.ts';
import type { Target } from '../routing/targets.ts';
import type { Errand } from './errand.ts';
import { smallest } from './status.ts';

export const routeOf = (
  { task, need, order }: Pick<Errand, 'task' | 'need' | 'order'>,
  targets: readonly Target[],
  state: EngineState,
  now: number,
  inFlight: InFlight,
): Route => {
  const { ready, leftOut } = sortOut(targets, { state, need, now }, order, inFlight);
  const { spend, asks, times, speakers, spread, exclude } = need;
  const smaller = { state, need: { ...smallest(task), spend, asks, times, speakers, spread, exclude }, now };
  const less = sortOut(targets, smaller, order, inFlight);
  // Where nobody is ready, a request is made to fit those that it will wait for.
  const waitedFor = less.leftOut.filter(({ reason }) => passes(reason)).map(({ target }) => target);
  const forLess = less.ready.length > 0 ? less.ready : waitedFor;
  const bytes = forLess.map((target) => uploadCapacity(target, state, now).bytes);
  return {
    targets: ready.map((target) => ({ target: target.name, costUsd: costOfNeed(target, need) })),
    leftOut: leftOut.map(({ target, reason }) => explainLeftOut(target, reason, state, now)),
    retryAt: firstFree(leftOut),
    mostTokens: Math.max(0, ...forLess.map((target) => tokenCapacity(target, state, now))),
    mostBytes: bytes.includes(null) ? null : Math.max(0, ...bytes.filter((size) => size !== null)),
    rooms: task === 'transcription' ? uploadRooms(less, smaller, order) : [],
  };
};
