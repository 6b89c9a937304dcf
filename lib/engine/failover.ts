// The loop: choose, ask, learn, go on to the next at once; wait in line where nobody can take it now but somebody will
// in time. Ends with one model's whole answer or an honest refusal.
import { type Fault, faultOf } from '../domain/fault.ts';
import type { Answer, Refusal } from '../domain/request.ts';
import type { Trace } from '../domain/trace.ts';
import { passes } from '../routing/eligible.ts';
import { explainLeftOut, whyNobody } from '../routing/explain.ts';
import { firstFree, type LeftOutTarget } from '../routing/route.ts';
import { contest, createStage } from './contest.ts';
import { createDeadline } from './deadline.ts';
import type { Errand, Life, Listening, Run } from './errand.ts';
import { chosen, sorted, type Taken, take } from './take.ts';

const traceOf = (life: Life, errand: Errand, run: Run, leftOut: readonly LeftOutTarget[]): Trace => ({
  task: errand.task,
  startedAt: run.startedAt,
  attempts: run.attempts,
  leftOut: leftOut.map(({ target, reason }) => explainLeftOut(target, reason, life.memory.state(), life.ports.now())),
});

/** The last fault that a service answered with; one that was merely slower than another says less. */
const tellingFault = ({ attempts }: Run): Fault | undefined =>
  (attempts.findLast(({ fault }) => fault && fault.kind !== 'cancelled') ?? attempts.at(-1))?.fault ?? undefined;

const refusal = (life: Life, errand: Errand, run: Run, leftOut: readonly LeftOutTarget[]): Refusal => {
  const trace = traceOf(life, errand, run, leftOut);
  const cancelled = run.limit.signal.aborted && !run.limit.isLate();
  const fault = cancelled
    ? faultOf('cancelled', 'request', 'Cancelled.')
    : (tellingFault(run) ?? faultOf('no_target', 'request', whyNobody(trace.leftOut, errand.need)));
  // Whoever was not asked yet comes first; else those that this request is through with are free again for the next.
  const all = sorted(life, errand, { ...run, tries: new Map() });
  return { ok: false, fault, trace, retryAt: firstFree(leftOut) ?? firstFree(all.leftOut) };
};

/** A target to ask, or those who were all left out for good. */
type Found = Taken | { nobody: readonly LeftOutTarget[] };

/** One look at who is free: a target, nobody at all, or (a time, or null) that it is worth waiting. */
const look = (life: Life, errand: Errand, run: Run): Found | number | null => {
  if (run.othersLeft <= 0) return { nobody: sorted(life, errand, run).leftOut };
  const { first: target, leftOut } = chosen(life, errand, run);
  if (target) return take(life, errand, run, target, leftOut);
  if (!leftOut.some(({ reason }) => passes(reason))) return { nobody: leftOut };
  const byOthers = leftOut.some(({ reason }) => passes(reason) && reason.until === null);
  const at = firstFree(leftOut);
  // Calls under way may end in a refusal that changes everything, so that their end is worth waiting for.
  if (at !== undefined && at > run.limit.at && !byOthers) return { nobody: leftOut };
  return at ?? null;
};

const find = async (life: Life, errand: Errand, run: Run): Promise<Found> => {
  if (run.limit.signal.aborted) return { nobody: [] };
  let told: number | null | undefined;
  const attempt = () => {
    const found = look(life, errand, run);
    const isVain = found === null || typeof found === 'number';
    // Said once, and once more where only now a time can be named.
    if (isVain && (told === undefined || (told === null && found !== null))) {
      told = found;
      run.emit({ type: 'waiting', until: found });
    }
    return found;
  };
  // Who has been refused somewhere already looks for something else than others do.
  const of = () => (run.tries.size === 0 ? JSON.stringify([errand.task, errand.need]) : null);
  const wish = () => ({ of: of(), until: run.limit.at });
  return (await life.queue.wait(attempt, run.limit.signal, wish)) ?? { nobody: [] };
};

const othersAfter = ({ otherTry }: Errand, fault: Fault | null): number => {
  if (fault?.kind !== 'content_blocked' && fault?.kind !== 'bad_request') return Number.POSITIVE_INFINITY;
  return otherTry[fault.kind] ? 1 : 0;
};

const inTurn = async (life: Life, errand: Errand, run: Run): Promise<Answer | Refusal> => {
  const stage = createStage(run);
  for (;;) {
    const found = await find(life, errand, run);
    if ('nobody' in found) return refusal(life, errand, run, found.nobody);
    const ended = await contest(life, errand, run, stage, found);
    life.queue.wake();
    if (ended && 'answer' in ended) {
      const { ok, text, usage, segments, words, language, cutShort, toolCalls } = ended.answer;
      const { target, leftOut } = ended.taken;
      const trace = traceOf(life, errand, run, leftOut);
      return {
        ok,
        text,
        segments,
        words,
        language,
        cutShort,
        toolCalls,
        target: target.name,
        usage,
        costUsd: ended.costUsd,
        trace,
      };
    }
    run.othersLeft = Math.min(run.othersLeft - 1, othersAfter(errand, ended));
  }
};

export const failover = async (
  life: Life,
  errand: Errand,
  { signal, onEvent = () => {} }: Listening,
): Promise<Answer | Refusal> => {
  const limit = createDeadline(life.ports, errand.deadlineMs, signal);
  const bugs: unknown[] = [];
  // A listener that throws is the caller's bug: the request ends with it, and no service is blamed.
  const emit: Run['emit'] = (event) => {
    try {
      onEvent(event);
    } catch (bug) {
      bugs.push(bug);
      limit.giveUp();
    }
  };
  const run: Run = {
    startedAt: life.ports.now(),
    attempts: [],
    tries: new Map(),
    tooSmall: 0,
    othersLeft: Number.POSITIVE_INFINITY,
    limit,
    emit,
  };
  try {
    const ended = await inTurn(life, errand, run);
    if (bugs.length > 0) throw bugs[0];
    return ended;
  } finally {
    limit.end();
    emit({ type: 'end' });
    life.memory.settle();
  }
};
