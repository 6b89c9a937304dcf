// Takes a target for a request and gives it back: reservations on meters and purse before, what was learned after.
// Each is one synchronous step, so that many requests at once never see half of it.
import { type Fault, faultOf } from '../domain/fault.ts';
import type { EngineState } from '../domain/state.ts';
import { noUsage } from '../domain/trace.ts';
import type { Failed } from '../domain/wire.ts';
import { withSample } from '../limits/latency.ts';
import {
  bucketId,
  learnFault,
  learnHeaders,
  learnLack,
  learnOrganization,
  learnSuccess,
  organizationIn,
  withBucket,
} from '../limits/learn.ts';
import { type Amounts, commit, isMetered, release, reserve, withDefaults } from '../limits/meters.ts';
import { readHeaders } from '../limits/read-headers.ts';
import { reserveSpend, settleSpend, withSaved } from '../limits/spend.ts';
import { freshWindow, grown } from '../limits/windows.ts';
import { amountsOf, costOfNeed } from '../routing/need.ts';
import { type Chosen, choose, type LeftOutTarget, type Moment, type Sorted, sortOut } from '../routing/route.ts';
import type { Target } from '../routing/targets.ts';
import { turnTaken } from '../transcription/turns.ts';
import { faultFrom } from './attempt.ts';
import { type Errand, type Given, type Life, mostTries, type Run } from './errand.ts';

/** A target that works for a request, with what was set aside for it. */
export type Taken = {
  target: Target;
  amounts: Amounts;
  usd: number;
  ids: readonly string[];
  sentAt: number;
  leftOut: readonly LeftOutTarget[];
};

const isSpent = (run: Run, target: Target): boolean => {
  const tries = run.tries.get(target.id) ?? 0;
  if (tries === 0) return false;
  const last = run.attempts.findLast((attempt) => attempt.target.id === target.id)?.fault;
  // No attempt on record yet: it is under way.
  return !last || tries >= (mostTries[last.kind] ?? 1);
};

/** Targets that this request is not through with. */
const open = (errand: Errand, run: Run): readonly Target[] => {
  if (run.tries.size === 0) return errand.targets();
  // Whose window nobody knows may have a larger one.
  const holds = ({ model }: Target) => model.context === null || model.context > run.tooSmall;
  return errand.targets().filter((target) => !isSpent(run, target) && holds(target));
};

const momentOf = ({ memory, ports }: Life, { need }: Errand): Moment => ({
  state: memory.state(),
  need,
  now: ports.now(),
});

/** Who could be asked now; targets that this request is through with are not among them. */
export const sorted = (life: Life, errand: Errand, run: Run): Sorted =>
  sortOut(open(errand, run), momentOf(life, errand), errand.order, life.traffic.count);

/** Who is to be asked now. */
export const chosen = (life: Life, errand: Errand, run: Run): Chosen =>
  choose(open(errand, run), momentOf(life, errand), errand.order, life.traffic.count);

const reserved = (state: EngineState, errand: Errand, taken: Taken, now: number): EngineState => {
  const { target, amounts, usd } = taken;
  const { place, name } = target;
  // Providers take turns at uploads; a chat in between must cost nobody their turn. Keys wear by everything they do.
  const whose = errand.task === 'transcription' ? [name.owner, name.keyId] : [name.keyId];
  const metered = withBucket(state, place, (bucket) =>
    reserve(withDefaults(bucket, place.limits, place.law, now), amounts, place.law, now),
  );
  return { ...metered, turn: turnTaken(state.turn, ...whose), spend: reserveSpend(state.spend, name.owner, usd) };
};

export const take = (
  life: Life,
  errand: Errand,
  run: Run,
  target: Target,
  leftOut: readonly LeftOutTarget[],
): Taken => {
  const { place } = target;
  const now = life.ports.now();
  const taken: Taken = {
    target,
    amounts: amountsOf(target, errand.need),
    usd: costOfNeed(target, errand.need),
    ids: [place.target, place.key, place.owner, bucketId(life.memory.state(), place)],
    sentAt: now,
    leftOut,
  };
  run.tries.set(target.id, (run.tries.get(target.id) ?? 0) + 1);
  life.traffic.begin(taken.ids);
  life.memory.change((state) => reserved(state, errand, taken, now));
  return taken;
};

/** The provider counted it if it began to answer, or has it still and says nothing; what it refused at the door, or
 * what never reached it, it did not. */
const wasCounted = ({ failure: { status } }: Failed, fault: Fault): boolean =>
  status === null ? fault.kind === 'timeout' || fault.kind === 'cancelled' : status < 400;

/** What a call took that was sent and got no answer: what went in, and nothing that came out. */
const sentAmounts = (errand: Errand, { amounts: { ITPM }, target }: Taken): Amounts =>
  errand.usedBy({ ...noUsage, inputTokens: ITPM ?? null, outputTokens: ITPM === undefined ? null : 0 }, target);

const settled = (state: EngineState, taken: Taken, used: Amounts | null, paid: number, now: number): EngineState => {
  const { place, name } = taken.target;
  const after = withBucket(state, place, (bucket) =>
    used ? commit(bucket, taken.amounts, used, now, taken.sentAt) : release(bucket, taken.amounts, now, taken.sentAt),
  );
  return { ...after, spend: settleSpend(after.spend, name.owner, taken.usd, paid, now) };
};

const withGrownWindow = (state: EngineState, target: Target, now: number): EngineState => {
  const id = bucketId(state, target.place);
  if (isMetered(state.meters[id], now)) return state;
  return { ...state, windows: { ...state.windows, [id]: grown(state.windows[id] ?? freshWindow) } };
};

const heardAfter = (state: EngineState, target: Target, ms: number | null): EngineState =>
  ms === null
    ? state
    : { ...state, latency: { ...state.latency, [target.id]: withSample(state.latency[target.id], ms) } };

const giveBack = (life: Life, taken: Taken, change: (state: EngineState) => EngineState) => {
  life.traffic.end(taken.ids);
  life.memory.change(change);
};

/** @param firstSignMs when the answer began, in ms after sending; null: unknown */
export const succeeded = (
  life: Life,
  errand: Errand,
  run: Run,
  taken: Taken,
  answer: Given,
  firstSignMs: number | null,
): number => {
  const { target } = taken;
  const now = life.ports.now();
  const costUsd = errand.costOf(target, answer.usage);
  run.attempts.push({
    ...{ target: target.name, startedAt: taken.sentAt, ms: now - taken.sentAt },
    ...{ fault: null, usage: answer.usage, costUsd },
  });
  const reading = readHeaders(answer.headers, target.provider.headers, now);
  const baseline = errand.baselineOf(answer.usage);
  const lack = errand.lackIn?.(target, answer) ?? null;
  giveBack(life, taken, (before) => {
    const paid = settled(before, taken, errand.usedBy(answer.usage, target), costUsd, now);
    const knows = lack ? learnLack(paid, target.place, lack, now) : paid;
    const learned = learnSuccess(learnHeaders(knows, target.place, reading, now, taken.sentAt), target.place, now);
    const heard = heardAfter(withGrownWindow(learned, target, now), target, firstSignMs);
    return { ...heard, spend: withSaved(heard.spend, baseline === null ? 0 : baseline - costUsd) };
  });
  return costUsd;
};

export const failedWith = (life: Life, errand: Errand, run: Run, taken: Taken, answer: Failed): Fault => {
  const { target } = taken;
  const now = life.ports.now();
  const fault = run.limit.isLate()
    ? faultOf('timeout', 'request', 'The time for this request ran out.')
    : errand.understand(faultFrom(target, answer, now));
  run.attempts.push({
    ...{ target: target.name, startedAt: taken.sentAt, ms: now - taken.sentAt },
    ...{ fault, usage: noUsage, costUsd: 0 },
  });
  if (fault.kind === 'context_too_long')
    run.tooSmall = Math.max(run.tooSmall, fault.limit.limit ?? target.model.context ?? 0);
  const reading = readHeaders(answer.failure.headers, target.provider.headers, now);
  const organization = organizationIn(answer.failure.body);
  giveBack(life, taken, (before) => {
    const after = settled(before, taken, wasCounted(answer, fault) ? sentAmounts(errand, taken) : null, 0, now);
    // A cancel, or our own deadline, is nobody's fault.
    if (run.limit.signal.aborted) return after;
    const known = learnOrganization(
      learnHeaders(after, target.place, reading, now, taken.sentAt),
      target.place,
      organization,
      now,
    );
    return learnFault(known, target.place, fault, now, life.ports.random(), errand.sizeOf(fault, target), taken.sentAt);
  });
  return fault;
};

/** Another spoke first. Whoever had been silent for too long by then is left alone for a while. */
export const outpaced = (life: Life, errand: Errand, run: Run, taken: Taken, silentFor: number | null): void => {
  const { target } = taken;
  const now = life.ports.now();
  const ms = now - taken.sentAt;
  const fault =
    silentFor === null
      ? faultOf('cancelled', 'request', 'Another answered first.')
      : faultOf('timeout', 'model', `Nothing came within ${(silentFor / 1_000).toFixed(1)} s; another answered first.`);
  run.attempts.push({ target: target.name, startedAt: taken.sentAt, ms, fault, usage: noUsage, costUsd: 0 });
  giveBack(life, taken, (before) => {
    const after = settled(before, taken, sentAmounts(errand, taken), 0, now);
    if (silentFor === null) return after;
    const learned = learnFault(after, target.place, fault, now, life.ports.random(), errand.sizeOf(fault, target));
    return heardAfter(learned, target, ms);
  });
};
