// One job as a card: while it streams, when it is done, when it failed.
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import {
  at,
  attemptOf,
  cardOf,
  faultNamed,
  groqText,
  healthOf,
  openaiText,
  ownerOf,
  summaryJob,
  targetOf,
  traceOf,
  transcriptionJob,
  viewOf,
} from './sample.ts';
import { refused, showPopup } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq')]);

describe('a job that runs', () => {
  const running = summaryJob({ state: 'running', target: groqText, text: 'The first words', createdAt: at - 4200 });

  test('shows its text so far, who answers and how far it is', async () => {
    const { push } = showPopup(viewOf([groq], [{ ...running, text: 'The' }]));
    const card = screen.getByTestId('job');
    expect(card).toHaveTextContent('1 word · 4 s');
    push(viewOf([groq], [running]));
    expect(card).toHaveAttribute('data-state', 'running');
    expect(card).toHaveAttribute('data-kind', 'summary');
    expect(card).toHaveTextContent('Groq · llama-3.3-70b-versatile answers');
    expect(card).toHaveTextContent('3 words · 4 s');
    push(viewOf([groq], [{ ...running, text: 'The first words and **more**' }]));
    expect(await within(card).findByText('more')).toBeInTheDocument();
    expect(screen.getByTestId('job-text')).toHaveTextContent('The first words and more');
  });

  test('can be cancelled', async () => {
    const { user, asked } = showPopup(viewOf([groq], [running]));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(asked).toEqual([{ name: 'job.cancel', payload: { id: 'summary-1' } }]);
    // The button goes.
    expect(screen.getByRole('heading', { name: 'The Antikythera mechanism' })).toHaveFocus();
  });

  test('says why it is not cancelled', async () => {
    const { user } = showPopup(viewOf([groq], [running]), { 'job.cancel': refused });
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('Rondo was just restarting.')).toBeInTheDocument();
  });

  test('says when a waiting one goes on', () => {
    showPopup(viewOf([groq], [summaryJob({ state: 'waiting', note: 'Every key rests.', retryAt: at + 42_000 })]));
    expect(screen.getByTestId('job')).toHaveTextContent('Waitinggoes on in 42 sEvery key rests.');
  });
});

describe('a job that is done', () => {
  test('says how much was read when that was not all', () => {
    showPopup(viewOf([groq], [summaryJob({ text: 'Short.', target: groqText, shareRead: 0.62 })]));
    expect(screen.getByTestId('job')).toHaveTextContent(
      /read 62 % of the text\. It is longer than this model could take/,
    );
  });

  test('says nothing of it when all was read', () => {
    showPopup(viewOf([groq], [summaryJob({ text: 'Short.', target: groqText, shareRead: 1 })]));
    expect(screen.getByTestId('job')).not.toHaveTextContent(/read \d+ %/);
  });

  test('tells why this model answered', () => {
    const trace = traceOf(
      [attemptOf(groqText, 212, faultNamed('rate_limited', 'Limit 12000')), attemptOf(openaiText, 4380)],
      [
        {
          target: targetOf('together', 'TogetherAI', 'qwen'),
          code: 'key_invalid',
          why: 'It was refused.',
          until: null,
        },
      ],
    );
    showPopup(viewOf([groq], [summaryJob({ text: 'Short.', target: openaiText, trace })]));
    const [first, second] = within(screen.getByRole('list', { name: 'Who was asked', hidden: true })).getAllByRole(
      'listitem',
      { hidden: true },
    );
    expect(first).toHaveTextContent(/Groq · llama-3.3-70b-versatile had reached its limit.*Limit 12000.*212 ms/);
    expect(second).toHaveTextContent(/OpenAI · gpt-5.2-mini answered.*4\.4 s/);
    expect(screen.getByRole('list', { name: 'Not asked', hidden: true })).toHaveTextContent('TogetherAI · qwen');
  });

  test('copies its text', async () => {
    const { user, asked } = showPopup(viewOf([groq], [summaryJob({ text: 'Short.' })]));
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(asked).toEqual([{ name: 'copy', payload: 'Short.' }]);
    expect(screen.getByRole('button', { name: 'Copied' })).toBeInTheDocument();
  });

  test('is opened to be read, and so is the history', async () => {
    const { user, asked } = showPopup(viewOf([groq], [summaryJob({ text: 'Short.' })]));
    await user.click(screen.getByRole('button', { name: 'Open' }));
    await user.click(screen.getByRole('button', { name: 'History' }));
    expect(asked).toEqual([
      { name: 'openReading', payload: 'summary-1' },
      { name: 'openReading', payload: undefined },
    ]);
  });

  test('is removed only after it was asked once more', async () => {
    const { user, asked } = showPopup(viewOf([groq], [summaryJob({ text: 'Short.' })]));
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    expect(asked).toEqual([]);
    await user.click(
      within(screen.getByRole('group', { name: 'Remove The Antikythera mechanism?' })).getByText('Remove'),
    );
    expect(asked).toEqual([{ name: 'job.remove', payload: { id: 'summary-1' } }]);
  });

  test('hands the keyboard to the one that stands there next when it is removed', async () => {
    const earlier = transcriptionJob({ createdAt: at - 90_000, title: 'Harbour' });
    const { user, push } = showPopup(viewOf([groq], [summaryJob({ text: 'Short.' }), earlier]));
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    await user.click(within(screen.getByRole('group', { name: /^Remove/ })).getByText('Remove'));
    push(viewOf([groq], [earlier]));
    expect(screen.getByRole('heading', { name: 'Harbour' })).toHaveFocus();
  });

  test('says why it is not removed', async () => {
    const { user } = showPopup(viewOf([groq], [summaryJob({ text: 'Short.' })]), { 'job.remove': refused });
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    await user.click(within(screen.getByRole('group', { name: /^Remove/ })).getByText('Remove'));
    expect(await screen.findByText('Rondo was just restarting.')).toBeInTheDocument();
  });

  test('says where its text was not copied', async () => {
    const { user } = showPopup(viewOf([groq], [summaryJob({ text: 'Short.' })]), { copy: async () => false });
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('The browser did not let Rondo copy it.')).toBeInTheDocument();
  });

  test('steps aside when an earlier one is opened', async () => {
    const earlier = transcriptionJob({ createdAt: at - 90_000, text: 'Good morning.' });
    const { user } = showPopup(viewOf([groq], [summaryJob({ text: 'Short.' }), earlier]));
    await user.click(screen.getByRole('button', { name: /interview-2026-11-20\.mp3/ }));
    expect(screen.getByTestId('job')).toHaveAttribute('data-kind', 'transcription');
    expect(screen.getByRole('heading', { name: 'interview-2026-11-20.mp3' })).toHaveFocus();
    expect(screen.getByTestId('job-text')).toHaveTextContent('Good morning.');
  });
});

describe('a job that failed', () => {
  test('says what happened and offers to try again', async () => {
    const trace = traceOf([attemptOf(groqText, 200, faultNamed('timeout'))]);
    const { user, asked } = showPopup(
      viewOf([groq], [summaryJob({ state: 'failed', note: 'Nobody answered.', trace })]),
    );
    expect(screen.getByText('Nobody answered.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Open settings' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(asked).toEqual([{ name: 'job.retry', payload: { id: 'summary-1' } }]);
  });

  test('leads to the settings when the keys themselves are the trouble', async () => {
    const trace = traceOf([attemptOf(groqText, 200, faultNamed('invalid_key'))]);
    const { user, asked } = showPopup(viewOf([groq], [summaryJob({ state: 'failed', note: 'Refused.', trace })]));
    await user.click(screen.getByRole('button', { name: 'Open settings' }));
    expect(asked).toEqual([{ name: 'openSettings', payload: 'providers' }]);
  });
});
