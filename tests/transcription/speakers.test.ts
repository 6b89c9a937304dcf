// Names of those who speak: never two people under one, as far as labels tell.
import { describe, expect, it } from 'vitest';
import type { Passage } from '../../lib/domain/transcript.ts';
import { withSpeakersNamed } from '../../lib/transcription/speakers.ts';

const said = (part: number, ...speakers: (string | undefined)[]): Passage[] =>
  speakers.map((speaker, place) => ({
    ...{ start: part * 100 + place, end: part * 100 + place + 1, text: 'So.', part, timed: 'model', target: null },
    ...(speaker === undefined ? {} : { speaker }),
  }));
const named = (...passages: Passage[]) => withSpeakersNamed(passages).map(({ speaker }) => speaker);

describe('who speaks', () => {
  it.each([
    ['A', 'B'],
    ['SPEAKER_00', 'SPEAKER_01'],
    ['speaker 7', 'speaker 3'],
  ])('is numbered in the order of speaking, whatever the labels: %s, %s', (one, other) => {
    expect(named(...said(0, one, other, one))).toEqual(['Speaker 1', 'Speaker 2', 'Speaker 1']);
  });

  it('is somebody else in another part, as far as anybody knows', () => {
    expect(named(...said(0, 'A', 'B'), ...said(2, 'B', 'A', 'B'))).toEqual([
      ...['Speaker 1, part 1', 'Speaker 2, part 1'],
      ...['Speaker 1, part 2', 'Speaker 2, part 2', 'Speaker 1, part 2'],
    ]);
  });

  it('keeps a real name, and stays unsaid where nobody told', () => {
    expect(named(...said(0, 'Anna', undefined, 'B'), ...said(1, undefined))).toEqual([
      ...['Anna', undefined, 'Speaker 1'],
      undefined,
    ]);
  });
});
