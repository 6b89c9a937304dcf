// The engine: a request in, one model's whole answer or an honest refusal out. Puts the parts together;
// the loop is in failover.ts, the order in routing and transcription, beliefs in limits.
import type { Catalog } from '../domain/catalog.ts';
import type { KeyLimits, ListedModel, Pools } from '../domain/pool.ts';
import type {
  ChatRequest,
  ChatResult,
  EngineRequest,
  Route,
  TranscribeRequest,
  TranscribeResult,
} from '../domain/request.ts';
import type { KeyId, Secrets, Settings } from '../domain/settings.ts';
import { type EngineState, freshState } from '../domain/state.ts';
import type { Check, FoundServer, Listing, Status } from '../domain/status.ts';
import { type Task, tasks } from '../domain/task.ts';
import type { Wire } from '../domain/wire.ts';
import { forget, limitsGiven, revived } from '../limits/learn.ts';
import type { Target } from '../routing/targets.ts';
import type { Ports } from './attempt.ts';
import { chatErrand } from './chat-errand.ts';
import { checkNamed } from './check.ts';
import { type Compiled, compile, isOutdated, type Sources } from './compile.ts';
import type { Errand, Life, Listening } from './errand.ts';
import { otherHeaders } from './extra-headers.ts';
import { failover } from './failover.ts';
import { findServers } from './find-servers.ts';
import { listModels } from './list-models.ts';
import { createLists } from './lists.ts';
import { createMemory } from './memory.ts';
import { limitedAnew, outdated } from './outdated.ts';
import { routeOf } from './plan.ts';
import { limitsOfKey, listedModels, poolRows } from './pools.ts';
import { createQueue } from './queue.ts';
import { findPlace } from './right-path.ts';
import { commonNeed, statusOf } from './status.ts';
import { createTraffic } from './traffic.ts';
import { uploadErrand } from './upload-errand.ts';

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

export type EngineParts = Sources & {
  state?: EngineState;
  onState?: (state: EngineState) => void;
} & Ports;

/** What requests are made from: all of it is looked up anew, since settings may change while one waits. */
const errandsFrom = (ports: Ports, state: () => EngineState, known: () => Compiled) => {
  const otherTry = () => known().world.settings.otherTry;
  const wireOf = (target: Target) => known().wireOf(target);
  const chat = (request: ChatRequest): Errand =>
    chatErrand(request, {
      ...{ ports, state, otherTry, wireOf },
      targets: () => known().targets[request.task],
      purse: () => known().purseOf(request.task, request.maxUsd),
      order: known().orderOf(request.task),
      usualPrice: known().baselineOf(request.task)?.price ?? null,
      hedge: () => known().world.settings.hedge,
    });
  const upload = (request: TranscribeRequest): Errand =>
    uploadErrand(request, {
      ...{ ports, otherTry, wireOf },
      targets: () => known().targets.transcription,
      purse: () => known().purseOf('transcription', request.maxUsd),
      usualPerHour: known().baselineOf('transcription')?.pricePerHour ?? null,
    });
  return { chat, upload };
};

/** What can be seen of the engine without asking anybody. */
const viewsOn = ({ memory, ports, traffic }: Life, known: () => Compiled) => ({
  status: (): Status => {
    const { world, targets, orderOf, purseOf } = known();
    return statusOf(world, targets, memory.state(), ports.now(), orderOf, purseOf, traffic.count);
  },
  pools: (): Pools => {
    const { world, targets, purseOf } = known();
    const [state, now, inFlight] = [memory.state(), ports.now(), traffic.count];
    const rows = (task: Task) => {
      const need = { ...commonNeed(task, world.settings), spend: purseOf(task, undefined) };
      return poolRows(world, task, targets[task], { state, need, now, inFlight });
    };
    return Object.fromEntries(tasks.map((task) => [task, rows(task)])) as Pools;
  },
  models: () => listedModels(known().world),
  limits: (key: KeyId) => limitsOfKey(key, known().targets, memory.state(), ports.now()),
});

export const assemble = (parts: EngineParts): Engine => {
  const { send, now, random, sleep, fitImage, causeOf } = parts;
  const ports: Ports = { send, now, random, sleep, fitImage, causeOf };
  const memory = createMemory(revived(parts.state ?? freshState, now()), now, parts.onState);
  const life: Life = { ports, memory, traffic: createTraffic(), queue: createQueue(now, sleep) };
  let latest = compile(parts, memory.state().lists, now());
  /** What is known now. */
  const known = (): Compiled => {
    const { lists } = memory.state();
    if (isOutdated(latest, lists, now())) latest = compile(latest.sources, lists, now());
    return latest;
  };
  const errands = errandsFrom(ports, memory.state, known);
  const lists = createLists(
    ports,
    memory,
    () => known().world,
    (...of) => known().wireTo(...of),
  );
  /** Nobody waits for what follows from a request. */
  const heeded = <Result extends ChatResult | TranscribeResult>(result: Result): Result => {
    const { attempts } = result.trace;
    if (attempts.some(({ fault }) => fault?.kind === 'model_unavailable'))
      void lists.readAfter(result.trace).finally(life.queue.wake);
    return result;
  };

  return {
    chat: async (request, listening = {}) => heeded(await failover(life, errands.chat(request), listening)),
    transcribe: async (request, listening = {}) => heeded(await failover(life, errands.upload(request), listening)),
    plan: (request) => {
      const errand = request.kind === 'chat' ? errands.chat(request) : errands.upload(request);
      return routeOf(errand, known().targets[errand.task], memory.state(), now(), life.traffic.count);
    },
    check: (what) => checkNamed(ports, memory, known(), what).finally(life.queue.wake),
    list: (wire, query) => listModels(ports, wire, query),
    place: (wire) => findPlace(ports, wire),
    find: (places) => findServers(ports, places),
    readLists: () => lists.readOld().finally(life.queue.wake),
    ...viewsOn(life, known),
    update: (settings, secrets, catalog = latest.sources.catalog) => {
      const before = latest;
      latest = compile({ ...latest.sources, settings, secrets, catalog }, memory.state().lists, now());
      const headers = otherHeaders(before.headers, latest.headers);
      const left = outdated(before.sources.settings, settings, headers);
      const limited = limitedAnew(before.targets, latest.targets);
      if (left.length > 0) memory.change((state) => left.reduce(forget, state));
      if (limited.length > 0) memory.change((state) => limitsGiven(state, limited));
      memory.settle();
      life.queue.wake();
    },
    snapshot: memory.state,
  };
};
