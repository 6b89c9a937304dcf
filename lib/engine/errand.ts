// One request on its way: what it is, what it has been through, and who works for it.
// Shapes only, shared by the parts of the loop.
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { Answer, EngineEvent } from '../domain/request.ts';
import type { HedgeSettings, OtherTry } from '../domain/settings.ts';
import type { Lesson } from '../domain/state.ts';
import type { Task } from '../domain/task.ts';
import type { Attempt, Usage } from '../domain/trace.ts';
import type { Failed } from '../domain/wire.ts';
import type { Amounts } from '../limits/meters.ts';
import type { Need } from '../routing/need.ts';
import type { Order } from '../routing/route.ts';
import type { Target } from '../routing/targets.ts';
import type { Ports } from './attempt.ts';
import type { Deadline } from './deadline.ts';
import type { Memory } from './memory.ts';
import type { Queue } from './queue.ts';
import type { Traffic } from './traffic.ts';

export type Given = { ok: true; text: string; usage: Usage; headers: Record<string, string> } & Pick<
  Answer,
  'segments' | 'words' | 'language' | 'cutShort' | 'toolCalls'
>;

/** A sign of life of an attempt: new text, or (empty) a thought that is not shown. */
export type OnSign = (text: string) => void;

export type Errand = {
  task: Task;
  /** Asked anew before each try, since settings may have changed meanwhile. */
  targets: () => readonly Target[];
  /** Looked up anew before each try too. */
  readonly need: Need;
  order: Order;
  /** A fault in the light of what was asked for. */
  understand: (fault: Fault) => Fault;
  /** What the request measured at this target in the dimension that a size fault is about. */
  sizeOf: (fault: Fault, target: Target) => number | null;
  costOf: (target: Target, usage: Usage) => number;
  /** What it would have cost without a choice, in USD; null: nobody can say. */
  baselineOf: (usage: Usage) => number | null;
  /** What the answer took from each meter. */
  usedBy: (usage: Usage, target: Target) => Amounts;
  /** What a whole answer has shown that this target cannot do; null: nothing. */
  lackIn?: (target: Target, answer: Given) => Lesson['about'] | null;
  /** @param isAlone whether nobody else could be asked in its place */
  attempt: (target: Target, signal: AbortSignal, onSign: OnSign, isAlone: () => boolean) => Promise<Given | Failed>;
  /** How long sending may take besides what the target takes, in ms: so much longer it may be silent. Absent: no time. */
  sendingMs?: (target: Target) => number;
  deadlineMs: number;
  /** Null: never ask a second target while the first is silent. */
  readonly hedge: HedgeSettings | null;
  /** Whether one other target is asked after a refusal that lies in the request itself: what one service refuses, the
   * next most likely refuses too. */
  readonly otherTry: OtherTry;
};

export type Listening = { signal?: AbortSignal; onEvent?: (event: EngineEvent) => void };

/** What one engine's requests have in common. */
export type Life = { ports: Ports; memory: Memory; traffic: Traffic; queue: Queue };

/** What one request has been through so far. */
export type Run = {
  startedAt: number;
  attempts: Attempt[];
  /** Tries by target id. */
  tries: Map<string, number>;
  /** The largest window, in tokens, that turned out too small for it: none of that size or less is asked. */
  tooSmall: number;
  /** How many more targets may be asked after a fault that lies in the request itself. */
  othersLeft: number;
  limit: Deadline;
  emit: (event: EngineEvent) => void;
};

/** How often one target may be asked for one request, by the fault that it last answered with. Once, where not named:
 * a silent target most of all is not asked twice. */
export const mostTries: Partial<Record<FaultKind, number>> = {
  rate_limited: 6,
  overloaded: 4,
  server_error: 2,
  endpoint_unreachable: 2,
  // Pictures go there once more, smaller.
  file_too_large: 2,
};
