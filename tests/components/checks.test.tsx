// What a check has shown, as the settings page tells it: rows, causes, and the button that mends what can be mended.
import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Check } from '../../lib/domain/status.ts';
import { cardOf, healthOf, ownerOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const local = ownerOf('endpoint-1', 'Ollama', healthOf('ready'), [cardOf('k', 'endpoint-1', { plan: 'free' })]);
const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq', { label: 'personal' })]);

const failed = (part: Partial<Check> = {}): Check => ({
  ok: false,
  cause: 'wrong_path',
  message: 'It is not there.',
  models: null,
  ms: 12,
  ...part,
});
const row = (id: string, ok: boolean, message: string) => ({
  id,
  ability: 'text' as const,
  ok,
  cause: ok ? ('answered' as const) : ('model_missing' as const),
  message,
  ms: 1_234,
});

/** Shows an endpoint and a key whose checks come to these, one after the other. */
const show = (...checks: Check[]) => {
  const next = async () => ({ ok: true as const, value: checks.shift() ?? failed() });
  return showOptions(viewOf([groq, local]), { 'endpoint.check': next, 'key.check': next });
};
const card = () => within(screen.getByRole('article', { name: 'Ollama' }));
const press = (user: ReturnType<typeof show>['user'], name: string) => user.click(card().getByRole('button', { name }));
const questions = (asked: ReturnType<typeof show>['asked']) =>
  asked.filter(({ name }) => name !== 'presets.read' && !name.endsWith('.read'));

describe('a test of a connection', () => {
  test('with one row says just what came of it', async () => {
    const { user } = show(
      failed({ ok: true, message: 'Ollama works.', rows: [row('llama3', true, 'It said: “ready”')] }),
    );
    await press(user, 'Test connection to Ollama');
    expect(card().getByTestId('check')).toHaveTextContent('Ollama works. 12 ms');
    expect(card().queryByRole('list', { name: 'What was asked' })).toBeNull();
  });

  test('with several rows shows each with its time, and says nothing twice', async () => {
    const rows = [row('llama3', true, 'It said: “ready”'), row('gone', false, 'It does not have this model.')];
    const { user } = show(failed({ cause: 'model_missing', message: '1 of 2 tests passed. gone: …', rows }));
    await press(user, 'Test connection to Ollama');
    expect(card().getByTestId('check')).toHaveTextContent(/^1 of 2 tests passed\. 12 ms$/);
    const shown = within(card().getByRole('list', { name: 'What was asked' })).getAllByRole('listitem');
    expect(shown.map(({ textContent }) => textContent)).toEqual([
      'llama3 Textworks. It said: “ready”1.2 s',
      'gone Textfails. It does not have this model.1.2 s',
    ]);
  });

  test('of another path enters the right one at a press, keeps all else, and asks again', async () => {
    const baseUrl = 'http://localhost:11434/v1';
    const { user, asked } = show(
      failed({ fix: { kind: 'base-url', baseUrl } }),
      failed({ ok: true, cause: 'answered', message: 'Ollama works.' }),
    );
    await press(user, 'Test connection to Ollama');
    await press(user, `Use ${baseUrl}`);
    expect(questions(asked)).toEqual([
      { name: 'endpoint.check', payload: { id: 'endpoint-1' } },
      {
        name: 'endpoint.change',
        payload: {
          id: 'endpoint-1',
          draft: expect.objectContaining({ name: 'Ollama', baseUrl, key: '', plan: 'free' }),
        },
      },
      { name: 'endpoint.check', payload: { id: 'endpoint-1' } },
    ]);
    expect(card().getByTestId('check')).toHaveTextContent('Ollama works.');
    expect(card().queryByTestId('fix')).toBeNull();
  });

  test('of another path is not asked again where the right one was refused', async () => {
    const refused = async () => ({ ok: false as const, message: 'It is gone.', fix: 'none' as const });
    const { user, asked } = showOptions(viewOf([local]), {
      'endpoint.check': async () => ({
        ok: true,
        value: failed({ fix: { kind: 'base-url', baseUrl: 'http://a.test' } }),
      }),
      'endpoint.change': refused,
    });
    await press(user, 'Test connection to Ollama');
    await press(user, 'Use http://a.test');
    expect(card().getByText('It is gone.')).toBeVisible();
    expect(asked.filter(({ name }) => name === 'endpoint.check')).toHaveLength(1);
  });

  test('without a permission asks for it at a press, says where that is refused, and asks again', async () => {
    const fix = { kind: 'permission' as const, baseUrl: 'http://localhost:11434/v1' };
    let allows = false;
    const { user, asked } = showOptions(viewOf([local]), {
      'endpoint.check': async () => ({ ok: true, value: failed({ cause: 'not_permitted', fix }) }),
      askForOrigin: async () => (allows ? { ok: true } : { ok: false, message: 'Not without your permission.' }),
    });
    await press(user, 'Test connection to Ollama');
    await press(user, 'Allow Rondo to reach localhost:11434');
    expect(card().getByText('Not without your permission.')).toBeVisible();
    allows = true;
    await press(user, 'Allow Rondo to reach localhost:11434');
    expect(asked.filter(({ name }) => name === 'askForOrigin').map(({ payload }) => payload)).toEqual([
      fix.baseUrl,
      fix.baseUrl,
    ]);
    expect(asked.filter(({ name }) => name === 'endpoint.check')).toHaveLength(2);
  });

  test('of a server that turns extensions away shows the command, to be copied', async () => {
    const fix = { kind: 'command' as const, system: 'macOS', command: 'launchctl setenv OLLAMA_ORIGINS "x"' };
    const { user, asked } = show(failed({ cause: 'refused_origin', fix }));
    await press(user, 'Test connection to Ollama');
    expect(card().getByText(fix.command)).toBeVisible();
    await press(user, 'Copy the command for macOS');
    expect(asked.at(-1)).toEqual({ name: 'copy', payload: fix.command });
  });
});

test('a key behind another address is sent to the right one at a press, and asked again', async () => {
  const baseUrl = 'http://localhost:8787/v1';
  const { user, asked } = show(failed({ fix: { kind: 'base-url', baseUrl } }), failed({ message: 'Still not.' }));
  await user.click(screen.getByRole('button', { name: 'Validate personal' }));
  await user.click(screen.getByRole('button', { name: `Use ${baseUrl}` }));
  expect(questions(asked).map(({ name, payload }) => [name, payload])).toEqual([
    ['key.check', { id: '1' }],
    ['provider.change', { id: 'groq', baseUrl }],
    ['key.check', { id: '1' }],
  ]);
});

describe('while it lasts', () => {
  afterEach(() => vi.useRealTimers());

  test('the seconds are counted once they are worth a word', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let now = 0;
    const { user } = showOptions(viewOf([local]), { 'endpoint.check': () => new Promise(() => {}) }, () => now);
    await press(user, 'Test connection to Ollama');
    const pass = (ms: number) => {
      now += ms;
      act(() => void vi.advanceTimersByTime(1_000));
    };
    pass(4_000);
    expect(card().queryByText(/Waiting for/)).toBeNull();
    pass(8_000);
    expect(card().getByText(/^Waiting for 12 s\. A server that has to load its model first/)).toBeVisible();
  });
});
