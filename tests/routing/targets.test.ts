// Which targets there are: every model that some key or endpoint could be asked for.
import { describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import { providers } from '../../lib/providers/index.ts';
import { endpoint, key, settingsWith, speechEndpoint, targetsIn } from './sample.ts';

const ids = (...rest: Parameters<typeof targetsIn>) => targetsIn(...rest).map(({ id }) => id);

describe('targets', () => {
  it('are none without a key, and none for an endpoint’s other tasks', () => {
    expect(ids('fast', settingsWith([]))).toEqual([]);
    expect(ids('fast', settingsWith([], [speechEndpoint('e')]))).toEqual([]);
    expect(ids('transcription', settingsWith([], [endpoint('e')]))).toEqual([]);
  });

  it('are each model with each key, named by key and model', () => {
    const two = ids('transcription', settingsWith([key('a', 'groq'), key('b', 'groq')]));
    expect(two.toSorted()).toEqual([
      'a@groq/whisper-large-v3',
      'a@groq/whisper-large-v3-turbo',
      'b@groq/whisper-large-v3',
      'b@groq/whisper-large-v3-turbo',
    ]);
  });

  it('need no key at an endpoint that has none, and use its keys where it has some', () => {
    expect(ids('fast', settingsWith([], [endpoint('e')]))).toEqual(['none@e/llama3']);
    const keyed = settingsWith([key('a', 'e'), key('b', 'e')], [endpoint('e')]);
    expect(ids('fast', keyed)).toEqual(['a@e/llama3', 'b@e/llama3']);
  });

  it('go to the address that the user set', () => {
    const settings = settingsWith([key('g', 'groq')], [], {
      groq: { on: true, transcribe: true, baseUrl: 'https://proxy.test/v1' },
    });
    expect(new Set(targetsIn('fast', settings).map(({ baseUrl }) => baseUrl))).toEqual(
      new Set(['https://proxy.test/v1']),
    );
  });

  it('keep rests and lessons under target, key and owner; an endpoint without a key is its own key', () => {
    const places = (settings: ReturnType<typeof settingsWith>) => targetsIn('fast', settings).map(({ place }) => place);
    expect(places(settingsWith([], [endpoint('e')]))).toMatchObject([
      { target: 'none@e/llama3', key: 'e', owner: 'e', local: true },
    ]);
    const far = endpoint('e', { baseUrl: 'https://far.test/v1' });
    expect(places(settingsWith([key('a', 'e')], [far]))).toMatchObject([
      { target: 'a@e/llama3', key: 'a', owner: 'e', local: false },
    ]);
  });

  it('carry no secret in their names', () => {
    const [target] = targetsIn('fast', settingsWith([key('g', 'groq')]));
    expect(target?.name).toEqual({
      id: 'g@groq/llama-3.1-8b-instant',
      owner: 'groq',
      ownerName: 'Groq',
      keyId: 'g',
      keyLabel: 'groq g',
      model: 'llama-3.1-8b-instant',
    });
  });
});

describe('the bundled catalog', () => {
  const known = new Set(catalog.models.map(({ ref }) => ref));

  it('knows every model that a pool or a provider’s order of turns names', () => {
    const named = Object.values(catalog.pools).flatMap((pool) => pool.map(({ ref }) => ref));
    const spoken = providers.flatMap(({ id, transcription }) => transcription.models.map((model) => `${id}/${model}`));
    expect([...named, ...spoken].filter((ref) => !known.has(ref))).toEqual([]);
  });

  it('names no model twice, neither at all nor within one pool, and gives each place in a pool once', () => {
    expect(known.size).toBe(catalog.models.length);
    for (const pool of Object.values(catalog.pools)) {
      expect(new Set(pool.map(({ ref }) => ref)).size).toBe(pool.length);
      expect(new Set(pool.map(({ priority }) => priority)).size).toBe(pool.length);
    }
  });

  it('says of each number where it is from', () => {
    expect(catalog.models.filter(({ facts }) => facts.length === 0)).toEqual([]);
  });
});
