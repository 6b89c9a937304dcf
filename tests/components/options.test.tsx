// The settings page: keys, addresses and the order of turns.
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { KeyLine } from '../../lib/messaging/protocol.ts';
import { at, cardOf, healthOf, ownerOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [
  cardOf('1', 'groq', { label: 'personal', last4: 'Q7xA' }),
  cardOf('2', 'groq', {
    label: 'second',
    last4: '9fLp',
    health: healthOf('resting', 'Its tokens per minute were used up.', at + 42_000),
  }),
  cardOf('3', 'groq', { label: 'old', last4: 'tt0B', health: healthOf('invalid', 'Groq refused it.') }),
]);
const groqCard = () => within(screen.getByRole('article', { name: 'Groq' }));

describe('keys', () => {
  test('show their last four characters and their health in words', () => {
    showOptions(viewOf([groq]));
    const rows = groqCard().getAllByTestId('key');
    expect(rows[0]).toHaveTextContent('••••Q7xA');
    expect(rows[1]).toHaveTextContent('Resting, 42 s left · 14 models · Its tokens per minute were used up.');
    expect(rows[2]).toHaveTextContent('Key refused · 14 models · Groq refused it.');
  });

  test('are added one per line, and what became of each line is listed', async () => {
    const lines: KeyLine[] = [
      { line: 1, last4: 'aaaa', keyId: '7', outcome: 'accepted', message: '14 models.' },
      { line: 2, last4: '', keyId: null, outcome: 'empty', message: 'Nothing stood here.' },
      { line: 3, last4: 'cccc', keyId: null, outcome: 'duplicate', message: 'You have it already.' },
    ];
    const { user, asked } = showOptions(viewOf([groq]), { 'keys.add': async () => ({ ok: true, value: { lines } }) });
    const field = groqCard().getByLabelText('Add Groq keys');
    await user.type(field, 'gsk_a{Enter}{Enter}gsk_c');
    await user.click(groqCard().getByRole('button', { name: 'Add keys' }));
    expect(asked).toEqual([{ name: 'keys.add', payload: { owner: 'groq', lines: 'gsk_a\n\ngsk_c' } }]);
    const shown = groqCard().getAllByTestId('key-line');
    expect(shown.map((line) => line.dataset.outcome)).toEqual(['accepted', 'empty', 'duplicate']);
    expect(shown[2]).toHaveTextContent('Line 3••••ccccYou have it already.');
    expect(field).toHaveValue('');
  });

  test('that were not taken stay in the field, so that nothing typed is lost', async () => {
    const lines: KeyLine[] = [
      { line: 1, last4: 'aaaa', keyId: '7', outcome: 'accepted', message: '14 models.' },
      { line: 2, last4: 'bbbb', keyId: null, outcome: 'other_provider', message: 'A key of OpenAI.' },
      { line: 3, last4: 'cccc', keyId: '8', outcome: 'invalid', message: 'Refused, and kept.' },
      { line: 4, last4: 'dddd', keyId: null, outcome: 'invalid', message: 'Refused, and not kept.' },
    ];
    const { user } = showOptions(viewOf([groq]), { 'keys.add': async () => ({ ok: true, value: { lines } }) });
    const field = groqCard().getByLabelText('Add Groq keys');
    await user.type(field, 'gsk_a{Enter}sk-proj-b{Enter}gsk_c{Enter}gsk_d');
    await user.click(groqCard().getByRole('button', { name: 'Add keys' }));
    expect(field).toHaveValue('sk-proj-b\ngsk_d');
  });

  test('change their name on Enter, their plan and whether they are used', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    const name = screen.getByLabelText('Name of the key ending in Q7xA');
    await user.clear(name);
    await user.type(name, 'laptop{Enter}');
    await user.selectOptions(screen.getByLabelText('Plan of personal'), 'Paid plan');
    await user.click(screen.getByRole('switch', { name: 'Use personal' }));
    expect(asked).toEqual([
      { name: 'key.change', payload: { id: '1', label: 'laptop' } },
      { name: 'key.change', payload: { id: '1', plan: 'paid' } },
      { name: 'key.change', payload: { id: '1', on: false } },
    ]);
  });

  test('never show their old name between a change and its push', async () => {
    const { user } = showOptions(viewOf([groq]));
    const name = screen.getByLabelText('Name of the key ending in Q7xA');
    await user.clear(name);
    await user.type(name, 'laptop{Enter}');
    await user.tab();
    expect(name).toHaveValue('laptop');
  });

  test('keep their name on Escape', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    await user.type(screen.getByLabelText('Name of the key ending in Q7xA'), 'x{Escape}');
    await user.tab();
    expect(asked).toEqual([]);
  });

  test('are validated by really asking, and say what was found', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    await user.click(screen.getByRole('button', { name: 'Validate personal' }));
    expect(asked).toEqual([{ name: 'key.check', payload: { id: '1' } }]);
    expect(groqCard().getAllByTestId('key')[0]).toHaveTextContent('Accepted. 243 ms');
  });

  test('are removed only after it was asked once more', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    await user.click(screen.getByRole('button', { name: 'Remove old' }));
    expect(asked).toEqual([]);
    const question = screen.getByRole('group', { name: 'Remove this key?' });
    expect(within(question).getByText('Remove')).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Remove old' })).toHaveFocus();
    await user.keyboard('{Enter}{Enter}');
    expect(asked).toEqual([{ name: 'key.remove', payload: { id: '3' } }]);
  });
});

describe('a provider', () => {
  test('is switched off without a word about its keys', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    await user.click(screen.getByRole('switch', { name: 'Use Groq' }));
    expect(asked).toEqual([{ name: 'provider.change', payload: { id: 'groq', on: false } }]);
  });

  test('asks for the new origin before the new address is sent', async () => {
    const { user, asked } = showOptions(viewOf([groq]), {
      'provider.change': async () => ({
        ok: true,
        value: { baseUrl: 'http://127.0.0.1:8080/v1', note: '/models was taken off the end.' },
      }),
    });
    const field = screen.getByLabelText('Base URL of Groq');
    await user.clear(field);
    await user.type(field, 'http://127.0.0.1:8080/v1/models');
    await user.click(screen.getByRole('button', { name: 'Save base URL of Groq' }));
    expect(asked).toEqual([
      { name: 'askForOrigin', payload: 'http://127.0.0.1:8080/v1/models' },
      { name: 'provider.change', payload: { id: 'groq', baseUrl: 'http://127.0.0.1:8080/v1/models' } },
    ]);
    expect(field).toHaveAccessibleDescription('/models was taken off the end.');
    expect(field).toHaveValue('http://127.0.0.1:8080/v1');
  });

  test('sends no address for which the permission was not given', async () => {
    const { user, asked } = showOptions(viewOf([groq]), {
      askForOrigin: async () => ({ ok: false, message: 'Rondo may not reach x without your permission.' }),
    });
    await user.click(screen.getByRole('button', { name: 'Save base URL of Groq' }));
    expect(asked.map(({ name }) => name)).toEqual(['askForOrigin']);
    expect(screen.getByLabelText('Base URL of Groq')).toHaveAccessibleDescription(/without your permission/);
  });
});

test('a change that was refused says so where it was made', async () => {
  const { user } = showOptions(viewOf([groq]), {
    'key.change': async () => ({ ok: false, message: 'Rondo was just restarting. Please press again.', fix: 'none' }),
  });
  await user.click(screen.getByRole('switch', { name: 'Use personal' }));
  expect(groqCard().getAllByTestId('key')[0]).toHaveTextContent('Rondo was just restarting.');
});
