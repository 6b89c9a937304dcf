// Servers on this computer: looked for at a press, with the permission for this computer alone, and added at another.
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { ServerFace } from '../../lib/messaging/protocol.ts';
import { healthOf, ownerOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const server = (part: Partial<ServerFace> = {}): ServerFace => ({
  name: 'LM Studio',
  likely: '',
  baseUrl: 'http://127.0.0.1:1234/v1',
  preset: 'lm-studio',
  wantsKey: false,
  listed: 1,
  models: [{ id: 'qwen3', tasks: ['fast'], context: null }],
  ...part,
});

const find = async (servers: ServerFace[], owners = viewOf([])) => {
  const stage = showOptions(owners, {
    'servers.find': async () => ({ ok: true, value: { servers, asked: [11434, 1234] } }),
  });
  await stage.user.click(screen.getByRole('button', { name: 'Find local servers' }));
  return { ...stage, place: within(screen.getByTestId('find-servers')) };
};
const items = () => within(screen.getByRole('list', { name: 'Servers on this computer' })).getAllByRole('listitem');

describe('looking', () => {
  test('begins at the press with the permission for this computer and nothing else', async () => {
    const { asked } = showOptions(viewOf([]));
    fireEvent.click(screen.getByRole('button', { name: 'Find local servers' }));
    const last = asked.at(-1);
    expect(last).toEqual({ name: 'askForOrigins', payload: ['http://127.0.0.1', 'http://localhost'] });
    await screen.findByText(/Nothing answers at/);
    expect(asked.at(-1)).toEqual({ name: 'servers.find', payload: {} });
  });

  test('ends where the permission is refused', async () => {
    const { user, asked } = showOptions(viewOf([]), {
      askForOrigins: async () => ({ ok: false, message: 'Not without your permission.' }),
    });
    await user.click(screen.getByRole('button', { name: 'Find local servers' }));
    expect(screen.getByText('Not without your permission.')).toBeVisible();
    expect(asked.some(({ name }) => name === 'servers.find')).toBe(false);
  });

  test('says where it looked when nobody answers', async () => {
    const { place } = await find([]);
    expect(place.getByRole('status')).toHaveTextContent('Nothing answers at 11434 or 1234. Start your server');
  });
});

describe('a server that was found', () => {
  test('is added at one press, with its models', async () => {
    const { user, asked, place } = await find([server()]);
    expect(place.getByRole('status')).toHaveTextContent('One server answers on this computer.');
    await user.click(place.getByRole('button', { name: 'Add LM Studio' }));
    expect(asked.at(-1)).toEqual({
      name: 'endpoint.add',
      payload: {
        ...{ name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', preset: 'lm-studio', models: server().models },
        ...{ key: '', plan: 'free', headers: [], priority: null },
      },
    });
  });

  test('is not offered again once it is there, under either name of this computer', async () => {
    const ollama = ownerOf('e', 'Ollama', healthOf('ready'));
    const { place } = await find([server({ name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' })], viewOf([ollama]));
    expect(items()[0]).toHaveTextContent('Added');
    expect(place.queryByRole('button', { name: 'Add Ollama' })).toBeNull();
  });

  test('names a few of its models, and how many come along', async () => {
    const models = ['a', 'b', 'c', 'd'].map((id) => ({ id, tasks: ['fast' as const], context: null }));
    await find([
      server({ listed: 9, models }),
      server({ baseUrl: 'http://127.0.0.1:2/v1', likely: 'vLLM or speaches' }),
    ]);
    expect(items()[0]).toHaveTextContent('a, b, c and 6 more4 of its 9 models are added at first');
    expect(items()[1]).toHaveTextContent('Most likely vLLM or speachesqwen3');
  });

  test.each([
    [{ wantsKey: true, listed: 0, models: [] }, /wants a key before it lists its models/],
    [{ listed: 0, models: [] }, /has no model yet/],
    [{ listed: 2, models: [] }, /None of its models answers/],
  ])('from which nothing can be added says why', async (part, words) => {
    const { place } = await find([server(part)]);
    expect(items()[0]).toHaveTextContent(words);
    expect(place.queryByRole('button', { name: /^Add/ })).toBeNull();
  });
});
