// The order of turns of the plan: the preferred provider first, else OpenAI, TogetherAI and endpoints in turn.
import { describe, expect, it } from 'vitest';
import { withPool } from '../../lib/domain/change-settings.ts';
import type { Endpoint, Key, Settings } from '../../lib/domain/settings.ts';
import { type EngineState, freshState } from '../../lib/domain/state.ts';
import { whyNot } from '../../lib/routing/eligible.ts';
import type { Need } from '../../lib/routing/need.ts';
import { type Order, sortOut } from '../../lib/routing/route.ts';
import { turnOrder, turnTaken } from '../../lib/transcription/turns.ts';
import { at, key, resting, settingsWith, speechEndpoint, stateWith, targetsIn, taught } from '../routing/sample.ts';

const inTurn: Order = (targets, { state }) => turnOrder(targets, state.turn);
const keys = { groq: key('g', 'groq'), openai: key('o', 'openai'), together: key('t', 'together') };
const everyKey = Object.values(keys);
const own = speechEndpoint('own');
const small: Need = { tokens: null, bytes: 1_000_000, seconds: null };
const off = { on: false, transcribe: true };
const unticked = { on: true, transcribe: false };

/** One upload after the other: whom each goes to, and what is remembered after. */
const uploads = (count: number, settings: Settings, from: EngineState = freshState, asked = small, now = at) => {
  let state = from;
  const took = Array.from({ length: count }, () => {
    const [first] = sortOut(targetsIn('transcription', settings), { state, need: asked, now: now }, inTurn).ready;
    if (first) state = { ...state, turn: turnTaken(state.turn, first.name.owner, first.name.keyId) };
    return first;
  });
  return { owners: took.map((target) => target?.name.owner ?? 'nobody'), took, state };
};

type Row = {
  rule: string;
  keys?: Key[];
  endpoints?: Endpoint[];
  providers?: Settings['providers'];
  state?: EngineState;
  asked?: Need;
  owners: string[];
};

const rows: Row[] = [
  { rule: 'prefers Groq for each upload', owners: ['groq', 'groq', 'groq', 'groq'] },
  {
    rule: 'takes turns OpenAI, TogetherAI, endpoint without a Groq key',
    keys: [keys.openai, keys.together],
    owners: ['openai', 'together', 'own', 'openai', 'together', 'own', 'openai'],
  },
  {
    rule: 'takes turns while Groq is off',
    providers: { groq: off },
    owners: ['openai', 'together', 'own', 'openai', 'together', 'own'],
  },
  {
    rule: 'takes turns while Groq is not ticked',
    providers: { groq: unticked },
    owners: ['openai', 'together', 'own'],
  },
  {
    rule: 'takes turns while Groq rests',
    state: stateWith({ rests: [resting('groq', at + 1)] }),
    owners: ['openai', 'together', 'own', 'openai'],
  },
  {
    rule: 'takes turns while the only Groq key is off',
    keys: [key('g', 'groq', { on: false }), keys.openai, keys.together],
    owners: ['openai', 'together', 'own'],
  },
  {
    rule: 'takes turns while the only Groq key is invalid',
    state: stateWith({ lessons: [taught('g', 'invalid_key')] }),
    owners: ['openai', 'together', 'own'],
  },
  {
    rule: 'skips who has no key',
    keys: [keys.together],
    owners: ['together', 'own', 'together', 'own'],
  },
  { rule: 'skips who is off', providers: { groq: off, openai: off }, owners: ['together', 'own', 'together'] },
  {
    rule: 'skips who is not ticked',
    providers: { groq: off, together: unticked },
    owners: ['openai', 'own', 'openai'],
  },
  {
    rule: 'skips who rests',
    providers: { groq: off },
    state: stateWith({ rests: [resting('openai', at + 1), resting('own', at + 1)] }),
    owners: ['together', 'together'],
  },
  {
    rule: 'skips an endpoint that is off',
    keys: [keys.openai],
    endpoints: [speechEndpoint('own', { on: false })],
    owners: ['openai', 'openai'],
  },
  {
    rule: 'skips who cannot take a file of this size: 30 MB go to TogetherAI and to an endpoint without a known limit',
    asked: { ...small, bytes: 30_000_000 },
    owners: ['together', 'own', 'together', 'own'],
  },
  {
    rule: 'skips who cannot take a recording of this length',
    providers: { groq: off },
    asked: { ...small, seconds: 20_000 },
    owners: ['openai', 'own', 'openai'],
  },
  { rule: 'asks nobody where nobody is left', keys: [], endpoints: [], owners: ['nobody'] },
];

describe('the order of turns', () => {
  it.each(rows)('$rule', ({ keys: ofRow = everyKey, endpoints = [own], providers = {}, state, asked, owners }) => {
    const settings = settingsWith(ofRow, endpoints, providers);
    expect(uploads(owners.length, settings, state, asked).owners).toEqual(owners);
  });

  it('is back with Groq from the millisecond on in which its rest ends', () => {
    const settings = settingsWith(everyKey);
    const state = stateWith({ rests: [resting('groq', at + 60_000)] });
    expect(uploads(1, settings, state, small, at + 59_999).owners).toEqual(['openai']);
    expect(uploads(2, settings, state, small, at + 60_000).owners).toEqual(['groq', 'groq']);
  });

  it('goes on where it was after Groq was back for a while', () => {
    const settings = settingsWith(everyKey);
    const rest = stateWith({ rests: [resting('groq', at + 10)] });
    const first = uploads(1, settings, rest);
    const back = uploads(3, settings, first.state, small, at + 10);
    const again = uploads(2, settings, { ...back.state, rests: { groq: resting('groq', at + 99) } }, small, at + 20);
    expect([first.owners, back.owners, again.owners]).toEqual([
      ['openai'],
      ['groq', 'groq', 'groq'],
      ['together', 'openai'],
    ]);
  });

  it('gives 300 uploads to all who can take them, none more than one ahead of another', () => {
    const endpoints = [speechEndpoint('one'), speechEndpoint('two')];
    const { owners } = uploads(300, settingsWith(everyKey, endpoints, { groq: off }));
    const counts = Object.entries(Object.groupBy(owners, (owner) => owner)).map(([owner, all]) => [owner, all?.length]);
    expect(Object.fromEntries(counts)).toEqual({ openai: 75, together: 75, one: 75, two: 75 });
  });

  it('counts providers and not keys: two OpenAI keys get half of the uploads between them, each a quarter', () => {
    const settings = settingsWith([keys.openai, key('p', 'openai'), keys.together]);
    const { took } = uploads(40, settings);
    const of = (id: string) => took.filter((target) => target?.name.keyId === id).length;
    expect([of('o'), of('p'), of('t')]).toEqual([10, 10, 20]);
  });

  it('brings somebody who was away for long back without giving them all that they missed', () => {
    const settings = settingsWith([keys.openai, keys.together]);
    const away = uploads(50, settings, stateWith({ rests: [resting('openai', at + 10)] }));
    expect(new Set(away.owners)).toEqual(new Set(['together']));
    expect(uploads(4, settings, away.state, small, at + 10).owners).toEqual([
      'openai',
      'together',
      'openai',
      'together',
    ]);
  });

  it('asks a provider’s models in order, and its next model before the next provider', () => {
    const settings = settingsWith([keys.groq, keys.openai]);
    const turbo = 'g@groq/whisper-large-v3-turbo';
    const order = (state: EngineState) =>
      sortOut(targetsIn('transcription', settings), { state, need: small, now: at }, inTurn).ready.map(
        ({ model }) => model.ref,
      );
    expect(order(freshState).slice(0, 3)).toEqual([
      'groq/whisper-large-v3-turbo',
      'groq/whisper-large-v3',
      'openai/gpt-transcribe',
    ]);
    expect(order(stateWith({ rests: [resting(turbo, at + 1)] }))[0]).toBe('groq/whisper-large-v3');
  });

  it('asks a provider’s models in the user’s order, and leaves the turns of providers as they are', () => {
    const order = ['together/openai/whisper-large-v3', 'openai/whisper-1', 'groq/whisper-large-v3'];
    const ordered = withPool(settingsWith(everyKey, [own]), 'transcription', { order });
    expect(uploads(1, ordered).took[0]?.model.ref).toBe('groq/whisper-large-v3');
    const { owners, took } = uploads(6, { ...ordered, providers: { groq: off } });
    expect(owners).toEqual(['openai', 'together', 'own', 'openai', 'together', 'own']);
    expect(took[0]?.model.ref).toBe('openai/whisper-1');
  });

  it('asks every key for a model before the next model, the key that had its turn longest ago first', () => {
    const settings = settingsWith([keys.groq, key('h', 'groq')]);
    const order = turnOrder(targetsIn('transcription', settings), { groq: 7, g: 7, h: 3 });
    expect(order.map(({ id }) => id)).toEqual([
      'h@groq/whisper-large-v3-turbo',
      'g@groq/whisper-large-v3-turbo',
      'h@groq/whisper-large-v3',
      'g@groq/whisper-large-v3',
    ]);
  });

  it('puts whoever lacks what is asked for last, whatever its turn, and the least lacking first', () => {
    const lacking: Record<string, number> = { groq: 2, openai: 1 };
    const order = turnOrder(
      targetsIn('transcription', settingsWith(everyKey)),
      {},
      {
        lacks: ({ name }) => lacking[name.owner] ?? 0,
      },
    );
    expect([...new Set(order.map(({ name }) => name.owner))]).toEqual(['together', 'openai', 'groq']);
  });

  it('prefers nobody where all are to work at once: the least busy first, then in turn', () => {
    const targets = targetsIn('transcription', settingsWith(everyKey));
    const keysInOrder = (busy: Record<string, number>) => [
      ...new Set(
        turnOrder(
          targets,
          { groq: 3, g: 3, openai: 1, o: 1, together: 2, t: 2 },
          { busy: ({ place }) => busy[place.key] ?? 0 },
        ).map(({ name }) => name.keyId),
      ),
    ];
    expect(keysInOrder({})).toEqual(['o', 't', 'g']);
    expect(keysInOrder({ o: 2, t: 1 })).toEqual(['g', 't', 'o']);
  });

  it('puts nobody in twice and drops nobody', () => {
    const targets = targetsIn('transcription', settingsWith(everyKey, [own]));
    const ready = targets.filter((target) => !whyNot(target, freshState, small, at));
    expect(new Set(turnOrder(targets, {}).map(({ id }) => id))).toEqual(new Set(ready.map(({ id }) => id)));
    expect(turnOrder(targets, {})).toHaveLength(targets.length);
  });
});

describe('turnTaken', () => {
  it('gives all that took it together the same number, above every other', () => {
    expect(turnTaken({ a: 7, b: 3 }, 'b', 'c')).toEqual({ a: 7, b: 8, c: 8 });
    expect(turnTaken({}, 'a')).toEqual({ a: 1 });
  });
});
