// Who goes first among those that can take a request: by plan, by cost, by speed; where a talk began; the least worn.
import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../lib/domain/fault.ts';
import { type EngineState, freshState, type Meter } from '../../lib/domain/state.ts';
import { median } from '../../lib/limits/latency.ts';
import { type Order, orders, sortOut, staying } from '../../lib/routing/route.ts';
import { turnTaken } from '../../lib/transcription/turns.ts';
import { at, endpoint, key, need, resting, settingsWith, stateWith, targetsIn } from './sample.ts';

const keys = [key('g', 'groq'), key('o', 'openai'), key('t', 'together')];
const everybody = settingsWith(keys, [endpoint('e')]);
const sized = need({ tokens: 5_000, output: 1_000 });

const ids = (order: Order, state: EngineState = freshState, settings = everybody): string[] =>
  sortOut(targetsIn('fast', settings), { state, need: sized, now: at }, order).ready.map(({ id }) => id);

const used = (dimension: Dimension, limit: number, share: number): Meter => ({
  ...{ dimension, limit, used: limit * share, pending: 0, at, resetAt: null, source: 'header', learnedAt: at },
});

describe('cheapest', () => {
  it('asks those first that cost nothing, then by what this very request may cost', () => {
    expect(ids(orders.cheapest)).toEqual([
      'g@groq/openai/gpt-oss-20b',
      'g@groq/openai/gpt-oss-120b',
      'none@e/llama3',
      'o@openai/gpt-6-luna', // 0.9 thousandths of a dollar
      't@together/Qwen/Qwen3.5-9B', // 0.93
      't@together/zai-org/GLM-5.3-Flash', // 1.1
      'o@openai/gpt-4o-mini', // 1.2, and the plan has it before its equal
      't@together/openai/gpt-oss-120b', // 1.2
      'o@openai/gpt-5.6-luna', // 2
    ]);
  });

  it('depends on how much of the request is answer', () => {
    const moment = { state: freshState, now: at };
    const first = (tokens: number, output: number) =>
      sortOut(
        targetsIn('fast', settingsWith(keys.slice(1))),
        { ...moment, need: need({ tokens, output }) },
        orders.cheapest,
      ).ready[0]?.id;
    expect(first(50_000, 0)).toBe('o@openai/gpt-6-luna');
    expect(first(50_000, 49_000)).toBe('t@together/Qwen/Qwen3.5-9B');
  });
});

describe('fastest', () => {
  it('asks by how soon each has spoken; who was never asked counts as is known of it, or as usual', () => {
    const latency = {
      't@together/openai/gpt-oss-120b': [200, 9_000, 210],
      'o@openai/gpt-6-luna': [300, 310],
      'g@groq/openai/gpt-oss-20b': [700],
    };
    const order = ids(orders.fastest, { ...freshState, latency });
    expect(order.slice(0, 2)).toEqual(['t@together/openai/gpt-oss-120b', 'o@openai/gpt-6-luna']);
    expect(order.at(-1)).toBe('g@groq/openai/gpt-oss-20b');
    // 400 and 450 ms are known of these; of the others nothing is, and they stand as the plan has them.
    expect(order.slice(2, 5)).toEqual([
      ...['g@groq/openai/gpt-oss-120b', 'o@openai/gpt-4o-mini', 't@together/Qwen/Qwen3.5-9B'],
    ]);
    expect(median(latency['t@together/openai/gpt-oss-120b'])).toBe(210);
  });

  it('knows which models think before they speak', () => {
    const [first, ...others] = targetsIn('fast', everybody);
    if (!first) throw new Error('nobody');
    const thinks = { ...first, model: { ...first.model, firstTokenMs: 4_000 } };
    const moment = { state: freshState, need: sized, now: at };
    expect(orders.fastest([thinks, ...others], moment).at(-1)?.id).toBe(thinks.id);
  });
});

describe('a follow-up', () => {
  it('stays where the talk began, the others as they were', () => {
    const [first, second, ...others] = ids(orders.plan);
    expect(ids(staying(orders.plan, second))).toEqual([second, first, ...others]);
  });

  it('goes on in order where that target cannot take it, or there is none', () => {
    const state = stateWith({ rests: [resting('o', at + 1)] });
    expect(ids(staying(orders.plan, 'o@openai/gpt-6-luna'), state)).toEqual(ids(orders.plan, state));
    expect(ids(staying(orders.plan, undefined))).toEqual(ids(orders.plan));
  });
});

describe('equal targets', () => {
  const three = settingsWith(['a', 'b', 'c'].map((id) => key(id, 'groq')));
  const firstOf = (state: EngineState) => ids(orders.plan, state, three)[0]?.[0];
  const roomy = (shares: Record<string, number>): EngineState['meters'] =>
    Object.fromEntries(
      Object.entries(shares).map(([id, share]) => [`${id}@groq/openai/gpt-oss-20b`, { RPM: used('RPM', 30, share) }]),
    );

  it('go by the most room, whoever had a turn last', () => {
    const meters = roomy({ a: 0.7, b: 0.2, c: 0.5 });
    expect(firstOf({ ...freshState, meters, turn: { a: 1, b: 9, c: 2 } })).toBe('b');
  });

  it('whose rooms differ by a hair go by who waited longest for a turn', () => {
    const meters = roomy({ a: 0.5, b: 0.51, c: 0.52 });
    expect(firstOf({ ...freshState, meters, turn: { a: 3, b: 2, c: 1 } })).toBe('c');
    expect(firstOf({ ...freshState, meters, turn: { a: 3, b: 2 } })).toBe('c');
  });

  it('go by what they cost before all that: the same model on a free key first, however worn', () => {
    const both = settingsWith([key('p', 'groq', { plan: 'paid' }), key('f', 'groq')]);
    const meters = roomy({ f: 0.9, p: 0 });
    for (const order of Object.values(orders)) expect(ids(order, { ...freshState, meters }, both)[0]?.[0]).toBe('f');
  });

  it('wear evenly in every mode', () => {
    for (const order of Object.values(orders)) {
      const counts: Record<string, number> = { a: 0, b: 0, c: 0 };
      let state = freshState;
      for (let request = 0; request < 30; request++) {
        const [id = ''] = ids(order, state, three)[0]?.split('@') ?? [];
        counts[id] = (counts[id] ?? 0) + 1;
        state = { ...state, turn: turnTaken(state.turn, id) };
      }
      expect(counts).toEqual({ a: 10, b: 10, c: 10 });
    }
  });
});
