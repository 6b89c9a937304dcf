// An engine over the practice providers: real HTTP, real answers, and a clock that stands still unless it is moved.
import type { ChatRequest, EngineEvent, TranscribeRequest } from '../../lib/domain/request.ts';
import { type Endpoint, emptySettings, type Key, type Secrets, type Settings } from '../../lib/domain/settings.ts';
import type { EngineState } from '../../lib/domain/state.ts';
import type { FitImage } from '../../lib/domain/wire.ts';
import { createEngine, type Engine } from '../../lib/engine/index.ts';
import { type Farm, type KeyOptions, type PracticeProvider, startFarm } from '../farm/index.ts';
import { endpoint, speechEndpoint } from '../routing/sample.ts';
import { article } from '../summary/sample.ts';
import { type Clock, createClock } from './clock.ts';

export type Owner = 'groq' | 'openai' | 'together';
export const owners: readonly Owner[] = ['groq', 'openai', 'together'];

export const openFarm = () => startFarm({ deltaMs: 0 });

/** Makes the practice providers healthy again and forgets what they were asked. */
export const calm = (farm: Farm): void => {
  for (const provider of practiceProviders(farm)) {
    provider.clearFaults();
    provider.setPictures(null);
    provider.log.length = 0;
  }
};

export const practiceProviders = (farm: Farm): PracticeProvider[] => [
  farm.groq,
  farm.openai,
  farm.together,
  farm.generic,
];

const shapes: Record<Owner, (number: number) => string> = {
  groq: (number) => `gsk_practice${String(number).padStart(24, '0')}`,
  openai: (number) => `sk-proj-practice${String(number).padStart(24, '0')}`,
  together: (number) => `tgp_v1_practice${String(number).padStart(24, '0')}`,
};
let numbers = 0;

type Wanted = {
  /** Key ids by owner; an id is the owner and a number. Default: one of each. */
  keys?: readonly `${Owner}${number}`[];
  options?: Partial<Record<`${Owner}${number}`, KeyOptions>>;
  plans?: Partial<Record<`${Owner}${number}`, 'free' | 'paid'>>;
  endpoints?: readonly ('text' | 'speech')[];
  providers?: Settings['providers'];
  /** Any other setting. */
  change?: Partial<Settings>;
  state?: EngineState;
  fitImage?: FitImage;
  /** Whether the keys' lists of models are read before anything else. Default: yes. */
  listed?: boolean;
  /** Where the clock stands at first, in ms since 1970. Default: a day in November 2026. */
  start?: number;
};

export type World = {
  engine: Engine;
  clock: Clock;
  settings: Settings;
  secrets: Secrets;
  /** Every event of every request. */
  events: EngineEvent[];
  /** Every state that was handed out to be kept. */
  kept: EngineState[];
  ask(change?: Partial<ChatRequest>, signal?: AbortSignal): ReturnType<Engine['chat']>;
  upload(change?: Partial<TranscribeRequest>, signal?: AbortSignal): ReturnType<Engine['transcribe']>;
};

const ownerOf = (id: string): Owner => id.replace(/\d+$/, '') as Owner;

const keyOf = (id: `${Owner}${number}`, { plans }: Wanted, secret: string): Key => ({
  id,
  owner: ownerOf(id),
  label: `Key ${id}`,
  last4: secret.slice(-4),
  plan: plans?.[id] ?? (ownerOf(id) === 'groq' ? 'free' : 'paid'),
  on: true,
});

const endpointsOf = (farm: Farm, { endpoints = [] }: Wanted): Endpoint[] =>
  endpoints.map((use) =>
    use === 'text'
      ? endpoint('text', {
          baseUrl: farm.generic.baseUrl,
          models: [{ id: 'practice-small', tasks: ['fast'], context: null }],
        })
      : speechEndpoint('speech', {
          baseUrl: farm.generic.baseUrl,
          models: [{ id: 'whisper-practice', tasks: ['transcription'], context: null }],
        }),
  );

const settle = (farm: Farm, wanted: Wanted): { settings: Settings; secrets: Secrets } => {
  const ids = wanted.keys ?? ['groq1', 'openai1', 'together1'];
  const secrets: Secrets = {};
  for (const id of ids) {
    numbers += 1;
    secrets[id] = shapes[ownerOf(id)](numbers);
    farm[ownerOf(id)].addKey(secrets[id], wanted.options?.[id] ?? {});
  }
  const addresses = owners.map((id) => [
    id,
    { on: true, transcribe: true, baseUrl: farm[id].baseUrl, ...wanted.providers?.[id] },
  ]);
  const keys = ids.map((id) => keyOf(id, wanted, secrets[id] ?? ''));
  const providers: Settings['providers'] = Object.fromEntries(addresses);
  return {
    settings: { ...emptySettings, keys, providers, endpoints: endpointsOf(farm, wanted), ...wanted.change },
    secrets,
  };
};

export const text = article(12);
export const question: ChatRequest = {
  kind: 'chat',
  task: 'fast',
  messages: [{ role: 'user', content: `Summarize this.\n\n-----\n${text}\n-----` }],
  maxOutput: 1_024,
};

export const openWorld = async (farm: Farm, wanted: Wanted = {}): Promise<World> => {
  calm(farm);
  const { settings, secrets } = settle(farm, wanted);
  const clock = createClock(wanted.start);
  const [events, kept]: [EngineEvent[], EngineState[]] = [[], []];
  const engine = createEngine({
    settings,
    secrets,
    state: wanted.state,
    fitImage: wanted.fitImage,
    now: clock.now,
    random: () => 0,
    sleep: clock.sleep,
    onState: (state) => kept.push(state),
  });
  if (wanted.listed ?? true) for (const { id } of settings.keys) await engine.check({ key: id });
  for (const provider of practiceProviders(farm)) provider.log.length = 0;
  const onEvent = (event: EngineEvent) => void events.push(event);
  return {
    engine,
    clock,
    settings,
    secrets,
    events,
    kept,
    ask: (change = {}, signal) => engine.chat({ ...question, ...change }, { signal, onEvent }),
    upload: (change = {}, signal) =>
      engine.transcribe(
        { kind: 'transcribe', audio: new Blob(), fileName: 'a.wav', seconds: null, needs: 'text', ...change },
        { signal, onEvent },
      ),
  };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** So many turns of the event loop, and so many ms, without anything happening mean that nothing is on its way. */
const still = { turns: 40, ms: 8 };

/** Resolves once nothing has happened at any practice provider for a moment. */
const quiet = async (farm: Farm): Promise<void> => {
  const stamp = () =>
    practiceProviders(farm)
      .flatMap(({ log }) => log)
      .map(({ bytes, deltasSent, endedAt }) => `${bytes} ${deltasSent} ${endedAt}`)
      .join();
  let [before, turns, since] = [stamp(), 0, performance.now()];
  while (turns < still.turns || performance.now() - since < still.ms) {
    await turn();
    turns += 1;
    const now = stamp();
    if (now !== before) [before, turns, since] = [now, 0, performance.now()];
  }
};

/** Lets time pass from sleeper to sleeper, whenever nothing else is under way, until the work is done. */
export const throughTime = async <Result>(farm: Farm, clock: Clock, work: Promise<Result>): Promise<Result> => {
  let over = false;
  const end = work.finally(() => {
    over = true;
  });
  while (!over) {
    await quiet(farm);
    if (!over) clock.advance(clock.asleep()[0] ?? 0);
  }
  return end;
};

/** What a page would show after all events: deltas since the last restart. */
export const shown = (events: readonly EngineEvent[]): string =>
  events.reduce(
    (seen, event) => (event.type === 'restart' ? '' : event.type === 'text-delta' ? seen + event.delta : seen),
    '',
  );

/** Which models were asked for an answer, in the order in which their calls arrived. */
export const asked = (farm: Farm): string[] =>
  practiceProviders(farm)
    .flatMap(({ log }) => log)
    .filter(({ path }) => !path.endsWith('/models'))
    .toSorted((one, other) => one.at - other.at)
    .map(({ provider, model }) => `${provider}/${model}`);
