// An engine whose targets are played by a script and whose time is a number: everything that it does can be repeated
// exactly, thousands of times. No network; whoever is asked, and when, is written down.
import fc from 'fast-check';
import { catalog } from '../../lib/catalog/index.ts';
import { faultOf } from '../../lib/domain/fault.ts';
import { type Endpoint, emptySettings, type Key, type Secrets, type Settings } from '../../lib/domain/settings.ts';
import type { EngineState } from '../../lib/domain/state.ts';
import type { ChatAnswer, Failed, Send, Wire } from '../../lib/domain/wire.ts';
import { assemble, type Engine } from '../../lib/engine/engine.ts';
import { providerOfEndpoint, providers } from '../../lib/providers/index.ts';

/** What a target does with one call, and after how many ms. */
export type Play = {
  does: 'answer' | 'silence' | 'cut' | 'drop' | 401 | 402 | 404 | 429 | 500 | 503;
  after: number;
  /** The share that is used of what was set aside for the answer, 0 to 1. */
  share: number;
};

export type Sent = { at: number; secret: string | null; model: string; baseUrl: string; kind: 'chat' | 'upload' };

type Sleeper = { until: number; wake: () => void };

export type Simulation = {
  engine: Engine;
  sent: Sent[];
  now(): number;
  /** How many calls are under way. */
  open(): number;
  /** Lets time pass, everybody waking in order. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until the work is done. */
  until<Result>(work: Promise<Result>): Promise<Result>;
  /** Where the script stands: how often each target was asked. */
  counts: Map<string, number>;
};

export const start = Date.UTC(2026, 10, 23, 9, 0, 0);

const bodies: Record<number, string> = {
  401: 'Incorrect API key provided.',
  402: 'You have run out of credit. Please top up.',
  404: 'The model `m` does not exist or you do not have access to it.',
  429: 'Rate limit reached. Please try again in 3s.',
  500: 'Internal server error',
  503: 'The server is overloaded.',
};

const refused = (status: number): Failed => ({
  ok: false,
  failure: { status, headers: {}, body: JSON.stringify({ error: { message: bodies[status] } }) },
});
const cutOff: Failed = {
  ok: false,
  failure: { status: 200, headers: {}, body: '', fault: faultOf('server_error', 'model', 'The connection broke off.') },
};
const unreached = (kind: 'endpoint_unreachable' | 'cancelled'): Failed => ({
  ok: false,
  failure: { status: null, headers: {}, body: '', fault: faultOf(kind, 'endpoint', 'No connection.') },
});

/** Which of the plays comes next at this target: always the same for the same target and number of the call. */
const playOf = (plays: readonly Play[], place: string, call: number): Play => {
  const seed = [...place].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 10_007, 7);
  return plays[(seed + call) % plays.length] ?? { does: 'answer', after: 0, share: 1 };
};

export type Staged = {
  settings: Settings;
  plays: readonly Play[];
  state?: EngineState;
  from?: number;
  counts?: ReadonlyMap<string, number>;
  chance?: number;
};

export const secretOf = (id: string): string => `secret of ${id}`;

export const simulate = ({
  settings,
  plays,
  state,
  from = start,
  counts: earlier,
  chance = 0.5,
}: Staged): Simulation => {
  let now = from;
  let open = 0;
  const sleepers = new Set<Sleeper>();
  const sent: Sent[] = [];
  const counts = new Map(earlier);
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { until: now + Math.max(0, ms), wake: resolve };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });

  const call = async (wire: Wire, model: string, kind: Sent['kind'], signal: AbortSignal, onPiece: () => void) => {
    const place = `${wire.baseUrl} ${wire.secret} ${model}`;
    const play = playOf(plays, place, counts.get(place) ?? 0);
    counts.set(place, (counts.get(place) ?? 0) + 1);
    sent.push({ at: now, secret: wire.secret, model, baseUrl: wire.baseUrl, kind });
    open += 1;
    const came = await sleep(play.does === 'silence' ? 1e9 : play.after, signal).then(
      () => true,
      () => false,
    );
    open -= 1;
    if (!came) return { play, failed: unreached('cancelled') };
    if (play.does === 'answer' || play.does === 'cut') onPiece();
    if (play.does === 'cut') return { play, failed: cutOff };
    if (play.does === 'drop') return { play, failed: unreached('endpoint_unreachable') };
    return { play, failed: typeof play.does === 'number' ? refused(play.does) : null };
  };

  const send: Send = {
    chat: async (wire, asked, signal, onPiece): Promise<ChatAnswer> => {
      const { play, failed } = await call(wire, asked.model, 'chat', signal, () => onPiece('word'));
      if (failed) return failed;
      const usage = { inputTokens: 1, outputTokens: Math.floor(asked.maxOutput * play.share), audioSeconds: null };
      return { ok: true, text: 'word', usage, headers: {} };
    },
    transcription: async (wire, upload, signal) => {
      const { failed } = await call(wire, upload.model, 'upload', signal, () => {});
      const usage = { inputTokens: null, outputTokens: null, audioSeconds: null };
      return failed ?? { ok: true, text: 'word', usage, headers: {} };
    },
    modelList: async () => ({ ok: true, models: [], facts: {} }),
  };

  const secrets: Secrets = Object.fromEntries(settings.keys.map(({ id }) => [id, secretOf(id)]));
  const engine = assemble({
    ...{ settings, secrets, catalog, providers, providerOfEndpoint, state, send, sleep },
    now: () => now,
    random: () => chance,
  });

  // Nothing but promises happens between two moments, and all of them have run when the loop turns.
  const rest = () => new Promise<void>((resolve) => void setImmediate(resolve));
  const step = (by: number): boolean => {
    const next = [...sleepers].reduce<Sleeper | null>((one, two) => (one && one.until <= two.until ? one : two), null);
    if (!next || next.until > by) return false;
    now = Math.max(now, next.until);
    sleepers.delete(next);
    next.wake();
    return true;
  };
  return {
    ...{ engine, sent, counts },
    now: () => now,
    open: () => open,
    pass: async (ms) => {
      const end = now + ms;
      do await rest();
      while (step(end));
      now = end;
    },
    until: async (work) => {
      let done = false;
      const end = () => {
        done = true;
      };
      work.then(end, end);
      for (;;) {
        await rest();
        if (done) return work;
        if (!step(Number.POSITIVE_INFINITY)) throw new Error('Everybody waits, and nobody will ever wake them.');
      }
    },
  };
};

/** Any script; most calls are answered. */
export const anyPlays: fc.Arbitrary<Play[]> = fc.array(
  fc.record({
    does: fc.constantFrom<Play['does']>(
      'answer',
      'answer',
      'answer',
      'silence',
      'cut',
      'drop',
      401,
      402,
      404,
      429,
      500,
      503,
    ),
    after: fc.integer({ min: 0, max: 4_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 12 },
);

const anyKey = (owners: readonly string[]): fc.Arbitrary<Omit<Key, 'id'>> =>
  fc.record({
    owner: fc.constantFrom(...owners),
    label: fc.string({ maxLength: 8 }),
    last4: fc.constant('wxyz'),
    plan: fc.constantFrom('free', 'paid'),
    on: fc.constantFrom(true, true, true, false),
  });

const endpointAt = (id: string, baseUrl: string): Endpoint => ({
  ...{ id, name: id, baseUrl, on: true },
  models: [{ id: 'local-model', tasks: ['fast', 'research', 'transcription'], context: null }],
});

/** Any keys at providers and endpoints, on any plan, with any mode for fast answers. */
export const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    keys: fc.array(anyKey(['groq', 'openai', 'together', 'far']), { minLength: 1, maxLength: 6 }),
    near: fc.boolean(),
    mode: fc.constantFrom('plan' as const, 'cheapest' as const, 'fastest' as const),
    hedge: fc.record({ on: fc.boolean(), maxUsd: fc.constantFrom(0, 0.0005, 0.002, 1) }),
  })
  .map(({ keys, near, mode, hedge }) => ({
    ...emptySettings,
    keys: keys.map((key, index) => ({ ...key, id: `k${index}` })),
    endpoints: [
      endpointAt('far', 'https://far.example/v1'),
      ...(near ? [endpointAt('near', 'http://localhost:1234/v1')] : []),
    ],
    pools: { fast: { mode, off: [], ceilingUsd: null } },
    hedge,
  }));
