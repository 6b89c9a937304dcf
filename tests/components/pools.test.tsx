// The pools on the settings page: what is shown of each model, and what moving, switching and ticking ask for.
import { act, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { someVision } from '../../lib/domain/abilities.ts';
import type { ListedModel, PoolRow } from '../../lib/domain/pool.ts';
import type { Task } from '../../lib/domain/task.ts';
import type { View } from '../../lib/messaging/protocol.ts';
import type { Actions } from '../../lib/view/actions.ts';
import { at, cardOf, healthOf, ownerOf, poolsOf, rowOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq')]);

const rows = (...refs: string[]): PoolRow[] => refs.map((ref, suggested) => rowOf(ref, { suggested }));
const three = rows('groq/openai/small', 'openai/middle', 'together/openai/large');
const listed = (ref: string): ListedModel => rowOf(ref);

type Open = { task?: Task; name?: string; part?: Partial<Actions>; view?: View };

/** Shows the page with one pool opened. `become` is what the background would answer from then on, with its push. */
const open = async (
  of: readonly PoolRow[],
  { task = 'fast', name = 'Fast answers', part, view = viewOf([groq]) }: Open = {},
) => {
  let now = of;
  const shown = showOptions(view, {
    'pools.read': async () => ({ ok: true, value: { pools: poolsOf({ [task]: [...now] }) } }),
    ...part,
  });
  await shown.user.click(screen.getByRole('button', { name: `Models for ${name}` }));
  await screen.findAllByTestId('pool-row');
  const become = async (next: readonly PoolRow[], change: Partial<View> = {}) => {
    now = next;
    await act(async () => shown.push({ ...view, settings: { ...view.settings }, ...change }));
  };
  const changes = () => shown.asked.filter((one) => one.name === 'pool.change').map(({ payload }) => payload);
  return { ...shown, become, changes };
};

const inPage = () => screen.getAllByTestId('pool-row').map((row) => row.dataset.ref);
const row = (ref: string) => {
  const found = screen.getAllByTestId('pool-row').find((one) => one.dataset.ref === ref);
  if (!found) throw new Error(`${ref} is not shown`);
  return found;
};
const button = (name: string) => screen.getByRole('button', { name });

describe('a pool', () => {
  test('is asked for once, and anew with each push as long as it is open', async () => {
    const shown = showOptions(viewOf([groq]));
    const { user, push } = shown;
    const reads = () => shown.reads.filter(({ name }) => name === 'pools.read').length;
    await act(async () => push(viewOf([groq])));
    expect(reads()).toBe(1);
    await user.click(button('Models for Code'));
    await act(async () => push(viewOf([groq])));
    expect(reads()).toBe(3);
    await user.click(button('Models for Code'));
    const before = reads();
    await act(async () => push(viewOf([groq])));
    expect(reads()).toBe(before);
  });

  test('says of each model what it costs, holds and can, and how it stands', async () => {
    const abilities = { tools: true, parallelTools: true, json: true, vision: { ...someVision, images: 5 } };
    await open([
      rowOf('groq/a', { free: true, abilities }),
      rowOf('openai/b', { price: { input: 0.075, output: 12 }, context: 1_047_576, state: 'no_key', keys: 0 }),
      rowOf('together/c', {
        price: null,
        context: null,
        state: 'resting',
        until: at + 42_000,
        why: 'It was overloaded.',
      }),
    ]);
    expect(row('groq/a')).toHaveTextContent('free');
    expect(row('groq/a')).toHaveTextContent(
      'Free on your key; its list price is $0.10 in and $0.50 out per million tokens.',
    );
    expect(row('groq/a')).toHaveTextContent('131kHolds 131,072 tokens.');
    expect(within(row('groq/a')).getByText('images')).toBeInTheDocument();
    expect(row('groq/a')).toHaveTextContent('looks at up to 5 images at once.');
    expect(row('openai/b')).toHaveTextContent('No key');
    expect(row('openai/b')).toHaveTextContent('$0.075 / $12.00');
    expect(row('openai/b')).toHaveTextContent('1M');
    expect(row('together/c')).toHaveTextContent('Resting, 42 s left');
    expect(row('together/c')).toHaveTextContent('Its price is not known.');
  });

  test('says until when a model is there and who comes after it, and points out an end that is near', async () => {
    const ends = (on: string, when: 'later' | 'soon' | 'over') => ({ on, when, successor: 'openai/gpt-6-luna' });
    await open([
      rowOf('openai/a', { retirement: ends('2027-01-14', 'soon') }),
      rowOf('openai/b', { retirement: ends('2027-10-01', 'later') }),
      rowOf('openai/c', { retirement: ends('2026-08-16', 'over') }),
    ]);
    expect(within(row('openai/a')).getByText('ends 14 Jan 2027 → gpt-6-luna')).toHaveAttribute('data-soon');
    expect(within(row('openai/b')).getByText('ends 1 Oct 2027 → gpt-6-luna')).not.toHaveAttribute('data-soon');
    expect(row('openai/c')).toHaveTextContent('ended 16 Aug 2026, still served to you → gpt-6-luna');
  });

  test('points out what will be gone soon without being opened, where a key can call it', async () => {
    const retirement = { on: '2027-01-14', when: 'soon', successor: 'openai/gpt-6-luna' } as const;
    const ending = (ref: string, part: Partial<PoolRow> = {}) => rowOf(ref, { retirement, ...part });
    const fast = [
      ...[ending('openai/a'), ending('openai/no-key', { keys: 0 }), ending('openai/off', { on: false })],
      ...[ending('openai/gone', { gone: 'model_missing' }), rowOf('openai/b')],
    ];
    showOptions(viewOf([groq]), { 'pools.read': async () => ({ ok: true, value: { pools: poolsOf({ fast }) } }) });
    const task = screen.getByRole('group', { name: 'Fast answers' });
    expect(await within(task).findByText('a ends 14 Jan 2027 → gpt-6-luna')).toBeInTheDocument();
  });

  test('tells more of a model at a press: limits with their source, keys, where facts are from', async () => {
    const { user } = await open([
      rowOf('together/org/model', {
        keys: 2,
        limits: [
          { dimension: 'RPM', limit: 60, source: 'default' },
          { dimension: 'TPM', limit: 60_000, source: 'default' },
          { dimension: 'RPD', limit: 9_000, source: 'header' },
        ],
        facts: [
          { field: 'all', source: 'from memory', date: '2026-11-23', remembered: true },
          { field: 'context', source: 'plan of October 2025', date: '2025-10', value: '1M' },
        ],
      }),
    ]);
    await user.click(button('model TogetherAI'));
    const details = row('together/org/model');
    expect(details).toHaveTextContent('org/model, 2 keys');
    expect(details).toHaveTextContent('60 requests a minute, 60,000 tokens a minute (default, unconfirmed)');
    expect(details).toHaveTextContent('9,000 requests a day (as its answers say)');
    expect(details).toHaveTextContent('from memory, 23 Nov 2026, to be confirmed');
    expect(details).toHaveTextContent('window 1M: plan of October 2025, Oct 2025');
  });

  test('folds away what no key can call, and says why', async () => {
    const retirement = { on: '2026-08-16', when: 'over', successor: 'groq/new' } as const;
    await open([
      ...three,
      rowOf('groq/old', { gone: 'model_retired', state: 'model_retired', retirement }),
      rowOf('groq/missing', { gone: 'model_missing', state: 'model_missing' }),
    ]);
    expect(inPage()).toEqual(three.map(({ ref }) => ref));
    expect(screen.getByText('Retired (1)').closest('details')).toHaveTextContent('old Groq · ended 16 Aug 2026 → new');
    expect(screen.getByText('Not on your keys’ lists (1)').closest('details')).toHaveTextContent('missing Groq');
  });

  test('has a ceiling of its own', async () => {
    const { user, changes } = await open(three);
    await user.type(screen.getByLabelText('Most for one request of this kind'), '0,05{Enter}');
    expect(changes()).toEqual([{ task: 'fast', ceilingUsd: 0.05 }]);
  });

  test('says so where it could not be read', async () => {
    const message = 'Rondo was just restarting. Please press again.';
    showOptions(viewOf([groq]), { 'pools.read': async () => ({ ok: false, message, fix: 'none' }) });
    expect(await screen.findByText(message)).toBeInTheDocument();
  });
});

describe('the order of a pool', () => {
  test('changes by keyboard: the new place is shown at once and said, and the keyboard stays where it was', async () => {
    const { user, changes } = await open(three);
    button('Move large of TogetherAI up').focus();
    await user.keyboard('{Enter}');
    expect(inPage()).toEqual(['groq/openai/small', 'together/openai/large', 'openai/middle']);
    expect(screen.getByText('large of TogetherAI is now number 2 of 3.')).toHaveAttribute('role', 'status');
    expect(button('Move large of TogetherAI up')).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(inPage()[0]).toBe('together/openai/large');
    expect(button('Move large of TogetherAI up')).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(changes()).toEqual([
      { task: 'fast', order: ['groq/openai/small', 'together/openai/large'] },
      { task: 'fast', order: ['together/openai/large'] },
    ]);
  });

  test('changes downwards too, and no further than the last place', async () => {
    const { user, changes } = await open(three);
    const down = button('Move middle of OpenAI down');
    await user.click(down);
    await user.click(button('Move middle of OpenAI down'));
    expect(inPage()).toEqual(['groq/openai/small', 'together/openai/large', 'openai/middle']);
    expect(button('Move middle of OpenAI down')).toHaveFocus();
    expect(button('Move middle of OpenAI down')).toHaveAttribute('aria-disabled', 'true');
    expect(changes()).toEqual([{ task: 'fast', order: ['groq/openai/small', 'together/openai/large'] }]);
  });

  test('is the background’s again with its next word', async () => {
    const { user, become } = await open(three);
    await user.click(button('Move large of TogetherAI up'));
    await become(three.toReversed());
    expect(inPage()).toEqual(three.map(({ ref }) => ref).toReversed());
  });

  test('is what was moved last, whatever older words arrive in between', async () => {
    const replies: (() => void)[] = [];
    const change: Actions['pool.change'] = () =>
      new Promise((resolve) => replies.push(() => resolve({ ok: true, value: {} })));
    const { user, become } = await open(three, { part: { 'pool.change': change } });
    await user.click(button('Move large of TogetherAI up'));
    await user.click(button('Move large of TogetherAI up'));
    const wanted = inPage();
    await become(three);
    expect(inPage()).toEqual(wanted);
    for (const reply of replies) await act(async () => reply());
    await become(three);
    expect(inPage()).toEqual(three.map(({ ref }) => ref));
  });

  test('goes back where it was refused, and says so', async () => {
    const message = 'Rondo was just restarting. Please press again.';
    const { user } = await open(three, { part: { 'pool.change': async () => ({ ok: false, message, fix: 'none' }) } });
    await user.click(button('Move large of TogetherAI up'));
    expect(inPage()).toEqual(three.map(({ ref }) => ref));
    expect(screen.getByText(message)).toBeInTheDocument();
  });

  test('goes back to the suggested one at a press, where the user had a say', async () => {
    const base = viewOf([groq]);
    const own = { mode: 'plan', off: [], ceilingUsd: null, order: ['together/openai/large'] } as const;
    const view: View = {
      ...base,
      settings: { ...base.settings, pools: { fast: { ...own, off: [], order: [...own.order] } } },
    };
    const [small, middle, large] = three as [PoolRow, PoolRow, PoolRow];
    const { user, changes } = await open([large, small, middle], { view });
    await user.click(button('Back to the suggested order'));
    expect(inPage()).toEqual(three.map(({ ref }) => ref));
    expect(changes()).toEqual([{ task: 'fast', order: null }]);
  });

  test('needs no way back where nobody changed it', async () => {
    await open(three);
    expect(screen.queryByRole('button', { name: 'Back to the suggested order' })).toBeNull();
  });
});

describe('a model of a pool', () => {
  test('is switched off and on for this task', async () => {
    const { user, changes } = await open([rowOf('groq/a'), rowOf('openai/b', { on: false, state: 'model_off' })]);
    await user.click(screen.getByRole('switch', { name: 'Use a of Groq' }));
    await user.click(screen.getByRole('switch', { name: 'Use b of OpenAI' }));
    expect(changes()).toEqual([
      { task: 'fast', model: { ref: 'groq/a', on: false } },
      { task: 'fast', model: { ref: 'openai/b', on: true } },
    ]);
  });

  const models = ['groq/openai/new', 'groq/whisper-large', 'openai/gpt-next', 'openai/middle'].map(listed);
  const read: Actions['models.read'] = async () => ({ ok: true, value: { models } });
  const find = () => screen.getByRole('searchbox', { name: 'Find a model' });
  const found = () => within(screen.getByRole('list', { name: 'Models found' })).getAllByRole('button');

  test('is ticked in from what the keys’ lists name, found by its name', async () => {
    const { user, changes } = await open(three, { part: { 'models.read': read } });
    await user.click(button('Add a model'));
    expect(find()).toHaveFocus();
    expect(found().map((one) => one.getAttribute('aria-label'))).toEqual([
      'Add openai/new of Groq',
      'Add gpt-next of OpenAI',
    ]);
    await user.type(find(), 'NEXT openai');
    expect(found()).toHaveLength(1);
    await user.click(button('Add gpt-next of OpenAI'));
    expect(changes()).toEqual([{ task: 'fast', model: { ref: 'openai/gpt-next', added: true } }]);
    expect(screen.getByText(/gpt-next of OpenAI was added/)).toHaveAttribute('role', 'status');
    expect(find()).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(button('Add a model')).toHaveFocus();
    expect(screen.queryByRole('searchbox', { name: 'Find a model' })).toBeNull();
  });

  test('whose name promises something else is found all the same', async () => {
    const { user } = await open(three, { part: { 'models.read': read } });
    await user.click(button('Add a model'));
    await user.type(find(), 'whisper');
    expect(found()).toHaveLength(1);
    await user.type(find(), 'xyz');
    expect(screen.getByText('No key’s list names such a model, or it is in this pool already.')).toBeInTheDocument();
  });

  test('is one of many, of which the first are shown', async () => {
    const many = Array.from({ length: 40 }, (_, index) => listed(`groq/model-${index}`));
    const { user } = await open(three, {
      part: { 'models.read': async () => ({ ok: true, value: { models: many } }) },
    });
    await user.click(button('Add a model'));
    expect(found()).toHaveLength(12);
    expect(screen.getByText('And 28 more: type a part of the name.')).toBeInTheDocument();
  });

  test('that was ticked in is taken out again', async () => {
    const { user, changes } = await open([rowOf('groq/a', { added: true }), rowOf('groq/b')]);
    await user.click(button('a Groq'));
    await user.click(button('b Groq'));
    expect(screen.getAllByRole('button', { name: /out of this pool/ })).toHaveLength(1);
    await user.click(button('Take a of Groq out of this pool'));
    expect(changes()).toEqual([{ task: 'fast', model: { ref: 'groq/a', added: false } }]);
  });

  test('that was ticked in and that no key can call any more is taken out again', async () => {
    const gone = rowOf('groq/gone', { added: true, gone: 'model_missing', state: 'model_missing' });
    const { user, changes } = await open([rowOf('groq/a'), gone]);
    await user.click(screen.getByText('Not on your keys’ lists (1)'));
    await user.click(button('Take gone of Groq out of this pool'));
    expect(changes()).toEqual([{ task: 'fast', model: { ref: 'groq/gone', added: false } }]);
  });
});
