// Recording, as the popup and the microphone page show it.
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Captures } from '../../lib/domain/capture.ts';
import { at, cardOf, healthOf, ownerOf, transcriptionJob, viewOf } from './sample.ts';
import { refused, showMicrophone, showPopup } from './stage.tsx';

type Current = NonNullable<Captures['current']>;

const current: Current = {
  ...{ id: 'one', startedAt: 1, title: 'A talk', purpose: 'transcript', sources: ['tab', 'microphone'], state: 'open' },
  note: '',
  now: {
    ...{ id: 'one', seconds: 247.6, paused: false },
    sounds: [
      { from: 'tab', level: 0.1, state: 'heard' },
      { from: 'microphone', level: 0, state: 'silent' },
    ],
  },
};
const kept: Captures['kept'][number] = {
  ...{ id: 'old', startedAt: 1, title: 'Recording, 22 Nov, 09:10', purpose: 'transcript', sources: ['microphone'] },
  ...{ state: 'kept', note: 'The browser was closed while this was recorded.', seconds: 725 },
  forecast: null,
};
const viewWith = (captures: Partial<Captures> = {}) => ({
  ...viewOf([ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('a', 'groq')])]),
  captures: { current: null, kept: [], canTab: true, ...captures },
});
const button = (name: string) => screen.getByRole('button', { name });

describe('recording', () => {
  it('of the microphone begins at one press', async () => {
    const { user, asked } = showPopup(viewWith());
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    await user.click(button('Record microphone'));
    expect(asked).toEqual([{ name: 'capture.start', payload: { microphone: true, tab: null } }]);
  });

  it('of the tab begins at one press, with the microphone where that is ticked', async () => {
    const { user, asked } = showPopup(viewWith());
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    await user.click(button('Record this tab'));
    await user.click(screen.getByRole('checkbox', { name: 'with my microphone' }));
    await user.click(button('Record this tab'));
    expect(asked).toEqual([
      { name: 'recordTab', payload: { microphone: false } },
      { name: 'recordTab', payload: { microphone: true } },
    ]);
  });

  it('of a tab is not offered where the browser has no such thing, nor in a tab of Rondo’s own', async () => {
    const { user, push } = showPopup(viewWith({ canTab: false }));
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    expect(screen.queryByRole('button', { name: 'Record this tab' })).toBeNull();
    expect(screen.queryByText(/as long as it plays/)).toBeNull();
    push(viewWith());
    expect(screen.getByText(/as long as it plays/)).toBeTruthy();
    expect(button('Record this tab')).toBeTruthy();
  });

  it('that is refused says why', async () => {
    const { user } = showPopup(viewWith(), {
      recordTab: async () => ({ ok: false, message: 'The store is closed to extensions.', fix: 'none' }),
    });
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    await user.click(button('Record this tab'));
    expect(await screen.findByText('The store is closed to extensions.')).toBeTruthy();
  });
});

describe('a recording that goes on', () => {
  it('is shown on opening, with its time and how each source sounds, and no second one is offered', () => {
    showPopup(viewWith({ current }));
    const card = within(screen.getByRole('region', { name: 'Recording: A talk' }));
    expect(card.getByRole('timer').textContent).toBe('4:07');
    expect(card.getByText('Recording')).toBeTruthy();
    expect(card.getByText('Nothing comes in. Is it switched off?')).toBeTruthy();
    expect(card.getByTestId('level-tab')).toBeTruthy();
    expect(card.queryByTestId('level-microphone')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Record microphone' })).toBeNull();
  });

  it('is paused, resumed and stopped', async () => {
    const { user, asked, push } = showPopup(viewWith({ current }));
    await user.click(button('Pause'));
    push(viewWith({ current: { ...current, now: current.now && { ...current.now, paused: true } } }));
    expect(screen.getByText('Paused')).toBeTruthy();
    await user.click(button('Resume'));
    await user.click(button('Stop and transcribe'));
    expect(asked.map(({ name }) => name)).toEqual(['capture.pause', 'capture.resume', 'capture.stop']);
    // Its card goes; the keyboard goes on in that of the job.
    push({ ...viewWith(), jobs: [transcriptionJob({ id: 'started', title: 'Talk' })] });
    expect(screen.getByRole('heading', { name: 'Talk' })).toHaveFocus();
  });

  it('is thrown away after one more question', async () => {
    const { user, asked } = showPopup(viewWith({ current }));
    await user.click(button('Discard this recording'));
    expect(asked).toEqual([]);
    await user.click(within(screen.getByRole('group', { name: 'Discard this recording?' })).getByText('Discard'));
    expect(asked).toEqual([{ name: 'capture.discard', payload: { id: 'one' } }]);
  });

  it('leaves the keyboard where the next one begins once it is thrown away', async () => {
    const { user, push } = showPopup(viewWith({ current }));
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    await user.click(button('Discard this recording'));
    await user.keyboard('{Enter}');
    push(viewWith());
    expect(button('Choose an audio file')).toHaveFocus();
  });

  it('says why it was not thrown away', async () => {
    const { user } = showPopup(viewWith({ current }), { 'capture.discard': refused });
    await user.click(button('Discard this recording'));
    await user.click(within(screen.getByRole('group', { name: 'Discard this recording?' })).getByText('Discard'));
    expect(await screen.findByText('Rondo was just restarting.')).toBeTruthy();
  });

  it('takes no second press while it is being saved', async () => {
    const { user, asked } = showPopup(viewWith({ current: { ...current, state: 'ending' } }));
    expect(screen.getByText('Saving')).toBeTruthy();
    await user.click(button('Stop and transcribe'));
    expect(asked).toEqual([]);
  });
});

describe('a recording that nobody took', () => {
  it('says why, and is transcribed or thrown away at a press', async () => {
    const { user, asked } = showPopup(viewWith({ kept: [kept] }));
    const card = within(screen.getByRole('region', { name: `Kept: ${kept.title}` }));
    expect(card.getByText(kept.note)).toBeTruthy();
    expect(card.getByText('Microphone · about 12 min')).toBeTruthy();
    await user.click(card.getByRole('button', { name: 'Transcribe' }));
    await user.click(card.getByRole('button', { name: `Discard ${kept.title}` }));
    await user.click(within(card.getByRole('group')).getByText('Discard'));
    expect(asked).toEqual([
      { name: 'capture.transcribe', payload: { id: 'old' } },
      { name: 'capture.discard', payload: { id: 'old' } },
    ]);
  });

  it('leaves the keyboard at the one beside it once it is thrown away, and at what the popup is for after the last', async () => {
    const other = { ...kept, id: 'other', title: 'Recording, 22 Nov, 11:30' };
    const { user, push } = showPopup(viewWith({ kept: [other, kept] }));
    await user.click(button(`Discard ${kept.title}`));
    await user.keyboard('{Enter}');
    push(viewWith({ kept: [other] }));
    expect(screen.getByRole('heading', { name: other.title })).toHaveFocus();
    await user.click(button(`Discard ${other.title}`));
    await user.keyboard('{Enter}');
    push(viewWith());
    expect(button('Summarize this page')).toHaveFocus();
  });

  it('says why it was not thrown away', async () => {
    const { user } = showPopup(viewWith({ kept: [kept] }), { 'capture.discard': refused });
    await user.click(button(`Discard ${kept.title}`));
    await user.click(within(screen.getByRole('group', { name: 'Discard this recording?' })).getByText('Discard'));
    expect(await screen.findByText('Rondo was just restarting.')).toBeTruthy();
  });
});

describe('a long recording that was stopped', () => {
  const usual = { needed: 10_800, endsAt: at + 190_000, usd: 0, shares: [], waits: true };
  const forecast = {
    ...{ seconds: 10_800, short: false, left: [], usual },
    faster: { ...usual, endsAt: at + 60_000, usd: 0.72 },
  };
  const offered = viewWith({ kept: [{ ...kept, note: '', seconds: 10_800, forecast }] });

  it('is there with what it takes, and begins the way that is pressed', async () => {
    const { user, asked } = showPopup(offered);
    const card = within(screen.getByRole('region', { name: `Kept: ${kept.title}` }));
    expect(card.getByText(/Limits have to refill/)).toBeTruthy();
    expect(card.getByRole('button', { name: /^Transcribe.*done in about 4 min, free/ })).toBeTruthy();
    await user.click(card.getByRole('button', { name: /^Faster.*\$0\.72/ }));
    await user.click(card.getByRole('button', { name: /^Transcribe/ }));
    expect(asked).toEqual([
      { name: 'capture.transcribe', payload: { id: 'old', faster: true } },
      { name: 'capture.transcribe', payload: { id: 'old', faster: false } },
    ]);
  });

  it('is thrown away after one more question', async () => {
    const { user, asked } = showPopup(offered);
    await user.click(button(`Discard ${kept.title}`));
    await user.click(within(screen.getByRole('group', { name: 'Discard this recording?' })).getByText('Discard'));
    expect(asked).toEqual([{ name: 'capture.discard', payload: { id: 'old' } }]);
  });
});

describe('the page that asks for the microphone', () => {
  it('says why, asks at a press, and begins with the same tab once it is allowed', async () => {
    const { user, asked, closed, allow, questions } = showMicrophone(viewWith(), { tab: 12 });
    await user.click(await screen.findByRole('button', { name: 'Allow the microphone' }));
    expect(questions()).toBe(1);
    // The browser says the same again.
    await allow('granted');
    expect(asked).toEqual([
      { name: 'capture.start', payload: { microphone: true, tab: 12, asked: true, purpose: 'transcript' } },
    ]);
    expect(closed()).toBe(1);
  });

  it('says what to do where the answer was no', async () => {
    const { allow } = showMicrophone(viewWith());
    await allow('denied');
    expect(screen.getByText(/address bar/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Allow the microphone' })).toBeNull();
  });

  it('stays, and shows the recording, where it is the one that records', async () => {
    let connected = 0;
    const record = () => {
      connected += 1;
    };
    const { user, asked, closed, questions, push } = showMicrophone(viewWith(), { record });
    expect(connected).toBe(0);
    await user.click(await screen.findByRole('button', { name: 'Allow the microphone' }));
    expect(asked.map(({ name }) => name)).toEqual(['capture.start']);
    expect([connected, questions(), closed()]).toEqual([1, 0, 0]);
    push(viewWith({ current: { ...current, sources: ['microphone'] } }));
    expect(screen.getByText(/Keep this tab open/)).toBeTruthy();
    expect(button('Stop and transcribe')).toBeTruthy();
    push(viewWith());
    expect(screen.getByText('The recording has ended')).toBeTruthy();
  });

  it('records nothing by itself where it was reloaded or restored, until somebody presses', async () => {
    const { user, asked, allow } = showMicrophone(viewWith(), { fresh: false, record: () => {} });
    await allow('granted');
    expect(asked).toEqual([]);
    await user.click(button('Start recording'));
    expect(asked.map(({ name }) => name)).toEqual(['capture.start']);
  });

  it('that was denied says what happens next: the recording, the button here, or the shortcut', async () => {
    const fresh = showMicrophone(viewWith());
    await fresh.allow('denied');
    expect(screen.getByText(/and the recording begins/)).toBeTruthy();
    fresh.unmount();
    const restored = showMicrophone(viewWith(), { fresh: false });
    await restored.allow('denied');
    expect(screen.getByText(/press the button that appears here/)).toBeTruthy();
    restored.unmount();
    const dictation = showMicrophone(viewWith(), { purpose: 'dictation' });
    await dictation.allow('denied');
    expect(screen.getByText(/press the shortcut again where you want to write/)).toBeTruthy();
  });

  it('goes by itself when a dictation that it recorded is over', async () => {
    const { user, push, closed } = showMicrophone(viewWith(), { purpose: 'dictation', record: () => {} });
    await user.click(await screen.findByRole('button', { name: 'Allow the microphone' }));
    push(viewWith({ current: { ...current, purpose: 'dictation' } }));
    expect(closed()).toBe(0);
    push(viewWith());
    expect(closed()).toBe(1);
    expect(screen.getByText(/goes where the cursor is/)).toBeTruthy();
  });

  it('begins nothing for a dictation, which goes where the cursor was', async () => {
    const { asked, allow } = showMicrophone(viewWith(), { purpose: 'dictation' });
    await allow('granted');
    expect(asked).toEqual([]);
    expect(screen.getByRole('status').textContent).toContain('press the shortcut again');
  });

  it('begins the dictation itself where it is the one that records, and says how it is ended', async () => {
    const { user, asked, push } = showMicrophone(viewWith(), { purpose: 'dictation', record: () => {} });
    await user.click(await screen.findByRole('button', { name: 'Allow the microphone' }));
    expect(asked[0]?.payload).toMatchObject({ purpose: 'dictation' });
    push(viewWith({ current: { ...current, purpose: 'dictation' } }));
    expect(screen.getByText(/press the shortcut again when you have said it/)).toBeTruthy();
  });
});
