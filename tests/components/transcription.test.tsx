// What a person can choose about recordings on the settings page: who takes part, in which order models are asked, the
// language, words to know, how long recordings are kept, and how much each key takes.
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { languageCodes } from '../../lib/domain/languages.ts';
import type { BelievedLimit, KeyLimits, PoolRow } from '../../lib/domain/pool.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { Face, View } from '../../lib/messaging/protocol.ts';
import type { Actions } from '../../lib/view/actions.ts';
import { at, cardOf, healthOf, ownerOf, poolsOf, rowOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq', { label: 'personal' })]);
const section = () => within(screen.getByRole('region', { name: 'Transcription' }));
const button = (name: string) => section().getByRole('button', { name });

const viewWith = (part: Partial<Settings['transcription']> = {}, faces?: Face[]): View => {
  const view = viewOf([groq]);
  const settings = { ...view.settings, transcription: { ...view.settings.transcription, ...part } };
  return { ...view, settings, faces: faces ?? view.faces };
};

const show = (view = viewWith(), part: Partial<Actions> = {}) => {
  const shown = showOptions(view, part);
  const changes = () => shown.asked.filter(({ name }) => name === 'transcription.change').map(({ payload }) => payload);
  return { ...shown, changes };
};

describe('the order of turns', () => {
  test('names the preferred provider, the next target and why', () => {
    show();
    expect(screen.getByRole('region', { name: 'Transcription' })).toHaveTextContent(
      /Groq preferred, then round-robin over OpenAI, TogetherAI, and your endpoints\. After a rest it goes back to Groq\./,
    );
    expect(screen.getByTestId('next-transcription')).toHaveTextContent(
      /Groq · whisper-large-v3-turbo.*Groq is preferred, has a key and is not resting\./,
    );
  });

  test('is whatever the providers’ own turns say', () => {
    const [first, second, third] = viewWith().faces as [Face, Face, Face];
    const { push } = show(
      viewWith({}, [
        { ...first, turn: 3 },
        { ...second, turn: 2 },
        { ...third, turn: 1 },
      ]),
    );
    expect(section().getByText(/^TogetherAI preferred, then round-robin over OpenAI, Groq,/)).toBeInTheDocument();
    expect(section().getAllByTestId('taker')[0]).toHaveTextContent('TogetherAI');
    push(
      viewWith(
        {},
        [first, second, third].map((face) => ({ ...face, turn: 1 })),
      ),
    );
    expect(section().getByText(/^Round-robin over Groq, OpenAI, TogetherAI,/)).toBeInTheDocument();
  });

  test('shows how each of them stands and whose turn it is', () => {
    const resting = ownerOf('openai', 'OpenAI', healthOf('resting', 'Its limit was reached.', at + 42_000), [
      cardOf('2', 'openai'),
    ]);
    showOptions(viewOf([groq, resting]));
    const [first, second, third] = section().getAllByTestId('taker');
    expect(first).toHaveTextContent('Groq up to 26 MB a fileReadynext');
    expect(second).toHaveTextContent('OpenAI up to 26 MB a fileResting, 42 s left');
    expect(second).not.toHaveTextContent('next');
    expect(third).toHaveTextContent('No key');
  });
});

describe('who takes part', () => {
  const box = (name: RegExp) =>
    within(section().getByRole('group', { name: 'Who takes part' })).getByRole('checkbox', { name });

  test('is ticked for each provider', async () => {
    const { user, asked } = show();
    await user.click(box(/^OpenAI/));
    expect(asked).toEqual([{ name: 'provider.change', payload: { id: 'openai', transcribe: false } }]);
  });

  test('is ticked for an endpoint that writes down speech, with all of its models, and for no other', async () => {
    const endpoint = (id: string, name: string, tasks: 'transcription' | 'fast') => ({
      ...{ id, name, baseUrl: 'http://localhost:8000/v1', on: true },
      models: ['one', 'two'].map((model) => ({ id: model, tasks: [tasks], context: null })),
    });
    const view = viewOf([groq, ownerOf('home', 'Home', healthOf('ready')), ownerOf('chat', 'Chat', healthOf('ready'))]);
    const settings: Settings = {
      ...view.settings,
      endpoints: [endpoint('home', 'Home', 'transcription'), endpoint('chat', 'Chat', 'fast')],
      pools: { transcription: { mode: 'plan', off: ['home/one'], ceilingUsd: null } },
    };
    const { user, asked } = show({ ...view, settings });
    expect(section().queryByRole('checkbox', { name: /^Chat/ })).toBeNull();
    expect(box(/^Home/)).toBeChecked();
    await user.click(box(/^Home/));
    expect(asked.map(({ payload }) => payload)).toEqual([
      { task: 'transcription', model: { ref: 'home/one', on: false } },
      { task: 'transcription', model: { ref: 'home/two', on: false } },
    ]);
  });
});

describe('the models', () => {
  const speech = (ref: string, suggested: number, part: Partial<PoolRow> = {}): PoolRow =>
    rowOf(ref, { suggested, price: null, pricePerHour: 0.04, times: 'words', ...part });
  const rows = [
    speech('groq/turbo', 0),
    speech('groq/large', 1),
    speech('openai/fresh', 2, { times: 'none', standsBack: 'no_times' }),
    speech('openai/whisper-1', 3),
    speech('openai/second', 4),
    speech('openai/diarize', 5, { standsBack: 'speakers' }),
  ];
  const open = async () => {
    const shown = show(viewWith(), {
      'pools.read': async () => ({ ok: true, value: { pools: poolsOf({ transcription: rows }) } }),
    });
    await shown.user.click(section().getByText('Models and their order'));
    await section().findAllByTestId('pool-row');
    return shown;
  };
  const lists = () =>
    section()
      .getAllByRole('list', { name: 'Models in order' })
      .map((list) =>
        within(list)
          .getAllByTestId('pool-row')
          .map((row) => row.dataset.ref),
      );

  test('are read only when they are opened', async () => {
    const { reads, user } = show();
    const before = reads.filter(({ name }) => name === 'pools.read').length;
    await user.click(section().getByText('Models and their order'));
    await waitFor(() => expect(reads.filter(({ name }) => name === 'pools.read')).toHaveLength(before + 1));
  });

  test('stand by provider, and those behind that are asked last whatever the order says', async () => {
    await open();
    expect(lists()).toEqual([
      ['groq/turbo', 'groq/large'],
      ['openai/whisper-1', 'openai/second'],
      ['openai/fresh'],
      ['openai/diarize'],
    ]);
    expect(section().getByText(/^Without times: asked only where/).nextElementSibling).toHaveTextContent('fresh');
    expect(section().getByText(/^Made to tell who speaks/).nextElementSibling).toHaveTextContent('diarize');
  });

  test('change their order within each provider alone', async () => {
    const { user, asked } = await open();
    expect(button('Move whisper-1 of OpenAI up')).toHaveAttribute('aria-disabled', 'true');
    expect(section().getAllByText('$0.04 an hour')).toHaveLength(rows.length);
    await user.click(button('Move large of Groq up'));
    expect(lists()[0]).toEqual(['groq/large', 'groq/turbo']);
    expect(screen.getByText('large of Groq is now number 1 of 2.')).toBeInTheDocument();
    await user.click(button('Move second of OpenAI up'));
    expect(lists()[1]).toEqual(['openai/second', 'openai/whisper-1']);
    expect(asked.map(({ payload }) => payload)).toEqual([
      { task: 'transcription', order: ['groq/large'] },
      { task: 'transcription', order: ['groq/large', 'groq/turbo', 'openai/fresh', 'openai/second'] },
    ]);
  });
});

describe('the language', () => {
  test('is found out by itself, or one of those that models know by name', async () => {
    const { user, changes } = show();
    const field = section().getByRole('combobox', { name: 'Language' });
    expect(field).toHaveValue('');
    expect(field).toHaveDisplayValue('Found out by itself');
    expect(within(field).getAllByRole('option')).toHaveLength(languageCodes.length + 1);
    await user.selectOptions(field, 'German');
    expect(changes()).toEqual([{ language: 'de' }]);
    expect(field).toHaveAccessibleDescription('Saved');
  });

  test('goes back to being found out', async () => {
    const { user, changes } = show(viewWith({ language: 'yue' }));
    const field = section().getByRole('combobox', { name: 'Language' });
    expect(field).toHaveDisplayValue('Cantonese');
    await user.selectOptions(field, 'Found out by itself');
    expect(changes()).toEqual([{ language: null }]);
  });

  test('that nobody here knows the name of still stands there', () => {
    show(viewWith({ language: 'xx' }));
    expect(section().getByRole('combobox', { name: 'Language' })).toHaveDisplayValue('xx');
  });
});

describe('words to know', () => {
  const field = () => section().getByRole('textbox', { name: 'Words to know' });

  test('are kept when the field is left, read from lines and commas', async () => {
    const { user, changes } = show();
    await user.click(field());
    await user.paste('Rondo,  Dr.  Okonkwo\nAntikythera\n\nRondo');
    await user.tab();
    expect(changes()).toEqual([{ words: ['Rondo', 'Dr. Okonkwo', 'Antikythera'] }]);
    expect(field()).toHaveValue('Rondo,  Dr.  Okonkwo\nAntikythera\n\nRondo');
    expect(field()).toHaveAccessibleDescription(/^All 3 words are told to models: 31 of 896 characters\. Saved$/);
  });

  test('are kept by themselves a moment after the last letter', async () => {
    const { user, changes } = show();
    await user.type(field(), 'Rondo');
    expect(changes()).toEqual([]);
    await waitFor(() => expect(changes()).toEqual([{ words: ['Rondo'] }]), { timeout: 3_000 });
  });

  test('say how many of them are told, and why no more', async () => {
    const { user } = show(viewWith({ words: Array.from({ length: 18 }, (_, index) => `term ${index}`) }));
    expect(field()).toHaveAccessibleDescription(
      /^The first 15 of 18 are told to models \(\d+ of 896 characters\); models that are told more than 15 spell fewer/,
    );
    await user.clear(field());
    await user.click(field());
    await user.paste(Array.from({ length: 12 }, (_, index) => `${index}${'x'.repeat(94)}`).join('\n'));
    expect(field()).toHaveAccessibleDescription(
      /^The first 9 of 12 are told to models \(8\d\d of 896 characters\); models take no more characters/,
    );
  });

  test('that cannot be get a sentence, stay in the field and are not sent', async () => {
    const { user, changes } = show();
    await user.click(field());
    await user.paste('a whole paragraph '.repeat(10));
    await user.tab();
    expect(field()).toHaveAccessibleDescription(/is too long for a name or a term/);
    expect(field()).toHaveValue('a whole paragraph '.repeat(10));
    expect(changes()).toEqual([]);
  });

  test('that were changed elsewhere show, and an older word of the background takes nothing away', async () => {
    const { user, push } = show(viewWith({ words: ['one'] }));
    await user.type(field(), ', two');
    await user.tab();
    await act(async () => push(viewWith({ words: ['one'] })));
    expect(field()).toHaveValue('one, two');
    await act(async () => push(viewWith({ words: ['one', 'two'] })));
    expect(field()).toHaveValue('one, two');
    await act(async () => push(viewWith({ words: ['other'] })));
    expect(field()).toHaveValue('other');
  });

  test('that were refused say so and are asked for again', async () => {
    const message = 'Rondo was just restarting. Please press again.';
    const { user, changes } = show(viewWith(), {
      'transcription.change': async () => ({ ok: false, message, fix: 'none' }),
    });
    await user.type(field(), 'Rondo');
    await user.tab();
    expect(field()).toHaveAccessibleDescription(message);
    await user.click(field());
    await user.tab();
    expect(changes()).toEqual([{ words: ['Rondo'] }, { words: ['Rondo'] }]);
  });
});

test('who speaks is said where that is ticked', async () => {
  const { user, changes } = show();
  await user.click(section().getByRole('checkbox', { name: 'Say who speaks' }));
  expect(changes()).toEqual([{ speakers: true }]);
});

describe('how long recordings are kept', () => {
  const field = () => section().getByRole('textbox', { name: 'Keep recordings, in days' });

  test.each([
    ['0', 0],
    [' 30 ', 30],
  ])('is changed to %s', async (typed, keepAudioDays) => {
    const { user, changes } = show();
    expect(field()).toHaveValue('7');
    await user.clear(field());
    await user.type(field(), `${typed}{Enter}`);
    expect(changes()).toEqual([{ keepAudioDays }]);
  });

  test.each([
    ['a week', /“a week” is not a number of days/],
    ['-1', /is not a number of days/],
    ['1.5', /is not a number of days/],
    ['', /Write for how many days/],
    ['9999', /Ten years at the most/],
  ])('gets a sentence for “%s”, and nothing is sent', async (typed, sentence) => {
    const { user, changes } = show();
    await user.clear(field());
    if (typed !== '') await user.type(field(), typed);
    await user.tab();
    expect(field()).toHaveAccessibleDescription(sentence);
    expect(changes()).toEqual([]);
  });

  test('says what 0 means', () => {
    show(viewWith({ keepAudioDays: 0 }));
    expect(field()).toHaveAccessibleDescription(/deleted as soon as its text is done/);
  });
});

describe('the size of uploads', () => {
  const limit = (
    dimension: 'bytes' | 'audio_seconds',
    most: number,
    source: BelievedLimit['source'],
  ): BelievedLimit => ({
    ...{ dimension, limit: most, source },
  });
  const open = async (limits: KeyLimits) => {
    const shown = show(viewWith(), { 'limits.read': async () => ({ ok: true, value: { limits } }) });
    await shown.user.click(section().getByText('Size of uploads, key by key'));
    const key = await section().findByRole('group', { name: 'Groq · personal' });
    return { ...shown, key: within(key) };
  };

  test.each([
    ['default', 'as measured'],
    ['given', 'yours'],
    ['error', 'learned from a refusal'],
  ] as const)('is told with where it is from: %s', async (source, words) => {
    const { key } = await open([{ model: 'turbo', speech: true, limits: [limit('bytes', 26_214_400, source)] }]);
    expect(key.getByLabelText('Largest upload, in MB')).toHaveAccessibleDescription(`Now 26 MB, ${words}`);
    expect(key.getByLabelText('Longest upload, in seconds')).toHaveAccessibleDescription('No limit known');
  });

  test('is told of models that differ by the least and the most, and of speech alone', async () => {
    const { key } = await open([
      { model: 'one', speech: true, limits: [limit('audio_seconds', 1_400, 'default')] },
      { model: 'two', speech: true, limits: [limit('audio_seconds', 14_400, 'default')] },
      { model: 'text', speech: false, limits: [limit('bytes', 5, 'default')] },
    ]);
    expect(key.getByLabelText('Longest upload, in seconds')).toHaveAccessibleDescription(
      'Now 1,400 s to 14,400 s by model, as measured',
    );
    expect(key.getByLabelText('Largest upload, in MB')).toHaveAccessibleDescription('No limit known');
  });

  test('is told as no bound of the key where one of its models has none', async () => {
    const { key } = await open([
      { model: 'one', speech: true, limits: [limit('audio_seconds', 1_400, 'default')] },
      { model: 'two', speech: true, limits: [] },
    ]);
    expect(key.getByLabelText('Longest upload, in seconds')).toHaveAccessibleDescription(
      'Now 1,400 s or more by model, as measured',
    );
  });

  test('is what the user says of it', async () => {
    const { user, asked, key } = await open([{ model: 'one', speech: true, limits: [] }]);
    await user.type(key.getByLabelText('Longest upload, in seconds'), '1,400{Enter}');
    await user.type(key.getByLabelText('Largest upload, in MB'), '100{Enter}');
    expect(asked.map(({ payload }) => payload)).toEqual([
      { id: '1', limits: { audio_seconds: 1_400 } },
      { id: '1', limits: { bytes: 100_000_000 } },
    ]);
  });
});

describe('dictation', () => {
  test('tells its shortcut, and where it is changed', async () => {
    const { user, asked } = show();
    expect(await screen.findByTestId('dictation')).toHaveTextContent(
      /Press Alt\+Shift\+D on any page, speak, and press it again/,
    );
    await user.click(button('Change the shortcut'));
    expect(asked.map(({ name }) => name)).toEqual(['changeShortcut']);
  });

  test('says where none is set, and hears of one that was set meanwhile', async () => {
    let shortcut: string | null = null;
    show(viewWith(), { readShortcut: async () => shortcut });
    expect(await screen.findByText(/No shortcut is set yet/)).toBeInTheDocument();
    shortcut = 'Ctrl+Shift+Y';
    await act(async () => void dispatchEvent(new Event('focus')));
    expect(screen.getByTestId('dictation')).toHaveTextContent('Press Ctrl+Shift+Y on any page');
  });
});
