// The order in which targets are asked, what a request may cost, and when the first is free again.
import { describe, expect, it } from 'vitest';
import { freshState } from '../../lib/domain/state.ts';
import { textTasks } from '../../lib/domain/task.ts';
import { expectedCost } from '../../lib/routing/need.ts';
import { firstFree, orders, sortOut } from '../../lib/routing/route.ts';
import { turnTaken } from '../../lib/transcription/turns.ts';
import { at, endpoint, key, need, resting, settingsWith, stateWith, targetsIn, taught } from './sample.ts';

const everybody = settingsWith([key('g', 'groq'), key('o', 'openai'), key('t', 'together')], [endpoint('e')]);
const route = (task: 'fast' | 'research' | 'code' | 'vision', settings = everybody, state = freshState) =>
  sortOut(targetsIn(task, settings, state.lists), { state, need: need(), now: at }, orders.plan);
const refs = (sorted: ReturnType<typeof route>) => sorted.ready.map(({ model }) => model.ref);

describe('plan order', () => {
  it('asks for a fast answer as the plan of October 2025 says, successors in the places of what is gone, endpoints last', () => {
    expect(refs(route('fast'))).toEqual([
      'groq/openai/gpt-oss-20b',
      'openai/gpt-4o-mini',
      'together/openai/gpt-oss-120b',
      'groq/openai/gpt-oss-120b',
      'openai/gpt-6-luna',
      'together/Qwen/Qwen3.5-9B',
      'together/zai-org/GLM-5.3-Flash',
      'openai/gpt-5.6-luna',
      'e/llama3',
    ]);
  });

  it('follows the whole plan where every key still lists its models', () => {
    const all = targetsIn('vision', everybody).map(({ model }) => model.id);
    const state = stateWith({ lists: { g: all, o: all, t: all } });
    expect(refs(route('vision', everybody, state)).slice(0, 6)).toEqual([
      'groq/meta-llama/llama-4-scout-17b-16e-instruct',
      'groq/meta-llama/llama-4-maverick-17b-128e-instruct',
      'together/meta-llama/Llama-4-Scout-17B-16E-Instruct',
      'together/Qwen/Qwen2.5-VL-72B-Instruct',
      'openai/gpt-4o-mini',
      'openai/gpt-4o',
    ]);
  });

  it.each(textTasks)('has somebody alive for %s with any single key, and asks endpoints last', (task) => {
    if (task === 'transcription') return;
    for (const owner of ['groq', 'openai', 'together']) {
      const ready = refs(route(task, settingsWith([key('k', owner)], [endpoint('e')])));
      expect(ready.length).toBeGreaterThan(1);
      expect(ready.indexOf('e/llama3')).toBe(ready.length - 1);
    }
  });

  it('goes on with the next in order while the first rests, and comes back after', () => {
    const state = stateWith({ rests: [resting('groq', at + 60_000)] });
    expect(refs(route('fast', everybody, state))[0]).toBe('openai/gpt-4o-mini');
    const later = sortOut(targetsIn('fast', everybody), { state, need: need(), now: at + 60_000 }, orders.plan);
    expect(refs(later)[0]).toBe('groq/openai/gpt-oss-20b');
  });

  it('wears several keys of one provider evenly', () => {
    const keys = ['a', 'b', 'c'];
    const settings = settingsWith(keys.map((id) => key(id, 'groq')));
    const used = new Map(keys.map((id) => [id, 0]));
    let state = freshState;
    for (let request = 0; request < 99; request++) {
      const { name } = route('fast', settings, state).ready[0] ?? {};
      if (!name) break;
      used.set(name.keyId, (used.get(name.keyId) ?? 0) + 1);
      state = { ...state, turn: turnTaken(state.turn, name.keyId) };
    }
    expect([...used.values()]).toEqual([33, 33, 33]);
  });

  it('never takes a later model before an earlier one only because its key had its turn longer ago', () => {
    const settings = settingsWith([key('g', 'groq'), key('o', 'openai')]);
    expect(refs(route('fast', settings, stateWith({ turn: { g: 999 } })))[0]).toBe('groq/openai/gpt-oss-20b');
  });

  it('names everybody once: as ready or as left out', () => {
    const { ready, leftOut } = route('fast', everybody, stateWith({ lessons: [taught('o', 'no_credit')] }));
    const named = [...ready, ...leftOut.map(({ target }) => target)].map(({ id }) => id);
    expect(named.toSorted()).toEqual(
      targetsIn('fast', everybody)
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});

describe('firstFree', () => {
  it('is the earliest end among those that only rest', () => {
    const rests = [resting('g', at + 9_000), resting('o', at + 5_000), resting('e', at + 7_000)];
    const lessons = [taught('t', 'invalid_key')];
    expect(firstFree(route('fast', everybody, stateWith({ rests, lessons })).leftOut)).toBe(at + 5_000);
  });

  it('is unknown where nobody would come back by waiting', () => {
    const lessons = ['g', 'o', 't'].map((id) => taught(id, 'invalid_key'));
    expect(firstFree(route('fast', everybody, stateWith({ lessons })).leftOut)).toBeUndefined();
    expect(firstFree([])).toBeUndefined();
  });
});

describe('expectedCost', () => {
  const target = (task: 'fast' | 'transcription', owner: string, plan: 'free' | 'paid', model: string) => {
    const found = targetsIn(task, settingsWith([key('k', owner, { plan })])).find(({ name }) => name.model === model);
    if (!found) throw new Error(`no target for ${model}`);
    return found;
  };

  it('prices tokens in and out by the million, and audio by the hour', () => {
    expect(expectedCost(target('fast', 'openai', 'paid', 'gpt-4o-mini'), 1_000_000, 500_000, 0)).toBeCloseTo(0.45);
    expect(expectedCost(target('transcription', 'openai', 'paid', 'whisper-1'), 0, 0, 1_800)).toBeCloseTo(0.18);
  });

  it('is nothing on a free key', () => {
    expect(expectedCost(target('fast', 'groq', 'free', 'openai/gpt-oss-20b'), 1_000_000, 1_000_000, 0)).toBe(0);
    expect(expectedCost(target('transcription', 'groq', 'free', 'whisper-large-v3'), 0, 0, 3_600)).toBe(0);
  });

  it('is nothing where no price is known, as with one’s own endpoint', () => {
    const [own] = targetsIn('fast', settingsWith([], [endpoint('e')]));
    expect(own && expectedCost(own, 1_000_000, 1_000_000, 3_600)).toBe(0);
  });
});
