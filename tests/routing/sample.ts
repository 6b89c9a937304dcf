// Settings, keys and targets as tests need them: the real catalog and providers, made into a world from a few words.
import { catalog } from '../../lib/catalog/index.ts';
import type { FaultKind } from '../../lib/domain/fault.ts';
import { faultOf } from '../../lib/domain/fault.ts';
import { type Endpoint, emptySettings, type Key, type Settings } from '../../lib/domain/settings.ts';
import { type EngineState, freshState, type Lesson, type Rest } from '../../lib/domain/state.ts';
import { type Task, textTasks } from '../../lib/domain/task.ts';
import { providerOfEndpoint, providers } from '../../lib/providers/index.ts';
import type { Need } from '../../lib/routing/need.ts';
import { type Target, targetsByTask } from '../../lib/routing/targets.ts';

/** The day that tests call today. */
export const at = Date.UTC(2026, 10, 23, 9, 0, 0);

export const key = (id: string, owner: string, change: Partial<Key> = {}): Key => ({
  id,
  owner,
  label: `${owner} ${id}`,
  last4: 'wxyz',
  plan: owner === 'groq' ? 'free' : 'paid',
  on: true,
  ...change,
});

/** An endpoint for text. */
export const endpoint = (id: string, change: Partial<Endpoint> = {}): Endpoint => ({
  id,
  name: `Endpoint ${id}`,
  baseUrl: 'http://localhost:11434/v1',
  on: true,
  models: [{ id: 'llama3', tasks: [...textTasks], context: null }],
  ...change,
});

export const speechEndpoint = (id: string, change: Partial<Endpoint> = {}): Endpoint =>
  endpoint(id, { models: [{ id: 'whisper-1', tasks: ['transcription'], context: null }], ...change });

export const settingsWith = (
  keys: Key[],
  endpoints: Endpoint[] = [],
  ofProviders: Settings['providers'] = {},
): Settings => ({ ...emptySettings, keys, endpoints, providers: ofProviders });

export const targetsIn = (
  task: Task,
  settings: Settings,
  lists: EngineState['lists'] = {},
  now = at,
): readonly Target[] => {
  const all = [...providers, ...settings.endpoints.map(providerOfEndpoint)];
  return targetsByTask({ settings, catalog, providers: all, lists, now })[task];
};

export const need = (change: Partial<Need> = {}): Need => ({ tokens: 0, bytes: null, seconds: null, ...change });

export const resting = (of: string, until: number, kind: FaultKind = 'rate_limited'): Rest => ({
  of,
  until,
  since: at,
  streak: 1,
  fault: faultOf(kind, 'model', 'It said so.'),
});

export const taught = (of: string, about: Lesson['about'], value: number | null = null): Lesson => ({
  of,
  about,
  value,
  learnedAt: at,
  expiresAt: at + 3_600_000,
  source: 'It said so.',
});

export const stateWith = ({
  rests = [],
  lessons = [],
  lists = {},
  turn = {},
}: {
  rests?: Rest[];
  lessons?: Lesson[];
  lists?: Record<string, string[] | null>;
  turn?: Record<string, number>;
}): EngineState => ({
  ...freshState,
  rests: Object.fromEntries(rests.map((rest) => [rest.of, rest])),
  lessons,
  lists: Object.fromEntries(Object.entries(lists).map(([id, models]) => [id, { models, readAt: at }])),
  turn,
});
