// Views as the background would send them: plain values, made from a few words. `at` is the moment that tests call now.

import { unknownAbilities } from '../../lib/domain/abilities.ts';
import type { Fault } from '../../lib/domain/fault.ts';
import { type Job, noProgress, type SummaryJob, type TranscriptionJob } from '../../lib/domain/job.ts';
import type { PoolRow, Pools } from '../../lib/domain/pool.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import type { Card, Health, OwnerStatus } from '../../lib/domain/status.ts';
import type { Attempt, TargetName, Trace } from '../../lib/domain/trace.ts';
import type { Face, View } from '../../lib/messaging/protocol.ts';

export const at = Date.UTC(2026, 10, 23, 14, 5, 0);

export const healthOf = (state: Health['state'], why = '', until: number | null = null): Health => ({
  state,
  until,
  why,
});

export const faces: Face[] = [
  {
    id: 'groq',
    name: 'Groq',
    keyPage: 'https://console.groq.com/keys',
    keyExample: 'gsk_…',
    baseUrl: 'https://api.groq.com/openai/v1',
    maxUploadBytes: 26_214_400,
    ...{ turn: 1, mostPrompt: 896 },
  },
  {
    id: 'openai',
    name: 'OpenAI',
    keyPage: 'https://platform.openai.com/api-keys',
    keyExample: 'sk-…',
    baseUrl: 'https://api.openai.com/v1',
    maxUploadBytes: 26_214_400,
    ...{ turn: 2, mostPrompt: 896 },
  },
  {
    id: 'together',
    name: 'TogetherAI',
    keyPage: 'https://api.together.ai/settings/api-keys',
    keyExample: 'tgp_v1_…',
    baseUrl: 'https://api.together.ai/v1',
    maxUploadBytes: 83_886_080,
    ...{ turn: 2, mostPrompt: 896 },
  },
];

export const cardOf = (id: string, owner: string, part: Partial<Card> = {}): Card => ({
  id,
  owner,
  label: `Key ${id}`,
  last4: 'k3y1',
  plan: 'free',
  on: true,
  health: healthOf('ready'),
  models: 14,
  ...part,
});

export const ownerOf = (id: string, name: string, health: Health, cards: Card[] = []): OwnerStatus => ({
  id,
  name,
  kind: faces.some((face) => face.id === id) ? 'provider' : 'endpoint',
  health,
  cards,
});

export const targetOf = (owner: string, ownerName: string, model: string, keyLabel = 'personal'): TargetName => ({
  id: `${owner}-key@${owner}/${model}`,
  owner,
  ownerName,
  keyId: `${owner}-key`,
  keyLabel,
  model,
});

export const groqText = targetOf('groq', 'Groq', 'llama-3.3-70b-versatile');
export const openaiText = targetOf('openai', 'OpenAI', 'gpt-5.2-mini', 'work');

export const faultNamed = (kind: Fault['kind'], message = ''): Fault => ({
  kind,
  scope: 'model',
  limit: { dimension: null, limit: null, used: null, requested: null },
  retryAfterMs: null,
  status: null,
  message,
});

export const attemptOf = (target: TargetName, ms: number, fault: Fault | null = null): Attempt => ({
  target,
  startedAt: at - 9000 + ms,
  ms,
  fault,
  usage: { inputTokens: null, outputTokens: null, audioSeconds: null },
  costUsd: 0,
});

export const traceOf = (attempts: Attempt[], leftOut: Trace['leftOut'] = []): Trace => ({
  task: 'fast',
  startedAt: at - 9000,
  attempts,
  leftOut,
});

export const rowOf = (ref: string, part: Partial<PoolRow> = {}): PoolRow => {
  const [owner = '', ...id] = ref.split('/');
  return {
    ...{ ref, owner, ownerName: faces.find((face) => face.id === owner)?.name ?? owner, model: id.join('/') },
    ...{ price: { input: 0.1, output: 0.5 }, pricePerHour: null, context: 131_072, abilities: unknownAbilities },
    ...{
      suggested: 0,
      added: false,
      on: true,
      times: 'none',
      standsBack: null,
      retirement: null,
      gone: null,
      state: 'ready',
      until: null,
      why: '',
      free: false,
    },
    ...{ keys: 1, limits: [], facts: [{ field: 'all', source: 'provider documentation', date: '2026-11-23' }] },
    ...part,
  };
};

export const poolsOf = (part: Partial<Pools> = {}): Pools => ({
  ...{ fast: [], research: [], code: [], vision: [], transcription: [] },
  ...part,
});

const jobShared = {
  createdAt: at - 9000,
  updatedAt: at,
  state: 'done',
  blobId: null,
  starts: 1,
  rounds: 0,
  text: '',
  target: null,
  note: '',
  retryAt: null,
  usage: { inputTokens: null, outputTokens: null, audioSeconds: null },
  costUsd: 0,
  trace: null,
} as const;

export const summaryJob = (part: Partial<SummaryJob> = {}): SummaryJob => ({
  ...jobShared,
  id: 'summary-1',
  kind: 'summary',
  title: 'The Antikythera mechanism',
  url: 'https://en.wikipedia.org/wiki/Antikythera_mechanism',
  source: 'article',
  transcriptId: null,
  shareRead: 1,
  ...part,
});

export const transcriptionJob = (part: Partial<TranscriptionJob> = {}): TranscriptionJob => ({
  ...jobShared,
  id: 'transcription-1',
  kind: 'transcription',
  title: 'interview-2026-11-20.mp3',
  fileName: 'interview-2026-11-20.mp3',
  bytes: 8_412_000,
  ...{ whole: true, faster: false, speakers: false, language: null, cut: true, progress: noProgress },
  ...part,
});

/** A view in which these owners stand so; a provider that is not named has no key. */
export const viewOf = (owners: OwnerStatus[], jobs: Job[] = []): View => {
  const all = [
    ...faces.map(({ id, name }) => owners.find((owner) => owner.id === id) ?? ownerOf(id, name, healthOf('no_key'))),
    ...owners.filter(({ kind }) => kind === 'endpoint'),
  ];
  const next = {
    target: groqText,
    why: 'Groq is preferred and ready.',
    line: 'Groq, free; then TogetherAI, about $0.002',
    leftOut: [],
  };
  return {
    settings: {
      ...emptySettings,
      keys: owners.flatMap(({ cards }) => cards.map(({ health: _, models: __, ...key }) => key)),
      endpoints: owners
        .filter(({ kind }) => kind === 'endpoint')
        .map(({ id, name }) => ({
          id,
          name,
          baseUrl: 'http://localhost:11434/v1',
          on: true,
          models: [{ id: 'llama3.2:3b', tasks: ['fast', 'research', 'code'], context: null }],
        })),
    },
    status: {
      at,
      spend: { byOwner: { openai: 0.0312 }, savedUsd: 0.41 },
      catalog: { readOn: '2026-11-23', refreshedAt: null },
      owners: all,
      next: {
        fast: next,
        research: next,
        code: next,
        vision: next,
        transcription: {
          target: owners.length === 0 ? null : targetOf('groq', 'Groq', 'whisper-large-v3-turbo'),
          why: owners.length === 0 ? 'No key yet.' : 'Groq is preferred, has a key and is not resting.',
          line: owners.length === 0 ? '' : 'Groq, free',
          leftOut: [],
        },
      },
    },
    faces,
    jobs,
    captures: { current: null, kept: [], canTab: true },
    downloads: [],
  };
};
