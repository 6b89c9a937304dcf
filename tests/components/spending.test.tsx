// The settings of money and of the order of models: what is shown, what is read, what is sent.
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { cardOf, healthOf, ownerOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq')]);
const openai = ownerOf('openai', 'OpenAI', healthOf('ready'), [cardOf('2', 'openai', { plan: 'paid' })]);
const ollama = ownerOf('endpoint-1', 'Ollama', healthOf('ready'));
const perRequest = () => screen.getByLabelText('Most for one request');

describe('never spend', () => {
  test('is one press, and says beforehand who would be left', async () => {
    const { user, asked } = showOptions(viewOf([groq, openai, ollama]));
    expect(screen.getByTestId('never-spend')).toHaveTextContent(
      'Leaves out everything that costs money: every key on a paid plan. Only Groq and Ollama would be left.',
    );
    await user.click(screen.getByRole('switch', { name: 'Never spend' }));
    expect(asked).toEqual([{ name: 'spend.change', payload: { never: true } }]);
  });

  test('says plainly when it leaves nobody', () => {
    const view = viewOf([openai]);
    showOptions({ ...view, settings: { ...view.settings, spend: { ...view.settings.spend, never: true } } });
    expect(screen.getByRole('switch', { name: 'Never spend' })).toBeChecked();
    expect(screen.getByTestId('never-spend')).toHaveTextContent(
      'Nobody is left: every key you have is on a paid plan.',
    );
  });

  test('counts no key that is switched off among those left', () => {
    const off = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq', { on: false })]);
    showOptions(viewOf([off, ollama]));
    expect(screen.getByTestId('never-spend')).toHaveTextContent('Only Ollama would be left.');
  });
});

describe('an amount', () => {
  test.each([
    ['0,05', 0.05],
    ['0.05', 0.05],
    [' $ 2 ', 2],
    ['.5', 0.5],
    ['1.234,50', 1234.5],
    ['1,234.50', 1234.5],
    ['1,000,000', 1_000_000],
  ])('typed as %s is read as %s dollars', async (typed, usd) => {
    const { user, asked } = showOptions(viewOf([groq]));
    await user.type(perRequest(), `${typed}{Enter}`);
    expect(asked).toEqual([{ name: 'spend.change', payload: { perRequestUsd: usd } }]);
  });

  test.each([
    ['five', /“five” is not an amount/],
    ['1.2.3', /“1\.2\.3” is not an amount/],
    ['-1', /cannot be less than nothing/],
    ['0', /switch on “Never spend”/],
    ['1,000', /Is that 1000 or 1\.0000\?/],
    ['99999999999', /more than a million/],
  ])('typed as %s gets a sentence and is not sent', async (typed, sentence) => {
    const { user, asked } = showOptions(viewOf([groq]));
    await user.type(perRequest(), `${typed}{Enter}`);
    expect(perRequest()).toBeInvalid();
    expect(perRequest()).toHaveAccessibleDescription(sentence);
    expect(perRequest()).toHaveValue(typed);
    expect(asked).toEqual([]);
  });

  test('is kept once when the field is left after Enter, and says so quietly', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    await user.type(perRequest(), '0,5{Enter}');
    await user.tab();
    expect(asked).toHaveLength(1);
    expect(screen.getByText('Saved')).toHaveAttribute('role', 'status');
    expect(perRequest()).toHaveValue('0.50');
  });

  test('taken away is no ceiling any more', async () => {
    const view = viewOf([groq]);
    const spend = { ...view.settings.spend, perRequestUsd: 0.05 };
    const { user, asked } = showOptions({ ...view, settings: { ...view.settings, spend } });
    expect(perRequest()).toHaveValue('0.05');
    await user.clear(perRequest());
    await user.tab();
    expect(asked).toEqual([{ name: 'spend.change', payload: { perRequestUsd: null } }]);
  });

  test('is the old one again on Escape', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    await user.type(perRequest(), '7{Escape}');
    await user.tab();
    expect(perRequest()).toHaveValue('');
    expect(asked).toEqual([]);
  });

  test('that was refused stands there with the reason', async () => {
    const { user } = showOptions(viewOf([groq]), {
      'spend.change': async () => ({ ok: false, message: 'Rondo was just restarting.', fix: 'none' }),
    });
    await user.type(perRequest(), '7{Enter}');
    expect(perRequest()).toHaveValue('7.00');
    expect(perRequest()).toHaveAccessibleDescription('Rondo was just restarting.');
  });
});

describe('budgets', () => {
  test('are offered where a key is paid, with what was spent this month', async () => {
    const { user, asked } = showOptions(viewOf([groq, openai]));
    expect(screen.queryByLabelText('Budget for Groq a month')).not.toBeInTheDocument();
    const field = screen.getByLabelText('Budget for OpenAI a month');
    expect(field).toHaveAccessibleDescription('$0.031 spent this month');
    await user.type(field, '5{Enter}');
    expect(asked).toEqual([{ name: 'spend.change', payload: { perMonth: { owner: 'openai', usd: 5 } } }]);
  });

  test('stay in sight without a paid key, so that they can be taken away', async () => {
    const view = viewOf([groq]);
    const spend = { ...view.settings.spend, perMonthUsd: { groq: 3 } };
    const { user, asked } = showOptions({ ...view, settings: { ...view.settings, spend } });
    await user.clear(screen.getByLabelText('Budget for Groq a month'));
    await user.tab();
    expect(asked).toEqual([{ name: 'spend.change', payload: { perMonth: { owner: 'groq', usd: null } } }]);
  });
});

test('what was spent and saved stands in dollars, against no provider by name', () => {
  showOptions(viewOf([groq, openai]));
  expect(screen.getByTestId('spent')).toHaveTextContent('$0.031');
  expect(screen.getByTestId('saved')).toHaveTextContent('$0.41against always asking one paid model');
});

describe('the second model', () => {
  const name = 'Ask a second model while the first is silent';

  test('can be switched off, and then has no limit to set', async () => {
    const view = viewOf([groq]);
    const { user, asked, unmount } = showOptions(view);
    expect(screen.getByLabelText('Most that the second one may cost')).toHaveValue('0.002');
    await user.click(screen.getByRole('switch', { name }));
    expect(asked).toEqual([{ name: 'hedge.change', payload: { on: false } }]);
    unmount();
    showOptions({ ...view, settings: { ...view.settings, hedge: { on: false, maxUsd: 0.002 } } });
    expect(screen.queryByLabelText('Most that the second one may cost')).not.toBeInTheDocument();
  });

  test('may be allowed to cost nothing, but not to cost an unknown amount', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    const field = screen.getByLabelText('Most that the second one may cost');
    await user.clear(field);
    await user.keyboard('{Enter}');
    expect(field).toHaveAccessibleDescription(/With 0 only a free model is asked/);
    await user.type(field, '0{Enter}');
    expect(asked).toEqual([{ name: 'hedge.change', payload: { maxUsd: 0 } }]);
  });
});

describe('the order of models', () => {
  test('is chosen for each task by itself', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    const research = within(screen.getByRole('group', { name: 'Research' }));
    expect(research.getByRole('radio', { name: 'Plan order' })).toBeChecked();
    await user.click(research.getByRole('radio', { name: 'Cheapest' }));
    expect(asked).toEqual([{ name: 'pool.change', payload: { task: 'research', mode: 'cheapest' } }]);
  });

  test('shows what is chosen and who is next by it', () => {
    const view = viewOf([groq]);
    const pools = { code: { mode: 'fastest', off: [], ceilingUsd: null } } as const;
    showOptions({ ...view, settings: { ...view.settings, pools: { code: { ...pools.code, off: [] } } } });
    expect(within(screen.getByRole('group', { name: 'Code' })).getByRole('radio', { name: 'Fastest' })).toBeChecked();
    expect(screen.getByTestId('next-code')).toHaveTextContent('Next: Groq · llama-3.3-70b-versatile');
  });
});

describe('content that a model refuses', () => {
  test('goes to nobody else until the user says so', async () => {
    const { user, asked } = showOptions(viewOf([groq]));
    const other = screen.getByRole('switch', { name: 'Ask one other model when one refuses the content' });
    expect(other).not.toBeChecked();
    await user.click(other);
    expect(asked).toEqual([{ name: 'otherTry.change', payload: { content_blocked: true } }]);
  });
});
