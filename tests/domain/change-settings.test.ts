// Changes of settings: settings in, settings out, and nothing else touched.
import { describe, expect, it } from 'vitest';
import {
  withEndpoint,
  withKey,
  withKeyChanged,
  withoutEndpoint,
  withoutKey,
  withProvider,
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
    withoutKey(settings, 'a'),
    withProvider(settings, 'groq', { baseUrl: 'https://a.test' }),
    withEndpoint(settings, endpoint('own')),
    withoutEndpoint(settings, 'own'),
  ];
  expect(settings).toEqual(copy);
  for (const one of after) expect(settingsSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
});
