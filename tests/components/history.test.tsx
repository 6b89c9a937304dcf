// The history of all results: listed, searched, left and come back to, cleared away.
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Actions } from '../../lib/view/actions.ts';
import { done, head, setUpMedia } from './reading-sample.tsx';
import { at, summaryJob, transcriptionJob, viewOf } from './sample.ts';
import { refused, showReading } from './stage.tsx';

beforeEach(setUpMedia);

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

  test('says why it could not be read, and reads it at a press', async () => {
    let answer: Actions['transcripts.list'] = refused;
    const { user } = showReading(view, null, { ...list, 'transcripts.list': (payload) => answer(payload) });
    expect(await screen.findByRole('alert')).toHaveTextContent('Rondo was just restarting.');
    answer = list['transcripts.list'] ?? refused;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'Harbour' })).toBeInTheDocument();
    expect(screen.queryByText('Rondo was just restarting.')).not.toBeInTheDocument();
  });

  test('says so where something could not be removed, and keeps it', async () => {
    const { user } = showReading(view, null, { ...list, 'job.remove': refused });
    await user.click(await screen.findByRole('button', { name: 'Remove Harbour' }));
    await user.click(within(screen.getByRole('group', { name: /Remove Harbour/ })).getByText('Remove'));
    const row = screen.getByRole('link', { name: 'Harbour' }).closest('li') as HTMLElement;
    expect(within(row).getByRole('alert')).toHaveTextContent('Rondo was just restarting.');
  });

  test('is found again as it was left: what was searched for, and what was opened', async () => {
    const scrolled: unknown[] = [];
    Object.assign(globalThis, { scrollTo: (...place: unknown[]) => scrolled.push(place) });
    const { user, turn } = showReading(view, null, list);
    await user.type(await screen.findByRole('searchbox'), 'ice');
    await waitFor(() => expect(titles()).toEqual(['Harbour', 'The Antikythera mechanism']));
    turn('summary-1');
    expect(screen.getByRole('heading', { level: 1, name: 'The Antikythera mechanism' })).toHaveFocus();
    expect(scrolled).toEqual([[0, 0]]);
    turn(null);
    expect(await screen.findByRole('searchbox')).toHaveValue('ice');
    await waitFor(() => expect(screen.getByRole('link', { name: 'The Antikythera mechanism' })).toHaveFocus());
    expect(titles()).toEqual(['Harbour', 'The Antikythera mechanism']);
    expect(scrolled).toEqual([[0, 0]]);
  });

  test('gives the keyboard to the next row, or to its heading, when something was removed', async () => {
    const { user } = showReading(view, null, list);
    const remove = async (title: string) => {
      await user.click(await screen.findByRole('button', { name: `Remove ${title}` }));
      const group = screen.getByRole('group', { name: new RegExp(`Remove ${title}`) });
      await user.click(within(group).getByText('Remove'));
    };
    await remove('The Antikythera mechanism');
    expect(screen.getByRole('link', { name: 'Harbour' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Empty history' }));
    await user.click(within(screen.getByRole('group', { name: /Delete every/ })).getByText('Empty history'));
    expect(screen.getByRole('heading', { level: 1, name: 'History' })).toHaveFocus();
  });

  test('gives the keyboard to its heading when its only row was removed', async () => {
    const { user } = showReading(viewOf([], [page]), null);
    await user.click(await screen.findByRole('button', { name: /^Remove/ }));
    await user.click(within(screen.getByRole('group', { name: /^Remove/ })).getByText('Remove'));
    expect(screen.getByRole('heading', { level: 1, name: 'History' })).toHaveFocus();
  });
});
