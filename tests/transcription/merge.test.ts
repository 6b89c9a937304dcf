// Answers of chunks put together: nothing lost at a seam, nothing doubled, gaps where something is missing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../lib/domain/audio.ts';
import type { ChunkAnswer, Piece, Transcript } from '../../lib/domain/transcript.ts';
import { merge } from '../../lib/transcription/merge.ts';
import { edits, hardChunks, hearingOf, pieceOf, talk } from './talk.ts';

const chunkAt = (index: number, start: number, end: number, change: Partial<Chunk> = {}): Chunk => ({
  ...{ index, start, end, silent: false, overlap: 0, cut: 'pause', voiced: end - start },
  voice: [{ start, end }],
  ...change,
});
const target = { id: 'k@p/m', owner: 'p', ownerName: 'P', keyId: 'k', keyLabel: '', model: 'm' };
const answered = (chunk: Chunk, answer: ChunkAnswer): Piece => ({ chunk, answer, target, missing: null });
const silent = (chunk: Chunk): Piece => ({
  chunk: { ...chunk, silent: true },
  answer: null,
  target: null,
  missing: null,
});
const missing = (chunk: Chunk, why = 'Nobody answered.'): Piece => ({
  chunk,
  answer: null,
  target: null,
  missing: why,
});
const textOf = ({ passages }: Transcript) => passages.map(({ text }) => text).join(' ');

describe('chunks that were cut in pauses', () => {
  it('are joined, their times on the recording’s clock, each with who answered', () => {
    const merged = merge([
      answered(chunkAt(0, 0, 60), { text: 'One.', segments: [{ start: 0.5, end: 2, text: ' One.' }] }),
      answered(chunkAt(1, 60, 660), { text: 'Two.', segments: [{ start: 1, end: 3, text: ' Two.' }] }),
    ]);
    expect(merged).toEqual({
      passages: [
        { start: 0.5, end: 2, text: 'One.', part: 0, timed: 'model', target },
        { start: 61, end: 63, text: 'Two.', part: 1, timed: 'model', target },
      ],
      gaps: [],
    });
  });

  it('keep words with their punctuation, and speakers', () => {
    const words = [
      { start: 1, end: 1.4, text: 'well' },
      { start: 1.5, end: 1.9, text: 'hello' },
    ];
    const segments = [{ start: 1, end: 2, text: ' Well, hello!', speaker: 'A' }];
    const [passage] = merge([answered(chunkAt(0, 10, 60), { text: 'Well, hello!', segments, words })]).passages;
    expect(passage).toMatchObject({ text: 'Well, hello!', speaker: 'Speaker 1' });
    expect(passage?.words).toEqual([
      { start: 11, end: 11.4, text: 'Well,' },
      { start: 11.5, end: 11.9, text: 'hello!' },
    ]);
  });

  it('have no times outside of the chunk, and none that go backwards', () => {
    const segments = [
      { start: -1, end: 3, text: 'One.' },
      { start: 2, end: 90, text: 'Two.' },
      { start: 1, end: 95, text: 'Three.' },
    ];
    const { passages } = merge([answered(chunkAt(0, 100, 160), { text: '', segments })]);
    expect(passages.map(({ start, end }) => [start, end])).toEqual([
      [100, 102],
      [102, 102],
      [102, 160],
    ]);
  });

  it('leave out passages without words', () => {
    const segments = [
      { start: 0, end: 1, text: ' ' },
      { start: 1, end: 2, text: 'One.' },
    ];
    expect(merge([answered(chunkAt(0, 0, 60), { text: 'One.', segments })]).passages).toHaveLength(1);
  });
});

describe('a model that tells no segments', () => {
  it('but words has them put together by sentences and pauses', () => {
    const words = ['One', 'two.', 'Three', 'four', 'five'].map((text, place) => ({
      ...{ text, start: place + (place > 3 ? 5 : 0) },
      end: place + 0.5 + (place > 3 ? 5 : 0),
    }));
    const { passages } = merge([answered(chunkAt(0, 0, 60), { text: 'One two. Three four five', words })]);
    expect(passages.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['One two.', 0, 1.5],
      ['Three four', 2, 3.5],
      ['five', 9, 9.5],
    ]);
  });

  it('and no words has its sentences placed along the voice', () => {
    const voice = [
      { start: 10, end: 20 },
      { start: 40, end: 50 },
    ];
    const { passages } = merge([answered(chunkAt(0, 0, 60, { voice }), { text: 'Aaaa bbbb. Cccc dddd.' })]);
    expect(passages).toEqual([
      { start: 10, end: 20, text: 'Aaaa bbbb.', part: 0, timed: 'voice', target },
      { start: 20, end: 50, text: 'Cccc dddd.', part: 0, timed: 'voice', target },
    ]);
  });

  it('has the whole chunk where no voice is known', () => {
    const { passages } = merge([answered(chunkAt(0, 5, 9, { voice: [] }), { text: 'Yes' })]);
    expect(passages).toMatchObject([{ start: 5, end: 9, text: 'Yes', timed: 'voice' }]);
  });

  it('has nothing where it heard nothing', () => {
    expect(merge([answered(chunkAt(0, 0, 60), { text: '' })])).toEqual({ passages: [], gaps: [] });
  });

  it('may write without spaces', () => {
    const voice = [{ start: 0, end: 9 }];
    const { passages } = merge([answered(chunkAt(0, 0, 9, { voice }), { text: '今日は。元気です。' })]);
    expect(passages.map(({ text, start, end }) => [text, start, end])).toEqual(
      [
        ['今日は。', 0, 3.857],
        ['元気です。', 3.857, 9],
      ].map(([text, start, end]) => [text, expect.closeTo(Number(start), 1), expect.closeTo(Number(end), 1)]),
    );
  });
});

describe('a gap', () => {
  it('stands where an answer is missing, as one with its neighbours', () => {
    const merged = merge([
      answered(chunkAt(0, 0, 60), { text: 'One.' }),
      missing(chunkAt(1, 60, 120)),
      missing(chunkAt(2, 120, 180), 'Its answer was no good.'),
      answered(chunkAt(3, 180, 240), { text: 'Two.' }),
      missing(chunkAt(4, 240, 300)),
    ]);
    expect(merged.gaps).toEqual([
      { start: 60, end: 180, why: 'Nobody answered.' },
      { start: 240, end: 300, why: 'Nobody answered.' },
    ]);
  });

  it('is none where it is still, nor where the answer is still to come', () => {
    const waiting: Piece = { chunk: chunkAt(2, 120, 180), answer: null, target: null, missing: null };
    expect(merge([silent(chunkAt(0, 0, 60)), missing(chunkAt(1, 60, 120)), waiting]).gaps).toEqual([
      { start: 60, end: 120, why: 'Nobody answered.' },
    ]);
  });

  it('is only what no neighbour has heard', () => {
    const merged = merge([
      answered(chunkAt(0, 0, 60, { cut: 'hard' }), { text: 'One.' }),
      missing(chunkAt(1, 55, 115, { cut: 'hard', overlap: 5 })),
      answered(chunkAt(2, 110, 170, { overlap: 5 }), { text: 'Two.' }),
    ]);
    expect(merged.gaps).toEqual([{ start: 60, end: 110, why: 'Nobody answered.' }]);
    expect(textOf(merged)).toBe('One. Two.');
  });
});

const shared = (): [Chunk, Chunk] => [
  chunkAt(0, 0, 60, { cut: 'hard' }),
  chunkAt(1, 55, 115, { cut: 'end', overlap: 5 }),
];
/** One word a second, each named by its second. */
const wordsOf = (from: number, to: number, start: number, name = (second: number) => `w${second}`) =>
  Array.from({ length: to - from }, (_, place) => ({
    ...{ start: from + place - start, end: from + place - start + 0.8 },
    text: name(from + place),
  }));

describe('chunks that share some seconds', () => {
  const [before, after] = shared();
  const all = Array.from({ length: 114 }, (_, second) => `w${second}`).join(' ');

  it('are spliced where both say the same, whatever stands at their edges', () => {
    const ones = [...wordsOf(0, 59, 0), { start: 59.1, end: 60, text: 'w5' }];
    const others = [{ start: 0, end: 0.3, text: '5' }, ...wordsOf(56, 114, 55)];
    const merged = merge([answered(before, { text: '', words: ones }), answered(after, { text: '', words: others })]);
    expect(textOf(merged)).toBe(all);
    for (const [place, { start }] of merged.passages.flatMap(({ words }) => words ?? []).entries())
      expect(start).toBeCloseTo(place, 6);
  });

  it('are cut by the middle of what they share where they agree on nothing', () => {
    const ones = wordsOf(0, 60, 0);
    const others = wordsOf(55, 114, 55, (second) => (second < 60 ? `v${second}` : `w${second}`));
    const merged = merge([answered(before, { text: '', words: ones }), answered(after, { text: '', words: others })]);
    expect(textOf(merged)).toBe(all.replace('w58', 'v58').replace('w59', 'v59').replace('w57 ', 'w57 '));
  });

  it('have whole passages kept as they were, and those at the seam made of the words that are left', () => {
    const words = (from: number, to: number, start: number) => wordsOf(from, to, start);
    const segment = (from: number, to: number, start: number) => ({
      ...{ start: from - start, end: to - start - 0.2 },
      text: `${wordsOf(from, to, start)
        .map(({ text }) => text)
        .join(' ')}.`,
    });
    const merged = merge([
      answered(before, { text: '', words: words(0, 60, 0), segments: [segment(0, 50, 0), segment(50, 60, 0)] }),
      answered(after, { text: '', words: words(55, 114, 55), segments: [segment(55, 75, 55), segment(75, 114, 55)] }),
    ]);
    expect(merged.passages.map(({ text }) => text.split(' ').length)).toEqual([50, 7, 18, 39]);
    expect(merged.passages[0]?.text.endsWith('w49.')).toBe(true);
    expect(textOf(merged).replaceAll('.', '')).toBe(all);
  });

  it('keep what only one of them heard where the other has no answer', () => {
    const ones = answered(before, { text: '', words: wordsOf(0, 60, 0) });
    expect(merge([ones, missing(after)]).gaps).toEqual([{ start: 60, end: 115, why: 'Nobody answered.' }]);
    expect(textOf(merge([ones, answered(after, { text: '' })]))).toContain('w59');
    const others = answered(after, { text: '', words: wordsOf(55, 114, 55) });
    expect(textOf(merge([answered(before, { text: '' }), others]))).toContain('w55 w56');
  });
});

/** Words too many or too few at each seam, beyond what single chunks got wrong by themselves. */
const errorsPerSeam = (form: 'words' | 'segments', seeds: readonly number[]): { seams: number; errors: number } => {
  let [seams, errors] = [0, 0];
  for (const seed of seeds) {
    const said = talk(seed, 3_000);
    const chunks = hardChunks(said.at(-1)?.end ?? 0, 60, 5);
    const hearings = chunks.map((chunk) => hearingOf(said, chunk, seed));
    const merged = merge(hearings.map((hearing) => pieceOf(hearing, form)));
    // The best that could be had of these hearings: each word from the chunk in which it was said deepest.
    const middles = chunks.map(({ end }) => end - 2.5);
    const best = hearings.flatMap(({ words }, place) =>
      words.filter(
        ({ at }) => at >= (middles[place - 1] ?? 0) && (place === chunks.length - 1 || at < (middles[place] ?? 0)),
      ),
    );
    const truth = said.map(({ text }) => text);
    const wrong = (list: readonly { text: string }[]) =>
      edits(
        truth,
        list.map(({ text }) => text),
      );
    seams += chunks.length - 1;
    errors +=
      wrong(
        textOf(merged)
          .split(' ')
          .map((text) => ({ text })),
      ) - wrong(best);
  }
  return { seams, errors };
};

describe('over more than 200 seams without a pause, heard with mistakes and shaky times', () => {
  it('at most one word in ten seams is lost or doubled, with times of words', () => {
    const { seams, errors } = errorsPerSeam('words', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(seams).toBeGreaterThan(200);
    expect(errors / seams).toBeLessThanOrEqual(0.1);
  });

  it('nor with times of segments alone', () => {
    const { seams, errors } = errorsPerSeam('segments', [1, 2, 3, 4, 5, 6]);
    expect(errors / seams).toBeLessThanOrEqual(0.1);
  });
});

describe('whatever is answered', () => {
  const anySegments = fc.array(
    fc.record({
      start: fc.double({ min: -5, max: 90, noNaN: true }),
      end: fc.double({ min: -5, max: 90, noNaN: true }),
      text: fc.string({ maxLength: 30 }),
    }),
    { maxLength: 12 },
  );
  const anyAnswer = fc.record({
    text: fc.string({ maxLength: 60 }),
    segments: fc.option(anySegments, { nil: undefined }),
    words: fc.option(anySegments, { nil: undefined }),
  });

  it('comes out sorted, within the recording, none overlapping another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.option(anyAnswer, { nil: null }), fc.boolean()), { minLength: 1, maxLength: 5 }),
        (parts) => {
          let end = 0;
          const pieces = parts.map(([answer, isHard], index): Piece => {
            const overlap = index > 0 && parts[index - 1]?.[1] ? 5 : 0;
            const chunk = chunkAt(index, end - overlap, end + 60, { overlap, cut: isHard ? 'hard' : 'pause' });
            end = chunk.end;
            return answer ? answered(chunk, answer) : missing(chunk);
          });
          const { passages, gaps } = merge(pieces);
          for (const [place, { start, end: until, text }] of passages.entries()) {
            expect(start).toBeGreaterThanOrEqual(Math.max(0, passages[place - 1]?.end ?? 0));
            expect(until).toBeGreaterThanOrEqual(start);
            expect(until).toBeLessThanOrEqual(end);
            expect(text.trim()).not.toBe('');
          }
          expect(gaps.length > 0).toBe(pieces.some(({ answer }) => answer === null));
        },
      ),
    );
  });
});
