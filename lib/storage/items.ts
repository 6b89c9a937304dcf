// The items in chrome.storage: each declares its area, its version, who may see it, and the schema it is read with.
// What cannot be read is replaced by the empty value, so that a damaged item never stops the extension.
import { browser } from 'wxt/browser';
import { emptySettings, settingsSchema } from '../domain/settings.ts';
import { engineStateSchema, freshState } from '../domain/state.ts';
import { z } from '../domain/zod.ts';

type Declared<Value> = {
  key: string;
  area: 'local' | 'session';
  version: number;
  /** `background`: no page and no message ever carries it. `summary`: pages see what is made of it. */
  visibility: 'background' | 'summary' | 'pages';
  schema: z.ZodType<Value>;
  empty: Value;
};

export type Item<Value> = Omit<Declared<Value>, 'schema' | 'empty'> & {
  get(): Promise<Value>;
  set(value: Value): Promise<void>;
};

const item = <Value>({ schema, empty, ...declared }: Declared<Value>): Item<Value> => {
  const area = () => browser.storage[declared.area];
  return {
    ...declared,
    get: async () => schema.safeParse((await area().get(declared.key))[declared.key]).data ?? empty,
    set: (value) => area().set({ [declared.key]: value }),
  };
};

/** The characters of each key by its id. */
export const vault = item({
  key: 'vault',
  area: 'local',
  version: 1,
  visibility: 'background',
  schema: z.record(z.string(), z.string()),
  empty: {},
});

export const settings = item({
  key: 'settings',
  area: 'local',
  version: 1,
  visibility: 'pages',
  schema: settingsSchema,
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

/**
 * Keeps content scripts out of chrome.storage.local, where the vault lies. Without this call they may read all of it.
 * Firefox has no such call for `local`; there, no script of ours stands in a page beyond the click that put it in.
 */
export const closeToContentScripts = async (): Promise<void> => {
  await browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
};
