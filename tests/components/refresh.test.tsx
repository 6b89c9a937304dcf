// From when what is known of models is, and what is asked where somebody wants it fetched anew.
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { healthOf, ownerOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const fresh = viewOf([ownerOf('groq', 'Groq', healthOf('ready'))]);
const refreshed = {
  ...fresh,
  status: { ...fresh.status, catalog: { readOn: '2026-11-23', refreshedAt: Date.UTC(2026, 11, 2, 12) } },
};
const row = () => within(screen.getByTestId('refresh'));
const press = () => row().getByRole('button', { name: 'Refresh from models.dev' });

describe('what is known of models', () => {
  test('says from when it is, and asks nothing of anybody by itself', () => {
    const { asked } = showOptions(fresh);
    expect(screen.getByTestId('refresh')).toHaveTextContent('Prices and windows: bundled of Nov 23, 2026');
    expect(row().queryByRole('button', { name: /Stop/ })).toBeNull();
    expect(asked).toEqual([]);
  });

  test('is fetched at a press, after the permission for that one origin was asked for', async () => {
    const { user, asked, push } = showOptions(fresh);
    await user.click(press());
    expect(asked).toEqual([
      { name: 'askForOrigin', payload: 'https://models.dev/api.json' },
      { name: 'catalog.refresh', payload: {} },
    ]);
    push(refreshed);
    expect(screen.getByTestId('refresh')).toHaveTextContent(/; refreshed Dec 2, 2026/);
  });

  test('is not fetched where the permission is refused, and says so', async () => {
    const message = 'Rondo may not reach models.dev without your permission. Press again to allow it.';
    const { user, asked } = showOptions(fresh, { askForOrigin: async () => ({ ok: false, message }) });
    await user.click(press());
    expect(row().getByText(message)).toBeVisible();
    expect(asked.map(({ name }) => name)).toEqual(['askForOrigin']);
  });

  test('says what went wrong, and that nothing was changed', async () => {
    const message = 'models.dev could not be reached. Nothing was changed.';
    const { user } = showOptions(fresh, { 'catalog.refresh': async () => ({ ok: false, message, fix: 'none' }) });
    await user.click(press());
    expect(row().getByText(message)).toBeVisible();
  });

  test('is forgotten at a press', async () => {
    const { user, asked } = showOptions(refreshed);
    await user.click(row().getByRole('button', { name: 'Stop refreshing from models.dev' }));
    expect(asked).toEqual([{ name: 'catalog.stop', payload: {} }]);
  });
});
