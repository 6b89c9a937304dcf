// Changes of what the user chose: in order, written in one call, and never at the cost of a key that nobody removed.
import { describe, expect, it } from 'vitest';
import { openChoices } from '../../entrypoints/background/choices.ts';
import { withHedge, withKey, withKeyChanged, withoutEndpoint, withoutKey } from '../../lib/domain/change-settings.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';
import { memoryStore } from './fakes.ts';

const two = settingsWith([key('a', 'groq'), key('b', 'openai')]);
const secrets = { a: 'secret of a', b: 'secret of b' };

describe('a change', () => {
  it('is written with settings and secrets in one call, and only then told', async () => {
    const store = memoryStore(two, secrets);
    const told: number[] = [];
    const choices = await openChoices(store, () => told.push(store.writes.length));
    await choices.change((settings, held) => ({
      settings: withKey(settings, key('c', 'groq')),
      secrets: { ...held, c: 'secret of c' },
    }));
    expect(store.writes).toEqual([
      { settings: withKey(two, key('c', 'groq')), secrets: { ...secrets, c: 'secret of c' } },
    ]);
    expect(told).toEqual([1]);
    expect(choices.settings()).toEqual(store.writes[0]?.settings);
    expect(choices.secrets()).toEqual(store.writes[0]?.secrets);
  });

  it('waits for the one that began earlier and builds upon it', async () => {
    const store = memoryStore(emptySettings);
    const choices = await openChoices(store, () => {});
    let release = () => {};
    store.before(() => new Promise((resolve) => (release = resolve)));
    const first = choices.change((settings) => ({ settings: withKey(settings, key('first', 'groq')) }));
    const second = choices.change((settings) => ({ settings: withKey(settings, key('second', 'groq')) }));
    await new Promise((resolve) => setTimeout(resolve));
    expect(store.writes).toEqual([]);
    release();
    await Promise.all([first, second]);
    expect(store.writes.map(({ settings }) => settings.keys.map(({ id }) => id))).toEqual([
      ['first'],
      ['first', 'second'],
    ]);
  });

  it('is done for whoever asked when those who hear of it are done', async () => {
    const store = memoryStore(two, secrets);
    const heard: string[] = [];
    const choices = await openChoices(store, async () => {
      await new Promise((resolve) => setTimeout(resolve));
      heard.push('heard');
    });
    await choices.change((settings) => ({ settings: withoutKey(settings, 'a') }));
    expect(heard).toEqual(['heard']);
  });

  it('that has nothing to change writes nothing and tells nobody', async () => {
    const store = memoryStore(two, secrets);
    const choices = await openChoices(store, () => {
      throw new Error('was told');
    });
    await choices.change(() => null);
    expect(store.writes).toEqual([]);
  });
});

describe('a write that fails', () => {
  it('is told to who asked, changes nothing, and holds up no later change', async () => {
    const store = memoryStore(two, secrets);
    const choices = await openChoices(store, () => {});
    store.before(async () => {
      throw new Error('the disk is full');
    });
    const failing = choices.change((settings) => ({ settings: withoutKey(settings, 'a') }));
    const later = choices.change((settings) => ({ settings: withKeyChanged(settings, 'b', { label: 'Work' }) }));
    await expect(failing).rejects.toThrow('the disk is full');
    await later;
    expect(choices.settings()).toEqual(withKeyChanged(two, 'b', { label: 'Work' }));
    expect(choices.secrets()).toEqual(secrets);
    expect(store.writes).toHaveLength(1);
  });

  it('is the same where the change itself throws', async () => {
    const choices = await openChoices(memoryStore(two, secrets), () => {});
    await expect(
      choices.change(() => {
        throw new Error('a mistake');
      }),
    ).rejects.toThrow('a mistake');
    await choices.change((settings) => ({ settings: withHedge(settings, { on: false }) }));
    expect(choices.settings().hedge.on).toBe(false);
  });
});

describe('the vault', () => {
  it('loses the secret of a key that the change removes, and no other', async () => {
    const store = memoryStore(two, secrets);
    const choices = await openChoices(store, () => {});
    await choices.change((settings) => ({ settings: withoutKey(settings, 'a') }));
    expect(store.writes[0]?.secrets).toEqual({ b: 'secret of b' });
  });

  it('keeps every secret where the settings could not be read and name no key', async () => {
    const store = memoryStore(emptySettings, secrets);
    const choices = await openChoices(store, () => {});
    await choices.change((settings) => ({ settings: withHedge(settings, { on: false }) }));
    await choices.change((settings) => ({ settings: withKey(settings, key('c', 'groq')) }));
    await choices.change((settings) => ({ settings: withoutKey(settings, 'c') }));
    expect(store.writes.map((written) => written.secrets)).toEqual([secrets, secrets, secrets]);
  });
});

describe('the value of an extra header', () => {
  const held = { 'e#x-tenant': 'one', 'e#x-kind': 'two', 'other#x-tenant': 'nobody’s' };
  const own = settingsWith([], [endpoint('e', { headerNames: ['x-tenant', 'x-kind'] })]);

  it('goes with the header and with the endpoint; one that nobody knows of stays', async () => {
    const choices = await openChoices(memoryStore(own, held), () => {});
    await choices.change(() => ({ settings: settingsWith([], [endpoint('e', { headerNames: ['x-kind'] })]) }));
    expect(choices.secrets()).toEqual({ 'e#x-kind': 'two', 'other#x-tenant': 'nobody’s' });
    await choices.change((settings) => ({ settings: withoutEndpoint(settings, 'e') }));
    expect(choices.secrets()).toEqual({ 'other#x-tenant': 'nobody’s' });
  });
});
