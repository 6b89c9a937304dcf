// How long chunks may be, and how one that is too long after all is cut again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chunk, overlapSeconds } from '../../lib/domain/audio.ts';
import { chunkLimits, cutAgain, exceeds, type Size } from '../../lib/transcription/limits.ts';

/** 24 kbit/s, as encoded. */
const bytesPerSecond = 3_100;
const any: Size = { maxBytes: null, maxSeconds: null };

describe('chunkLimits', () => {
  it.each([
    ['ten minutes where nobody says less', [any, { maxBytes: 26_214_400, maxSeconds: 14_400 }], 600],
    [
      'the least seconds of all',
      [
        { maxBytes: null, maxSeconds: 1_400 },
        { maxBytes: null, maxSeconds: 300 },
      ],
      300,
    ],
    ['what fits the least bytes, with room to spare', [{ maxBytes: 1_000_000, maxSeconds: null }, any], 274],
    ['more than one who takes crumbs', [any, { maxBytes: null, maxSeconds: 10 }], 600],
    ['crumbs where there is nobody else', [{ maxBytes: null, maxSeconds: 10 }], 10],
    ['ten minutes where nobody is', [], 600],
  ])('is %s', (_what, sizes, most) => {
    expect(chunkLimits(sizes, bytesPerSecond)).toEqual({ most, mostFirst: Math.min(most, 60) });
  });
});

describe('exceeds', () => {
  it.each([
    [{ bytes: 100, seconds: 10 }, any, false],
    [{ bytes: 100, seconds: 10 }, { maxBytes: 100, maxSeconds: 10 }, false],
    [{ bytes: 101, seconds: 10 }, { maxBytes: 100, maxSeconds: null }, true],
    [{ bytes: 100, seconds: 10.1 }, { maxBytes: null, maxSeconds: 10 }, true],
  ])('judges %j against %j', (chunk, size, is) => {
    expect(exceeds(chunk, size)).toBe(is);
  });
});

const chunkOf = (voice: Chunk['voice'], change: Partial<Chunk> = {}): Chunk => ({
  ...{ index: 4, start: 1_000, end: 1_600, silent: false, overlap: 0, cut: 'pause', voiced: 0, voice },
  ...change,
});
/** Sentences of 4 s with a second between them. */
const sentences = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / 5) }, (_, index) => ({
    start: from + index * 5,
    end: from + index * 5 + 4,
  }));

describe('cutAgain', () => {
  it('cuts in pauses, into even pieces that carry their own voice', () => {
    const pieces = cutAgain(chunkOf(sentences(1_000, 1_600)), 250);
    expect(pieces.map(({ index, cut, overlap }) => [index, cut, overlap])).toEqual([
      [4, 'pause', 0],
      [5, 'pause', 0],
      [6, 'pause', 0],
    ]);
    for (const { start, end, voice, voiced } of pieces) {
      expect(end - start).toBeGreaterThan(150);
      expect(voiced).toBeCloseTo(0.8 * (end - start), -1);
      expect(voice[0]?.start).toBeGreaterThanOrEqual(start);
    }
    // In the midst of a pause: half a second after a sentence.
    expect((pieces[0]?.end ?? 0) % 5).toBe(4.5);
  });

  it('shares some seconds where there is no pause, and keeps how the whole began and ended', () => {
    const whole = chunkOf([{ start: 1_000, end: 1_600 }], { overlap: overlapSeconds, cut: 'hard' });
    const pieces = cutAgain(whole, 400);
    expect(pieces.map(({ cut }) => cut)).toEqual(['hard', 'hard']);
    expect(pieces.map(({ overlap }) => overlap)).toEqual([overlapSeconds, overlapSeconds]);
    expect(pieces[1]?.start).toBeCloseTo((pieces[0]?.end ?? 0) - overlapSeconds, 6);
  });

  it('leaves a chunk that is short enough as it is', () => {
    const whole = chunkOf(sentences(1_000, 1_600));
    expect(cutAgain(whole, 600)).toEqual([{ ...whole, voiced: 480 }]);
  });

  it('covers the whole without a gap, in pieces that are no longer than allowed', () => {
    const anyVoice = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.2, max: 4, noNaN: true })), { maxLength: 40 })
      .map((parts) => {
        let at = 1_000;
        return parts.map(([voice, gap]) => {
          const span = { start: at, end: at + voice };
          at = span.end + gap;
          return span;
        });
      });
    fc.assert(
      fc.property(anyVoice, fc.integer({ min: 20, max: 700 }), (voice, most) => {
        const end = Math.max(1_010, voice.at(-1)?.end ?? 0);
        const pieces = cutAgain(chunkOf(voice, { end, cut: 'end' }), most);
        expect([pieces[0]?.start, pieces.at(-1)?.end, pieces.at(-1)?.cut]).toEqual([1_000, end, 'end']);
        for (const [place, piece] of pieces.entries()) {
          expect(piece.end - piece.start).toBeLessThanOrEqual(most + 0.001);
          const before = pieces[place - 1];
          if (before) expect(piece.start).toBeCloseTo(before.end - piece.overlap, 6);
        }
        const voiced = pieces.reduce((sum, piece) => sum + piece.voiced, 0);
        expect(voiced).toBeGreaterThanOrEqual(voice.reduce((sum, span) => sum + span.end - span.start, 0) - 0.1);
      }),
    );
  });
});
