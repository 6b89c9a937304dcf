// Changes to the settings as plain functions: settings in, settings out.
import {
  type Endpoint,
  type HedgeSettings,
  type Key,
  type PoolSettings,
  type ProviderSettings,
  type Settings,
  type SpendSettings,
  untouchedPool,
  untouchedProvider,
} from './settings.ts';
import type { Task } from './task.ts';

export const withKey = (settings: Settings, key: Key): Settings => ({ ...settings, keys: [...settings.keys, key] });

export const withKeyChanged = (
  settings: Settings,
  id: string,
  change: Partial<Pick<Key, 'label' | 'plan' | 'on'>>,
): Settings => ({
  ...settings,
  keys: settings.keys.map((key) => (key.id === id ? { ...key, ...change } : key)),
});

export const withoutKey = (settings: Settings, id: string): Settings => ({
  ...settings,
  keys: settings.keys.filter((key) => key.id !== id),
});

/** `baseUrl: null` goes back to the provider's own. */
export const withProvider = (
  settings: Settings,
  id: string,
  change: Partial<Omit<ProviderSettings, 'baseUrl'>> & { baseUrl?: string | null },
): Settings => {
  const { baseUrl, ...rest } = change;
  const before = settings.providers[id] ?? untouchedProvider;
  const after: ProviderSettings = { ...before, ...rest };
  if (baseUrl === null) delete after.baseUrl;
  else if (baseUrl !== undefined) after.baseUrl = baseUrl;
  return { ...settings, providers: { ...settings.providers, [id]: after } };
};

/** At the end where it is new. */
export const withEndpoint = (settings: Settings, endpoint: Endpoint): Settings => ({
  ...settings,
  endpoints: settings.endpoints.some(({ id }) => id === endpoint.id)
    ? settings.endpoints.map((before) => (before.id === endpoint.id ? endpoint : before))
    : [...settings.endpoints, endpoint],
});

/** An endpoint takes its keys along. */
export const withoutEndpoint = (settings: Settings, id: string): Settings => ({
  ...settings,
  endpoints: settings.endpoints.filter((endpoint) => endpoint.id !== id),
  keys: settings.keys.filter((key) => key.owner !== id),
});

type SpendChange = Partial<Omit<SpendSettings, 'perMonthUsd'>> & { perMonth?: { owner: string; usd: number | null } };

/** A budget of null is none. */
export const withSpend = (settings: Settings, { perMonth, ...change }: SpendChange): Settings => {
  const perMonthUsd = { ...settings.spend.perMonthUsd };
  if (perMonth?.usd === null) delete perMonthUsd[perMonth.owner];
  else if (perMonth) perMonthUsd[perMonth.owner] = perMonth.usd;
  return { ...settings, spend: { ...settings.spend, ...change, perMonthUsd } };
};

export const withHedge = (settings: Settings, change: Partial<HedgeSettings>): Settings => ({
  ...settings,
  hedge: { ...settings.hedge, ...change },
});

export const withPool = (settings: Settings, task: Task, change: Partial<PoolSettings>): Settings => ({
  ...settings,
  pools: { ...settings.pools, [task]: { ...(settings.pools[task] ?? untouchedPool), ...change } },
});
