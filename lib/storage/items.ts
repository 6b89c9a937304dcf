// The items in chrome.storage: each declares its area, its version, who may see it, and the schema it is read with.
// What cannot be read gives the empty value, so that a damaged item never stops the extension, and is kept; see item.ts.
import { browser } from 'wxt/browser';
import { type Download, downloadSchema } from '../domain/media.ts';
import { notRefreshed, type Refreshed, refreshedModelSchema, refreshedSchema } from '../domain/refreshed.ts';
import {
  emptySettings,
  endpointSchema,
  keySchema,
  providerSettingsSchema,
  type Secrets,
  type Settings,
  settingsSchema,
} from '../domain/settings.ts';
import { type EngineState, engineStateSchema, freshState } from '../domain/state.ts';
import { z } from '../domain/zod.ts';
import { type Area, type AreaName, each, eachById, type Item, openStore, type Store } from './item.ts';

const item = <Value, In extends AreaName>(declared: Item<Value, In>): Item<Value, In> => declared;

/** The characters of each key by its id. */
export const vault = item({
  key: 'vault',
  area: 'local',
  version: 1,
  visibility: 'background',
  schema: eachById(z.string()),
  empty: {},
});

export const settings = item({
  key: 'settings',
  area: 'local',
  version: 1,
  visibility: 'pages',
  schema: settingsSchema.extend({
    providers: eachById(providerSettingsSchema).catch({}),
    keys: each(keySchema),
    endpoints: each(endpointSchema),
  }),
  empty: emptySettings,
});

export const engineState = item({
  key: 'engine',
  area: 'local',
  version: 1,
  visibility: 'summary',
  schema: engineStateSchema,
  empty: freshState,
});

/** What was fetched of models, while the user wants it. */
export const refreshed = item({
  key: 'refreshed',
  area: 'local',
  version: 1,
  visibility: 'summary',
  schema: refreshedSchema.extend({ models: each(refreshedModelSchema) }),
  empty: notRefreshed,
});

/** Recordings of pages that are being fetched, or are here and wait for a word. */
export const downloads = item({
  key: 'downloads',
  area: 'local',
  version: 1,
  visibility: 'pages',
  schema: each(downloadSchema),
  empty: [],
});

type Areas = Record<'local', Area>;

/** What the user chose and entrusted. */
export const openChoicesStore = (areas: Areas = browser.storage): Store<{ settings: Settings; secrets: Secrets }> =>
  openStore(areas, 'local', { settings, secrets: vault });

/** What the engine remembers. */
export const openStateStore = (areas: Areas = browser.storage): Store<{ state: EngineState }> =>
  openStore(areas, 'local', { state: engineState });

export const openRefreshedStore = (areas: Areas = browser.storage): Store<{ refreshed: Refreshed }> =>
  openStore(areas, 'local', { refreshed });

export const openDownloadsStore = (areas: Areas = browser.storage): Store<{ downloads: Download[] }> =>
  openStore(areas, 'local', { downloads });

/**
 * Keeps content scripts out of chrome.storage.local, where the vault lies. Without this call they may read all of it.
 * Firefox has no such call for `local`; there, no script of ours stands in a page beyond the click that put it in.
 */
export const closeToContentScripts = async (): Promise<void> => {
  await browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
};
