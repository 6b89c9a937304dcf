// Recordings of the page in front as the popup shows them: what can be fetched, how far it is, what it waits for.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Download, FoundMedia } from '../../lib/domain/media.ts';
import type { View } from '../../lib/messaging/protocol.ts';
import type { Actions } from '../../lib/view/actions.ts';
import { cardOf, healthOf, ownerOf, viewOf } from './sample.ts';
import { showPopup } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq')]);
const viewWith = (downloads: Download[] = [], canTab = true): View => {
  const view = viewOf([groq]);
  return { ...view, downloads, captures: { ...view.captures, canTab } };
};
const media = (part: Partial<FoundMedia> = {}): FoundMedia => ({
  ...{ kind: 'audio', title: 'interview.mp3', url: 'https://a.test/interview.mp3', seconds: 2_520, playing: false },
  ...part,
});
const download = (part: Partial<Download> = {}): Download => ({
  takenAt: 0,
  starts: 1,
  ...{ id: 'one', url: 'https://a.test/talk.mp3', fileName: 'talk.mp3', state: 'running', received: 0, bytes: null },
  ...{ allow: null, message: '', record: false, blobId: null, forecast: null },
  ...part,
});

const show = async (found: FoundMedia[], view = viewWith(), part: Partial<Actions> = {}, inTab = false) => {
  const shown = showPopup(view, { 'media.find': async () => ({ ok: true, value: { media: found } }), ...part }, inTab);
  await shown.user.click(screen.getByRole('tab', { name: 'Transcribe' }));
  await act(async () => {});
  return { ...shown, asks: () => shown.asked };
};
const button = (name: string) => screen.getByRole('button', { name });
const rows = () => screen.queryAllByTestId('page-media');

describe('what can be heard on the page', () => {
  test('is told with its length and where it lies, and fetched at a press that asks for the permission too', async () => {
    const { user, asks } = await show([media({ playing: true })]);
    expect(within(screen.getByRole('region', { name: 'On this page' })).getByTestId('page-media')).toHaveTextContent(
      'interview.mp3playing · 42 min · a.test',
    );
    await user.click(button('Transcribe interview.mp3'));
    expect(asks()).toEqual([
      { name: 'askForOrigin', payload: 'https://a.test/interview.mp3' },
      { name: 'media.take', payload: { url: 'https://a.test/interview.mp3', title: 'interview.mp3' } },
    ]);
  });

  test('is asked for once, and not at all in a tab of its own', async () => {
    const first = await show([media()]);
    expect(first.reads.filter(({ name }) => name === 'media.find')).toHaveLength(1);
    first.unmount();
    const { reads } = await show([media()], viewWith(), {}, true);
    expect(reads.filter(({ name }) => name === 'media.find')).toEqual([]);
    expect(rows()).toEqual([]);
  });

  test('is a few at first, and all at a press', async () => {
    const many = [1, 2, 3, 4, 5].map((number) => media({ title: `${number}`, url: `https://a.test/${number}.mp3` }));
    const { user } = await show(many);
    expect(rows()).toHaveLength(3);
    await user.click(button('2 more on this page'));
    expect(rows()).toHaveLength(5);
  });

  test('is not offered again while it is on its way', async () => {
    const { push } = await show([media()]);
    expect(rows()).toHaveLength(1);
    push(viewWith([download({ url: 'https://a.test/interview.mp3' })]));
    expect(rows()).toEqual([]);
  });

  test('in pieces can be recorded, which takes as long as it plays', async () => {
    await show([media({ kind: 'video', url: null })]);
    expect(
      screen.getByText(/The film on this page comes in pieces.*as long as it plays, 42 min\./),
    ).toBeInTheDocument();
    expect(button('Record this tab')).toBeInTheDocument();
  });

  test('in pieces is only explained where the browser lets no tab be recorded', async () => {
    await show([media({ url: null })], viewWith([], false));
    expect(screen.getByText(/comes in pieces and cannot be fetched/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Record this tab' })).toBeNull();
  });
});

describe('what is on its way', () => {
  test('says how far it is, and is ended at a press', async () => {
    const { user, asks } = await show([], viewWith([download({ received: 12_000_000, bytes: 48_000_000 })]));
    const card = screen.getByRole('region', { name: 'talk.mp3' });
    expect(card).toHaveTextContent('Fetching from a.test12 MB of 48 MB');
    expect(within(card).getByRole('progressbar')).toHaveAttribute('value', '12000000');
    await user.click(button('Cancel: talk.mp3'));
    expect(asks()).toEqual([{ name: 'media.drop', payload: { id: 'one' } }]);
  });

  test('opens the popup where it is shown', () => {
    showPopup(viewWith([download()]));
    expect(screen.getByRole('tab', { name: 'Transcribe' })).toHaveAttribute('aria-selected', 'true');
  });

  test('waits for a permission, which is asked for by name', async () => {
    const message = 'a.test sends on to cdn.test, which Rondo may not reach yet.';
    const { user, asks } = await show(
      [],
      viewWith([download({ state: 'waiting', allow: 'https://cdn.test/x', message })]),
    );
    expect(screen.getByText(message)).toBeInTheDocument();
    await user.click(button('Allow cdn.test'));
    expect(asks()).toEqual([
      { name: 'askForOrigin', payload: 'https://cdn.test/x' },
      { name: 'media.take', payload: { url: 'https://a.test/talk.mp3', title: 'talk.mp3' } },
    ]);
  });

  test('says why it did not come, and is fetched again at a press', async () => {
    const { user, asks } = await show([], viewWith([download({ state: 'failed', message: 'Gone.' })]));
    expect(screen.getByText('Gone.')).toBeInTheDocument();
    await user.click(button('Fetch again'));
    expect(asks().map(({ name }) => name)).toEqual(['media.take']);
  });

  test('that is here and long says what it will take, and is begun or forgotten at a press', async () => {
    const forecast = { seconds: 3_600, short: false, usual: null, faster: null, left: [] };
    const ready = download({ state: 'ready', blobId: 'blob', forecast, received: 48_000_000, bytes: 48_000_000 });
    const { user, asks } = await show([], viewWith([ready]));
    const offer = within(screen.getByTestId('offer'));
    expect(screen.getByTestId('offer')).toHaveTextContent('60 min · 48 MB');
    await user.click(offer.getByRole('button', { name: 'Transcribe' }));
    expect(asks()).toEqual([{ name: 'transcribe', payload: { blobId: 'blob', fileName: 'talk.mp3' } }]);
    await user.click(offer.getByRole('button', { name: 'Not now' }));
    expect(asks().slice(1)).toEqual([
      { name: 'forgetFile', payload: 'blob' },
      { name: 'media.drop', payload: { id: 'one' } },
    ]);
  });
});

describe('pasting', () => {
  const paste = (target: Element, text: string, files: File[] = []) =>
    fireEvent.paste(target, { clipboardData: { files, getData: () => text } });

  test('an address offers to fetch it', async () => {
    const { user, asks } = await show([]);
    await user.click(screen.getByRole('tab', { name: 'Summarize' }));
    paste(document.body, ' https://b.test/shows/talk.mp3?x=1\n');
    const list = within(await screen.findByRole('region', { name: 'Pasted' }));
    await user.click(list.getByRole('button', { name: 'Transcribe talk.mp3' }));
    expect(asks().at(-1)).toEqual({
      name: 'media.take',
      payload: { url: 'https://b.test/shows/talk.mp3?x=1', title: 'talk.mp3' },
    });
  });

  test('a file takes it in', async () => {
    const { asks } = await show([]);
    const file = new File(['sound'], 'talk.mp3', { type: 'audio/mpeg' });
    await act(async () => void paste(document.body, '', [file]));
    expect(asks()).toEqual([{ name: 'transcribeFile', payload: file }]);
  });

  test('anything else, or into a field, changes nothing', async () => {
    const { asks } = await show([]);
    const field = document.body.appendChild(document.createElement('input'));
    paste(document.body, 'two words');
    paste(document.body, 'ftp://b.test/talk.mp3');
    paste(field, 'https://b.test/talk.mp3');
    field.remove();
    expect(rows()).toEqual([]);
    expect(asks()).toEqual([]);
  });
});
