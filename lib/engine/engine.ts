// The engine: a request in, one model's whole answer or an honest refusal out. Puts the parts together;
// the loop is in failover.ts, the order in routing and transcription, beliefs in limits.
import type { Catalog } from '../domain/catalog.ts';
import type { KeyLimits, ListedModel, Pools } from '../domain/pool.ts';
import type { Provider } from '../domain/provider.ts';
import type {
  ChatRequest,
  ChatResult,
  EngineRequest,
  Route,
  TranscribeRequest,
  TranscribeResult,
} from '../domain/request.ts';
import { type KeyId, type OwnerId, type Secrets, type Settings, untouchedPool } from '../domain/settings.ts';
import { type EngineState, freshState } from '../domain/state.ts';
import type { Check, FoundServer, Listing, Status } from '../domain/status.ts';
import { type Task, tasks } from '../domain/task.ts';
import type { Wire } from '../domain/wire.ts';
import { forget, limitsGiven, revived } from '../limits/learn.ts';
import { passes, tokenCapacity, uploadCapacity } from '../routing/eligible.ts';
import { explainLeftOut } from '../routing/explain.ts';
import { costOfNeed, type Purse } from '../routing/need.ts';
import { firstFree, type Order, orders, sortOut } from '../routing/route.ts';
import { uploadRooms } from '../routing/speech.ts';
import { type Target, targetsByTask, type World } from '../routing/targets.ts';
import type { Ports } from './attempt.ts';
import { chatErrand } from './chat-errand.ts';
import { checkEndpoint, checkKey } from './check.ts';
import type { Errand, Life, Listening } from './errand.ts';
import { extraHeaders, otherHeaders } from './extra-headers.ts';
import { failover } from './failover.ts';
import { findServers } from './find-servers.ts';
import { listModels } from './list-models.ts';
import { createLists } from './lists.ts';
import { createMemory } from './memory.ts';
import { limitedAnew, outdated } from './outdated.ts';
import { limitsOfKey, listedModels, poolRows } from './pools.ts';
import { createQueue } from './queue.ts';
import { findPlace } from './right-path.ts';
import { smallest, statusOf } from './status.ts';
import { createTraffic } from './traffic.ts';
import { turns, uploadErrand } from './upload-errand.ts';

export type Engine = {
  chat(request: ChatRequest, options?: Listening): Promise<ChatResult>;
  /** One upload; cutting, guards and merging are the jobs'. */
  transcribe(request: TranscribeRequest, options?: Listening): Promise<TranscribeResult>;
  /** A dry run; no network. */
  plan(request: EngineRequest): Route;
  /** Reads a key's model list, or asks an endpoint for a real small answer too, and names the cause of a failure. */
  check(what: { key: string } | { endpoint: string }): Promise<Check>;
  /** Reads the list of models at an address that need not be in the settings. `query` is added to `/models`. */
  list(wire: Wire, query: string): Promise<Listing>;
  /** Where on the host of this address, which is all that it names, something answers as OpenAI does. */
  place(wire: Wire): Promise<string>;
  /** Looks for servers at these addresses; each place is one server with all the addresses that it may have. */
  find(places: readonly (readonly string[])[]): Promise<FoundServer[]>;
  /** Reads each key's own list of models where that is older than a day: to be called at every start. Never rejects. */
  readLists(): Promise<void>;
  status(): Status;
  /** Each model of each task in its place, with how it stands. */
  pools(): Pools;
  /** Every model that could be ticked into a pool. */
  models(): ListedModel[];
  /** What one key is believed to be allowed, model by model. */
  limits(key: KeyId): KeyLimits;
  /** @param catalog absent: as before */
  update(settings: Settings, secrets: Secrets, catalog?: Catalog): void;
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

/** Models retire on a day. */
const dayOf = (now: number): number => Math.floor(now / 86_400_000);

/** What the engine works with until settings or a key's list change, or a new day begins. */
const compile = (
  parts: EngineParts,
  settings: Settings,
  secrets: Secrets,
  catalog: Catalog,
  lists: EngineState['lists'],
) => {
  const providers = [...parts.providers, ...settings.endpoints.map(parts.providerOfEndpoint)];
  const world: World = { settings, catalog, providers, lists, now: parts.now() };
  const byRef = new Map(catalog.models.map((model) => [model.ref, model]));
  const poolOf = (task: Task) => settings.pools[task] ?? untouchedPool;
  return {
    world,
    targets: targetsByTask(world),
    secrets,
    headers: extraHeaders(settings, secrets),
    orderOf: (task: Task): Order => (task === 'transcription' ? turns : orders[poolOf(task).mode]),
    purseOf: (task: Task, maxUsd: number | undefined): Purse => {
      const ceilings = [maxUsd, settings.spend.perRequestUsd, poolOf(task).ceilingUsd];
      const most = Math.min(...ceilings.filter((usd) => usd !== null && usd !== undefined), Number.POSITIVE_INFINITY);
      return {
        never: settings.spend.never,
        most: most === Number.POSITIVE_INFINITY ? null : most,
        perMonth: settings.spend.perMonthUsd,
      };
    },
    baselineOf: (task: Task) => byRef.get(catalog.baseline[task] ?? ''),
  };
};

type Compiled = ReturnType<typeof compile>;

export const assemble = (parts: EngineParts): Engine => {
  const { send, now, random, sleep, fitImage, causeOf } = parts;
  const ports: Ports = { send, now, random, sleep, fitImage, causeOf };
  const memory = createMemory(revived(parts.state ?? freshState, parts.now()), parts.now, parts.onState);
  const life: Life = { ports, memory, traffic: createTraffic(), queue: createQueue(parts.now, parts.sleep) };
  let latest = compile(parts, parts.settings, parts.secrets, parts.catalog, memory.state().lists);
  /** What is known now. */
  const known = (): Compiled => {
    const { settings, catalog, lists, now } = latest.world;
    if (lists !== memory.state().lists || dayOf(now) !== dayOf(parts.now()))
      latest = compile(parts, settings, latest.secrets, catalog, memory.state().lists);
    return latest;
  };

  const wireTo = (owner: OwnerId, baseUrl: string, keyId: KeyId): Wire => ({
    baseUrl,
    secret: known().secrets[keyId] ?? null,
    headers: known().headers.get(owner),
  });
  const wireOf = ({ baseUrl, name }: Target): Wire => wireTo(name.owner, baseUrl, name.keyId);
  const lists = createLists(ports, memory, () => known().world, wireTo);
  /** Nobody waits for what follows from a request. */
  const heeded = <Result extends ChatResult | TranscribeResult>(result: Result): Result => {
    const { attempts } = result.trace;
    if (attempts.some(({ fault }) => fault?.kind === 'model_unavailable'))
      void lists.readAfter(result.trace).finally(life.queue.wake);
    return result;
  };

  const errandOf = (request: ChatRequest): Errand =>
    chatErrand(request, {
      ports,
      state: memory.state,
      targets: () => known().targets[request.task],
      purse: () => known().purseOf(request.task, request.maxUsd),
      order: known().orderOf(request.task),
      usualPrice: known().baselineOf(request.task)?.price ?? null,
      hedge: () => known().world.settings.hedge,
      otherTry: () => known().world.settings.otherTry,
      wireOf,
    });

  const uploadOf = (request: TranscribeRequest): Errand =>
    uploadErrand(request, {
      ports,
      targets: () => known().targets.transcription,
      purse: () => known().purseOf('transcription', request.maxUsd),
      usualPerHour: known().baselineOf('transcription')?.pricePerHour ?? null,
      otherTry: () => known().world.settings.otherTry,
      wireOf,
    });

  const plan: Engine['plan'] = (request) => {
    const { task, need, order } = request.kind === 'chat' ? errandOf(request) : uploadOf(request);
    const [state, now] = [memory.state(), parts.now()];
    const { ready, leftOut } = sortOut(known().targets[task], { state, need, now }, order, life.traffic.count);
    const { spend, asks, times, speakers, spread, exclude } = need;
    const smaller = { state, need: { ...smallest(task), spend, asks, times, speakers, spread, exclude }, now };
    const less = sortOut(known().targets[task], smaller, order, life.traffic.count);
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

  const check: Engine['check'] = async (what) => {
    const { world, targets } = known();
    const missing: Check = {
      ok: false,
      cause: 'failed',
      message: 'It is not in the settings any more.',
      models: null,
      ms: 0,
    };
    if ('key' in what) {
      const key = world.settings.keys.find((candidate) => candidate.id === what.key);
      const provider = world.providers.find(({ id }) => id === key?.owner);
      if (!key || !provider) return missing;
      const baseUrl = world.settings.providers[provider.id]?.baseUrl ?? provider.baseUrl;
      return checkKey(ports, memory, provider, key, wireTo(provider.id, baseUrl, key.id));
    }
    const endpoint = world.settings.endpoints.find((candidate) => candidate.id === what.endpoint);
    if (!endpoint) return missing;
    const provider = world.providers.find(({ id }) => id === endpoint.id);
    return provider ? checkEndpoint(ports, memory, provider, endpoint, targets, wireOf) : missing;
  };

  return {
    chat: async (request, listening = {}) => heeded(await failover(life, errandOf(request), listening)),
    transcribe: async (request, listening = {}) => heeded(await failover(life, uploadOf(request), listening)),
    plan,
    check: (what) => check(what).finally(life.queue.wake),
    list: (wire, query) => listModels(ports, wire, query),
    place: (wire) => findPlace(ports, wire),
    find: (places) => findServers(ports, places),
    readLists: () => lists.readOld().finally(life.queue.wake),
    status: () => {
      const { world, targets, orderOf, purseOf } = known();
      return statusOf(world, targets, memory.state(), parts.now(), orderOf, purseOf, life.traffic.count);
    },
    pools: () => {
      const { world, targets, purseOf } = known();
      const [state, now, inFlight] = [memory.state(), parts.now(), life.traffic.count];
      const rows = (task: Task) => {
        const need = { ...smallest(task), spend: purseOf(task, undefined) };
        return poolRows(world, task, targets[task], { state, need, now, inFlight });
      };
      return Object.fromEntries(tasks.map((task) => [task, rows(task)])) as Pools;
    },
    models: () => listedModels(known().world),
    limits: (key) => limitsOfKey(key, known().targets, memory.state(), parts.now()),
    update: (settings, secrets, catalog = latest.world.catalog) => {
      const before = latest;
      const headers = extraHeaders(settings, secrets);
      const left = outdated(before.world.settings, settings, otherHeaders(before.headers, headers));
      latest = compile(parts, settings, secrets, catalog, memory.state().lists);
      const limited = limitedAnew(before.targets, latest.targets);
      if (left.length > 0) memory.change((state) => left.reduce(forget, state));
      if (limited.length > 0) memory.change((state) => limitsGiven(state, limited));
      memory.settle();
      life.queue.wake();
    },
    snapshot: memory.state,
  };
};
