// Changes to the settings as plain functions: settings in, settings out.
import {
  type Endpoint,
  type GivenLimits,
  type HedgeSettings,
  type Key,
  type ModelRef,
  type OtherTry,
  type PoolSettings,
  type ProviderSettings,
  type Settings,
  type SpendSettings,
  type TranscriptionSettings,
  untouchedPool,
  untouchedProvider,
} from './settings.ts';
import type { Task } from './task.ts';

export const withKey = (settings: Settings, key: Key): Settings => ({ ...settings, keys: [...settings.keys, key] });

/** A limit of null is none of the user's any more. */
export type LimitChanges = { [Name in keyof GivenLimits]?: number | null };

const withLimits = (limits: GivenLimits | undefined, changes: LimitChanges): GivenLimits | undefined => {
  const given = Object.entries({ ...limits, ...changes }).filter(([, limit]) => limit !== null);
  return given.length === 0 ? undefined : Object.fromEntries(given);
};

export const withKeyChanged = (
  settings: Settings,
  id: string,
  { limits, ...change }: Partial<Pick<Key, 'label' | 'plan' | 'on'>> & { limits?: LimitChanges },
): Settings => ({
  ...settings,
  keys: settings.keys.map((key) =>
    key.id === id ? { ...key, ...change, ...(limits && { limits: withLimits(key.limits, limits) }) } : key,
  ),
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

export const withOtherTry = (settings: Settings, change: Partial<OtherTry>): Settings => ({
  ...settings,
  otherTry: { ...settings.otherTry, ...change },
});

export const withHedge = (settings: Settings, change: Partial<HedgeSettings>): Settings => ({
  ...settings,
  hedge: { ...settings.hedge, ...change },
});

export const withTranscription = (settings: Settings, change: Partial<TranscriptionSettings>): Settings => ({
  ...settings,
  transcription: { ...settings.transcription, ...change },
});

/** What changes of a pool. An `order` of null goes back to the suggested one. */
export type PoolChange = Partial<Pick<PoolSettings, 'mode' | 'ceilingUsd'>> & {
  order?: readonly ModelRef[] | null;
  /** `added`: ticked into this pool, or taken out of it again. */
  model?: { ref: ModelRef; on?: boolean; added?: boolean };
};

const withOrWithout = (refs: readonly ModelRef[], ref: ModelRef, wanted: boolean): ModelRef[] =>
  wanted ? [...new Set([...refs, ref])] : refs.filter((other) => other !== ref);

/** What is taken out of a pool leaves no trace in it: ticked in once more, it begins anew. */
const withModel = (pool: PoolSettings, { ref, on, added }: NonNullable<PoolChange['model']>): PoolSettings => {
  const after = { ...pool };
  if (on !== undefined) after.off = withOrWithout(pool.off, ref, !on);
  if (added !== undefined) after.added = withOrWithout(pool.added ?? [], ref, added);
  if (added !== false) return after;
  return { ...after, off: withOrWithout(after.off, ref, false), order: after.order?.filter((other) => other !== ref) };
};

export const withPool = (settings: Settings, task: Task, { order, model, ...change }: PoolChange): Settings => {
  const before = settings.pools[task] ?? untouchedPool;
  const after: PoolSettings = { ...(model ? withModel(before, model) : before), ...change };
  if (order === null) delete after.order;
  else if (order !== undefined) after.order = [...new Set(order)];
  return { ...settings, pools: { ...settings.pools, [task]: after } };
};
