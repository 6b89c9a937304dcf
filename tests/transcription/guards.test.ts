// Answers that cannot be what was said, each told by its own guard, and answers that can.
import { describe, expect, it } from 'vitest';
import type { Chunk, Span } from '../../lib/domain/audio.ts';

import type { ChunkAnswer, Segment } from '../../lib/domain/transcript.ts';
import { agree, type Judging, judge, paceOf, usualPace, withoutSilence } from '../../lib/transcription/guards.ts';
import { words } from '../farm/tones.ts';

const chunkWith = (voice: Span[], change: Partial<Chunk> = {}): Chunk => ({
  ...{ index: 3, start: 600, end: 700, silent: false, overlap: 0, cut: 'pause', voice },
  voiced: voice.reduce((sum, { start, end }) => sum + end - start, 0),
  ...change,
});
const speaking = chunkWith([{ start: 600, end: 700 }]);
/** So many different words. */
const said = (count: number): string => words(5, count).join(' ');
const usual: Judging = { chunk: speaking, pace: null };
const flawOf = (answer: ChunkAnswer, judging: Partial<Judging> = {}) => {
  const verdict = judge(answer, { ...usual, ...judging });
  return verdict.ok ? null : verdict.flaw;
};
const segment = (start: number, end: number, text: string, quality?: Partial<Segment['quality']>): Segment => ({
  ...{ start, end, text },
  ...(quality ? { quality: { noSpeech: null, logProbability: null, compression: null, ...quality } } : {}),
});
/** A segment every ten seconds, from one to the other. */
const evenly = (from: number, to: number): Segment[] =>
  Array.from({ length: (to - from) / 10 }, (_, place) =>
    segment(from + place * 10, from + place * 10 + 9, `s${place}`),
  );

describe('a whole answer', () => {
  it('passes', () => {
    const answer = { text: said(200), segments: evenly(0, 100), words: undefined, language: 'english' };
    expect(judge(answer, { ...usual, pace: 2.1, language: 'en', prompt: 'Rondo, Groq, Together' })).toEqual({
      ok: true,
    });
  });

  it('may be empty where hardly anybody speaks', () => {
    expect(flawOf({ text: '' }, { chunk: chunkWith([{ start: 610, end: 612 }]) })).toBeNull();
  });
});

describe('an answer is asked for again that', () => {
  it('is empty although somebody speaks', () => {
    expect(judge({ text: ' … ' }, usual)).toEqual({
      ok: false,
      flaw: 'nothing',
      reason: 'Nothing was written, though there are 100 s of voice.',
    });
  });

  it('has too few words for the voice in it', () => {
    expect(flawOf({ text: said(50) })).toBe('few');
    expect(flawOf({ text: said(70) })).toBeNull();
    expect(flawOf({ text: said(10) }, { chunk: chunkWith([{ start: 600, end: 619 }]) })).toBeNull();
  });

  it('has far fewer words than the rest of the recording', () => {
    expect(judge({ text: said(115) }, { ...usual, pace: 2.2 })).toMatchObject({
      flaw: 'few',
      reason: 'There are 1.1 words for each second of voice, and 2.2 elsewhere in this recording.',
    });
    expect(flawOf({ text: said(140) }, { pace: 2.2 })).toBeNull();
  });

  it('has more words than anybody can say', () => {
    expect(flawOf({ text: said(130) }, { chunk: chunkWith([{ start: 600, end: 612 }]) })).toBe('many');
    expect(flawOf({ text: said(110) }, { chunk: chunkWith([{ start: 600, end: 612 }]) })).toBeNull();
  });

  it('goes in circles', () => {
    const text = `${said(150)} ${Array.from({ length: 9 }, () => 'and so on').join(' ')}`;
    expect(judge({ text }, usual)).toMatchObject({ flaw: 'loop', reason: '“and so on” was written 9 times in a row.' });
  });

  it('is too tightly packed by the model’s own account', () => {
    const long = segment(0, 100, said(14), { compression: 2.6 });
    expect(flawOf({ text: said(200), segments: [long] })).toBe('loop');
    expect(flawOf({ text: said(200), segments: [{ ...long, text: 'La la la' }] })).toBeNull();
    expect(flawOf({ text: said(200), segments: [segment(0, 100, said(14), { compression: 1.6 })] })).toBeNull();
  });

  it('is in another script than the language', () => {
    const russian = Array.from({ length: 150 }, (_, index) => `слово${'абвгдежзик'[index % 10]}${index}`).join(' ');
    expect(flawOf({ text: russian }, { language: 'de' })).toBe('script');
    expect(flawOf({ text: russian }, { language: 'ru' })).toBeNull();
    expect(flawOf({ text: russian })).toBeNull();
    expect(flawOf({ text: 'Да' }, { language: 'de', chunk: chunkWith([{ start: 600, end: 602 }]) })).toBeNull();
  });

  it('is the end of a film where hardly anybody speaks', () => {
    const still = chunkWith([{ start: 610, end: 610.5 }]);
    expect(flawOf({ text: 'Thank you for watching!' }, { chunk: still })).toBe('silence');
    expect(flawOf({ text: 'Subtitles by the Amara.org community' }, { chunk: still })).toBe('silence');
    expect(flawOf({ text: 'Terima kasih.' }, { chunk: still })).toBe('silence');
    expect(flawOf({ text: 'Thank you.' }, { chunk: chunkWith([{ start: 610, end: 612 }]) })).toBeNull();
  });

  it('is the words to know', () => {
    const prompt = 'Rondo, Groq, Together';
    expect(flawOf({ text: `${said(200)} rondo groq together` }, { prompt })).toBe('prompt');
    expect(flawOf({ text: `${said(200)} rondo` }, { prompt: 'Rondo' })).toBeNull();
  });

  it.each([
    ['the end', evenly(0, 60)],
    ['the beginning', evenly(30, 100)],
    ['the middle', [...evenly(0, 30), ...evenly(60, 100)]],
  ])('leaves out %s', (_what, segments) => {
    expect(flawOf({ text: said(200), segments })).toBe('hole');
    expect(flawOf({ text: said(200), words: segments })).toBe('hole');
  });

  it('leaves out half of what little there is', () => {
    const chunk = chunkWith([{ start: 600, end: 612 }]);
    expect(flawOf({ text: said(12), segments: [segment(0, 6, 'a')] }, { chunk })).toBe('hole');
    expect(flawOf({ text: said(12), segments: [segment(0, 9, 'a')] }, { chunk })).toBeNull();
  });

  it('leaves out nothing where it was still', () => {
    const chunk = chunkWith([
      { start: 600, end: 630 },
      { start: 660, end: 700 },
    ]);
    expect(flawOf({ text: said(150), segments: [...evenly(0, 30), ...evenly(60, 100)] }, { chunk })).toBeNull();
  });

  it('was mostly guessed, by the model’s own account', () => {
    const unsure = (share: number) => [
      segment(0, share, 'a', { logProbability: -1.4 }),
      segment(share, 100, 'b', { logProbability: -0.2 }),
    ];
    expect(flawOf({ text: said(200), segments: unsure(60) })).toBe('doubt');
    expect(flawOf({ text: said(200), segments: unsure(40) })).toBeNull();
  });
});

describe('what stands on silence', () => {
  const chunk = chunkWith([{ start: 600, end: 650 }]);

  it('is taken out, with its words', () => {
    const answer = {
      text: 'So it is. Thank you.',
      segments: [segment(0, 50, ' So it is.'), segment(80, 90, ' Thank you.')],
      words: [segment(1, 2, 'So'), segment(82, 83, 'Thank'), segment(83, 84, 'you')],
    };
    expect(withoutSilence(answer, chunk)).toEqual({
      text: 'So it is.',
      segments: [segment(0, 50, ' So it is.')],
      words: [segment(1, 2, 'So')],
    });
  });

  it('is what the model itself takes for silence', () => {
    const silence = segment(10, 20, 'La la la.', { noSpeech: 0.8, logProbability: -1.3 });
    expect(withoutSilence({ text: 'La la la.', segments: [silence] }, chunk).text).toBe('');
    const sure = segment(10, 20, 'La la la.', { noSpeech: 0.8, logProbability: -0.3 });
    expect(withoutSilence({ text: 'La la la.', segments: [sure] }, chunk).segments).toHaveLength(1);
  });

  it('is no thanks that somebody really says, nor anything else', () => {
    const answer = { text: 'Thank you. Seven.', segments: [segment(10, 11, 'Thank you.'), segment(80, 90, 'Seven.')] };
    expect(withoutSilence(answer, chunk)).toBe(answer);
    expect(withoutSilence({ text: 'Thank you.' }, chunk)).toEqual({ text: 'Thank you.' });
  });
});

describe('the usual pace', () => {
  it('is the middle one of what was found, once there are enough', () => {
    expect(usualPace([2, 9])).toBeNull();
    expect(usualPace([2, 9, 2.2])).toBe(2.2);
  });

  it('is of words for each second of voice', () => {
    expect(paceOf(said(200), speaking)).toBe(2);
    expect(paceOf('One.', chunkWith([]))).toBe(1);
  });
});

describe('two answers agree', () => {
  it.each([
    ['the same words', 'So it is, then.', 'so it is then', true],
    ['nothing twice', '', ' … ', true],
    ['nearly the same', said(100), `${said(92)} a b c`, true],
    ['half of it', said(100), said(50), false],
    ['something else', 'La la la', 'Thank you for watching', false],
    ['a word that one says more often', 'no no no no', 'no', false],
  ])('where they say %s: %j and %j', (_what, one, other, is) => {
    expect(agree(one, other)).toBe(is);
    expect(agree(other, one)).toBe(is);
  });
});
