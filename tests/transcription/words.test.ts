// Words of texts in languages with spaces and without: counted, compared, given times.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined, piecesOf, plain, spread, timedBy, wordCount } from '../../lib/transcription/words.ts';

describe('plain', () => {
  it.each([
    ['Hello,', 'hello'],
    ['«Où?»', 'où'],
    ['don’t', 'dont'],
    ['—', ''],
  ])('makes %s %s', (text, bare) => {
    expect(plain(text)).toBe(bare);
  });
});

describe('piecesOf', () => {
  it('are words where there are spaces, and characters with their punctuation where there are none', () => {
    expect(piecesOf(' One,  two. ')).toEqual(['One,', 'two.']);
    expect(piecesOf('今日は。元気')).toEqual(['今', '日', 'は。', '元', '気']);
    expect(piecesOf('「今」')).toEqual(['「', '今」']);
    expect(piecesOf('')).toEqual([]);
  });
});

describe('wordCount', () => {
  it.each([
    ['one two three', 3],
    ['one — two', 2],
    ['', 0],
    ['今日は元気です', 3.5],
  ])('of “%s” is %d', (text, count) => {
    expect(wordCount(text)).toBe(count);
  });
});

describe('joined', () => {
  it.each([
    [['One,', 'two.'], 'One, two.'],
    [['今', '日', 'は。', '元'], '今日は。元'],
    [['see', '今'], 'see 今'],
    [[], ''],
  ])('makes of %j “%s”', (pieces, text) => {
    expect(joined(pieces)).toBe(text);
  });

  it('is what it was before it was taken apart, but for the number of spaces', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}[,.]?$/), { maxLength: 20 }), (parts) => {
        expect(joined(piecesOf(parts.join(' ')))).toBe(parts.join(' '));
      }),
    );
  });
});

describe('spread', () => {
  it('gives pieces time by their length, along the voice alone', () => {
    const voice = [
      { start: 0, end: 4 },
      { start: 10, end: 14 },
    ];
    expect(spread(['aaaa', 'bb', 'cc'], voice)).toEqual([
      { start: 0, end: 4, text: 'aaaa' },
      { start: 4, end: 12, text: 'bb' },
      { start: 12, end: 14, text: 'cc' },
    ]);
  });

  it('never goes backwards, and ends within the voice', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 9 }), { minLength: 1 }), (pieces) => {
        const timed = spread(pieces, [{ start: 1, end: 2 }]);
        for (const [place, { start, end }] of timed.entries()) {
          expect(start).toBeGreaterThanOrEqual(timed[place - 1]?.end ?? 1);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});

describe('timedBy', () => {
  const word = (text: string, start: number) => ({ text, start, end: start + 0.5 });

  it('gives each piece of the text the time of its word', () => {
    expect(timedBy('Well, yes.', [word('well', 1), word('yes', 2)])).toEqual([
      { text: 'Well,', start: 1, end: 1.5 },
      { text: 'yes.', start: 2, end: 2.5 },
    ]);
  });

  it('divides words that are several pieces, as of scripts without spaces', () => {
    expect(timedBy('今日は', [word('今日', 1), word('は', 2)]).map(({ start }) => start)).toEqual([1, 1.25, 2]);
  });

  it('places pieces by their length where their number is another one', () => {
    expect(timedBy('aa bb cc', [word('aabb', 1), word('cc', 2)])).toEqual([
      { text: 'aa', start: 1, end: 1.5 },
      { text: 'bb', start: 1.5, end: 2 },
      { text: 'cc', start: 2, end: 2.5 },
    ]);
  });

  it('gives none where there are no words', () => {
    expect(timedBy('Well', [])).toEqual([]);
  });
});
