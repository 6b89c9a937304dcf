// Transcripts as files: paragraphs, times, who speaks, what is missing, and all of it in JSON.
import { describe, expect, it } from 'vitest';
import type { Form } from '../../lib/domain/history.ts';
import type { Passage, Transcript } from '../../lib/domain/transcript.ts';
import { clockTime, missingNote, shortTime } from '../../lib/transcription/clock-time.ts';
import { formats, writeText } from '../../lib/transcription/exports.ts';

const target = { id: 'k@p/m', owner: 'p', ownerName: 'P', keyId: 'k', keyLabel: '', model: 'm' };
const passage = (start: number, end: number, text: string, speaker?: string): Passage => ({
  ...{ start, end, text, part: 0, timed: 'model', target },
  ...(speaker === undefined ? {} : { speaker }),
});
const transcript: Transcript = {
  passages: [
    passage(0, 4, ' One  and two. '),
    passage(4, 9, 'Three.'),
    passage(12, 14, 'Four_five*.', 'A'),
    passage(14, 16, 'Six.', 'B'),
    passage(3_700, 3_701, 'Seven.'),
  ],
  gaps: [{ start: 60, end: 3_700, why: 'Nobody answered.' }],
};
const recording = { title: 'Talk #1', seconds: 3_701, language: 'en' };
const written = (form: Form) => formats[form].write(transcript, recording);

describe('a transcript as', () => {
  it('text has paragraphs, speakers and gaps in the order of time', () => {
    expect(written('text')).toBe(
      'One and two. Three.\n\nA: Four_five*.\n\nB: Six.\n\n[missing from 1:00 to 1:01:40]\n\nSeven.\n',
    );
  });

  it('Markdown has times, and no marks that the words did not mean', () => {
    expect(written('markdown')).toBe(
      '# Talk \\#1\n\n[0:00] One and two. Three.\n\n[0:12] **A:** Four\\_five\\*.\n\n[0:14] **B:** Six.\n\n' +
        '[missing from 1:00 to 1:01:40]\n\n[1:01:40] Seven.\n',
    );
  });

  it('JSON has all there is, each passage with who answered', () => {
    expect(JSON.parse(written('json'))).toMatchObject({
      ...{ title: 'Talk #1', seconds: 3_701, language: 'en', gaps: transcript.gaps },
      passages: transcript.passages.map(({ start, end, text }) => ({ start, end, text, provider: 'P', model: 'm' })),
    });
    const bare = { passages: [{ ...passage(0, 1, 'One.'), target: null }], gaps: [] };
    expect(JSON.parse(formats.json.write(bare, { title: 'x', seconds: null }))).toMatchObject({
      ...{ language: null, seconds: null },
      passages: [{ provider: null, model: null }],
    });
    expect(written('json')).not.toContain('keyId');
  });

  it('subtitles is what subtitles.ts writes', () => {
    expect(written('srt')).toMatch(/^1\n00:00:00,000 --> /);
    expect(written('vtt')).toMatch(/^WEBVTT\n/);
  });

  it('a file has its ending and type', () => {
    expect(Object.values(formats).map(({ ending, type }) => `${ending} ${type}`)).toEqual([
      ...['txt text/plain', 'md text/markdown', 'srt application/x-subrip', 'vtt text/vtt', 'json application/json'],
    ]);
  });

  it('text has no paragraph that goes on for ever, and none broken in mid-sentence', () => {
    const sentences = Array.from({ length: 40 }, (_, place) =>
      passage(place * 5, place * 5 + 5, `S${place}${place % 2 ? '.' : ''}`),
    );
    const paragraphs = writeText({ passages: sentences, gaps: [] }).trim().split('\n\n');
    expect(paragraphs.length).toBeGreaterThan(3);
    for (const paragraph of paragraphs) expect(paragraph).toMatch(/\.$/);
  });

  it('text of a short gap keeps what stands before and after it apart', () => {
    const passages = [passage(0, 4, 'One.'), passage(5, 6, 'Two.')];
    expect(writeText({ passages, gaps: [{ start: 4, end: 5, why: '' }] })).toBe(
      'One.\n\n[missing from 0:04 to 0:05]\n\nTwo.\n',
    );
  });
});

describe('times', () => {
  it('are written as clocks show them', () => {
    expect([clockTime(0, ','), clockTime(3_723.0046, '.'), clockTime(59.9996, ',')]).toEqual([
      ...['00:00:00,000', '01:02:03.005', '00:01:00,000'],
    ]);
    expect([shortTime(5), shortTime(75.9), shortTime(3_600), shortTime(36_061)]).toEqual([
      ...['0:05', '1:15', '1:00:00', '10:01:01'],
    ]);
    expect(missingNote({ start: 720, end: 1_320 })).toBe('[missing from 12:00 to 22:00]');
  });
});
