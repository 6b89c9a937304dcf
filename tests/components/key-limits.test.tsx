// What a key may do, on its row: what the user says of it, and what is believed with its source.
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { KeyLimits } from '../../lib/domain/pool.ts';
import type { View } from '../../lib/messaging/protocol.ts';
import { cardOf, healthOf, ownerOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const together = ownerOf('together', 'TogetherAI', healthOf('ready'), [cardOf('1', 'together', { label: 'trial' })]);
const viewWith = (limits?: Record<string, number>): View => {
  const view = viewOf([together]);
  return { ...view, settings: { ...view.settings, keys: view.settings.keys.map((key) => ({ ...key, limits })) } };
};

const open = async (limits: KeyLimits = [], view = viewWith()) => {
  const shown = showOptions(view, { 'limits.read': async () => ({ ok: true, value: { limits } }) });
  await shown.user.click(screen.getByLabelText(/^Limits of trial/));
  await screen.findByLabelText('Requests a minute');
  const changes = () => shown.asked.filter(({ name }) => name === 'key.change').map(({ payload }) => payload);
  return { ...shown, changes };
};

describe('the limits of a key', () => {
  test('are asked for when they are opened, and of this key', async () => {
    const { reads } = await open();
    expect(reads.filter(({ name }) => name === 'limits.read')).toEqual([{ name: 'limits.read', payload: { id: '1' } }]);
    expect(screen.getByText('No limit is known yet; answers will teach them.')).toBeInTheDocument();
  });

  test('say that nobody has confirmed a default, and which models share a line', async () => {
    const both = [
      { dimension: 'RPM', limit: 60, source: 'default' },
      { dimension: 'TPM', limit: 60_000, source: 'default' },
    ] as const;
    const of = (model: string) => ({ model, speech: false, limits: [...both] });
    await open([
      ...['a/one', 'two', 'three'].map(of),
      { model: 'told', speech: false, limits: [{ ...both[0], limit: 600, source: 'header' }, both[1]] },
      { model: 'whisper', speech: true, limits: [{ dimension: 'bytes', limit: 80_000_000, source: 'error' }] },
      { model: 'unknown', speech: false, limits: [] },
    ]);
    const believed = screen.getByLabelText('Believed now');
    expect(believed).toHaveTextContent(
      'one and 2 more, each60 requests a minute, 60,000 tokens a minute (default, unconfirmed)',
    );
    expect(believed).toHaveTextContent('told600 requests a minute (as its answers say)60,000 tokens a minute (default');
    expect(believed).toHaveTextContent('whisperuploads up to 80 MB (as a refusal said)');
    expect(believed).not.toHaveTextContent('unknown');
  });

  test.each([
    ['Largest upload, in MB', '100', { bytes: 100_000_000 }],
    ['Requests a minute', '1,000', { RPM: 1_000 }],
    ['Tokens a minute', ' 300 000 ', { TPM: 300_000 }],
  ])('are given by the user: %s %s', async (label, typed, limits) => {
    const { user, changes } = await open();
    await user.type(screen.getByLabelText(label), `${typed}{Enter}`);
    expect(changes()).toEqual([{ id: '1', limits }]);
  });

  test.each([
    ['many', /“many” is not a whole number/],
    ['1.5', /“1\.5” is not a whole number/],
    ['-3', /is not a whole number/],
    ['0', /Leave it empty/],
    ['9999999999', /more than a billion/],
  ])('that cannot be, such as %s, get a sentence and are not sent', async (typed, sentence) => {
    const { user, changes } = await open();
    const field = screen.getByLabelText('Requests a minute');
    await user.type(field, `${typed}{Enter}`);
    expect(field).toHaveAccessibleDescription(sentence);
    expect(changes()).toEqual([]);
  });

  test('that the user gave stand in their fields, and are taken back by emptying one', async () => {
    const { user, changes } = await open([], viewWith({ bytes: 100_000_000, TPM: 60_000 }));
    expect(screen.getByText('Limits (2 of your own)')).toBeInTheDocument();
    expect(screen.getByLabelText('Tokens a minute')).toHaveValue('60,000');
    const upload = screen.getByLabelText('Largest upload, in MB');
    expect(upload).toHaveValue('100');
    await user.clear(upload);
    await user.tab();
    expect(changes()).toEqual([{ id: '1', limits: { bytes: null } }]);
  });
});
