// The loop: choose, try, learn, go on to the next at once. Ends with one model's whole answer or an honest refusal.
// Never sleeps between two targets and never asks the same one twice for one request.
import { type Fault, faultOf } from '../domain/fault.ts';
import type { Answer, EngineEvent, Refusal } from '../domain/request.ts';
import type { Task } from '../domain/task.ts';
import { type Attempt, noUsage, type Trace, type Usage } from '../domain/trace.ts';
import type { Failed } from '../domain/wire.ts';
import { learnFault, learnSuccess } from '../limits/learn.ts';
import type { Need } from '../routing/eligible.ts';
import { explainLeftOut, whyNobody } from '../routing/explain.ts';
import { firstFree, type Order, type Sorted, sortOut } from '../routing/route.ts';
import type { Target } from '../routing/targets.ts';
import { turnTaken } from '../transcription/turns.ts';
import { faultFrom, type Ports } from './attempt.ts';
import type { Memory } from './memory.ts';

type Given = { text: string; usage: Usage } & Pick<Answer, 'segments' | 'words' | 'language'>;

export type Errand = {
  task: Task;
  /** Asked anew before each try, since settings may have changed meanwhile. */
  targets: () => readonly Target[];
  need: Need;
  order: Order;
  /** What the request measures in the dimension that a size fault is about. */
  sizeOf: (fault: Fault) => number | null;
  costOf: (target: Target, usage: Usage) => number;
  attempt: (target: Target, signal: AbortSignal) => Promise<({ ok: true } & Given) | Failed>;
  deadlineMs: number;
};

export type Listening = { signal?: AbortSignal; onEvent?: (event: EngineEvent) => void };

/** What one request has been through so far. */
type Run = { startedAt: number; attempts: Attempt[]; tried: Set<string>; othersLeft: number };

/** Faults that lie in the request itself: what one service refuses, the next most likely refuses too. */
const othersAllowedAfter: Partial<Record<Fault['kind'], number>> = { bad_request: 1, content_blocked: 0 };

/** Aborts when the time is up or when the caller gives up. */
const deadline = (ports: Ports, ms: number, outer: AbortSignal | undefined) => {
  const inner = new AbortController();
  const timer = new AbortController();
  const onOuter = () => inner.abort();
  let late = false;
  if (outer?.aborted) onOuter();
  outer?.addEventListener('abort', onOuter, { once: true });
  ports.sleep(ms, timer.signal).then(
    () => {
      if (timer.signal.aborted) return;
      late = true;
      inner.abort();
    },
    () => {},
  );
  return {
    signal: inner.signal,
    isLate: () => late,
    end: () => {
      timer.abort();
      outer?.removeEventListener('abort', onOuter);
    },
  };
};

const traceOf = (ports: Ports, memory: Memory, errand: Errand, run: Run, leftOut: Sorted['leftOut']): Trace => ({
  task: errand.task,
  startedAt: run.startedAt,
  attempts: run.attempts,
  leftOut: leftOut.map(({ target, reason }) => explainLeftOut(target, reason, memory.state(), ports.now())),
});

const refusal = (ports: Ports, memory: Memory, errand: Errand, run: Run, leftOut: Sorted['leftOut']): Refusal => {
  const trace = traceOf(ports, memory, errand, run, leftOut);
  const fault = run.attempts.at(-1)?.fault ?? faultOf('no_target', 'request', whyNobody(trace.leftOut, errand.need));
  // The tried ones rest by now too, and may be the first to be free again.
  const all = sortOut(errand.targets(), memory.state(), errand.need, ports.now(), errand.order);
  return { ok: false, fault, trace, retryAt: firstFree(all.leftOut) };
};

/** Sends to one target and keeps what it taught. */
const tryTarget = async (
  ports: Ports,
  memory: Memory,
  errand: Errand,
  run: Run,
  target: Target,
  limit: ReturnType<typeof deadline>,
): Promise<({ ok: true } & Given) | { ok: false; fault: Fault }> => {
  const { now } = ports;
  run.tried.add(target.id);
  // Providers take turns at uploads; a chat in between must cost nobody their turn. Keys wear by everything they do.
  const whose = errand.task === 'transcription' ? [target.name.owner, target.name.keyId] : [target.name.keyId];
  memory.change((state) => ({ ...state, turn: turnTaken(state.turn, ...whose) }));
  const sentAt = now();
  const answer = await errand.attempt(target, limit.signal);
  const shared = { target: target.name, startedAt: sentAt, ms: now() - sentAt };
  if (answer.ok) {
    const { usage } = answer;
    run.attempts.push({ ...shared, fault: null, usage, costUsd: errand.costOf(target, usage) });
    memory.change((state) => learnSuccess(state, target.place, now()));
    return answer;
  }
  const fault = limit.isLate()
    ? faultOf('timeout', 'request', 'The time for this request ran out.')
    : faultFrom(target, answer, now());
  run.attempts.push({ ...shared, fault, usage: noUsage, costUsd: 0 });
  // A cancel, or our own deadline, is nobody's fault.
  if (!limit.signal.aborted)
    memory.change((state) => learnFault(state, target.place, fault, now(), ports.random(), errand.sizeOf(fault)));
  return { ok: false, fault };
};

const inTurn = async (
  ports: Ports,
  memory: Memory,
  errand: Errand,
  emit: (event: EngineEvent) => void,
  limit: ReturnType<typeof deadline>,
): Promise<Answer | Refusal> => {
  const run: Run = { startedAt: ports.now(), attempts: [], tried: new Set(), othersLeft: Number.POSITIVE_INFINITY };
  for (;;) {
    const targets = errand.targets().filter((target) => !run.tried.has(target.id));
    const { ready, leftOut } = sortOut(targets, memory.state(), errand.need, ports.now(), errand.order);
    const [target] = ready;
    if (!target || run.othersLeft <= 0 || limit.signal.aborted) return refusal(ports, memory, errand, run, leftOut);
    const last = run.attempts.at(-1);
    if (last?.fault) emit({ type: 'target-switched', from: last.target, to: target.name, fault: last.fault });
    else emit({ type: 'target-chosen', target: target.name });
    const answer = await tryTarget(ports, memory, errand, run, target, limit);
    if (answer.ok) {
      const costUsd = run.attempts.at(-1)?.costUsd ?? 0;
      return { ...answer, target: target.name, costUsd, trace: traceOf(ports, memory, errand, run, leftOut) };
    }
    run.othersLeft = Math.min(run.othersLeft - 1, othersAllowedAfter[answer.fault.kind] ?? Number.POSITIVE_INFINITY);
  }
};

export const failover = async (
  ports: Ports,
  memory: Memory,
  errand: Errand,
  { signal, onEvent = () => {} }: Listening,
): Promise<Answer | Refusal> => {
  const limit = deadline(ports, errand.deadlineMs, signal);
  try {
    return await inTurn(ports, memory, errand, onEvent, limit);
  } finally {
    limit.end();
    onEvent({ type: 'end' });
    memory.settle();
  }
};
