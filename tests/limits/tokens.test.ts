// Token counts are estimates that err on the safe side, for any text that a page may hold.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimateMessages, estimateTokens } from '../../lib/limits/tokens.ts';

const english = 'The line carries sound and not steady current, so two notes were chosen for each key. ';

it('counts nothing for nothing', () => {
  expect(estimateTokens('')).toBe(0);
  expect(estimateMessages([])).toBe(0);
});

it('counts English prose a little above its true count', () => {
  // Sixteen common words and two marks, each of them one token.
  const count = estimateTokens(english.repeat(100));
  expect(count).toBeGreaterThanOrEqual(1_800);
  expect(count).toBeLessThan(2_600);
});

it('counts a Chinese character for more than a Latin letter', () => {
  expect(estimateTokens('模'.repeat(400))).toBeGreaterThan(2 * estimateTokens('model'.repeat(80)));
});

it('takes marks of chat templates for text like any other', () => {
  expect(estimateTokens('<|im_start|>system<|im_end|><|endoftext|>')).toBeGreaterThan(5);
});

it('adds what a chat format puts around each message', () => {
  const message = { role: 'user', content: english } as const;
  expect(estimateMessages([message, message])).toBe(2 * (estimateTokens(english) + 4));
});

it('gives a whole number for any text, and no less for a longer one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
      const count = estimateTokens(text);
      expect(Number.isInteger(count)).toBe(true);
      expect(count).toBeGreaterThanOrEqual(0);
      expect(estimateTokens(`${text}\n${english}`)).toBeGreaterThanOrEqual(count);
    }),
    { numRuns: 40 },
  );
});
