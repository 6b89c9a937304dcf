// Subtitles: read back by a parser that is not ours, in order, none overlapping, no line too wide, none up for too long.
import fc from 'fast-check';
import { parseText } from 'media-captions';
import { describe, expect, it } from 'vitest';
import type { Passage, Transcript } from '../../lib/domain/transcript.ts';
import { cuesIn, writeSrt, writeVtt } from '../../lib/transcription/subtitles.ts';

const passage = (start: number, end: number, text: string, change: Partial<Passage> = {}): Passage => ({
  ...{ start, end, text, part: 0, timed: 'model', target: null },
  ...change,
});
const of = (...passages: Passage[]): Transcript => ({ passages, gaps: [] });
const talk = Array.from({ length: 120 }, (_, place) => `word${place}${place % 17 === 16 ? '.' : ''}`).join(' ');

type Read = { startTime: number; endTime: number; text: string };
const read = async (text: string, type: 'srt' | 'vtt'): Promise<Read[]> => {
  const { cues, errors } = await parseText(text, { type, strict: type === 'vtt' });
  expect(errors).toEqual([]);
  return cues.map(({ startTime, endTime, text: own }) => ({ startTime, endTime, text: own }));
};

describe('cues', () => {
  it('are short passages as they are', () => {
    expect(cuesIn(of(passage(1, 3, 'Hello there.')))).toEqual([{ start: 1, end: 3, lines: ['Hello there.'] }]);
  });

  it('divide long passages, in two lines of about equal width, by the times of their words', () => {
    const words = talk.split(' ').map((text, place) => ({ start: place * 0.4, end: place * 0.4 + 0.3, text }));
    const cues = cuesIn(of(passage(0, 48, talk, { words })));
    expect(cues.flatMap(({ lines }) => lines).join(' ')).toBe(talk);
    for (const { start, lines } of cues) {
      const first = words.find(({ text }) => text === lines[0]?.split(' ')[0]);
      expect(start).toBeCloseTo(first?.start ?? -1, 3);
      expect(Math.abs((lines[0]?.length ?? 0) - (lines[1]?.length ?? lines[0]?.length ?? 0))).toBeLessThan(16);
    }
  });

  it('end with a sentence, and with a pause', () => {
    const words = ['We', 'have', 'said', 'all', 'that', 'there', 'is.', 'Now', 'on.'].map((text, place) => ({
      ...{ text, start: place / 2, end: place / 2 + 0.4 },
    }));
    const texts = (list: typeof words) =>
      cuesIn(of(passage(0, 9, '', { words: list }))).map(({ lines }) => lines.join(' '));
    expect(texts(words)).toEqual(['We have said all that there is.', 'Now on.']);
    const paused = words.map((word, place) =>
      place < 3 ? word : { ...word, start: word.start + 2, end: word.end + 2 },
    );
    expect(texts(paused)[0]).toBe('We have said');
  });

  it('stay for a second where there is room, and never into the next', () => {
    const cues = cuesIn(of(passage(1, 1.1, 'One.'), passage(1.5, 1.6, 'Two.'), passage(9, 9.1, 'Three.')));
    expect(cues.map(({ start, end }) => [start, end])).toEqual([
      [1, 1.5],
      [1.5, 2.5],
      [9, 10],
    ]);
  });

  it('say what is missing', () => {
    const cues = cuesIn({
      passages: [passage(0, 5, 'One.')],
      gaps: [{ start: 60, end: 3_720, why: 'Nobody answered.' }],
    });
    expect(cues[1]).toEqual({ start: 60, end: 67, lines: ['[missing from 1:00 to 1:02:00]'] });
  });

  it('have half as many characters of scripts that are twice as wide', () => {
    const cues = cuesIn(of(passage(0, 14, '字'.repeat(60))));
    expect(cues.flatMap(({ lines }) => lines).join('')).toHaveLength(60);
    for (const line of cues.flatMap(({ lines }) => lines)) expect(line.length).toBeLessThanOrEqual(21);
  });

  it('break a word that is wider than a line', () => {
    const [cue] = cuesIn(of(passage(0, 5, 'x'.repeat(60))));
    expect(cue?.lines.join('')).toHaveLength(60);
    for (const line of cue?.lines ?? []) expect(line.length).toBeLessThanOrEqual(42);
  });
});

describe('files', () => {
  it('of SRT and of WebVTT say the same at the same times', async () => {
    const transcript = of(passage(1, 3, 'Hello.'), passage(3_725.5, 3_727, 'A <b> & c --> d'));
    expect(writeSrt(transcript)).toBe(
      '1\n00:00:01,000 --> 00:00:03,000\nHello.\n\n2\n01:02:05,500 --> 01:02:07,000\nA <b> & c → d\n',
    );
    expect(writeVtt(transcript)).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nHello.\n\n01:02:05.500 --> 01:02:07.000\nA &lt;b&gt; &amp; c --&gt; d\n',
    );
    const times = (cues: Read[]) => cues.map(({ startTime, endTime }) => [startTime, endTime]);
    expect(times(await read(writeSrt(transcript), 'srt'))).toEqual([
      [1, 3],
      [3725.5, 3727],
    ]);
    expect(times(await read(writeVtt(transcript), 'vtt'))).toEqual(times(await read(writeSrt(transcript), 'srt')));
  });

  it('say who speaks, where that changes', async () => {
    const who = of(
      passage(1, 2, 'Well.', { speaker: 'A' }),
      passage(3, 4, 'Yes.', { speaker: 'A' }),
      passage(5, 6, 'No.', { speaker: 'B' }),
    );
    expect((await read(writeSrt(who), 'srt')).map(({ text }) => text)).toEqual(['A: Well.', 'Yes.', 'B: No.']);
    expect((await read(writeVtt(who), 'vtt')).map(({ text }) => text)).toEqual(['<v A>Well.', '<v A>Yes.', '<v B>No.']);
  });

  it('of nothing are files of nothing', async () => {
    expect(writeSrt(of())).toBe('');
    expect(await read(writeVtt(of()), 'vtt')).toEqual([]);
  });

  const anyPassage = fc
    .record({
      start: fc.double({ min: 0, max: 200, noNaN: true }),
      length: fc.double({ min: 0, max: 40, noNaN: true }),
      text: fc.array(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 40 }),
    })
    .map(({ start, length, text }) => passage(start, start + length, text.join(' ')));

  it('are read by a parser that is not ours: in order, none overlapping, none too wide or too long', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPassage, { maxLength: 8 }), async (passages) => {
        const transcript = of(...passages);
        for (const { start, end, lines } of cuesIn(transcript)) {
          expect(end).toBeGreaterThan(start);
          expect(end - start).toBeLessThanOrEqual(7.0001);
          expect(lines.length).toBeLessThanOrEqual(2);
          for (const line of lines) expect([...line].length).toBeLessThanOrEqual(42);
        }
        for (const [text, type] of [
          [writeSrt(transcript), 'srt'],
          [writeVtt(transcript), 'vtt'],
        ] as const) {
          const cues = await read(text, type);
          expect(cues).toHaveLength(cuesIn(transcript).length);
          for (const [place, { startTime, endTime }] of cues.entries()) {
            expect(startTime).toBeGreaterThanOrEqual(cues[place - 1]?.endTime ?? 0);
            expect(endTime).toBeGreaterThan(startTime);
          }
        }
      }),
    );
  });
});
