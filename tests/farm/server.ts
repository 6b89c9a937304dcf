// One practice provider: a loopback HTTP server that reads a call, lets a scripted fault have its way, and sends the
// answer that is due. Listens on 127.0.0.1 alone.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Arrived, answerCall, type Desk, type Due, modelNamed } from './call.ts';
import { errorEvent, lookAtAll, readChat } from './chat.ts';
import { computerClock, type FarmClock } from './clock.ts';
import { createFaults, type Fault } from './faults.ts';
import { createKeys, type KeyOptions } from './keys.ts';
import { type Kind, type ModelFacts, type Path, type PictureLimits, strangerModel, type UploadLimits } from './kind.ts';
import { keyOf, type LogEntry, logBody, openEntry } from './log.ts';
import { createMeters } from './meters.ts';
import { readForm } from './multipart.ts';
import { october2025 } from './october-2025.ts';
import { breakOff, type Line, pause, sendStream, sendWhole } from './send.ts';
import { falseAnswer, isStatusFault, stagedAnswer } from './staged.ts';

export type PracticeProvider = {
  id: string;
  origin: string;
  baseUrl: string;
  addKey(key: string, options?: KeyOptions): void;
  /** The ids in its list. */
  models(): string[];
  setModels(ids: string[]): void;
  /** What its models take of pictures from now on; null: as the real ones. */
  setPictures(limits: PictureLimits | null): void;
  /** What it takes in one upload from now on; null: as the real one. */
  setUploads(limits: UploadLimits | null): void;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Until the returned function is called, streams stop before their last delta. */
  hold(): () => void;
  /** Refuses every call that names another origin than these, with 403 and no word, as Ollama does; null: anyone may. */
  allowOrigins(origins: readonly string[] | null): void;
  log: LogEntry[];
};

/** `today`: November 2026. */
export type Era = 'today' | '2025-10';

export type ServerOptions = {
  timeScale: number;
  deltaMs: number;
  port: number;
  clock?: FarmClock;
  era: Era;
  /** How many times faster than it lasts a recording is heard. */
  hearingSpeed?: number;
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
};

const pathOf = (kind: Kind, pathname: string): Path | null => {
  const paths: Record<string, Path> = {
    [`${kind.root}/chat/completions`]: 'chat',
    [`${kind.root}/audio/transcriptions`]: 'transcriptions',
    [`${kind.root}/models`]: 'models',
  };
  return paths[pathname] ?? null;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const arrive = async (kind: Kind, request: IncomingMessage, entry: LogEntry): Promise<Arrived> => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const body = await readBody(request);
  logBody(entry, body);
  const path = pathOf(kind, url.pathname);
  const read = path === 'chat' ? readChat(parsed(body.toString('utf8'))) : null;
  const chat = read && (await lookAtAll(read));
  const form = path === 'transcriptions' ? readForm(body, request.headers['content-type'] ?? '') : null;
  const { method, keyHash } = entry;
  const call = { method, url, path, key: keyOf(request), keyHash, bytes: body.length, body: { chat, form } };
  entry.model = modelNamed(call);
  entry.stream = chat?.stream ?? false;
  entry.form = form?.logged ?? null;
  entry.pictures = chat?.seen ?? [];
  return call;
};

/** Holds streams before their last delta while anybody wants it. */
const createGate = () => {
  const holders = new Set<object>();
  let waiting: (() => void)[] = [];
  return {
    hold() {
      const holder = {};
      holders.add(holder);
      return () => {
        holders.delete(holder);
        if (holders.size > 0) return;
        for (const goOn of waiting) goOn();
        waiting = [];
      };
    },
    passed: () => (holders.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
  };
};

const corsHeaders = (kind: Kind): Record<string, string> => (kind.cors ? { 'access-control-allow-origin': '*' } : {});

const preflight = (kind: Kind, response: ServerResponse): void => {
  const allowed = { 'access-control-allow-headers': '*, authorization', 'access-control-allow-methods': 'GET, POST' };
  response.writeHead(kind.cors ? 204 : 405, { ...corsHeaders(kind), ...(kind.cors ? allowed : {}) });
  response.end();
};

type Counter = { desk: Desk; options: ServerOptions; passed: () => Promise<void> };

const send = async ({ desk, options, passed }: Counter, line: Line, due: Due, fault: Fault | null): Promise<void> => {
  const { kind } = desk;
  const always = { ...corsHeaders(kind), ...kind.ownHeaders() };
  if ('answer' in due) {
    await sendWhole(line, { ...due.answer, headers: { ...always, ...due.answer.headers } }, fault);
    return;
  }
  const stream = fault?.kind === 'empty' ? { ...due.stream, deltas: [] } : due.stream;
  await sendStream(line, stream, {
    headers: { ...always, ...due.headers },
    deltaMs: options.deltaMs,
    fault,
    mayEnd: passed,
    errorEvent: errorEvent(kind, due.model),
  });
};

/** Takes its time over a recording. @param spent ms that hearing it took already @returns false where the caller left */
const listenTo = async ({ options }: Counter, line: Line, due: Due, spent: number): Promise<boolean> => {
  if (!('seconds' in due) || due.seconds === undefined || !options.hearingSpeed) return true;
  return pause(line, (due.seconds * 1_000) / options.hearingSpeed - spent);
};

const answer = async (counter: Counter, line: Line, call: Arrived, fault: Fault | null): Promise<void> => {
  const { desk } = counter;
  if (fault && isStatusFault(fault.kind))
    return send(counter, line, { answer: stagedAnswer(desk, call, fault.kind, fault) }, null);
  if (fault?.kind === 'reset') return breakOff(line, 'reset');
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'slow' && !(await pause(line, fault.afterMs ?? 1_000))) return;
  const instead = fault && falseAnswer({ kind: fault, desk, call });
  const began = line.clock.now();
  const due = instead ? { answer: instead } : await answerCall(desk, call, fault);
  if (!(await listenTo(counter, line, due, line.clock.now() - began)) || line.gone.aborted) return;
  await send(counter, line, due, fault);
};

const follow = (request: IncomingMessage, response: ServerResponse, entry: LogEntry, clock: FarmClock): Line => {
  const hangUp = new AbortController();
  response.on('close', () => {
    // When this side broke it off, the end is written down already.
    entry.aborted = entry.endedAt === null && !response.writableFinished;
    entry.endedAt ??= clock.now();
    hangUp.abort();
  });
  request.on('error', () => {});
  response.on('error', () => {});
  return { response, entry, clock, gone: hangUp.signal };
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const modelsOf = (known: readonly ModelFacts[], ids: readonly string[]): ModelFacts[] =>
  ids.map((id) => known.find((model) => model.id === id) ?? strangerModel(id));

/** Everything about a provider but its socket. */
const createCounter = (kind: Kind, options: ServerOptions) => {
  const faults = createFaults();
  const gate = createGate();
  const keys = createKeys(kind);
  const log: LogEntry[] = [];
  const clock = options.clock ?? computerClock;
  const listed = (options.era === '2025-10' && october2025[kind.id]) || kind.models;
  let models = listed;
  let pictures: PictureLimits | null = null;
  let uploads: UploadLimits | null = null;
  let allowed: readonly string[] | null = null;
  const desk: Desk = {
    kind,
    keys,
    meters: createMeters(options.timeScale, options.clock?.now),
    models: () => models,
    pictures: () => pictures,
    uploads: () => uploads,
  };
  const counter: Counter = { desk, options, passed: gate.passed };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { origin } = request.headers;
    const isForeign = allowed !== null && origin !== undefined && !allowed.includes(origin);
    if (request.method === 'OPTIONS' && !isForeign) return preflight(kind, response);
    const entry = openEntry(kind.id, request, clock.now());
    log.push(entry);
    const line = follow(request, response, entry, clock);
    try {
      if (isForeign) return await sendWhole(line, { status: 403, type: 'text/plain', body: '' }, null);
      const call = await arrive(kind, request, entry);
      const { path, keyHash } = call;
      await answer(counter, line, call, faults.take({ path, keyHash, model: entry.model }));
    } catch (error) {
      // A client that hung up in the middle of its upload ends here too.
      if (!line.gone.aborted && !request.destroyed) console.error(error);
      response.destroy();
    }
  };
  const setModels = (ids: readonly string[]) => {
    models = modelsOf(listed, ids);
  };
  const allowOrigins = (origins: readonly string[] | null) => {
    allowed = origins;
  };
  const setUploads = (limits: UploadLimits | null) => {
    uploads = limits;
  };
  const setPictures = (limits: PictureLimits | null) => {
    pictures = limits;
  };
  const listedNow = () => models.map(({ id }) => id);
  return { faults, gate, keys, log, serve, models: listedNow, setModels, setPictures, setUploads, allowOrigins };
};

export const startProvider = async (
  kind: Kind,
  options: ServerOptions,
): Promise<PracticeProvider & { close(): Promise<void> }> => {
  const { faults, gate, keys, log, serve, ...settings } = createCounter(kind, options);
  const server = createServer(serve);
  // Long enough that no idle connection closes just as a test uses it again.
  server.keepAliveTimeout = 120_000;
  const port = await listen(server, options.port);
  const origin = `http://127.0.0.1:${port}`;
  return {
    id: kind.id,
    origin,
    baseUrl: `${origin}${kind.root}`,
    log,
    hold: gate.hold,
    ...settings,
    addKey: (key, given = {}) => keys.add(key, given),
    fault(fault) {
      if (fault.kind !== 'refused') return faults.add(fault);
      server.close();
      server.closeAllConnections();
    },
    clearFaults() {
      faults.clear();
      if (!server.listening) server.listen(port, '127.0.0.1');
    },
    async close() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};
