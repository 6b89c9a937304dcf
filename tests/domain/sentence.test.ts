// A transcript as it is read: where paragraphs end, and when each sentence begins.
import { describe, expect, it } from 'vitest';
import { paragraphsOf, sentencesIn } from '../../lib/domain/sentence.ts';
import type { Passage } from '../../lib/domain/transcript.ts';

const passage = (start: number, end: number, text: string, more: Partial<Passage> = {}): Passage => ({
  ...{ start, end, text, part: 0, timed: 'model', target: null },
  ...more,
});
const texts = (paragraphs: Passage[][]) => paragraphs.map((group) => group.map(({ text }) => text).join(' '));

describe('a paragraph', () => {
  it('ends in a pause, with who speaks, before a gap, and with a sentence once it is long', () => {
    const passages = [
      ...[passage(0, 4, 'One'), passage(4, 9, 'two.'), passage(11.5, 14, 'Three.', { speaker: 'A' })],
      ...[passage(14, 16, 'Four.', { speaker: 'B' }), passage(16, 17, 'Five.', { speaker: 'B' })],
      ...[passage(18, 40, 'Six', { speaker: 'B' }), passage(40, 64, 'seven.', { speaker: 'B' })],
      passage(64, 66, 'Eight.', { speaker: 'B' }),
    ];
    const gaps = [{ start: 17, end: 18, why: 'Nobody answered.' }];
    expect(texts(paragraphsOf({ passages, gaps }))).toEqual([
      'One two.',
      'Three.',
      'Four. Five.',
      'Six seven.',
      'Eight.',
    ]);
  });
});

describe('a sentence', () => {
  it('begins with its first word, also in the midst of a passage', () => {
    const words = [
      { start: 1, end: 1.4, text: 'Fog.' },
      { start: 3, end: 3.2, text: 'Then' },
      { start: 3.3, end: 3.9, text: 'light.' },
    ];
    expect(sentencesIn([passage(1, 4, ' Fog. Then light.', { words })])).toEqual([
      { start: 1, text: 'Fog.' },
      { start: 3, text: 'Then light.' },
    ]);
  });

  it('goes on from one passage into the next', () => {
    const paragraph = [
      passage(0, 4, 'The lamp was the'),
      passage(4, 6, 'easy part. The bell'),
      passage(6, 9, 'was not.'),
    ];
    expect(sentencesIn(paragraph).map(({ text }) => text)).toEqual([
      'The lamp was the easy part.',
      'The bell was not.',
    ]);
  });

  it('is placed by its share of a passage whose words have no times', () => {
    const [first, second] = sentencesIn([passage(10, 20, 'Aaaa aaaa. Bbbb bbbb.')]);
    expect(first?.start).toBe(10);
    expect(second?.start).toBeCloseTo(10 + (10 * 11) / 21, 5);
  });

  it('that has no end for long is taken passage by passage', () => {
    const paragraph = [passage(0, 7, 'no full stop'), passage(7, 15, 'and none here'), passage(15, 21, 'nor here')];
    expect(sentencesIn(paragraph)).toEqual([
      { start: 0, text: 'no full stop' },
      { start: 7, text: 'and none here' },
      { start: 15, text: 'nor here' },
    ]);
  });

  it('in a script without spaces ends with its own full stop', () => {
    expect(sentencesIn([passage(0, 8, '霧が出た。鐘が鳴った。')]).map(({ text }) => text)).toEqual([
      '霧が出た。',
      '鐘が鳴った。',
    ]);
  });

  it('of three hours is found in less than a second', () => {
    const words = (at: number) =>
      Array.from({ length: 13 }, (_, place) => ({
        start: at + place * 0.4,
        end: at + place * 0.4 + 0.3,
        text: 'word',
      }));
    const passages = Array.from({ length: 2_160 }, (_, place) =>
      passage(place * 5, place * 5 + 5, `${'word '.repeat(12)}word.`, { words: words(place * 5) }),
    );
    const before = performance.now();
    const sentences = paragraphsOf({ passages, gaps: [] }).flatMap(sentencesIn);
    expect(sentences).toHaveLength(2_160);
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
