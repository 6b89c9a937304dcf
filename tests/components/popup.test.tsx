// The popup before and after the first key: what it asks for, what it shows of the providers, how its tabs behave.
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { at, cardOf, faces, healthOf, ownerOf, transcriptionJob, viewOf } from './sample.ts';
import { showPopup } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq')]);

describe('with no key at all', () => {
  test('asks for any key and nothing else', () => {
    showPopup(viewOf([]));
    expect(screen.getByLabelText('Paste any key')).toHaveAttribute('type', 'password');
    expect(screen.queryByRole('tab')).not.toBeInTheDocument();
  });

  test('links to the key page of the first provider', () => {
    showPopup(viewOf([]));
    expect(screen.getByRole('link', { name: /Get a free Groq key/ })).toHaveAttribute('href', faces[0]?.keyPage);
  });

  test('sends the pasted key without an owner and shows what became of it', async () => {
    const { user, asked } = showPopup(viewOf([]), {
      'keys.add': async () => ({
        ok: true,
        value: {
          lines: [{ line: 1, last4: 'tt0B', keyId: null, outcome: 'invalid', message: 'Groq refused it.' }],
        },
      }),
    });
    await user.type(screen.getByLabelText('Paste any key'), 'gsk_example');
    await user.click(screen.getByRole('button', { name: 'Add key' }));
    expect(asked).toEqual([{ name: 'keys.add', payload: { owner: null, lines: 'gsk_example' } }]);
    const line = screen.getByTestId('key-line');
    expect(line).toHaveAttribute('data-outcome', 'invalid');
    expect(line).toHaveTextContent('••••tt0BGroq refused it.');
  });

  test('keeps the outcome in sight when the first key has opened the tabs', async () => {
    const { user, push } = showPopup(viewOf([]), {
      'keys.add': async () => ({
        ok: true,
        value: { lines: [{ line: 1, last4: 'k3y1', keyId: '1', outcome: 'accepted', message: 'Groq accepted it.' }] },
      }),
    });
    await user.type(screen.getByLabelText('Paste any key'), 'gsk_example{Enter}');
    push(viewOf([groq]));
    expect(screen.getByRole('tab', { name: 'Summarize' })).toBeInTheDocument();
    expect(screen.getByTestId('key-line')).toHaveTextContent('Groq accepted it.');
  });

  test('says beside the field that nothing was pasted', async () => {
    const { user, asked } = showPopup(viewOf([]));
    await user.click(screen.getByRole('button', { name: 'Add key' }));
    expect(screen.getByLabelText('Paste any key')).toHaveAccessibleDescription(/Paste a key first/);
    expect(asked).toEqual([]);
  });

  test('shows the key only while asked to', async () => {
    const { user } = showPopup(viewOf([]));
    await user.click(screen.getByRole('button', { name: 'Show the key' }));
    expect(screen.getByLabelText('Paste any key')).toHaveAttribute('type', 'text');
    await user.click(screen.getByRole('button', { name: 'Hide the key' }));
    expect(screen.getByLabelText('Paste any key')).toHaveAttribute('type', 'password');
  });
});

describe('the dots', () => {
  test('say each state in words, with the time left of a rest', () => {
    showPopup(
      viewOf([
        ownerOf('groq', 'Groq', healthOf('resting', 'Its tokens were used up.', at + 42_000), [cardOf('1', 'groq')]),
        ownerOf('openai', 'OpenAI', healthOf('out_of_credit'), [cardOf('2', 'openai')]),
      ]),
    );
    expect(screen.getByTestId('dot-groq')).toHaveAccessibleName('Groq: Resting, 42 s left. Its tokens were used up.');
    expect(screen.getByTestId('dot-openai')).toHaveAccessibleName(/OpenAI: Out of credit/);
    expect(screen.getByTestId('dot-together')).toHaveAccessibleName(/TogetherAI: No key/);
    expect(screen.getByTestId('dot-groq')).toHaveAttribute('data-state', 'resting');
  });

  test('differ in shape and not in colour alone', () => {
    const states = ['ready', 'resting', 'invalid', 'out_of_credit', 'unreachable', 'off', 'no_key'] as const;
    const shapes = states.map((state) => {
      const { unmount } = showPopup(viewOf([ownerOf('groq', 'Groq', healthOf(state), [cardOf('1', 'groq')])]));
      const drawing = screen.getByTestId('dot-groq').querySelector('svg')?.innerHTML;
      unmount();
      return drawing;
    });
    expect(new Set(shapes).size).toBe(states.length);
  });

  test('lead to their place in the settings', async () => {
    const { user, asked } = showPopup(viewOf([groq]));
    await user.click(screen.getByTestId('dot-groq'));
    expect(asked).toEqual([{ name: 'openSettings', payload: 'groq' }]);
  });
});

describe('the tabs', () => {
  test('are one stop for the keyboard and follow the arrows', async () => {
    const { user } = showPopup(viewOf([groq]));
    const summarize = screen.getByRole('tab', { name: 'Summarize' });
    const transcribe = screen.getByRole('tab', { name: 'Transcribe' });
    expect([summarize.tabIndex, transcribe.tabIndex]).toEqual([0, -1]);
    summarize.focus();
    await user.keyboard('{ArrowRight}');
    expect(transcribe).toHaveFocus();
    expect(transcribe).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowRight}');
    expect(summarize).toHaveFocus();
  });

  test('open on the kind of the newest job', () => {
    showPopup(viewOf([groq], [transcriptionJob()]));
    expect(screen.getByRole('tab', { name: 'Transcribe' })).toHaveAttribute('aria-selected', 'true');
  });
});

describe('starting', () => {
  test('summarizes the page with one press', async () => {
    const { user, asked } = showPopup(viewOf([groq]));
    await user.click(screen.getByRole('button', { name: 'Summarize this page' }));
    expect(asked).toEqual([{ name: 'summarize', payload: {} }]);
  });

  test('shows a refusal in words, with the button that mends it', async () => {
    const { user, asked } = showPopup(viewOf([groq]), {
      summarize: async () => ({ ok: false, message: 'No key can take this.', fix: 'add-key' }),
    });
    await user.click(screen.getByRole('button', { name: 'Summarize this page' }));
    const alert = screen.getAllByRole('alert').find((element) => element.textContent !== '');
    expect(alert).toHaveTextContent('No key can take this.');
    await user.click(screen.getByRole('button', { name: 'Add a key' }));
    expect(asked.at(-1)).toEqual({ name: 'openSettings', payload: 'providers' });
  });

  test('transcribes a chosen file', async () => {
    const { user, asked } = showPopup(viewOf([groq]));
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    const file = new File(['sound'], 'talk.mp3', { type: 'audio/mpeg' });
    await user.upload(screen.getByLabelText('Audio file'), file);
    expect(asked).toEqual([{ name: 'transcribeFile', payload: file }]);
  });

  test('shows where a file can be let go, over its button too', () => {
    showPopup(viewOf([groq]));
    fireEvent.click(screen.getByRole('tab', { name: 'Transcribe' }));
    const button = screen.getByRole('button', { name: 'Choose an audio file' });
    const place = button.parentElement as HTMLElement;
    const leave = (relatedTarget: Element) =>
      fireEvent(place, new MouseEvent('dragleave', { bubbles: true, relatedTarget }));
    fireEvent.dragEnter(place);
    leave(button);
    expect(place).toHaveAttribute('data-over');
    leave(document.body);
    expect(place).not.toHaveAttribute('data-over');
  });

  test('transcribes a file that is dropped anywhere on the page', () => {
    const { asked } = showPopup(viewOf([groq]));
    const file = new File(['sound'], 'talk.mp3', { type: 'audio/mpeg' });
    fireEvent.drop(screen.getByRole('main'), { dataTransfer: { files: [file] } });
    expect(asked).toEqual([{ name: 'transcribeFile', payload: file }]);
    expect(screen.getByRole('tab', { name: 'Transcribe' })).toHaveAttribute('aria-selected', 'true');
  });

  test('offers a tab, where a file dialog cannot close the popup', async () => {
    const { user, asked } = showPopup(viewOf([groq]));
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    await user.click(screen.getByRole('button', { name: 'Open in a tab' }));
    expect(asked).toEqual([{ name: 'openTab', payload: undefined }]);
  });

  test('has a file chosen in a tab, where the dialog would close the popup', async () => {
    const { user, asked } = showPopup(viewOf([groq]), {}, false, false);
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    expect(screen.getByText(/Firefox closes this window while you choose/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Choose an audio file in a tab' }));
    expect(asked).toEqual([{ name: 'openTab', payload: undefined }]);
  });
});

test('the foot names the next transcription target and why', () => {
  showPopup(viewOf([groq]));
  const next = within(screen.getByRole('contentinfo')).getByRole('button');
  expect(next).toHaveAccessibleName('Next transcription: Groq · whisper-large-v3-turbo');
  expect(next).toHaveAccessibleDescription('Groq is preferred, has a key and is not resting.');
});

test('until the background has answered, the places are there and empty', () => {
  showPopup(null);
  expect(screen.getByRole('status', { name: 'Rondo is opening' })).toHaveAttribute('aria-busy', 'true');
});
