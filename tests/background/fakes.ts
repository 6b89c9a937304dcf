// The background's neighbours as tests need them: a store in memory that can be made to fail, an engine that checks by
// script, jobs that note what they were asked, and a port as the browser gives it.
import type { Browser } from 'wxt/browser';
import { type Choices, type ChoicesStore, type Chosen, openChoices } from '../../entrypoints/background/choices.ts';
import type { HandlerPorts } from '../../entrypoints/background/handlers.ts';
import { unknownAbilities } from '../../lib/domain/abilities.ts';
import type { Forecast } from '../../lib/domain/forecast.ts';
import type { HistoryEntry, HistoryHead } from '../../lib/domain/history.ts';
import type { FoundMedia } from '../../lib/domain/media.ts';
import type { ListedModel, Pools } from '../../lib/domain/pool.ts';
import type { Secrets, Settings } from '../../lib/domain/settings.ts';
import type { Check, FoundServer } from '../../lib/domain/status.ts';

export type MemoryStore = ChoicesStore & {
  /** Every write, oldest first. */
  writes: Chosen[];
  /** What the next write does before it is done. */
  before(next: () => Promise<void>): void;
};

export const memoryStore = (settings: Settings, secrets: Secrets = {}): MemoryStore => {
  const writes: Chosen[] = [];
  let hold = async () => {};
  return {
    writes,
    before: (next) => {
      hold = next;
    },
    load: async () => ({ settings, secrets }),
    save: async (chosen) => {
      const held = hold;
      hold = async () => {};
      await held();
      writes.push(structuredClone(chosen));
    },
  };
};

export const check = (cause: Check['cause'], message = `It was ${cause}.`): Check => ({
  ok: cause === 'accepted',
  cause,
  message,
  models: null,
  ms: 1,
});

export const noPools: Pools = { fast: [], research: [], code: [], vision: [], transcription: [] };
export const listed: ListedModel = {
  ...{
    ref: 'groq/new',
    owner: 'groq',
    ownerName: 'Groq',
    model: 'new',
    price: null,
    pricePerHour: null,
    context: null,
  },
  abilities: unknownAbilities,
};

export const player: FoundMedia = {
  kind: 'audio',
  title: 'Talk',
  url: 'https://a.test/talk.mp3',
  seconds: 61,
  playing: true,
};
export const forecast: Forecast = { seconds: 60, short: true, usual: null, faster: null, left: [] };
const kept = {
  ...{ id: 'talk', title: 'Talk', createdAt: 1, updatedAt: 2, seconds: 60, language: 'en', models: [], gaps: [] },
  ...{ audio: null, costUsd: 0 },
};
export const entry: HistoryEntry = { ...kept, text: 'So it goes.', passages: [], pending: [] };
export const head: HistoryHead = { ...kept, wordCount: 3, excerpt: 'So it goes.' };

export type Desk = HandlerPorts & { choices: Choices; store: MemoryStore; calls: unknown[][] };

/** Everything that handlers need, with a note of each call. `answers`: what the engine says of a secret; `found`: servers. */
export const openDesk = async (
  settings: Settings,
  secrets: Secrets = {},
  answers: Record<string, Check> = {},
  found: FoundServer[] = [],
): Promise<Desk> => {
  const calls: unknown[][] = [];
  const store = memoryStore(settings, secrets);
  const choices = await openChoices(store, () => {});
  const noted =
    (...what: unknown[]) =>
    async (...given: unknown[]) =>
      void calls.push([...what, ...given]);
  const begins =
    (name: string) =>
    async (...given: unknown[]) => {
      calls.push([name, ...given]);
      return { ok: true as const, jobId: 'job' };
    };
  return {
    store,
    choices,
    calls,
    engine: {
      check: async (what) => {
        calls.push(['check', what]);
        const secret = 'key' in what ? choices.secrets()[what.key] : undefined;
        return answers[secret ?? ''] ?? check('accepted');
      },
      place: async (wire) => {
        calls.push(['place', wire.baseUrl]);
        return `${wire.baseUrl}/v1`;
      },
      list: async (wire, query) => {
        calls.push(['list', wire, query]);
        return { ok: true, models: [{ id: 'qwen', context: 8_192 }] };
      },
      find: async (places) => {
        calls.push(['find', places]);
        return found;
      },
      pools: () => noPools,
      models: () => [listed],
      limits: (key) => [{ model: `of ${key}`, speech: false, limits: [] }],
    },
    jobs: {
      summarize: begins('summarize'),
      summarizeTranscript: begins('summarizeTranscript'),
      transcribe: begins('transcribe'),
      cancel: noted('cancel'),
      retry: noted('retry'),
      remove: noted('remove'),
      forecast: async (what) => {
        calls.push(['forecast', what]);
        return { ok: true, forecast };
      },
      history: {
        read: async (id) => (id === entry.id ? entry : null),
        list: async (query) => {
          calls.push(['list', query]);
          return [head];
        },
        write: async (id, form) => (id === entry.id ? { text: form, fileName: 'Talk.txt', mime: 'text/plain' } : null),
        rename: noted('rename'),
        dropAudio: noted('dropAudio'),
        empty: noted('empty'),
      },
    },
    captures: {
      start: async (wish) => {
        calls.push(['start', wish]);
        return { ok: true, asks: false };
      },
      pause: () => void calls.push(['pause']),
      resume: () => void calls.push(['resume']),
      stop: begins('stop'),
      discard: noted('discard'),
      handOver: begins('hand over'),
    },
    refresh: {
      start: async () => {
        calls.push(['refresh']);
        return { ok: true, models: 7 };
      },
      stop: noted('stop refreshing'),
    },
    keepAwake: (work) => {
      calls.push(['keepAwake']);
      return work;
    },
    media: {
      find: async () => [player],
      take: async (wanted) => {
        calls.push(['take', wanted]);
        return 'download';
      },
      drop: noted('drop'),
      begun: noted('begun'),
      empty: noted('empty downloads'),
    },
    readTab: async () => ({ ok: true, page: { title: 'T', url: 'https://a.test', source: 'article', text: 'Words.' } }),
  };
};

export type FakePort = { port: Browser.runtime.Port; said: unknown[]; close(): void };

export const fakePort = (): FakePort => {
  const said: unknown[] = [];
  const closers: (() => void)[] = [];
  const port = {
    postMessage: (message: unknown) => void said.push(message),
    onDisconnect: { addListener: (listener: () => void) => void closers.push(listener) },
  };
  return {
    // The rest of a port is not touched by the background.
    port: port as unknown as Browser.runtime.Port,
    said,
    close: () => {
      for (const closer of closers) closer();
    },
  };
};
