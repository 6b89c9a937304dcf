// Changes of settings: settings in, settings out, and nothing else touched.
import { describe, expect, it } from 'vitest';
import {
  withEndpoint,
  withKey,
  withKeyChanged,
  withoutEndpoint,
  withoutKey,
  withPool,
  withProvider,
  withTranscription,
} from '../../lib/domain/change-settings.ts';
import { settingsSchema } from '../../lib/domain/settings.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';

const settings = settingsWith([key('a', 'groq'), key('b', 'own')], [endpoint('own'), endpoint('other')]);

describe('keys', () => {
  it('are added at the end, changed by id and removed by id', () => {
    const added = withKey(settings, key('c', 'openai'));
    expect(added.keys.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const changed = withKeyChanged(added, 'b', { label: 'Work', on: false });
    expect(changed.keys[1]).toEqual({ ...key('b', 'own'), label: 'Work', on: false });
    expect(withoutKey(changed, 'b').keys.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(withKeyChanged(settings, 'unknown', { on: false })).toEqual(settings);
  });
});

describe('the limits of a key', () => {
  it('are kept one by one, and taken back one by one', () => {
    const larger = withKeyChanged(settings, 'a', { limits: { bytes: 100_000_000, RPM: 300 } });
    const fewer = withKeyChanged(larger, 'a', { limits: { RPM: null, TPM: 9_000 } });
    expect([larger, fewer].map(({ keys }) => keys[0]?.limits)).toEqual([
      { bytes: 100_000_000, RPM: 300 },
      { bytes: 100_000_000, TPM: 9_000 },
    ]);
    const none = withKeyChanged(fewer, 'a', { limits: { bytes: null, TPM: null } });
    expect(none.keys).toEqual(settings.keys);
    expect(withKeyChanged(larger, 'a', { label: 'Work' }).keys[0]?.limits).toEqual({ bytes: 100_000_000, RPM: 300 });
  });
});

describe('a pool', () => {
  const poolAfter = (...changes: Parameters<typeof withPool>[2][]) =>
    changes.reduce((before, change) => withPool(before, 'code', change), settings).pools.code;

  it('changes in what was asked for alone, from what holds where nothing was', () => {
    expect(poolAfter({ mode: 'cheapest' })).toEqual({ mode: 'cheapest', off: [], ceilingUsd: null });
    expect(poolAfter({ mode: 'cheapest' }, { ceilingUsd: 0.5 })).toEqual({
      mode: 'cheapest',
      off: [],
      ceilingUsd: 0.5,
    });
  });

  it('takes an order in which nobody stands twice, and goes back to none', () => {
    expect(poolAfter({ order: ['b', 'a', 'b'] })?.order).toEqual(['b', 'a']);
    expect(poolAfter({ order: ['b'] }, { order: null })).toEqual({ mode: 'plan', off: [], ceilingUsd: null });
  });

  it('switches models off and on again, each by itself', () => {
    const [off, on] = [
      { ref: 'a', on: false },
      { ref: 'a', on: true },
    ];
    expect(poolAfter({ model: off }, { model: off }, { model: { ref: 'b', on: false } })?.off).toEqual(['a', 'b']);
    expect(poolAfter({ model: off }, { model: { ref: 'b', on: false } }, { model: on })?.off).toEqual(['b']);
  });

  it('ticks models in and out, and forgets what was said of one that is out', () => {
    const [first, second] = [
      { ref: 'a', added: true },
      { ref: 'b', added: true },
    ];
    expect(poolAfter({ model: first }, { model: second }, { model: first })?.added).toEqual(['a', 'b']);
    const gone = poolAfter(
      ...[{ model: first }, { model: second }, { order: ['c', 'a'] }, { model: { ref: 'a', on: false } }],
      { model: { ref: 'a', added: false } },
    );
    expect(gone).toEqual({ mode: 'plan', off: [], ceilingUsd: null, added: ['b'], order: ['c'] });
  });
});

describe('a provider', () => {
  it('that nobody touched is on and ticked once one thing of it changes', () => {
    expect(withProvider(settings, 'groq', { on: false }).providers).toEqual({ groq: { on: false, transcribe: true } });
  });

  it('keeps its address over other changes, and goes back to its own with null', () => {
    const moved = withProvider(settings, 'groq', { baseUrl: 'http://127.0.0.1:1/v1' });
    expect(withProvider(moved, 'groq', { transcribe: false }).providers.groq).toEqual({
      on: true,
      transcribe: false,
      baseUrl: 'http://127.0.0.1:1/v1',
    });
    expect(withProvider(moved, 'groq', { baseUrl: null }).providers.groq).toEqual({ on: true, transcribe: true });
  });
});

describe('an endpoint', () => {
  it('takes the place of the one with its id', () => {
    const after = withEndpoint(settings, endpoint('own', { name: 'New' }));
    expect(after.endpoints.map(({ id, name }) => [id, name])).toEqual([
      ['own', 'New'],
      ['other', 'Endpoint other'],
    ]);
    expect(withEndpoint(settings, endpoint('third')).endpoints.map(({ id }) => id)).toEqual(['own', 'other', 'third']);
  });

  it('takes its keys along when it goes, and those of nobody else', () => {
    const after = withoutEndpoint(settings, 'own');
    expect([after.endpoints.map(({ id }) => id), after.keys.map(({ id }) => id)]).toEqual([['other'], ['a']]);
  });
});

it('changes nothing in the settings that were given, and gives settings that can be stored', () => {
  const copy = structuredClone(settings);
  const after = [
    withKey(settings, key('c', 'groq')),
    withKeyChanged(settings, 'a', { on: false }),
    withKeyChanged(settings, 'a', { limits: { bytes: 1 } }),
    withoutKey(settings, 'a'),
    withPool(settings, 'fast', { order: ['a'], model: { ref: 'a', added: true, on: false } }),
    withProvider(settings, 'groq', { baseUrl: 'https://a.test' }),
    withEndpoint(settings, endpoint('own')),
    withoutEndpoint(settings, 'own'),
    withTranscription(settings, { language: 'de', words: ['Rondo'] }),
  ];
  expect(settings).toEqual(copy);
  for (const one of after) expect(settingsSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
});
