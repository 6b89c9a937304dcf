// The reading page: a transcript beside its sound, what can be done with it, a summary, and the history of all.
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { HistoryEntry, HistoryHead } from '../../lib/domain/history.ts';
import type { Passage } from '../../lib/domain/transcript.ts';
import type { Actions } from '../../lib/view/actions.ts';
import { at, groqText, openaiText, summaryJob, targetOf, transcriptionJob, viewOf } from './sample.ts';
import { showReading } from './stage.tsx';

const whisper = targetOf('groq', 'Groq', 'whisper-large-v3-turbo');
const passage = (start: number, end: number, text: string, more: Partial<Passage> = {}): Passage => ({
  ...{ start, end, text, part: 0, timed: 'model', target: whisper },
  ...more,
});
const entry: HistoryEntry = {
  ...{ id: 'transcription-1', title: 'Harbour', createdAt: at, updatedAt: at, seconds: 840, language: 'en' },
  ...{ models: ['Groq · whisper-large-v3-turbo'], gaps: [], audio: { blobId: 'blob', until: at + 86_400_000 } },
  ...{ costUsd: 0.0312, text: 'The lamp was easy. The bell was not.', pending: [] },
  passages: [passage(1, 4, 'The lamp was easy.'), passage(4, 7, 'The bell was not.'), passage(65, 69, 'He rang.')],
};
const head: HistoryHead = { ...entry, wordCount: 8, excerpt: 'The lamp was easy.' };

// jsdom plays nothing; what an element would do is done here.
const media = { play: vi.fn(async () => {}), pause: vi.fn(), load: vi.fn() };
beforeEach(() => {
  Object.assign(HTMLMediaElement.prototype, media);
  Object.assign(globalThis, { matchMedia: () => ({ matches: true }), scrollTo: () => {} });
  Element.prototype.scrollIntoView = () => {};
  vi.clearAllMocks();
});

const reading = (part: Partial<HistoryEntry> = {}): Partial<Actions> => ({
  'transcript.read': async () => ({ ok: true, value: { entry: { ...entry, ...part } } }),
});
const done = viewOf([], [transcriptionJob({ title: 'Harbour', text: entry.text })]);
const open = async (part: Partial<HistoryEntry> = {}, actions: Partial<Actions> = {}, view = done) => {
  const closed = vi.fn();
  const shown = showReading(view, entry.id, {
    ...reading(part),
    openRecording: async () => ({ url: 'blob:recording', close: closed }),
    ...actions,
  });
  await screen.findByTestId('spoken');
  return { ...shown, closed };
};
const audio = () => document.querySelector('audio') as HTMLAudioElement;
const ready = () => waitFor(() => expect(audio()).toHaveAttribute('src', 'blob:recording'));
const sentence = (text: string) => screen.getByText(text);

describe('a transcript', () => {
  test('tells what is known of it, and stands in paragraphs with their times', async () => {
    await open();
    expect(screen.getByRole('heading', { level: 1, name: 'Harbour' })).toBeInTheDocument();
    expect(screen.getByRole('list', { name: 'Facts' })).toHaveTextContent(
      '23 November 2026' + '14 min' + 'English' + 'Groq whisper-large-v3-turbo' + '$0.031',
    );
    expect(await screen.findByRole('button', { name: 'Play from 0:01' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Play from 1:05' })).toBeInTheDocument();
    expect(document.title).toBe('Harbour – Rondo');
  });

  test('leaves out what nobody knows', async () => {
    await open({ seconds: null, language: null, models: [], costUsd: 0 });
    expect(screen.getByRole('list', { name: 'Facts' })).toHaveTextContent(/^23 November 2026$/);
  });

  test('plays from the sentence that is pressed, and shows the one in play', async () => {
    const { user } = await open();
    await ready();
    await user.click(sentence('The bell was not.'));
    expect(audio().currentTime).toBe(4);
    expect(media.play).toHaveBeenCalledOnce();
    fireEvent.timeUpdate(audio());
    await waitFor(() => expect(sentence('The bell was not.')).toHaveAttribute('data-playing'));
    audio().currentTime = 66;
    fireEvent.timeUpdate(audio());
    await waitFor(() => expect(sentence('He rang.')).toHaveAttribute('data-playing'));
    expect(sentence('The bell was not.')).not.toHaveAttribute('data-playing');
  });

  test('is worked by the keyboard, but not where something is typed', async () => {
    const { user } = await open();
    await ready();
    await user.keyboard(' ');
    expect(media.play).toHaveBeenCalledOnce();
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
    expect(audio().currentTime).toBe(10);
    await user.click(screen.getByRole('button', { name: 'Rename' }));
    await user.keyboard(' {ArrowLeft}');
    expect(media.play).toHaveBeenCalledOnce();
    expect(audio().currentTime).toBe(10);
  });

  test('has one stop among its times for Tab, and arrows between them', async () => {
    const { user } = await open();
    const first = await screen.findByRole('button', { name: 'Play from 0:01' });
    const second = screen.getByRole('button', { name: 'Play from 1:05' });
    expect([first.tabIndex, second.tabIndex]).toEqual([0, -1]);
    first.focus();
    await user.keyboard('{ArrowDown}');
    expect(second).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(audio().currentTime).toBe(65);
  });

  test('gives the recording back when it is left', async () => {
    const { unmount, closed } = await open();
    await ready();
    expect(closed).not.toHaveBeenCalled();
    unmount();
    expect(closed).toHaveBeenCalledOnce();
  });

  test('says so where the browser cannot play the file', async () => {
    await open();
    await ready();
    Object.defineProperty(audio(), 'error', { value: { code: 4 } });
    fireEvent.error(audio());
    expect(await screen.findByText(/does not play this kind of file/)).toBeInTheDocument();
    expect(screen.queryByRole('group', { name: 'Player' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Play from 0:01' })).not.toBeInTheDocument();
  });

  test('is renamed where its name stands', async () => {
    const { user, asked } = await open();
    await user.click(screen.getByRole('button', { name: 'Rename' }));
    await user.keyboard('The fog bell{Enter}');
    expect(asked).toContainEqual({
      name: 'transcript.rename',
      payload: { id: 'transcription-1', title: 'The fog bell' },
    });
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Title' })).not.toBeInTheDocument());
  });

  test('is saved in the form that is chosen', async () => {
    const file = { text: 'WEBVTT', fileName: 'Harbour.vtt', mime: 'text/vtt' };
    const { user, asked } = await open({}, { 'transcript.write': async () => ({ ok: true, value: { file } }) });
    await user.click(screen.getByRole('button', { name: 'Download' }));
    expect(screen.getAllByRole('menuitem')).toHaveLength(5);
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(asked.slice(-2)).toEqual([
      { name: 'transcript.write', payload: { id: 'transcription-1', form: 'vtt' } },
      { name: 'save', payload: file },
    ]);
    expect(screen.queryByRole('menu')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Download' })).toHaveFocus();
  });

  test('tells who wrote how much, how long the recording is kept, and deletes it after one question', async () => {
    const { user, asked } = await open({
      passages: [...entry.passages, passage(70, 71, 'Ice.', { target: openaiText })],
    });
    const writers = screen.getByLabelText('Who wrote how much');
    expect(writers).toHaveTextContent('Groq · whisper-large-v3-turbo91 %OpenAI · gpt-5.2-mini9 %');
    expect(screen.getByText(/kept on this computer until 24 November 2026/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Delete the recording now' }));
    const question = screen.getByRole('group', { name: 'Delete the recording and keep the text?' });
    await user.click(within(question).getByText('Delete it now'));
    expect(asked).toContainEqual({ name: 'recording.remove', payload: { id: 'transcription-1' } });
  });

  test('without its recording has no player and says so', async () => {
    await open({ audio: null });
    expect(screen.queryByRole('group', { name: 'Player' })).not.toBeInTheDocument();
    expect(screen.getByText('The recording itself is not kept any more.')).toBeInTheDocument();
  });

  test('that failed halfway says what was not written down, and keeps its recording', async () => {
    const job = transcriptionJob({ state: 'failed', note: 'Nobody answered.', blobId: 'blob' });
    await open({ pending: [{ start: 70, end: 840 }] }, {}, viewOf([], [job]));
    expect(screen.getByTestId('hole')).toHaveTextContent('1:10 to 14:00 was not written down');
    expect(screen.getByText('Nobody answered.')).toBeInTheDocument();
    expect(screen.getByText(/kept on this computer until it is written down or removed/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Delete the recording now' })).not.toBeInTheDocument();
  });

  test('marks what is missing, with a press that asks for it again', async () => {
    const gaps = [{ start: 10, end: 60, why: 'Nobody answered.' }];
    const job = transcriptionJob({
      note: 'One part is missing.',
      blobId: 'recording',
      progress: { ...transcriptionJob().progress, chunksWritten: 2, gaps },
    });
    const { user, asked } = await open({ gaps }, {}, viewOf([], [job]));
    expect(screen.getByTestId('hole')).toHaveTextContent('0:10 to 1:00 is missing. Nobody answered.');
    await user.click(screen.getByRole('button', { name: 'Retry missing parts' }));
    expect(asked).toContainEqual({ name: 'job.retry', payload: { id: 'transcription-1' } });
  });

  test('that is not there any more says so', async () => {
    showReading(viewOf([]), 'gone');
    expect(await screen.findByText('There is none.')).toBeInTheDocument();
  });
});

describe('a transcript that is being written', () => {
  const progress = { ...transcriptionJob().progress, seconds: 840, written: 70, chunks: 4, chunksWritten: 1 };
  const job = transcriptionJob({ state: 'running', whole: false, title: 'Harbour', progress });

  test('shows what there is and what is not there yet, and more as it comes', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let read = { ...entry, pending: [{ start: 70, end: 840 }] };
    const actions: Partial<Actions> = { 'transcript.read': async () => ({ ok: true, value: { entry: read } }) };
    const { push } = showReading(viewOf([], [job]), entry.id, actions);
    expect(await screen.findByTestId('hole')).toHaveTextContent('1:10 to 14:00 is not written down yet');
    expect(screen.getByRole('progressbar')).toBeInTheDocument();
    expect(screen.queryByText(/kept on this computer/)).not.toBeInTheDocument();
    read = { ...entry, passages: [...entry.passages, passage(71, 74, 'Then came ice.')], pending: [] };
    push(viewOf([], [{ ...job, progress: { ...progress, chunksWritten: 2 } }]));
    await act(() => vi.advanceTimersByTimeAsync(1_100));
    expect(screen.getByText('Then came ice.')).toBeInTheDocument();
    expect(screen.queryByTestId('hole')).not.toBeInTheDocument();
    vi.useRealTimers();
  });

  test('can be cancelled', async () => {
    const { user, asked } = await open({}, {}, viewOf([], [job]));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(asked).toContainEqual({ name: 'job.cancel', payload: { id: 'transcription-1' } });
  });
});

describe('a summary', () => {
  const summary = summaryJob({
    source: 'transcript',
    transcriptId: entry.id,
    url: '',
    text: '**Fog.**',
    target: groqText,
  });

  test('of a transcript is asked for there and stands above it', async () => {
    const { user, asked, push } = await open();
    await user.click(screen.getByRole('button', { name: 'Summarize this' }));
    expect(asked).toContainEqual({ name: 'transcript.summarize', payload: { id: 'transcription-1' } });
    push(viewOf([], [summary, ...done.jobs]));
    const part = screen.getByRole('region', { name: 'Summary' });
    expect(await within(part).findByText('Fog.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Summarize this' })).not.toBeInTheDocument();
    await user.click(within(part).getByRole('button', { name: 'Summarize again' }));
    expect(asked.at(-1)).toEqual({ name: 'transcript.summarize', payload: { id: 'transcription-1' } });
  });

  test('of a page is read by itself, with the host that it is of', async () => {
    showReading(viewOf([], [summaryJob({ text: 'Gears.', target: groqText })]), 'summary-1');
    expect(await screen.findByText('Gears.')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'en.wikipedia.org' })).toHaveAttribute('rel', 'noreferrer');
    expect(screen.queryByRole('button', { name: 'Rename' })).not.toBeInTheDocument();
  });

  test('of an address that is none leads nowhere', () => {
    const job = summaryJob({ text: 'Gears.', url: 'javascript:alert(1)' });
    showReading(viewOf([], [job]), 'summary-1');
    expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['History']);
  });
});

describe('the history', () => {
  const running = transcriptionJob({ id: 'running', title: 'Council', state: 'running', createdAt: at });
  const page = summaryJob({ text: 'Gears and **ice**.', createdAt: at - 5_000 });
  const view = viewOf([], [running, page, ...done.jobs]);
  const list: Partial<Actions> = {
    'transcripts.list': async () => ({ ok: true, value: { heads: [{ ...head, createdAt: at - 9_000 }] } }),
    'transcripts.search': async () => ({ ok: true, value: { heads: [{ ...head, excerpt: '… the ice stood …' }] } }),
  };
  const titles = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);

  test('lists what runs, what was summarized and what was written down, newest first', async () => {
    showReading(view, null, list);
    expect(await screen.findByRole('link', { name: 'Harbour' })).toHaveAttribute('href', '#transcription-1');
    expect(titles()).toEqual(['Council', 'The Antikythera mechanism', 'Harbour']);
    expect(screen.getAllByTestId('history-row')[0]).toHaveTextContent('Being written');
  });

  test('is searched, and marks what was found', async () => {
    const { user, asked } = showReading(view, null, list);
    await user.type(await screen.findByRole('searchbox', { name: 'Search titles and texts' }), 'ice');
    await waitFor(() => expect(titles()).toEqual(['Harbour', 'The Antikythera mechanism']));
    expect(asked.at(-1)).toEqual({ name: 'transcripts.search', payload: { query: 'ice' } });
    expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['ice', 'ice']);
  });

  test('says where nothing was found', async () => {
    const { user } = showReading(view, null, {
      ...list,
      'transcripts.search': async () => ({ ok: true, value: { heads: [] } }),
    });
    await user.type(await screen.findByRole('searchbox', { name: 'Search titles and texts' }), 'whale');
    expect(await screen.findByText('Nothing holds “whale”.')).toBeInTheDocument();
  });

  test('removes one, and all, after one question each', async () => {
    const { user, asked } = showReading(view, null, list);
    await user.click(await screen.findByRole('button', { name: 'Remove Harbour' }));
    await user.click(
      within(screen.getByRole('group', { name: 'Remove Harbour with its recording?' })).getByText('Remove'),
    );
    await user.click(screen.getByRole('button', { name: 'Empty history' }));
    const question = 'Delete every transcript with its recording, and every summary, for good?';
    await user.click(within(screen.getByRole('group', { name: question })).getByText('Empty history'));
    expect(asked.filter(({ name }) => name !== 'transcripts.list')).toEqual([
      { name: 'job.remove', payload: { id: 'transcription-1' } },
      { name: 'history.empty', payload: {} },
    ]);
  });

  test('says in one sentence what will stand in it while it is empty', async () => {
    showReading(viewOf([]), null);
    expect(await screen.findByText(/will stand here/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Empty history' })).not.toBeInTheDocument();
  });
});
