// What follows from the settings, the secrets, the catalog and the keys' own lists, reckoned once and kept until one of
// them changes or a new day begins: models retire on a day. Asks nobody.
import type { Catalog } from '../domain/catalog.ts';
import type { Provider } from '../domain/provider.ts';
import { type KeyId, type OwnerId, type Secrets, type Settings, untouchedPool } from '../domain/settings.ts';
import type { EngineState } from '../domain/state.ts';
import type { Task } from '../domain/task.ts';
import type { Wire } from '../domain/wire.ts';
import type { Purse } from '../routing/need.ts';
import { type Order, orders } from '../routing/route.ts';
import { type Target, targetsByTask, type World } from '../routing/targets.ts';
import { extraHeaders } from './extra-headers.ts';
import { turns } from './upload-errand.ts';

export type Sources = {
  settings: Settings;
  secrets: Secrets;
  catalog: Catalog;
  /** The providers of the product, without endpoints. */
  providers: readonly Provider[];
  providerOfEndpoint: (endpoint: Settings['endpoints'][number]) => Provider;
};

const purseIn =
  ({ spend, pools }: Settings) =>
  (task: Task, maxUsd: number | undefined): Purse => {
    const ceilings = [maxUsd, spend.perRequestUsd, (pools[task] ?? untouchedPool).ceilingUsd];
    const most = Math.min(...ceilings.filter((usd) => usd !== null && usd !== undefined), Number.POSITIVE_INFINITY);
    return { never: spend.never, most: most === Number.POSITIVE_INFINITY ? null : most, perMonth: spend.perMonthUsd };
  };

export const compile = (sources: Sources, lists: EngineState['lists'], now: number) => {
  const { settings, secrets, catalog } = sources;
  const providers = [...sources.providers, ...settings.endpoints.map(sources.providerOfEndpoint)];
  const world: World = { settings, catalog, providers, lists, now };
  const byRef = new Map(catalog.models.map((model) => [model.ref, model]));
  const headers = extraHeaders(settings, secrets);
  const wireTo = (owner: OwnerId, baseUrl: string, keyId: KeyId): Wire => ({
    baseUrl,
    secret: secrets[keyId] ?? null,
    headers: headers.get(owner),
  });
  return {
    sources,
    world,
    targets: targetsByTask(world),
    headers,
    orderOf: (task: Task): Order =>
      task === 'transcription' ? turns : orders[(settings.pools[task] ?? untouchedPool).mode],
    purseOf: purseIn(settings),
    /** What the same would have cost without us. */
    baselineOf: (task: Task) => byRef.get(catalog.baseline[task] ?? ''),
    wireTo,
    wireOf: ({ baseUrl, name }: Target): Wire => wireTo(name.owner, baseUrl, name.keyId),
  };
};

export type Compiled = ReturnType<typeof compile>;

const dayOf = (now: number): number => Math.floor(now / 86_400_000);

/** Whether it no longer follows from what there is. */
export const isOutdated = ({ world }: Compiled, lists: EngineState['lists'], now: number): boolean =>
  world.lists !== lists || dayOf(world.now) !== dayOf(now);
