// Names of files that every system takes.
import { expect, it } from 'vitest';
import { fileNameOf } from '../../lib/transcription/file-name.ts';

it.each([
  ['interview.MP3', 'interview.srt'],
  ['What? A/B: “<test>” | 50 %', 'What A B “ test ” 50 %.srt'],
  ['  ../.. secret .', 'secret.srt'],
  ['con', 'con_.srt'],
  ['LPT1.notes', 'LPT1_.notes.srt'],
  ['Version 2.0', 'Version 2.0.srt'],
  ['会議の記録.m4a', '会議の記録.srt'],
  ['a\u202egpj.txt\u0000', 'a gpj.txt.srt'],
  ['???', 'transcript.srt'],
  ['', 'transcript.srt'],
])('%j is saved as %j', (title, name) => {
  expect(fileNameOf(title, 'srt')).toBe(name);
});

it('a long one is cut between two letters, and stays below what systems take', () => {
  const name = fileNameOf('霧'.repeat(200), 'json');
  expect(name).toMatch(/^霧+\.json$/);
  expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(190);
});
