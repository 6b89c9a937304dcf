// What the engine remembers is read back leniently: one damaged part never takes the others with it.
import { expect, it } from 'vitest';
import { engineStateSchema, freshState } from '../../lib/domain/state.ts';
import { resting, stateWith, taught } from '../routing/sample.ts';

const whole = stateWith({
  rests: [resting('groq', 5)],
  lessons: [taught('g', 'bytes', 7)],
  lists: { g: ['m'], h: null },
  turn: { groq: 3 },
});

it('reads what it wrote', () => {
  expect(engineStateSchema.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
});

it.each(['rests', 'lessons', 'lists', 'turn'] as const)('reads the others where %s is damaged', (part) => {
  const read = engineStateSchema.parse({ ...whole, [part]: 'damaged' });
  expect(read).toEqual({ ...whole, [part]: freshState[part] });
});

it('reads what an older version wrote, with parts that are missing and others that are new', () => {
  expect(engineStateSchema.parse({ version: 1, turn: { groq: 3 }, meters: {} })).toEqual({
    ...freshState,
    turn: { groq: 3 },
  });
});

it('reads nothing of another version', () => {
  expect(engineStateSchema.safeParse({ ...whole, version: 2 }).success).toBe(false);
});
