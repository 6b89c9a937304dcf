// What is read of stored items, whatever stands there, and that nothing unreadable is ever thrown away.
import { describe, expect, it } from 'vitest';
import { notRefreshed } from '../../lib/domain/refreshed.ts';
import { emptySettings, type Settings } from '../../lib/domain/settings.ts';
import { freshState } from '../../lib/domain/state.ts';
import { z } from '../../lib/domain/zod.ts';
import { type Item, openStore, readItem } from '../../lib/storage/item.ts';
import {
  engineState,
  openChoicesStore,
  openRefreshedStore,
  openStateStore,
  refreshed,
  settings,
  vault,
} from '../../lib/storage/items.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';

/** chrome.storage in memory, with a note of each write. */
const memory = (stored: Record<string, unknown> = {}) => {
  const writes: Record<string, unknown>[] = [];
  const local = {
    get: async (keys: string[]) =>
      structuredClone(Object.fromEntries(Object.entries(stored).filter(([name]) => keys.includes(name)))),
    set: async (items: Record<string, unknown>) => {
      writes.push(structuredClone(items));
      Object.assign(stored, structuredClone(items));
    },
  };
  return { areas: { local }, stored, writes };
};

const chosen = settingsWith([key('a', 'groq'), key('b', 'openai')], [endpoint('own')], {
  groq: { on: true, transcribe: false },
});
const secrets = { a: 'secret of a', b: 'secret of b' };

describe('settings and vault', () => {
  it('are empty where nothing is stored, and nothing is kept beside them', async () => {
    const { areas, writes } = memory();
    const store = openChoicesStore(areas);
    expect(await store.load()).toEqual({ settings: emptySettings, secrets: {} });
    await store.save({ settings: chosen, secrets });
    expect(writes).toEqual([{ settings: chosen, vault: secrets }]);
  });

  it('come back as they were stored, and are written in one call', async () => {
    const { areas, writes, stored } = memory({ settings: chosen, vault: secrets });
    const store = openChoicesStore(areas);
    expect(await store.load()).toEqual({ settings: chosen, secrets });
    await store.save({ settings: emptySettings, secrets: {} });
    expect(writes).toHaveLength(1);
    expect(stored).toEqual({ settings: emptySettings, vault: {} });
  });

  for (const [what, raw] of [
    ['of a newer version', { ...chosen, version: 2 }],
    ['without a version', { ...chosen, version: undefined }],
    ['of a version that never was', { ...chosen, version: 0 }],
    ['that are no object', 'damaged'],
    ['that are null', null],
  ] as const)
    it(`keep settings ${what} beside those that take their place, in the same write`, async () => {
      const { areas, writes, stored } = memory({ settings: raw, vault: secrets });
      const store = openChoicesStore(areas);
      const read = await store.load();
      expect(read).toEqual({ settings: emptySettings, secrets });
      expect(writes).toEqual([]);
      await store.save(read);
      expect(writes).toEqual([{ settings: emptySettings, vault: secrets, 'settings.unreadable': raw }]);
      await store.save({ ...read, settings: chosen });
      expect(stored).toMatchObject({ settings: chosen, 'settings.unreadable': raw });
      expect(writes[1]).not.toHaveProperty('settings.unreadable');
    });

  it('still keep the unreadable where the first write fails', async () => {
    const { areas, stored } = memory({ settings: 'damaged' });
    const { set } = areas.local;
    const store = openChoicesStore(areas);
    const read = await store.load();
    areas.local.set = async () => {
      throw new Error('the disk is full');
    };
    await expect(store.save(read)).rejects.toThrow('the disk is full');
    areas.local.set = set;
    await store.save(read);
    expect(stored['settings.unreadable']).toBe('damaged');
  });
});

describe('one bad entry', () => {
  const readWith = (change: Record<string, unknown>) => readItem<Settings>(settings, { ...chosen, ...change });

  it('among the keys costs only itself, and all of it is kept', async () => {
    const bad = { ...key('bad', 'groq'), plan: 'golden' };
    const raw = { ...chosen, keys: [key('a', 'groq'), bad, key('b', 'openai')] };
    const { areas, stored } = memory({ settings: raw, vault: { ...secrets, bad: 'secret of bad' } });
    const store = openChoicesStore(areas);
    const read = await store.load();
    expect(read).toEqual({ settings: chosen, secrets: { ...secrets, bad: 'secret of bad' } });
    await store.save(read);
    expect(stored['settings.unreadable']).toEqual(raw);
  });

  it('among endpoints or providers costs only itself', () => {
    expect(readWith({ endpoints: [endpoint('own'), { id: 'bad' }, null] })).toEqual({ value: chosen, whole: false });
    expect(readWith({ providers: { ...chosen.providers, openai: { on: 'yes' } } })).toEqual({
      value: chosen,
      whole: false,
    });
  });

  it('in the vault costs only itself', () => {
    expect(readItem(vault, { ...secrets, bad: 7 })).toEqual({ value: secrets, whole: false });
    expect(readItem(vault, ['damaged'])).toEqual({ value: {}, whole: false });
  });

  it('is not looked for in a vault of a newer version, whose entries may mean something else', () => {
    expect(readItem(vault, { version: 2, a: 'sealed' })).toEqual({ value: {}, whole: false });
  });

  it('may be a whole list: the others stay', () => {
    expect(readWith({ keys: 'damaged' })).toEqual({ value: { ...chosen, keys: [] }, whole: false });
  });

  it('about money is read as what costs nothing', () => {
    const careful = { ...chosen.spend, never: true };
    expect(readWith({ spend: 'damaged' })).toEqual({ value: { ...chosen, spend: careful }, whole: false });
    expect(readWith({ spend: { ...chosen.spend, perRequestUsd: 0.5, never: 'perhaps' } })).toEqual({
      value: { ...chosen, spend: { ...careful, perRequestUsd: 0.5 } },
      whole: false,
    });
    expect(readWith({ hedge: { on: 'perhaps', maxUsd: 0.01 } }).value.hedge).toEqual({ on: false, maxUsd: 0.01 });
  });

  it('that this version does not know of is kept too', () => {
    expect(readWith({ invented: { later: true } })).toEqual({ value: chosen, whole: false });
  });
});

describe('settings of an earlier Rondo, from before pools and spending', () => {
  it('are read whole', () => {
    const { pools: _, spend: __, hedge: ___, ...early } = chosen;
    expect(readItem(settings, early)).toEqual({ value: chosen, whole: true });
  });
});

describe('what the engine remembers', () => {
  it('is fresh where it cannot be read, which is kept', async () => {
    const { areas, stored } = memory({ engine: { ...freshState, version: 9 } });
    const store = openStateStore(areas);
    expect(await store.load()).toEqual({ state: freshState });
    await store.save({ state: freshState });
    expect(stored).toEqual({ engine: freshState, 'engine.unreadable': { ...freshState, version: 9 } });
  });
});

describe('what was fetched of models', () => {
  const model = {
    ...{ owner: 'groq', id: 'm', context: 8_000, maxOutput: null, price: null, tools: true, json: null, vision: false },
  };
  const kept = { version: 1 as const, on: true, etag: '"1"', readAt: 5, triedAt: 6, models: [model] };

  it('comes back as it was stored, and is nothing at first', async () => {
    const { areas } = memory();
    const store = openRefreshedStore(areas);
    expect(await store.load()).toEqual({ refreshed: notRefreshed });
    await store.save({ refreshed: kept });
    expect(await store.load()).toEqual({ refreshed: kept });
  });

  it('loses no more than the entry that is damaged', async () => {
    const bad = { ...model, price: { input: 'dear' } };
    const { areas } = memory({ refreshed: { ...kept, models: [bad, model, null] } });
    expect((await openRefreshedStore(areas).load()).refreshed).toEqual(kept);
  });
});

describe('a version', () => {
  const third: Item<{ version: 3; words: string[] }, 'local'> = {
    key: 'third',
    area: 'local',
    version: 3,
    steps: [
      (older) => ({ version: 2, text: z.object({ line: z.string() }).parse(older).line }),
      (older) => ({ version: 3, words: z.object({ text: z.string() }).parse(older).text.split(' ') }),
    ],
    visibility: 'pages',
    schema: z.object({ version: z.literal(3), words: z.array(z.string()) }),
    empty: { version: 3, words: [] },
  };

  it('that is older goes through every step to the one of today, and is whole', async () => {
    const value = { version: 3, words: ['one', 'two'] };
    for (const raw of [{ line: 'one two' }, { version: 1, line: 'one two' }, { version: 2, text: 'one two' }, value])
      expect(readItem(third, raw)).toEqual({ value, whole: true });
    const { areas, stored } = memory({ third: { version: 1, line: 'one two' } });
    const store = openStore(areas, 'local', { third });
    await store.save(await store.load());
    expect(stored).toEqual({ third: value });
  });

  it('that a step cannot take, or that is newer, is unreadable', () => {
    for (const raw of [{ version: 1 }, { version: 2, text: 7 }, { version: 4, words: [] }, { version: 1.5, text: '' }])
      expect(readItem(third, raw)).toEqual({ value: third.empty, whole: false });
  });

  it('has as many steps behind it as there were versions before', () => {
    for (const { version, steps = [], key: name } of [vault, settings, engineState, refreshed] as Item<never>[])
      expect(steps.length, name).toBe(version - 1);
  });
});
