// A text that is too long is cut at a paragraph, to what fits, and the share that was kept is said truly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../lib/limits/tokens.ts';
import { fitText } from '../../lib/summary/fit.ts';
import { article } from './sample.ts';

const text = article(40);
const whole = estimateTokens(text);

/** What was kept, without the space that joins paragraphs. */
const squeezed = (part: string) => part.replace(/\s+/g, ' ').trim();

describe('fitText', () => {
  it('leaves a text that fits as it is', () => {
    expect(fitText(text, whole)).toEqual({ text, share: 1 });
    expect(fitText('', 0)).toEqual({ text: '', share: 1 });
  });

  it.each([0.9, 0.5, 0.1])('keeps whole paragraphs from the beginning, most of what fits (%f)', (part) => {
    const most = Math.floor(whole * part);
    const fitted = fitText(text, most);
    expect(text.startsWith(fitted.text)).toBe(true);
    expect(text.slice(fitted.text.length)).toMatch(/^\n\n/);
    expect(estimateTokens(fitted.text)).toBeLessThanOrEqual(most);
    expect(estimateTokens(fitted.text)).toBeGreaterThan(most * 0.6);
    expect(fitted.share).toBeCloseTo(fitted.text.length / text.length, 5);
  });

  it('cuts a paragraph that is too long by itself at the end of a sentence', () => {
    const one = text.replace(/\n+/g, ' ');
    const fitted = fitText(one, Math.floor(whole / 3));
    expect(one.startsWith(fitted.text)).toBe(true);
    expect(fitted.text).toMatch(/[.!?]$/);
    expect(fitted.share).toBeGreaterThan(0.25);
    expect(fitted.share).toBeLessThan(0.4);
  });

  it('reads on into a paragraph that is too long where a short one stands before it', () => {
    const one = `Menu\n\n${text.replace(/\n+/g, ' ')}`;
    const fitted = fitText(one, Math.floor(whole / 3));
    expect(fitted.share).toBeGreaterThan(0.25);
    expect(one.startsWith(fitted.text)).toBe(true);
    expect(estimateTokens(fitted.text)).toBeLessThanOrEqual(Math.floor(whole / 3));
  });

  it('cuts at a word where there is no sentence, and anywhere where there is no word', () => {
    const words = 'word '.repeat(4_000).trim();
    const fitted = fitText(words, 500).text;
    expect(fitted.endsWith('word')).toBe(true);
    const run = '模'.repeat(4_000);
    expect(fitText(run, 500).text.length).toBeGreaterThan(100);
    expect(estimateTokens(fitText(run, 500).text)).toBeLessThanOrEqual(500);
  });

  it('keeps nothing where nothing fits', () => {
    for (const most of [0, -500]) expect(fitText(text, most)).toEqual({ text: '', share: 0 });
  });

  it('never exceeds what it was given, and never makes words up, for any text', () => {
    const paragraph = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 8 }), fc.integer({ min: 0, max: 200 }), (paragraphs, most) => {
        const given = paragraphs.join('\n\n');
        const fitted = fitText(given, most);
        expect(fitted.share).toBeGreaterThanOrEqual(0);
        expect(fitted.share).toBeLessThanOrEqual(1);
        if (fitted.share < 1) expect(estimateTokens(fitted.text)).toBeLessThanOrEqual(most);
        expect(squeezed(given).startsWith(squeezed(fitted.text))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
