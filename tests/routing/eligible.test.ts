// Who can take a request now, and for each who cannot, the reason that is true of it.
import { describe, expect, it } from 'vitest';
import { withPool } from '../../lib/domain/change-settings.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { type EngineState, freshState, type Meter } from '../../lib/domain/state.ts';
import type { Task } from '../../lib/domain/task.ts';
import { type LeftOut, leftOutSchema } from '../../lib/domain/trace.ts';
import { whyNot } from '../../lib/routing/eligible.ts';
import type { Need } from '../../lib/routing/need.ts';
import { at, endpoint, key, need, resting, settingsWith, stateWith, targetsIn, taught } from './sample.ts';

const groqKey = settingsWith([key('g', 'groq')]);
const hour = 3_600_000;

/** Why each target of a task is left out, by model id; null where it is not. */
const codes = (settings: Settings, state: EngineState, asked: Need = need(), task: Task = 'fast', now = at) =>
  Object.fromEntries(
    targetsIn(task, settings, state.lists, now).map((target) => [
      target.model.id,
      whyNot(target, state, asked, now)?.code ?? null,
    ]),
  );

const off = { on: false, transcribe: true };
const unticked = { on: true, transcribe: false };
const upload = need({ tokens: null, bytes: 1_000, seconds: null });

const paid = settingsWith([key('o', 'openai')]);
/** Nobody knows what its models cost. */
const proxy = settingsWith([key('p', 'e')], [endpoint('e', { baseUrl: 'https://proxy.example.com/v1' })]);
const freeProxy = settingsWith([key('p', 'e', { plan: 'free' })], proxy.endpoints);
const purse = { never: false, most: null, perMonth: {} };
const meter: Meter = {
  dimension: 'RPM',
  limit: 30,
  used: 0,
  pending: 0,
  at,
  resetAt: null,
  source: 'header',
  learnedAt: at,
};

type Row = {
  code: LeftOut['code'];
  model: string;
  settings?: Settings;
  state?: EngineState;
  asked?: Need;
  task?: Task;
};

const rows: Row[] = [
  { code: 'off', model: 'openai/gpt-oss-20b', settings: settingsWith([key('g', 'groq')], [], { groq: off }) },
  { code: 'off', model: 'llama3', settings: settingsWith([], [endpoint('e', { on: false })]) },
  { code: 'key_off', model: 'openai/gpt-oss-20b', settings: settingsWith([key('g', 'groq', { on: false })]) },
  { code: 'key_invalid', model: 'openai/gpt-oss-20b', state: stateWith({ lessons: [taught('g', 'invalid_key')] }) },
  { code: 'out_of_credit', model: 'openai/gpt-oss-20b', state: stateWith({ lessons: [taught('g', 'no_credit')] }) },
  {
    code: 'out_of_credit',
    model: 'openai/gpt-oss-20b',
    state: stateWith({ lessons: [taught('g@groq/openai/gpt-oss-20b', 'no_credit')] }),
  },
  { code: 'model_retired', model: 'llama-3.1-8b-instant' },
  { code: 'model_retired', model: 'llama-3.1-8b-instant', state: stateWith({ lists: { g: ['openai/gpt-oss-20b'] } }) },
  {
    code: 'model_missing',
    model: 'openai/gpt-oss-20b',
    state: stateWith({ lists: { g: ['openai/gpt-oss-120b'] } }),
  },
  {
    code: 'model_missing',
    model: 'openai/gpt-oss-20b',
    state: stateWith({ lessons: [taught('g@groq/openai/gpt-oss-20b', 'model_gone')] }),
  },
  {
    code: 'lacks_ability',
    model: 'openai/gpt-oss-20b',
    state: stateWith({ lessons: [taught('g@groq/openai/gpt-oss-20b', 'unsupported')] }),
  },
  { code: 'lacks_ability', model: 'openai/gpt-oss-20b', asked: need({ tokens: null, speakers: true }) },
  { code: 'excluded', model: 'openai/gpt-oss-20b', asked: need({ exclude: ['g@groq/openai/gpt-oss-20b'] }) },
  { code: 'too_long', model: 'openai/gpt-oss-20b', asked: need({ tokens: 8_001 }) },
  {
    code: 'too_large',
    model: 'whisper-large-v3',
    task: 'transcription',
    asked: { ...upload, bytes: 26_214_401 },
  },
  {
    code: 'too_large',
    model: 'openai/whisper-large-v3',
    task: 'transcription',
    settings: settingsWith([key('t', 'together')]),
    asked: { ...upload, seconds: 14_401 },
  },
  {
    code: 'unticked',
    model: 'whisper-large-v3',
    task: 'transcription',
    settings: settingsWith([key('g', 'groq')], [], { groq: unticked }),
    asked: upload,
  },
  { code: 'resting', model: 'openai/gpt-oss-20b', state: stateWith({ rests: [resting('groq', at + 1)] }) },
  { code: 'resting', model: 'openai/gpt-oss-20b', state: stateWith({ rests: [resting('g', at + 1)] }) },
  {
    code: 'resting',
    model: 'openai/gpt-oss-20b',
    state: stateWith({ rests: [resting('g@groq/openai/gpt-oss-20b', at + 1)] }),
  },
  {
    code: 'model_off',
    model: 'openai/gpt-oss-20b',
    settings: withPool(groqKey, 'fast', { model: { ref: 'groq/openai/gpt-oss-20b', on: false } }),
  },
  { code: 'costs_money', model: 'gpt-6-luna', settings: paid, asked: need({ spend: { ...purse, never: true } }) },
  {
    code: 'over_ceiling',
    model: 'gpt-6-luna',
    settings: paid,
    asked: need({ tokens: 10_000, output: 1_000, spend: { ...purse, most: 0.0001 } }),
  },
  ...[
    { ...purse, most: 5 },
    { ...purse, perMonth: { e: 5 } },
  ].map((spend): Row => ({ code: 'price_unknown', model: 'llama3', settings: proxy, asked: need({ spend }) })),
  {
    code: 'budget_spent',
    model: 'gpt-6-luna',
    settings: paid,
    state: { ...freshState, spend: { ...freshState.spend, month: '2026-11', byOwner: { openai: 1 } } },
    asked: need({ tokens: 10_000, output: 1_000, spend: { ...purse, perMonth: { openai: 1 } } }),
  },
  {
    code: 'full',
    model: 'openai/gpt-oss-20b',
    state: {
      ...freshState,
      meters: { 'g@groq/openai/gpt-oss-20b': { RPM: { ...meter, used: 30 } } },
    },
  },
];

describe('whyNot', () => {
  it.each(rows)('leaves out $model: $code', ({ code, model, settings = groqKey, state = freshState, asked, task }) => {
    expect(codes(settings, state, asked, task)[model]).toBe(code);
  });

  it('reaches every reason that there is', () => {
    expect(new Set(rows.map(({ code }) => code))).toEqual(new Set(leftOutSchema.shape.code.options));
  });

  it('leaves out nobody whom nothing speaks against', () => {
    expect(codes(groqKey, freshState)).toMatchObject({ 'openai/gpt-oss-20b': null, 'openai/gpt-oss-120b': null });
    expect(codes(settingsWith([], [endpoint('e')]), freshState)).toEqual({ llama3: null });
  });

  it('asks where nobody knows the price, if no limit is set that it could break, or the key is free', () => {
    expect(codes(proxy, freshState, need({ spend: { ...purse, perMonth: { openai: 5 } } }))).toEqual({ llama3: null });
    expect(codes(freeProxy, freshState, need({ spend: { ...purse, most: 5 } }))).toEqual({ llama3: null });
  });

  it('holds a rest or a lesson of one model against that model alone', () => {
    const one = 'g@groq/openai/gpt-oss-20b';
    const state = stateWith({ rests: [resting(one, at + 1)], lessons: [taught(one, 'model_gone')] });
    expect(codes(groqKey, state)['openai/gpt-oss-120b']).toBeNull();
  });

  it('holds a rest or a lesson of one key against that key alone', () => {
    const two = settingsWith([key('g', 'groq'), key('h', 'groq')]);
    const state = stateWith({ rests: [resting('g', at + 1)], lessons: [taught('g', 'invalid_key')] });
    const ready = targetsIn('fast', two).filter((target) => !whyNot(target, state, need(), at));
    expect(new Set(ready.map(({ name }) => name.keyId))).toEqual(new Set(['h']));
  });

  it('unticks a provider for transcription only', () => {
    const settings = settingsWith([key('g', 'groq')], [], { groq: unticked });
    expect(codes(settings, freshState)['openai/gpt-oss-20b']).toBeNull();
  });

  it('lets a rest and a lesson end at their own time, to the millisecond', () => {
    const state = stateWith({ rests: [resting('g', at + 10)], lessons: [taught('g', 'no_credit')] });
    const code = (now: number) => codes(groqKey, state, need(), 'fast', now)['openai/gpt-oss-20b'];
    expect(code(at + hour - 1)).toBe('out_of_credit');
    expect(code(at + hour)).toBeNull();
    expect(codes(groqKey, { ...state, lessons: [] }, need(), 'fast', at + 9)['openai/gpt-oss-20b']).toBe('resting');
    expect(codes(groqKey, { ...state, lessons: [] }, need(), 'fast', at + 10)['openai/gpt-oss-20b']).toBeNull();
  });

  it('says when a rest ends, by the longest of those that bind', () => {
    const state = stateWith({ rests: [resting('g', at + 10), resting('groq', at + 30)] });
    const [target] = targetsIn('fast', groqKey).filter(({ model }) => model.id === 'openai/gpt-oss-20b');
    expect(target && whyNot(target, state, need(), at)).toEqual({ code: 'resting', until: at + 30 });
  });

  it('says “resting” only of what could otherwise take the request', () => {
    const state = stateWith({ rests: [resting('g', at + 10)] });
    expect(codes(groqKey, state, need({ tokens: 9_000 }))['openai/gpt-oss-20b']).toBe('too_long');
  });
});

describe('whose rest has just ended', () => {
  const [target] = targetsIn('fast', groqKey).filter(({ model }) => model.id === 'openai/gpt-oss-20b');
  const code = (rests: EngineState['rests'], busy: readonly string[]) =>
    target && whyNot(target, { ...freshState, rests }, need(), at, (id) => (busy.includes(id) ? 1 : 0))?.code;

  it.each(['groq', 'g', 'g@groq/openai/gpt-oss-20b'])(
    'gets one call first, to find out whether all is well (%s)',
    (of) => {
      const rests = { [of]: resting(of, at) };
      expect([code(rests, []), code(rests, [of])]).toEqual([undefined, 'full']);
    },
  );

  it('gets any number at once where nothing was wrong', () => {
    expect(code({}, ['groq', 'g'])).toBeUndefined();
  });
});

describe('a key’s own list of models', () => {
  const plan = 'llama-3.1-8b-instant';

  it('beats the day of retirement, so that models of the plan come back where they are still served', () => {
    expect(codes(groqKey, freshState)[plan]).toBe('model_retired');
    expect(codes(groqKey, stateWith({ lists: { g: [plan] } }))[plan]).toBeNull();
  });

  it('says nothing where the key may not read it', () => {
    expect(codes(groqKey, stateWith({ lists: { g: null } }))).toEqual(codes(groqKey, freshState));
  });

  it('speaks for its own key alone', () => {
    const two = settingsWith([key('g', 'groq'), key('h', 'groq')]);
    const state = stateWith({ lists: { g: [plan] } });
    const ready = targetsIn('fast', two, state.lists).filter((target) => !whyNot(target, state, need(), at));
    expect(ready.filter(({ model }) => model.id === plan).map(({ name }) => name.keyId)).toEqual(['g']);
  });

  it('calls a model missing, not retired, while its day has not come', () => {
    const settings = settingsWith([key('o', 'openai')]);
    const state = stateWith({ lists: { o: ['gpt-6-luna'] } });
    expect(codes(settings, state)['gpt-4o-mini']).toBe('model_missing');
    expect(codes(settings, state, need(), 'fast', Date.UTC(2027, 0, 14))['gpt-4o-mini']).toBe('model_retired');
  });

  it('retires a model on its day and not a day before', () => {
    const settings = settingsWith([key('o', 'openai')]);
    const code = (now: number) => codes(settings, freshState, need(), 'fast', now)['gpt-4o-mini'];
    expect(code(Date.UTC(2027, 0, 13, 23, 59))).toBeNull();
    expect(code(Date.UTC(2027, 0, 14, 0, 0))).toBe('model_retired');
  });
});
