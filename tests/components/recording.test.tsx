// A long recording in the popup: what is told before it starts, how far it is, and what can be done about what is missing.
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Forecast } from '../../lib/domain/forecast.ts';
import { noProgress } from '../../lib/domain/job.ts';
import type { Actions } from '../../lib/view/actions.ts';
import {
  at,
  attemptOf,
  cardOf,
  faultNamed,
  healthOf,
  ownerOf,
  targetOf,
  traceOf,
  transcriptionJob,
  viewOf,
} from './sample.ts';
import { showPopup } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq')]);
const file = new File([new Uint8Array(9)], 'lecture.mp4', { type: 'video/mp4' });

const share = { owner: 'groq', ownerName: 'Groq', seconds: 3_720, usd: 0 };
const usual = { needed: 3_720, endsAt: at + 190_000, usd: 0, shares: [share], waits: false };
const faster = {
  ...usual,
  endsAt: at + 60_000,
  usd: 0.28,
  shares: [share, { owner: 'openai', ownerName: 'OpenAI', seconds: 1_860, usd: 0.28 }],
};
const long: Forecast = {
  seconds: 3_720,
  short: false,
  usual,
  faster,
  left: [{ owner: 'groq', ownerName: 'Groq', seconds: 7_200 }],
};

const offering = (forecast: Forecast): Partial<Actions> => ({
  transcribeFile: async ({ name }) => ({
    ok: true,
    value: { offer: { blobId: 'blob', fileName: name, bytes: 61_000_000, forecast } },
  }),
});

const choose = async (forecast: Forecast) => {
  const shown = showPopup(viewOf([groq]), offering(forecast));
  await shown.user.click(screen.getByRole('tab', { name: 'Transcribe' }));
  await shown.user.upload(screen.getByLabelText('Audio file'), file);
  return shown;
};

describe('before a long recording starts', () => {
  test('what it takes, what is left, when it is done and what it costs are told, and nothing is sent', async () => {
    const { asked } = await choose(long);
    const offer = screen.getByRole('region', { name: 'Before lecture.mp4 starts' });
    expect(offer).toHaveTextContent('62 min · 61 MB');
    expect(offer).toHaveTextContent('Groq62 min, 2 h left nowfree');
    expect(screen.getByRole('button', { name: /^Transcribe/ })).toHaveTextContent('done in about 4 min, free');
    expect(screen.getByRole('button', { name: /^Faster/ })).toHaveTextContent('done in about 60 s, about $0.28');
    expect(asked.map(({ name }) => name)).toEqual(['transcribeFile']);
  });

  test.each([
    ['Transcribe', { blobId: 'blob', fileName: 'lecture.mp4' }],
    ['Faster', { blobId: 'blob', fileName: 'lecture.mp4', faster: true }],
  ])('one press on “%s” begins it, and the question is gone', async (name, payload) => {
    const { user, asked } = await choose(long);
    await user.click(screen.getByRole('button', { name: new RegExp(`^${name}`) }));
    expect(asked.at(-1)).toEqual({ name: 'transcribe', payload });
    expect(screen.queryByTestId('offer')).not.toBeInTheDocument();
  });

  test('who does not want it has the file forgotten', async () => {
    const { user, asked } = await choose(long);
    await user.click(screen.getByRole('button', { name: 'Not now' }));
    expect(asked.at(-1)).toEqual({ name: 'forgetFile', payload: 'blob' });
    expect(screen.queryByTestId('offer')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Choose an audio file' })).toHaveFocus();
  });

  test('nothing faster is offered where there is nothing, and waits and unknown lengths are told', async () => {
    await choose({ ...long, usual: { ...usual, waits: true, usd: null }, faster: null });
    expect(screen.queryByRole('button', { name: /^Faster/ })).not.toBeInTheDocument();
    expect(screen.getByTestId('offer')).toHaveTextContent('Limits have to refill on the way');
    expect(screen.getByTestId('offer')).toHaveTextContent('at a price Rondo does not know');
  });

  test('where nobody can take any of it that is said', async () => {
    await choose({ ...long, usual: { ...usual, endsAt: null, usd: null, shares: [] }, faster: null });
    expect(screen.getByTestId('offer')).toHaveTextContent('no key can take it now');
  });

  test('a length that nobody knows is no reason not to begin', async () => {
    const { user, asked } = await choose({ ...long, seconds: null, usual: null, faster: null });
    expect(screen.getByTestId('offer')).toHaveTextContent('nobody can say yet');
    await user.click(screen.getByRole('button', { name: 'Transcribe' }));
    expect(asked.at(-1)?.name).toBe('transcribe');
  });
});

describe('a recording that is being written down', () => {
  const target = targetOf('groq', 'Groq', 'whisper-large-v3-turbo');
  const progress = { ...noProgress, seconds: 3_660, prepared: 1_400, written: 730, at: [target], endsAt: at + 170_000 };
  const running = transcriptionJob({ state: 'running', whole: false, progress, text: 'The first words' });

  test('shows in numbers how far it is, with whom, and how long yet', () => {
    showPopup(viewOf([groq], [running]));
    const card = screen.getByTestId('job');
    expect(card).toHaveTextContent('Groq · whisper-large-v3-turbo');
    expect(card).toHaveTextContent('12 of 61 min · about 3 min left');
    expect(screen.getByRole('progressbar')).toHaveAttribute('value', '730');
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeInTheDocument();
  });

  test('names all who work at it, and says what goes on while nobody does', () => {
    const openai = targetOf('openai', 'OpenAI', 'whisper-1');
    const { push } = showPopup(viewOf([groq], [{ ...running, progress: { ...progress, at: [target, openai] } }]));
    expect(screen.getByTestId('job')).toHaveTextContent('Groq, OpenAI');
    push(viewOf([groq], [{ ...running, progress: { ...progress, at: [] } }]));
    expect(screen.getByTestId('job')).toHaveTextContent('Preparing the next part…');
  });

  test('says until when it waits, and keeps its numbers', () => {
    const waiting = { ...running, state: 'waiting' as const, note: 'Every key rests.', retryAt: at + 300_000 };
    showPopup(viewOf([groq], [waiting]));
    expect(screen.getByTestId('job')).toHaveTextContent('12 of 61 min · goes on in 5 min');
  });
});

describe('a recording with parts missing', () => {
  const gaps = [
    { start: 600, end: 1_200, why: 'It was overloaded.' },
    { start: 3_605, end: 3_660, why: 'It was overloaded.' },
  ];
  const progress = { ...noProgress, seconds: 3_660, chunks: 8, chunksWritten: 6, gaps };
  const done = transcriptionJob({
    state: 'done',
    whole: false,
    progress,
    text: 'Words.',
    note: '2 parts are missing.',
    blobId: 'recording',
  });

  test('tells which, and asks for those again at one press', async () => {
    const { user, asked } = showPopup(viewOf([groq], [done]));
    const card = screen.getByTestId('job');
    expect(card).toHaveTextContent('2 parts are missing.');
    expect(card).toHaveTextContent('10:00–20:00');
    expect(card).toHaveTextContent('1:00:05–1:01:00');
    await user.click(screen.getByRole('button', { name: 'Retry missing parts' }));
    expect(asked).toEqual([{ name: 'job.retry', payload: { id: done.id } }]);
    expect(screen.getByRole('heading', { name: done.title })).toHaveFocus();
    expect(screen.queryByRole('button', { name: 'Open settings' })).not.toBeInTheDocument();
  });

  test('opens the settings where only those can mend it', async () => {
    const whisper = targetOf('groq', 'Groq', 'whisper-large-v3-turbo');
    const trace = traceOf([attemptOf(whisper, 40, faultNamed('invalid_key'))]);
    const { user, asked } = showPopup(viewOf([groq], [{ ...done, trace }]));
    await user.click(screen.getByRole('button', { name: 'Open settings' }));
    expect(asked).toEqual([{ name: 'openSettings', payload: 'providers' }]);
  });

  test('says that they cannot be asked for again once the recording is deleted', () => {
    showPopup(viewOf([groq], [{ ...done, blobId: null, note: '' }]));
    expect(screen.getByTestId('job')).toHaveTextContent('the recording was deleted: they cannot be asked for again');
    expect(screen.queryByRole('button', { name: 'Retry missing parts' })).not.toBeInTheDocument();
  });
});

describe('a transcript of hours', () => {
  const text = 'word '.repeat(400).trim();

  test('shows a part of itself, its latest words while it grows, and the way to all of it', async () => {
    const job = transcriptionJob({ state: 'running', whole: false, text });
    const { user, asked, push } = showPopup(viewOf([groq], [job]));
    expect(screen.getByTestId('job-text').parentElement).toHaveAttribute('data-shows', 'end');
    push(viewOf([groq], [{ ...job, state: 'done' }]));
    expect(screen.getByTestId('job-text').parentElement).toHaveAttribute('data-shows', 'beginning');
    await user.click(screen.getByRole('button', { name: 'Read all of it' }));
    expect(asked).toEqual([{ name: 'openReading', payload: job.id }]);
  });

  test('is all there where it is short', () => {
    showPopup(viewOf([groq], [transcriptionJob({ state: 'done', text: 'Short.' })]));
    expect(screen.queryByRole('button', { name: 'Read all of it' })).not.toBeInTheDocument();
  });
});

test('files that are refused hold up none of the others, and each reason is said once with their names', async () => {
  const named = ['one.mp3', 'notes.mp3', 'two.mp3', 'letter.mp3', 'empty.mp3'].map(
    (name) => new File([new Uint8Array(9)], name, { type: 'audio/mpeg' }),
  );
  const why: Record<string, string> = { 'notes.mp3': 'No sound.', 'letter.mp3': 'No sound.', 'empty.mp3': 'Empty.' };
  const transcribeFile: Actions['transcribeFile'] = async ({ name }) =>
    why[name]
      ? { ok: false, message: why[name], fix: 'none' }
      : { ok: true, value: { offer: { blobId: name, fileName: name, bytes: 61_000_000, forecast: long } } };
  const { user } = showPopup(viewOf([groq]), { transcribeFile });
  await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
  await user.upload(screen.getByLabelText('Audio file'), named);
  const said = await screen.findByText(/No sound/);
  expect(said.textContent).toBe('notes.mp3, letter.mp3: No sound.\nempty.mp3: Empty.');
  expect(screen.getByText('one.mp3')).toBeInTheDocument();
  expect(screen.getByText('two.mp3')).toBeInTheDocument();
});
