// The reading page: a transcript beside its sound, what can be done with it, and a summary.
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { HistoryEntry } from '../../lib/domain/history.ts';
import type { Actions } from '../../lib/view/actions.ts';
import { audio, done, entry, media, open, passage, setUpMedia } from './reading-sample.tsx';
import { at, groqText, openaiText, summaryJob, transcriptionJob, viewOf } from './sample.ts';
import { refused, showReading } from './stage.tsx';

const ready = () => waitFor(() => expect(audio()).toHaveAttribute('src', 'blob:recording'));
const sentence = (text: string) => screen.getByText(text);

beforeEach(setUpMedia);

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

  test('keeps its old name, and says why, where the new one was refused', async () => {
    const { user } = await open({}, { 'transcript.rename': refused });
    await user.click(screen.getByRole('button', { name: 'Rename' }));
    await user.keyboard('The fog bell{Enter}');
    expect(await screen.findByText('Rondo was just restarting.')).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('The fog bell');
    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Rename' })).toHaveFocus();
  });

  test('is left for the history when it was removed, and only then', async () => {
    location.hash = '#transcription-1';
    let answer: Actions['job.remove'] = refused;
    const { user } = await open({}, { 'job.remove': (payload) => answer(payload) });
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    const question = screen.getByRole('group', { name: 'Remove Harbour with its recording?' });
    await user.click(within(question).getByText('Remove'));
    expect(await screen.findByText('Rondo was just restarting.')).toBeInTheDocument();
    expect(location.hash).toBe('#transcription-1');
    answer = async () => ({ ok: true, value: {} });
    await user.click(within(question).getByText('Remove'));
    await waitFor(() => expect(location.hash).toBe('#history'));
  });

  test('stays where one reading is refused, and is read again by itself', async () => {
    let answer: Actions['transcript.read'] = async () => ({ ok: true, value: { entry } });
    let times = 0;
    const read: Actions['transcript.read'] = (payload) => {
      times += 1;
      return answer(payload);
    };
    const { push } = await open({}, { 'transcript.read': read });
    answer = refused;
    push(viewOf([], [transcriptionJob({ title: 'Fog' })]));
    await waitFor(() => expect(times).toBeGreaterThan(1), { timeout: 3_000 });
    expect(sentence('The bell was not.')).toBeInTheDocument();
    const more = [passage(71, 74, 'Then came ice.')];
    answer = async () => ({ ok: true, value: { entry: { ...entry, passages: more } } });
    expect(await screen.findByText('Then came ice.', {}, { timeout: 3_000 })).toBeInTheDocument();
    answer = async () => ({ ok: true, value: { entry: null } });
    push(viewOf([], []));
    expect(await screen.findByText('This is not there any more.', {}, { timeout: 3_000 })).toBeInTheDocument();
  });

  test('has one length, in its facts and in its player', async () => {
    await open({ seconds: 57.8 });
    await ready();
    expect(screen.getByRole('list', { name: 'Facts' })).toHaveTextContent('57 s');
    expect(screen.getByRole('group', { name: 'Player' })).toHaveTextContent('0:57');
  });

  test('goes five seconds by an arrow in the line, and leaves arrows with Shift to the marking of text', async () => {
    const { user } = await open({ seconds: 10_800 });
    await ready();
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    expect(audio().currentTime).toBe(0);
    screen.getByRole('slider').focus();
    await user.keyboard('{ArrowRight}{ArrowUp}{ArrowLeft}{ArrowRight}');
    expect(audio().currentTime).toBe(10);
  });

  test('is followed until the reader scrolls, and not only until a choice is made', async () => {
    const { user } = await open();
    await ready();
    Object.defineProperty(audio(), 'paused', { value: false });
    fireEvent.play(audio());
    // In jsdom all is as wide as a scroll bar: presses are clicks alone.
    screen.getByRole('combobox', { name: 'Speed' }).focus();
    await user.keyboard('{ArrowDown}');
    screen.getByRole('slider').focus();
    await user.keyboard('{ArrowUp}');
    fireEvent.keyDown(screen.getByRole('slider'), { key: 'Home' });
    fireEvent.touchMove(screen.getByRole('slider'));
    fireEvent.click(screen.getByRole('button', { name: 'Download' }));
    await user.keyboard('{End}');
    expect(screen.queryByRole('button', { name: 'Back to what plays' })).not.toBeInTheDocument();
    fireEvent.keyDown(document.body, { key: 'PageDown' });
    expect(await screen.findByRole('button', { name: 'Back to what plays' })).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Back to what plays' }));
    fireEvent.touchMove(sentence('He rang.'));
    expect(await screen.findByRole('button', { name: 'Back to what plays' })).toBeInTheDocument();
  });

  test('is not drawn again while one sentence plays', async () => {
    let looks = 0;
    const counted: HistoryEntry = {
      ...entry,
      get passages() {
        looks += 1;
        return entry.passages;
      },
    };
    await open({}, { 'transcript.read': async () => ({ ok: true, value: { entry: counted } }) });
    await ready();
    audio().currentTime = 66;
    // React looks once more after a change before it believes that there is none.
    fireEvent.timeUpdate(audio());
    fireEvent.timeUpdate(audio());
    const drawn = looks;
    for (let tenths = 0; tenths < 20; tenths++) {
      audio().currentTime = 66 + tenths / 10;
      fireEvent.timeUpdate(audio());
    }
    expect(screen.getByRole('slider')).toHaveAttribute('aria-valuetext', '1:07 of 14:00');
    expect(looks).toBe(drawn);
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
    await user.click(screen.getByRole('button', { name: 'Delete the recording' }));
    const question = screen.getByRole('group', { name: 'Delete the recording and keep the text?' });
    await user.click(within(question).getByText('Delete the recording'));
    expect(asked).toContainEqual({ name: 'recording.remove', payload: { id: 'transcription-1' } });
    expect(document.querySelector('footer')).toHaveFocus();
  });

  test('is read again where its recording was deleted on another page', async () => {
    let audio: typeof entry.audio = entry.audio;
    const read: Actions['transcript.read'] = async () => ({ ok: true, value: { entry: { ...entry, audio } } });
    const { push } = await open({}, { 'transcript.read': read });
    audio = null;
    push(viewOf([], [transcriptionJob({ title: 'Harbour', text: entry.text, updatedAt: at + 5_000 })]));
    expect(await screen.findByText('The recording itself is not kept any more.', {}, { timeout: 3_000 })).toBeVisible();
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
    expect(screen.queryByRole('button', { name: 'Delete the recording' })).not.toBeInTheDocument();
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
    expect(await screen.findByText('This is not there any more.')).toBeInTheDocument();
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

  test('of a page is left for the history when it was removed, and only then', async () => {
    location.hash = '#summary-1';
    let answer: Actions['job.remove'] = refused;
    const { user } = showReading(viewOf([], [summaryJob({ text: 'Gears.' })]), 'summary-1', {
      'job.remove': (payload) => answer(payload),
    });
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    const question = screen.getByRole('group', { name: /^Remove The Antikythera/ });
    await user.click(within(question).getByText('Remove'));
    expect(await screen.findByText('Rondo was just restarting.')).toBeInTheDocument();
    expect(location.hash).toBe('#summary-1');
    answer = async () => ({ ok: true, value: {} });
    await user.click(within(question).getByText('Remove'));
    await waitFor(() => expect(location.hash).toBe('#history'));
  });

  test('says why it is not summarized again, not removed, not cancelled', async () => {
    const part: Partial<Actions> = { 'transcript.summarize': refused, 'job.remove': refused, 'job.cancel': refused };
    const { user, push } = await open({}, part, viewOf([], [summary, ...done.jobs]));
    const region = within(screen.getByRole('region', { name: 'Summary' }));
    await user.click(region.getByRole('button', { name: 'Summarize again' }));
    expect(await region.findByText('Rondo was just restarting.')).toBeInTheDocument();
    await user.click(region.getByRole('button', { name: 'Remove the summary' }));
    await user.click(region.getByText('Remove'));
    expect(await region.findByText('Rondo was just restarting.')).toBeInTheDocument();
    push(viewOf([], [{ ...summary, state: 'running' }, ...done.jobs]));
    await user.click(region.getByRole('button', { name: 'Cancel' }));
    expect(await region.findByText('Rondo was just restarting.')).toBeInTheDocument();
  });

  test('of an address that is none leads nowhere', () => {
    const job = summaryJob({ text: 'Gears.', url: 'javascript:alert(1)' });
    showReading(viewOf([], [job]), 'summary-1');
    expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['History']);
  });
});
