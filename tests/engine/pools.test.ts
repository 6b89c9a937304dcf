// The pools as pages see them: what is said of each model, that the first that is ready is the one that is asked next,
// and that limits which the user gives take hold at once.
import { describe, expect, it } from 'vitest';
import { withKeyChanged, withoutKey, withPool } from '../../lib/domain/change-settings.ts';
import { noLimit } from '../../lib/domain/fault.ts';
import { poolsSchema } from '../../lib/domain/pool.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { type EngineState, freshState } from '../../lib/domain/state.ts';
import { type Task, tasks } from '../../lib/domain/task.ts';
import { at, endpoint, key, resting, settingsWith, speechEndpoint, stateWith, taught } from '../routing/sample.ts';
import { fails, openScripted, says } from './scripted.ts';

const small = 'groq/openai/gpt-oss-20b';
const large = 'groq/openai/gpt-oss-120b';
const ok = () => says('Hi');
const everybody = settingsWith([key('g', 'groq'), key('o', 'openai'), key('t', 'together')], [endpoint('e')]);

const open = (settings: Settings, state?: EngineState) => openScripted(settings, ok, { state });
const rowsOf = (settings: Settings, state?: EngineState, task: Task = 'fast') =>
  open(settings, state).engine.pools()[task];
const rowOf = (ref: string, ...rest: Parameters<typeof rowsOf>) => rowsOf(...rest).find((row) => row.ref === ref);

describe('the rows of a pool', () => {
  it('are what the protocol lets through, for every task', () => {
    const { engine } = open(everybody);
    expect(poolsSchema.parse(engine.pools())).toEqual(engine.pools());
    for (const task of tasks) expect(engine.pools()[task].length).toBeGreaterThan(3);
  });

  it('say what is known of a model and where it is from', () => {
    expect(rowOf('openai/gpt-4o-mini', everybody)).toMatchObject({
      ...{ ownerName: 'OpenAI', model: 'gpt-4o-mini', price: { input: 0.15, output: 0.6 }, context: 128_000 },
      ...{ on: true, added: false, state: 'ready', why: '', free: false, keys: 1 },
    });
    for (const { ref, facts } of rowsOf(everybody))
      expect(
        facts.every(({ source, date }) => source !== '' && date !== '') && (facts.length > 0 || ref === 'e/llama3'),
      ).toBe(true);
  });

  it('say whose key is missing, and of a retired model that it is retired', () => {
    const rows = rowsOf(settingsWith([]));
    expect(rows.find(({ ref }) => ref === small)).toMatchObject({
      ...{ state: 'no_key', why: 'You have no key of Groq.', keys: 0, limits: [] },
    });
    expect(rows.find(({ model }) => model === 'llama-3.1-8b-instant')).toMatchObject({
      ...{ state: 'model_retired', why: 'Groq has retired this model.', retirement: { when: 'over' } },
    });
    expect(rows.some(({ state }) => state === 'ready')).toBe(false);
    expect(new Set(rows.map(({ gone }) => gone))).toEqual(new Set([null, 'model_retired']));
  });

  it('tell an end that is near from one that is far', () => {
    const speech = rowsOf(everybody, undefined, 'transcription');
    expect(rowOf('openai/gpt-4o-mini', everybody)?.retirement).toMatchObject({ on: '2027-01-14', when: 'soon' });
    expect(speech.find(({ model }) => model === 'whisper-1')?.retirement).toMatchObject({ when: 'later' });
    expect(rowOf(small, everybody)?.retirement).toBeNull();
  });

  it('tell what no key can call from what one can, and keep the limits of the former to themselves', () => {
    const two = settingsWith([key('g', 'groq'), key('h', 'groq')]);
    const one = stateWith({ lists: { g: ['openai/gpt-oss-120b'], h: ['openai/gpt-oss-20b'] } });
    const none = stateWith({ lists: { g: ['openai/gpt-oss-120b'], h: ['openai/gpt-oss-120b'] } });
    expect(rowOf(small, two, one)).toMatchObject({ gone: null, state: 'ready', keys: 2 });
    expect(rowOf(small, two, none)).toMatchObject({ gone: 'model_missing', state: 'model_missing' });
    expect(
      open(two, one)
        .engine.limits('g')
        .map(({ model }) => model),
    ).toEqual(['openai/gpt-oss-120b']);
  });

  it('know where they would stand if the user had no say', () => {
    const refs = rowsOf(everybody).map(({ ref }) => ref);
    expect(rowsOf(everybody).map(({ suggested }) => suggested)).toEqual(refs.map((_, index) => index));
    const turned = rowsOf(withPool(everybody, 'fast', { order: [small] }));
    expect(turned[0]?.ref).toBe(small);
    expect(turned.map(({ ref, suggested }) => refs[suggested] === ref)).not.toContain(false);
  });

  it('call a retired model ready where a key’s own list still names it', () => {
    const state = stateWith({ lists: { g: ['llama-3.1-8b-instant'] } });
    const row = rowOf('groq/llama-3.1-8b-instant', everybody, state);
    expect(row).toMatchObject({ state: 'ready', free: true, retirement: { when: 'over' } });
  });

  it('stand as well as the best of their keys', () => {
    const two = settingsWith([key('g', 'groq'), key('h', 'groq', { plan: 'paid' })]);
    const both = stateWith({ rests: [resting(`g@${small}`, at + 9_000), resting(`h@${small}`, at + 5_000)] });
    const one = stateWith({ rests: [resting(`g@${small}`, at + 9_000)], lessons: [taught('h', 'invalid_key')] });
    expect(rowOf(small, two)).toMatchObject({ state: 'ready', keys: 2, free: true });
    expect(rowOf(small, two, both)).toMatchObject({ state: 'resting', until: at + 5_000, free: false });
    expect(rowOf(small, two, one)).toMatchObject({ state: 'resting', until: at + 9_000 });
    expect(
      rowOf(small, two, stateWith({ lessons: [taught('g', 'invalid_key'), taught('h', 'invalid_key')] })),
    ).toMatchObject({
      ...{ state: 'key_invalid', why: 'Groq refused this key. Replace it, or validate it again.' },
    });
  });

  it('say what is switched off, and keep it in its place', () => {
    const off = withPool(everybody, 'fast', { model: { ref: small, on: false } });
    expect(rowsOf(off).map(({ ref }) => ref)).toEqual(rowsOf(everybody).map(({ ref }) => ref));
    expect(rowOf(small, off)).toMatchObject({ on: false, state: 'model_off' });
    expect(rowOf(small, off, undefined, 'code')?.on ?? true).toBe(true);
  });

  it('count an endpoint that needs no key as one', () => {
    expect(rowOf('e/llama3', everybody)).toMatchObject({ ownerName: 'Endpoint e', keys: 1, free: true, price: null });
  });
});

describe('the order that a page shows', () => {
  const shownFirst = (rows: ReturnType<typeof rowsOf>) => rows.find(({ state }) => state === 'ready')?.ref;

  it.each(['fast', 'research', 'code', 'vision'] as const)(
    'of %s is the order in which models are asked',
    async (task) => {
      let settings = everybody;
      for (let round = 0; round < 6; round++) {
        const { engine, ask } = open(settings);
        const shown = shownFirst(engine.pools()[task]);
        const result = await ask({ task });
        if (!result.ok) throw new Error('nobody answered');
        const { target } = result;
        expect([shown, engine.status().next[task].target?.model]).toEqual([
          `${target.owner}/${target.model}`,
          target.model,
        ]);
        const refs = engine.pools()[task].map(({ ref }) => ref);
        const change =
          round % 2 === 0
            ? { model: { ref: shown ?? '', on: false } }
            : { order: refs.toReversed(), model: { ref: `groq/extra-${round}`, added: true } };
        settings = withPool(settings, task, change);
      }
    },
  );

  it('puts what was ticked in where the order says, and it is asked there', async () => {
    const ref = 'groq/brand/new-model';
    const ticked = withPool(withPool(everybody, 'fast', { model: { ref, added: true } }), 'fast', { order: [ref] });
    const { engine, ask } = open(ticked, stateWith({ lists: { g: ['brand/new-model'] } }));
    expect(engine.pools().fast[0]).toMatchObject({ ref, added: true, state: 'ready' });
    expect(await ask()).toMatchObject({ ok: true, target: { model: 'brand/new-model', keyId: 'g' } });
  });
});

const believed = (settings: Settings, state?: EngineState, task: Task = 'fast') =>
  Object.fromEntries(
    rowsOf(settings, state, task).map(({ ref, limits }) => [
      ref,
      Object.fromEntries(limits.map(({ dimension, limit, source }) => [dimension, [limit, source]])),
    ]),
  );

describe('limits', () => {
  const together = settingsWith([key('t', 'together')]);
  const model = 'together/Qwen/Qwen3.5-9B';
  const meter = { used: 0, pending: 0, at, resetAt: null, learnedAt: at } as const;
  const told = (change: object): EngineState => ({
    ...freshState,
    meters: { [`t@${model}`]: { RPM: { ...meter, dimension: 'RPM', limit: 600, source: 'header', ...change } } },
  });

  it('that no answer has confirmed yet are marked so, until one has', () => {
    expect(believed(together)[model]).toEqual({ RPM: [60, 'default'], TPM: [60_000, 'default'] });
    expect(believed(together, told({}))[model]).toEqual({ RPM: [600, 'header'], TPM: [60_000, 'default'] });
    expect(believed(together, told({ source: 'error' }))[model]?.RPM).toEqual([600, 'error']);
  });

  it('that were learned too long ago are believed no more', () => {
    expect(believed(together, told({ learnedAt: at - 8 * 86_400_000 }))[model]).toEqual({ TPM: [60_000, 'default'] });
  });

  it('that the user gave are marked so, until an answer says otherwise', () => {
    const given = withKeyChanged(together, 't', { limits: { RPM: 300 } });
    expect(believed(given)[model]).toEqual({ RPM: [300, 'given'], TPM: [60_000, 'default'] });
    expect(believed(given, told({}))[model]?.RPM).toEqual([600, 'header']);
  });

  it('of uploads are the provider’s, the user’s, or what a refusal taught', () => {
    const settings = settingsWith([key('t', 'together')], [speechEndpoint('e')]);
    const given = withKeyChanged(settings, 't', { limits: { bytes: 100_000_000 } });
    const speech = 'together/openai/whisper-large-v3';
    const sizes = (...[of, state]: [Settings, EngineState?]) => believed(of, state, 'transcription')[speech];
    expect(sizes(settings)).toMatchObject({ bytes: [80_000_000, 'default'], audio_seconds: [14_400, 'default'] });
    expect(sizes(given)?.bytes).toEqual([100_000_000, 'given']);
    expect(sizes(given, stateWith({ lessons: [taught('t', 'bytes', 50_000_000)] }))?.bytes).toEqual([
      50_000_000,
      'error',
    ]);
    const long = stateWith({ lessons: [taught(`t@${speech}`, 'audio_seconds', 1_400)] });
    expect(sizes(settings, long)?.audio_seconds).toEqual([1_400, 'error']);
    expect(believed(settings, undefined, 'transcription')['e/whisper-1']).toEqual({});
  });

  it('of one key are told model by model, and of no other key', () => {
    const { engine } = open(settingsWith([key('g', 'groq'), key('t', 'together', { limits: { RPM: 300 } })]));
    const limits = engine.limits('t');
    expect(new Set(limits.map((row) => row.model)).size).toBe(limits.length);
    expect(limits.find((row) => row.model === 'Qwen/Qwen3.5-9B')).toEqual({
      model: 'Qwen/Qwen3.5-9B',
      speech: false,
      limits: [
        { dimension: 'RPM', limit: 300, source: 'given' },
        { dimension: 'TPM', limit: 60_000, source: 'default' },
      ],
    });
    expect(limits.find(({ speech }) => speech)?.limits[0]?.dimension).toBe('bytes');
    expect(engine.limits('unknown')).toEqual([]);
  });
});

describe('limits that the user gives while Rondo runs', () => {
  const settings = settingsWith([key('t', 'together'), key('u', 'together')]);

  it('hold from the next request on, and are gone when they are taken back', async () => {
    const { engine, ask } = open(settingsWith([key('t', 'together')]));
    await ask();
    const given = withKeyChanged(settingsWith([key('t', 'together')]), 't', { limits: { RPD: 2 } });
    engine.update(given, {});
    const model = engine.pools().fast.find(({ state }) => state === 'ready')?.ref;
    const of = () => engine.pools().fast.find(({ ref }) => ref === model);
    expect(of()?.limits).toContainEqual({ dimension: 'RPD', limit: 2, source: 'given' });
    const calls = [await ask(), await ask()];
    expect(calls.map((result) => result.ok && `${result.target.owner}/${result.target.model}`)).toEqual([model, model]);
    expect(of()?.state).toBe('full');
    engine.update(settingsWith([key('t', 'together')]), {});
    expect(of()).toMatchObject({ state: 'ready' });
    expect(of()?.limits.map(({ dimension }) => dimension)).toEqual(['RPM', 'TPM']);
  });

  it('make room for sizes that were refused on this key before, and on no other', () => {
    const refused = stateWith({ lessons: [taught('t', 'bytes', 1_000), taught('u', 'bytes', 1_000)] });
    const { engine } = open(settings, refused);
    engine.update(withKeyChanged(settings, 't', { limits: { bytes: 5_000 } }), {});
    const largest = (id: string) => engine.limits(id).find(({ speech }) => speech)?.limits[0]?.limit;
    expect([largest('t'), largest('u')]).toEqual([5_000, 1_000]);
  });

  it('leave alone what was learned where only something else changed', () => {
    const { engine } = open(settings, stateWith({ lessons: [taught('t', 'bytes', 1_000)] }));
    const before = engine.snapshot();
    engine.update(withoutKey(withKeyChanged(settings, 't', { label: 'Work' }), 'nobody'), {});
    expect(engine.snapshot()).toBe(before);
  });

  it('are taught again by a refusal', async () => {
    const tooLarge = fails('request_too_large', { limit: { ...noLimit, dimension: 'TPM', limit: 10 } });
    const { engine, ask } = openScripted(
      settingsWith([key('t', 'together', { limits: { TPM: 500_000 } })]),
      () => tooLarge,
    );
    await ask();
    expect(engine.limits('t').flatMap(({ limits }) => limits)).toContainEqual({
      dimension: 'TPM',
      limit: 10,
      source: 'error',
    });
  });
});

describe('the models that could be ticked into a pool', () => {
  const listed = (settings: Settings, state?: EngineState) => open(settings, state).engine.models();
  const refs = (...rest: Parameters<typeof listed>) => listed(...rest).map(({ ref }) => ref);

  it('are those that the keys’ own lists name, each once, with what is known of it', () => {
    const settings = settingsWith([key('g', 'groq'), key('h', 'groq')]);
    const state = stateWith({ lists: { g: ['openai/gpt-oss-20b', 'brand/new'], h: ['brand/new'] } });
    expect(refs(settings, state)).toEqual([small, 'groq/brand/new']);
    expect(listed(settings, state)[0]).toMatchObject({ ownerName: 'Groq', context: 131_072, price: { input: 0.075 } });
    const facts = { 'brand/new': { context: 9_000, maxOutput: null, price: null, retiresOn: null } };
    const said = { ...state, lists: { ...state.lists, g: { models: ['brand/new'], facts, readAt: at } } };
    expect(listed(settings, said)[0]).toMatchObject({ ref: 'groq/brand/new', context: 9_000, price: null });
  });

  it('are the catalog’s living ones where a key’s list is hidden or was not read yet', () => {
    const settings = settingsWith([key('g', 'groq')]);
    expect(refs(settings)).toContain(large);
    expect(refs(settings, stateWith({ lists: { g: null } }))).toEqual(refs(settings));
    expect(refs(settings).some((ref) => ref.includes('llama-3.1') || !ref.startsWith('groq/'))).toBe(false);
  });

  it('are an endpoint’s own too, and none without keys and endpoints', () => {
    const models = [{ id: 'm', tasks: ['fast' as const], context: 4_096 }];
    expect(listed(settingsWith([], [endpoint('e', { models })]))).toMatchObject([{ ref: 'e/m', context: 4_096 }]);
    expect(refs(settingsWith([]))).toEqual([]);
  });
});
