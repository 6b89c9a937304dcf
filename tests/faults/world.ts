// An engine and practice providers in one time: a first target, and a healthy second one or none.
import { catalog } from '../../lib/catalog/index.ts';
import type { Answer, ChatRequest, EngineEvent, Refusal } from '../../lib/domain/request.ts';
import { emptySettings, type Key, type Settings } from '../../lib/domain/settings.ts';
import type { EngineState } from '../../lib/domain/state.ts';
import { createEngine, type Engine } from '../../lib/engine/index.ts';
import { groq } from '../../lib/providers/groq.ts';
import { openai } from '../../lib/providers/openai.ts';
import { together } from '../../lib/providers/together.ts';
import { type Farm, type KeyOptions, type LogEntry, type PracticeProvider, startFarm } from '../farm/index.ts';
import { createTime, type Time } from './time.ts';

export type Owner = 'groq' | 'openai' | 'together';

/** The one model of each that is asked for a fast answer; in this order. */
export const models: Record<Owner, string> = {
  groq: 'openai/gpt-oss-20b',
  openai: 'gpt-6-luna',
  together: 'Qwen/Qwen3.5-9B',
};

const shapes: Record<Owner, (number: number) => string> = {
  groq: (number) => `gsk_practice${String(number).padStart(24, '0')}`,
  openai: (number) => `sk-proj-practice${String(number).padStart(24, '0')}`,
  together: (number) => `tgp_v1_practice${String(number).padStart(24, '0')}`,
};
export const secretOf = (owner: Owner, number: number): string => shapes[owner](number);

export type Wanted = {
  /** How many keys at each; the first provider named goes first. Default: one at Groq and one at OpenAI. */
  keys?: Partial<Record<Owner, number>>;
  options?: (owner: Owner, number: number) => KeyOptions;
  plans?: Partial<Record<Owner, Key['plan']>>;
  settings?: Partial<Settings>;
  state?: EngineState;
  deltaMs?: number;
  random?: () => number;
  /** An answer that no practice provider gives. */
  instead?: (owner: Owner, body: Body) => Response | undefined;
  /** Headers that no practice provider sends, for each key's secret. */
  alsoSays?: (secret: string) => Record<string, string>;
};

type Body = { model: string; messages: { role: string; content: string }[] };

export type World = {
  farm: Farm;
  time: Time;
  engine: Engine;
  events: EngineEvent[];
  /** What was sent to whom. */
  bodies: (Body & { owner: Owner })[];
  ask(change?: Partial<ChatRequest>): Promise<Answer | Refusal>;
  /** Asks, and lets time pass until the answer is there. */
  answer(change?: Partial<ChatRequest>): Promise<Answer | Refusal>;
  close(): Promise<void>;
};

const words = Array.from({ length: 60 }, (_, index) => `w${index + 1}`);
/** Sixty words, no two the same: a word that is lost, doubled or out of place shows. */
export const sixty = `${words.join(' ')}.`;
/** A model asked for the key sentences of one sentence says that sentence. */
export const question: ChatRequest = {
  kind: 'chat',
  task: 'fast',
  messages: [{ role: 'user', content: `Summarize this.\n\n-----\n${sixty}\n-----` }],
  maxOutput: 256,
};

/** Only these models are asked for a fast answer. */
export const onlyFast = (used: readonly string[]): Settings['pools'] => {
  const off = catalog.pools.fast.map(({ ref }) => ref).filter((ref) => !used.includes(ref));
  return { fast: { mode: 'plan', off, ceilingUsd: null } };
};
const refs = Object.entries(models).map(([owner, model]) => `${owner}/${model}`);

const keyOf = (owner: Owner, number: number, { plans }: Wanted): Key => ({
  id: `${owner}${number}`,
  owner,
  label: `Key ${number}`,
  last4: secretOf(owner, number).slice(-4),
  plan: plans?.[owner] ?? (owner === 'groq' ? 'free' : 'paid'),
  on: true,
});

export const providersOf = (farm: Farm): PracticeProvider[] => [farm.groq, farm.openai, farm.together, farm.generic];

/** The engine calls the providers by their own addresses, so that none is taken for a server on this computer, which
 * would be left alone for a shorter time. */
const redirected = (farm: Farm, address: string): { owner: Owner; url: string } => {
  const known = [groq, openai, together].find(({ baseUrl }) => address.startsWith(`${baseUrl}/`));
  if (!known) throw new Error(`Nobody was to be called at ${address}.`);
  const owner = known.id as Owner;
  return { owner, url: farm[owner].baseUrl + address.slice(known.baseUrl.length) };
};

export const openWorld = async (wanted: Wanted = {}): Promise<World> => {
  const time = createTime();
  // Fifteen ms between two deltas, as in the full profile.
  const farm = await startFarm({ deltaMs: wanted.deltaMs ?? 15, clock: time.farm });
  time.watch(providersOf(farm).map(({ log }) => log));
  const counts = Object.entries(wanted.keys ?? { groq: 1, openai: 1 }) as [Owner, number][];
  const keys = counts.flatMap(([owner, count]) =>
    Array.from({ length: count }, (_, index) => keyOf(owner, index + 1, wanted)),
  );
  const secrets: Record<string, string> = {};
  for (const { id, owner } of keys) {
    const number = Number(id.slice(owner.length));
    secrets[id] = secretOf(owner as Owner, number);
    farm[owner as Owner].addKey(secretOf(owner as Owner, number), wanted.options?.(owner as Owner, number) ?? {});
  }
  const settings: Settings = { ...emptySettings, keys, pools: onlyFast(refs), ...wanted.settings };
  const bodies: World['bodies'] = [];
  const engine = createEngine({
    settings,
    secrets,
    state: wanted.state,
    now: time.now,
    sleep: time.sleep,
    fetch: time.following(async (input, init) => {
      const { owner, url } = redirected(farm, String(input));
      const body = JSON.parse(String(init?.body));
      bodies.push({ owner, ...body });
      const response = wanted.instead?.(owner, body) ?? (await fetch(url, init));
      const more = wanted.alsoSays?.(new Headers(init?.headers).get('authorization')?.slice('Bearer '.length) ?? '');
      if (!more) return response;
      const headers = [...response.headers, ...Object.entries(more)] as [string, string][];
      return new Response(response.body, { status: response.status, headers });
    }),
    random: wanted.random ?? (() => 0.5),
  });
  const events: EngineEvent[] = [];
  const ask: World['ask'] = (change = {}) =>
    engine.chat({ ...question, ...change }, { onEvent: (event) => void events.push(event) });
  return {
    ...{ farm, time, engine, events, bodies, ask },
    answer: (change) => time.until(ask(change)),
    close: () => farm.close(),
  };
};

/** The calls for an answer that arrived there. */
export const callsTo = ({ log }: PracticeProvider): LogEntry[] => log.filter(({ path }) => !path.endsWith('/models'));

/** When each arrived, in ms after the first. */
export const arrivals = (provider: PracticeProvider): number[] => {
  const calls = callsTo(provider);
  return calls.map(({ at }) => at - (calls[0]?.at ?? 0));
};

/** What a page would show after all events: deltas since the last restart. */
export const shown = (events: readonly EngineEvent[]): string =>
  events.reduce(
    (seen, event) => (event.type === 'restart' ? '' : event.type === 'text-delta' ? seen + event.delta : seen),
    '',
  );
