// An engine whose every answer a test scripts by hand, call for call, in place of HTTP: for what no provider does on order.
import { catalog } from '../../lib/catalog/index.ts';
import { type Fault, type FaultKind, faultOf } from '../../lib/domain/fault.ts';
import type { ChatRequest, EngineEvent } from '../../lib/domain/request.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { EngineState } from '../../lib/domain/state.ts';
import { noUsage } from '../../lib/domain/trace.ts';
import type { ChatAnswer, ChatCall, OnPiece, Wire } from '../../lib/domain/wire.ts';
import { assemble } from '../../lib/engine/engine.ts';
import { providerOfEndpoint, providers } from '../../lib/providers/index.ts';
import { type Clock, createClock } from './clock.ts';

export type Call = ChatCall & { wire: Wire; signal: AbortSignal; onPiece: OnPiece };
/** Answers one call; `model` tells whom it went to. */
export type Script = (call: Call) => ChatAnswer | Promise<ChatAnswer>;

export const says = (text: string, tokens: [number, number] = [100, 10]): ChatAnswer => ({
  ok: true,
  text,
  usage: { ...noUsage, inputTokens: tokens[0], outputTokens: tokens[1] },
  headers: {},
});

export const fails = (kind: FaultKind, change: Partial<Fault> = {}): ChatAnswer => ({
  ok: false,
  failure: { status: 400, headers: {}, body: '', fault: { ...faultOf(kind, 'model', `It said ${kind}.`), ...change } },
});

/** Resolves only when the call is ended from this side. */
export const silent = ({ signal }: Call): Promise<ChatAnswer> =>
  new Promise((resolve) => {
    const end = () => resolve(fails('cancelled', { scope: 'request' }));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });

export const hello: ChatRequest = {
  kind: 'chat',
  task: 'fast',
  messages: [{ role: 'user', content: 'Hello.' }],
  maxOutput: 100,
};

export const openScripted = (
  settings: Settings,
  script: Script,
  { state, clock = createClock() }: { state?: EngineState; clock?: Clock } = {},
) => {
  const calls: Call[] = [];
  const events: EngineEvent[] = [];
  const kept: { at: number; state: EngineState }[] = [];
  const engine = assemble({
    settings,
    secrets: Object.fromEntries(settings.keys.map(({ id }) => [id, `secret of ${id}`])),
    catalog,
    providers,
    providerOfEndpoint,
    state,
    onState: (next) => kept.push({ at: clock.now(), state: next }),
    send: {
      chat: async (wire, call, signal, onPiece) => {
        const one = { ...call, wire, signal, onPiece };
        calls.push(one);
        return script(one);
      },
      transcription: async () => {
        throw new Error('no recording was to be sent here');
      },
      modelList: async () => ({ ok: true, models: [], facts: {} }),
    },
    now: clock.now,
    random: () => 0,
    sleep: clock.sleep,
  });
  const ask = (change: Partial<ChatRequest> = {}, signal?: AbortSignal) =>
    engine.chat({ ...hello, ...change }, { signal, onEvent: (event) => events.push(event) });
  return { engine, clock, calls, events, kept, ask };
};
