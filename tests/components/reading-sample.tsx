// A transcript with its recording, as the background has it, and the page on which it is read.
import { screen } from '@testing-library/react';
import { vi } from 'vitest';
import type { HistoryEntry, HistoryHead } from '../../lib/domain/history.ts';
import type { Passage } from '../../lib/domain/transcript.ts';
import type { Actions } from '../../lib/view/actions.ts';
import { at, targetOf, transcriptionJob, viewOf } from './sample.ts';
import { showReading } from './stage.tsx';

const whisper = targetOf('groq', 'Groq', 'whisper-large-v3-turbo');
export const passage = (start: number, end: number, text: string, more: Partial<Passage> = {}): Passage => ({
  ...{ start, end, text, part: 0, timed: 'model', target: whisper },
  ...more,
});
export const entry: HistoryEntry = {
  ...{ id: 'transcription-1', title: 'Harbour', createdAt: at, updatedAt: at, seconds: 840, language: 'en' },
  ...{ models: ['Groq · whisper-large-v3-turbo'], gaps: [], audio: { blobId: 'blob', until: at + 86_400_000 } },
  ...{ costUsd: 0.0312, text: 'The lamp was easy. The bell was not.', pending: [] },
  passages: [passage(1, 4, 'The lamp was easy.'), passage(4, 7, 'The bell was not.'), passage(65, 69, 'He rang.')],
};
export const head: HistoryHead = { ...entry, wordCount: 8, excerpt: 'The lamp was easy.' };

// jsdom plays nothing; what an element would do is done here.
export const media = { play: vi.fn(async () => {}), pause: vi.fn(), load: vi.fn() };
/** Before each test. */
export const setUpMedia = () => {
  Object.assign(HTMLMediaElement.prototype, media);
  Object.assign(globalThis, { matchMedia: () => ({ matches: true }), scrollTo: () => {} });
  Element.prototype.scrollIntoView = () => {};
  vi.clearAllMocks();
};

const reading = (part: Partial<HistoryEntry> = {}): Partial<Actions> => ({
  'transcript.read': async () => ({ ok: true, value: { entry: { ...entry, ...part } } }),
});
export const done = viewOf([], [transcriptionJob({ title: 'Harbour', text: entry.text })]);
export const open = async (part: Partial<HistoryEntry> = {}, actions: Partial<Actions> = {}, view = done) => {
  const closed = vi.fn();
  const shown = showReading(view, entry.id, {
    ...reading(part),
    openRecording: async () => ({ url: 'blob:recording', close: closed }),
    ...actions,
  });
  await screen.findByTestId('spoken');
  return { ...shown, closed };
};
export const audio = () => document.querySelector('audio') as HTMLAudioElement;
