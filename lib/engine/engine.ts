// The engine: a request in, one model's whole answer or an honest refusal out. Puts the parts together;
// the loop is in failover.ts, the order in routing and transcription, beliefs in limits.
import type { Catalog } from '../domain/catalog.ts';
import type { Fault } from '../domain/fault.ts';
import type { Provider } from '../domain/provider.ts';
import type {
  ChatRequest,
  ChatResult,
  EngineEvent,
  EngineRequest,
  Route,
  TranscribeRequest,
  TranscribeResult,
} from '../domain/request.ts';
import { noKey, type Secrets, type Settings } from '../domain/settings.ts';
import { type EngineState, freshState } from '../domain/state.ts';
import type { Check, Status } from '../domain/status.ts';
import type { Task } from '../domain/task.ts';
import type { Usage } from '../domain/trace.ts';
import type { Wire } from '../domain/wire.ts';
import { forget, isInSeconds } from '../limits/learn.ts';
import { estimateMessages } from '../limits/tokens.ts';
import { type Need, tokenCapacity, uploadCapacity } from '../routing/eligible.ts';
import { explainLeftOut } from '../routing/explain.ts';
import { expectedCost, firstFree, type Order, planOrder, sortOut } from '../routing/route.ts';
import { type Target, targetsByTask, type World } from '../routing/targets.ts';
import { turnOrder } from '../transcription/turns.ts';
import { attemptChat, attemptTranscription, defaultOutput, type Ports } from './attempt.ts';
import { checkEndpoint, checkKey } from './check.ts';
import { type Errand, failover, type Listening } from './failover.ts';
import { createMemory } from './memory.ts';
import { smallest, statusOf } from './status.ts';

export type Engine = {
  chat(request: ChatRequest, options?: Listening): Promise<ChatResult>;
  /** One upload; cutting, guards and merging are the jobs'. */
  transcribe(request: TranscribeRequest, options?: Listening): Promise<TranscribeResult>;
  /** A dry run; no network. */
  plan(request: EngineRequest): Route;
  /** Reads a key's model list, or asks an endpoint for a real small answer too, and names the cause of a failure. */
  check(what: { key: string } | { endpoint: string }): Promise<Check>;
  status(): Status;
  update(settings: Settings, secrets: Secrets): void;
  snapshot(): EngineState;
};

export type EngineParts = {
  settings: Settings;
  secrets: Secrets;
  catalog: Catalog;
  /** The providers of the product, without endpoints. */
  providers: readonly Provider[];
  state?: EngineState;
  onState?: (state: EngineState) => void;
} & Ports & { providerOfEndpoint: (endpoint: Settings['endpoints'][number]) => Provider };

const chatDeadline = 300_000;
const uploadDeadline = 600_000;

const orderOf = (task: Task): Order => (task === 'transcription' ? turnOrder : planOrder);

const chatCost = (target: Target, usage: Usage): number =>
  expectedCost(target, usage.inputTokens ?? 0, usage.outputTokens ?? 0, 0);

const chatNeed = (request: ChatRequest): Need => ({
  tokens: estimateMessages(request.messages) + (request.maxOutput ?? defaultOutput),
  bytes: null,
  seconds: null,
});

const uploadNeed = (request: TranscribeRequest): Need => ({
  tokens: null,
  bytes: request.audio.size,
  seconds: request.seconds,
  exclude: request.exclude,
});

const uploadSize = (need: Need, fault: Fault): number | null => (isInSeconds(fault) ? need.seconds : need.bytes);

/** Text that was shown of a failed attempt is void: the page is told to begin again with the next one. */
const withRestarts = (onEvent: (event: EngineEvent) => void) => {
  let shown = false;
  return {
    onText: (delta: string) => {
      shown = true;
      onEvent({ type: 'text-delta', delta });
    },
    onEvent: (event: EngineEvent) => {
      if (event.type === 'target-switched' && shown) {
        shown = false;
        onEvent({ type: 'restart' });
      }
      onEvent(event);
    },
  };
};

/** What the engine works with after each change of settings. */
const compile = (parts: EngineParts, settings: Settings, secrets: Secrets) => {
  const providers = [...parts.providers, ...settings.endpoints.map(parts.providerOfEndpoint)];
  const world: World = { settings, catalog: parts.catalog, providers };
  return { world, targets: targetsByTask(world), secrets };
};

const gone = (before: Settings, after: Settings): string[] => {
  const ids = (settings: Settings) => [...settings.keys, ...settings.endpoints].map(({ id }) => id);
  const kept = new Set(ids(after));
  return ids(before).filter((id) => !kept.has(id));
};

export const assemble = (parts: EngineParts): Engine => {
  const ports: Ports = { send: parts.send, now: parts.now, random: parts.random, sleep: parts.sleep };
  const memory = createMemory(parts.state ?? freshState, parts.now, parts.onState);
  let { world, targets, secrets } = compile(parts, parts.settings, parts.secrets);

  const wireOf = (target: Target): Wire => ({
    baseUrl: target.baseUrl,
    secret: target.key ? (secrets[target.key.id] ?? null) : null,
  });

  const chat: Engine['chat'] = (request, options = {}) => {
    const need = chatNeed(request);
    const { onText, onEvent } = withRestarts(options.onEvent ?? (() => {}));
    const errand: Errand = {
      task: request.task,
      targets: () => targets[request.task],
      need,
      order: planOrder,
      sizeOf: () => need.tokens,
      costOf: chatCost,
      attempt: (target, signal) => attemptChat(ports, target, wireOf(target), request, signal, onText),
      deadlineMs: request.deadlineMs ?? chatDeadline,
    };
    return failover(ports, memory, errand, { signal: options.signal, onEvent });
  };

  const transcribe: Engine['transcribe'] = (request, options = {}) => {
    const need = uploadNeed(request);
    const errand: Errand = {
      task: 'transcription',
      targets: () => targets.transcription,
      need,
      order: turnOrder,
      sizeOf: (fault) => uploadSize(need, fault),
      costOf: (target, usage) => expectedCost(target, 0, 0, usage.audioSeconds ?? request.seconds ?? 0),
      attempt: (target, signal) => attemptTranscription(ports, target, wireOf(target), request, signal),
      deadlineMs: request.deadlineMs ?? uploadDeadline,
    };
    return failover(ports, memory, errand, options);
  };

  const plan: Engine['plan'] = (request) => {
    const task = request.kind === 'chat' ? request.task : 'transcription';
    const need = request.kind === 'chat' ? chatNeed(request) : uploadNeed(request);
    const output = request.kind === 'chat' ? (request.maxOutput ?? defaultOutput) : 0;
    const [state, now] = [memory.state(), parts.now()];
    const { ready, leftOut } = sortOut(targets[task], state, need, now, orderOf(task));
    const forLess = sortOut(targets[task], state, smallest(task), now, orderOf(task)).ready;
    const bytes = forLess.map((target) => uploadCapacity(target, state, now).bytes);
    return {
      targets: ready.map((target) => ({
        target: target.name,
        costUsd: expectedCost(target, (need.tokens ?? 0) - output, output, need.seconds ?? 0),
      })),
      leftOut: leftOut.map(({ target, reason }) => explainLeftOut(target, reason, state, now)),
      retryAt: firstFree(leftOut),
      mostTokens: Math.max(0, ...forLess.map((target) => tokenCapacity(target, state, now))),
      mostBytes: bytes.includes(null) ? null : Math.max(0, ...bytes.filter((size) => size !== null)),
    };
  };

  const check: Engine['check'] = async (what) => {
    const missing: Check = {
      ok: false,
      cause: 'failed',
      message: 'It is not in the settings any more.',
      models: null,
      ms: 0,
    };
    if ('key' in what) {
      const key = world.settings.keys.find((candidate) => candidate.id === what.key);
      return key ? checkKey(ports, memory, world, key, secrets[key.id] ?? null) : missing;
    }
    const endpoint = world.settings.endpoints.find((candidate) => candidate.id === what.endpoint);
    if (!endpoint) return missing;
    const ofEndpoint = (task: Task) => targets[task].find((target) => target.name.owner === endpoint.id);
    const speech = ofEndpoint('transcription');
    const target = speech ?? ofEndpoint('fast');
    const secret = target && target.name.keyId !== noKey ? (secrets[target.name.keyId] ?? null) : null;
    return checkEndpoint(ports, memory, endpoint, target, speech !== undefined, secret);
  };

  return {
    chat,
    transcribe,
    plan,
    check,
    status: () => statusOf(world, targets, memory.state(), parts.now(), orderOf),
    update: (settings, newSecrets) => {
      const left = gone(world.settings, settings);
      ({ world, targets, secrets } = compile(parts, settings, newSecrets));
      if (left.length > 0) memory.change((state) => left.reduce(forget, state));
      memory.settle();
    },
    snapshot: memory.state,
  };
};
