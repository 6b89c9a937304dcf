// What a key's own list of models disproves of what was learned, asked for by hand and by itself.
import { describe, expect, it } from 'vitest';
import { type Fault, noLimit } from '../../lib/domain/fault.ts';
import { type EngineState, freshState, type ModelList } from '../../lib/domain/state.ts';
import { learnFault, type Place } from '../../lib/limits/learn.ts';
import { learnList } from '../../lib/limits/learn-list.ts';
import { at, fault, place } from './sample.ts';

const hour = 3_600_000;
const { key } = place;
const stateAfter = (given: Fault, where: Place = place, state = freshState) =>
  learnFault(state, where, given, at, 0, null);
const listed = (models: string[] | null, readAt = at): ModelList => ({ models, readAt });

describe('learnList', () => {
  const told = [
    fault('invalid_key', { scope: 'key' }),
    fault('quota_exhausted', { scope: 'key' }),
    fault('quota_exhausted', { scope: 'model' }),
    fault('model_unavailable'),
    fault('context_too_long', { limit: { ...noLimit, dimension: 'context', limit: 4_096 } }),
  ].reduce((state, given) => stateAfter(given, place, state), freshState);

  it('keeps the list and takes back what it disproves: a refused key, empty credit, models that were gone', () => {
    const state = learnList(told, key, listed(['m1', 'm2']), 'by hand');
    expect(state.lists[key]).toEqual({ models: ['m1', 'm2'], readAt: at });
    expect(state.lessons.map(({ about }) => about)).toEqual(['context']);
  });

  it('leaves what was learned of another key alone, also where its id begins alike', () => {
    expect(learnList(told, 'k', listed([]), 'by hand').lessons).toEqual(told.lessons);
    expect(learnList(told, 'k11', listed([]), 'by hand').lessons).toEqual(told.lessons);
  });

  it('takes a missing model of an endpoint without a key back too', () => {
    const keyless: Place = {
      ...place,
      target: 'none@e1/llama3',
      key: 'e1',
      owner: 'e1',
      ref: 'e1/llama3',
      local: true,
    };
    const gone = stateAfter(fault('model_unavailable'), keyless);
    expect(learnList(gone, 'e1', listed(null), 'by hand').lessons).toEqual([]);
  });

  describe('that nobody asked for by hand', () => {
    const about = (state: EngineState) => state.lessons.map((lesson) => lesson.about).toSorted();
    const gone = stateAfter(fault('model_unavailable'));

    it('takes back that the key is refused, but not that its credit is empty: lists are given out without any', () => {
      expect(about(learnList(told, key, listed([]), 'by itself'))).toEqual([
        ...['context', 'model_gone', 'no_credit', 'no_credit'],
      ]);
    });

    it('does not take back that a model was refused because it still names it, until a day has passed', () => {
      const read = (readAt: number) => about(learnList(gone, key, listed(['m1'], readAt), 'by itself'));
      expect(read(at)).toEqual(['model_gone']);
      expect(read(at + 24 * hour - 1)).toEqual(['model_gone']);
      expect(read(at + 24 * hour)).toEqual([]);
    });

    it('takes it back at once where the model was missing in the list before: it has come back', () => {
      const missing = learnList(gone, key, listed(['m2'], at + 1), 'by itself');
      expect(about(missing)).toEqual(['model_gone']);
      expect(about(learnList(missing, key, listed(['m1', 'm2'], at + 2), 'by itself'))).toEqual([]);
    });
  });
});
