// What a speech model is told beforehand: no more than it takes, and nothing before silence.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../lib/domain/audio.ts';
import { fitPrompt, promptFor, promptOf } from '../../lib/transcription/prompt.ts';

describe('promptOf', () => {
  it('joins the terms, each once, at most fifteen', () => {
    expect(promptOf([' Rondo', 'Groq', 'Rondo', ''])).toBe('Rondo, Groq');
    expect(promptOf(Array.from({ length: 40 }, (_, index) => `t${index}`))?.split(', ')).toHaveLength(15);
  });

  it('is absent without a term', () => {
    expect(promptOf([' ', ''])).toBeUndefined();
  });
});

describe('fitPrompt', () => {
  it.each([
    ['all of it where it fits', 'Rondo, Groq', 11, 'Rondo, Groq'],
    ['whole terms', 'Rondo, Groq Inc', 14, 'Rondo'],
    ['whole words where there are no terms', 'a meeting about keys', 15, 'a meeting about'],
    ['a piece of one long word', 'Donaudampfschiff', 5, 'Donau'],
    ['nothing of nothing', '  ', 5, undefined],
    ['nothing where nothing is allowed', 'Rondo', 0, undefined],
  ])('keeps %s', (_what, prompt, most, kept) => {
    expect(fitPrompt(prompt, most)).toBe(kept);
  });

  it('is absent where there is none', () => {
    expect(fitPrompt(undefined, 896)).toBeUndefined();
  });

  it('is never longer than allowed and always the beginning', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 0, max: 200 }), (prompt, most) => {
        const kept = fitPrompt(prompt, most) ?? '';
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(prompt.trim().startsWith(kept)).toBe(true);
      }),
    );
  });
});

describe('promptFor', () => {
  const chunk = (voiceAt: number | null): Chunk => ({
    ...{ index: 1, start: 60, end: 90, silent: false, overlap: 0, cut: 'pause', voiced: 5 },
    voice: voiceAt === null ? [] : [{ start: voiceAt, end: 80 }],
  });

  it('tells it unless silence stands at the beginning', () => {
    expect(promptFor(chunk(60.5), 'Rondo')).toBe('Rondo');
    expect(promptFor(chunk(64), 'Rondo')).toBeUndefined();
    expect(promptFor(chunk(null), 'Rondo')).toBeUndefined();
  });
});
