// Words to know as they are typed, and how many of them a model is told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostTerms, readTerms, termLine, termsThatFit } from '../../lib/domain/terms.ts';
import { fitPrompt, promptOf } from '../../lib/transcription/prompt.ts';

describe('words to know', () => {
  it.each([
    ['one per line', 'Rondo\nGroq\r\nOkonkwo', ['Rondo', 'Groq', 'Okonkwo']],
    [
      'with commas and semicolons, of other scripts too',
      'Rondo, Groq; 東京、京都，大阪',
      ['Rondo', 'Groq', '東京', '京都', '大阪'],
    ],
    ['with spaces within', '  Dr.   Okonkwo ,, ', ['Dr. Okonkwo']],
    ['each once', 'a\nb\na', ['a', 'b']],
    ['none', ' \n, ;', []],
  ])('are read %s', (_what, typed, terms) => {
    expect(readTerms(typed)).toEqual(terms);
  });

  it('that are said to fit are those that a model is told, whole', () => {
    const term = fc.stringMatching(/^[a-zé]{1,12}( [a-z]{1,8})?$/);
    fc.assert(
      fc.property(fc.array(term, { maxLength: 25 }), fc.integer({ min: 1, max: 200 }), (terms, most) => {
        const told = termsThatFit(terms, most);
        expect(told).toBeLessThanOrEqual(mostTerms);
        const fitting = termLine([...new Set(terms)].slice(0, told));
        const sent = fitPrompt(promptOf(terms), most) ?? '';
        // Where not even the first fits, a piece of it is sent.
        if (told > 0) expect(sent).toBe(fitting);
        else expect(sent.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
