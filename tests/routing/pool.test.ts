// Which models stand in a pool and in which order, and that the targets follow it.
import { describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import { type PoolChange, withPool } from '../../lib/domain/change-settings.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { freshState } from '../../lib/domain/state.ts';
import { type Task, textTasks } from '../../lib/domain/task.ts';
import { providerOfEndpoint, providers } from '../../lib/providers/index.ts';
import { uploadCapacity } from '../../lib/routing/eligible.ts';
import { poolOf } from '../../lib/routing/pool.ts';
import { at, endpoint, key, settingsWith, speechEndpoint, targetsIn } from './sample.ts';

const everybody = settingsWith([key('g', 'groq'), key('o', 'openai'), key('t', 'together')], [endpoint('e')]);

const membersIn = (settings: Settings, task: Task = 'fast', now = at) =>
  poolOf(
    {
      ...{ settings, catalog, lists: {}, now },
      providers: [...providers, ...settings.endpoints.map(providerOfEndpoint)],
    },
    task,
  );
const refsIn = (settings: Settings, task: Task = 'fast', now = at) =>
  membersIn(settings, task, now).map(({ model }) => model.ref);
const changed = (change: PoolChange, settings = everybody, task: Task = 'fast') => withPool(settings, task, change);

const suggested = refsIn(everybody);

describe('a pool', () => {
  it('that nobody changed is the catalog’s, and the endpoints’ after it, whatever keys there are', () => {
    const then = Date.UTC(2025, 9, 20);
    for (const task of textTasks) {
      const own = catalog.pools[task].toSorted((one, other) => one.priority - other.priority).map(({ ref }) => ref);
      expect(refsIn(everybody, task, then)).toEqual([...own, 'e/llama3']);
      expect(refsIn(settingsWith([]), task, then)).toEqual(own);
    }
  });

  it('stands in the user’s order first, and what that does not name follows as it was', () => {
    const last = suggested.at(-1) ?? '';
    const third = suggested[2] ?? '';
    const rest = suggested.filter((ref) => ref !== last && ref !== third);
    expect(refsIn(changed({ order: [last, third] }))).toEqual([last, third, ...rest]);
  });

  it('is not changed by an order that names models it does not have', () => {
    expect(refsIn(changed({ order: ['nobody/model', 'groq/of-yesterday'] }))).toEqual(suggested);
  });

  it('keeps a model that is switched off in its place', () => {
    const members = membersIn(changed({ model: { ref: suggested[1] ?? '', on: false } }));
    expect(members.map(({ model }) => model.ref)).toEqual(suggested);
    expect(members.map(({ off }) => off).indexOf(true)).toBe(1);
  });

  it('takes in what the user ticked, between the catalog’s and the endpoints’, or where the order says', () => {
    const ticked = changed({ model: { ref: 'groq/new/model', added: true } });
    expect(refsIn(ticked).slice(-2)).toEqual(['groq/new/model', 'e/llama3']);
    expect(refsIn(changed({ order: ['groq/new/model'] }, ticked))[0]).toBe('groq/new/model');
    const [member] = membersIn(ticked).filter(({ added }) => added);
    expect(member?.model).toMatchObject({ owner: 'groq', id: 'new/model', context: null, price: null });
  });

  it('takes a ticked model as the catalog knows it, and none twice', () => {
    const known = 'openai/gpt-6.1-sol';
    const [member] = membersIn(changed({ model: { ref: known, added: true } })).filter(({ added }) => added);
    expect(member?.model).toBe(catalog.models.find(({ ref }) => ref === known));
    expect(refsIn(changed({ model: { ref: suggested[0] ?? '', added: true } }))).toEqual(suggested);
  });

  it('holds nothing of a provider or an endpoint that is gone', () => {
    expect(refsIn(changed({ model: { ref: 'gone/model', added: true } }))).toEqual(suggested);
  });

  it('takes a model of an endpoint with what is known of it, also for a task it was not given', () => {
    const models = [{ id: 'coder', tasks: ['code' as const], context: 8_192, limits: { TPM: 500 } }];
    const settings = settingsWith([], [endpoint('e', { models })]);
    expect(refsIn(settings)).not.toContain('e/coder');
    const [member] = membersIn(changed({ model: { ref: 'e/coder', added: true } }, settings)).filter(
      ({ added }) => added,
    );
    expect(member).toMatchObject({ model: { context: 8_192 }, limits: { TPM: 500 } });
  });

  it('puts an endpoint where its own place says', () => {
    const first = settingsWith([], [endpoint('e', { priority: 0 })]);
    expect(refsIn(first)[0]).toBe('e/llama3');
  });
});

describe('the pool of transcription', () => {
  const settings = settingsWith([], [speechEndpoint('e')]);
  const order = ['e/whisper-1', 'together/openai/whisper-large-v3', 'groq/whisper-large-v3'];

  it('keeps each provider’s models together, in the user’s order within each', () => {
    const refs = refsIn(withPool(settings, 'transcription', { order }), 'transcription');
    const owners = refs.map((ref) => ref.split('/')[0] ?? '');
    expect(owners.filter((owner, index) => owner !== owners[index - 1])).toEqual([...new Set(owners)]);
    expect(refs.filter((ref) => /^(groq|openai|together|e)\//.test(ref))).toEqual([
      ...['groq/whisper-large-v3', 'groq/whisper-large-v3-turbo'],
      ...['openai/gpt-transcribe', 'openai/whisper-1', 'openai/gpt-4o-mini-transcribe', 'openai/gpt-4o-transcribe'],
      ...['openai/gpt-4o-transcribe-diarize', 'together/openai/whisper-large-v3', 'e/whisper-1'],
    ]);
  });

  it('takes in what the user ticked, after the provider’s own', () => {
    const model = { ref: 'groq/distil-whisper', added: true };
    const ticked = withPool(settings, 'transcription', { model });
    expect(refsIn(ticked, 'transcription').slice(0, 3).at(-1)).toBe('groq/distil-whisper');
  });
});

describe('the targets', () => {
  it('stand in the order of the pool, each model with each of its keys', () => {
    const ordered = changed(
      { order: suggested.toReversed() },
      { ...everybody, keys: [...everybody.keys, key('h', 'groq')] },
    );
    const refs = targetsIn('fast', ordered).map(({ model }) => model.ref);
    const owners = new Set(refs.map((ref) => ref.split('/')[0]));
    expect([...new Set(refs)]).toEqual(suggested.toReversed().filter((ref) => owners.has(ref.split('/')[0])));
    expect(refs.filter((ref) => ref.startsWith('groq/'))).toHaveLength(
      2 * suggested.filter((ref) => ref.startsWith('groq/')).length,
    );
  });

  const limitsOf = (settings: Settings, task: Task = 'fast') => targetsIn(task, settings)[0]?.place.limits;

  it('are given what the user knows of their key, before what is known of the model and the provider', () => {
    const { freeLimits } = catalog.models.find(({ ref }) => ref === suggested[0]) ?? {};
    expect(limitsOf(settingsWith([key('g', 'groq')]))).toEqual(freeLimits);
    const own = { RPM: 7, bytes: 100_000_000 };
    expect(limitsOf(settingsWith([key('g', 'groq', { limits: own })]))).toEqual({ ...freeLimits, RPM: 7 });
    const paid = settingsWith([key('t', 'together', { limits: { TPM: 9 } })]);
    expect(limitsOf(paid)).toEqual({ RPM: 60, TPM: 9 });
  });

  it('of an endpoint are given what the user knows of the model, and of the key before that', () => {
    const models = [{ id: 'm', tasks: ['fast' as const], context: null, limits: { RPM: 3, TPM: 5 } }];
    expect(limitsOf(settingsWith([], [endpoint('e', { models })]))).toEqual({ RPM: 3, TPM: 5 });
    const keyed = settingsWith([key('k', 'e', { limits: { RPM: 4 } })], [endpoint('e', { models })]);
    expect(limitsOf(keyed)).toEqual({ RPM: 4, TPM: 5 });
  });

  it('take uploads as large as the user says of the key, else as their provider does', () => {
    const capacity = (change: Parameters<typeof key>[2]) =>
      targetsIn('transcription', settingsWith([key('g', 'groq', change)])).map((target) =>
        uploadCapacity(target, freshState, at),
      );
    expect(capacity({})[0]).toEqual({ bytes: 26_214_400, seconds: null });
    expect(capacity({ limits: { bytes: 100_000_000, audio_seconds: 600 } })[0]).toEqual({
      bytes: 100_000_000,
      seconds: 600,
    });
  });
});
