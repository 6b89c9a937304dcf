// The endpoints of the settings page: added by hand, from a preset or as JSON, listed, changed, copied.
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { PresetFace } from '../../lib/messaging/protocol.ts';
import { planExample } from '../domain/plan-example.ts';
import { cardOf, healthOf, ownerOf, viewOf } from './sample.ts';
import { showOptions } from './stage.tsx';

const ollama = ownerOf('endpoint-1', 'Ollama', healthOf('ready'));
const keyed = ownerOf('endpoint-2', 'Proxy', healthOf('ready'), [cardOf('k', 'endpoint-2', { last4: 'Zz9x' })]);

const preset = (part: Partial<PresetFace>): PresetFace => ({
  id: 'lm-studio',
  name: 'LM Studio',
  kind: 'local',
  baseUrl: 'http://localhost:1234/v1',
  needsKey: 'none',
  keyPage: null,
  headers: [],
  context: null,
  note: '',
  ...part,
});
const presets = [
  preset({ context: 4_096, note: 'Start it first.' }),
  preset({
    id: 'gateway',
    name: 'A gateway',
    kind: 'gateway',
    baseUrl: 'http://localhost:8787/v1',
    needsKey: 'optional',
    headers: [
      { name: 'x-provider', value: 'openai', what: 'Whose way of speaking' },
      { name: 'x-host', value: '', what: 'Where it is' },
    ],
  }),
  preset({
    id: 'service',
    name: 'A service',
    kind: 'service',
    baseUrl: 'https://api.test/v1',
    needsKey: 'needed',
    keyPage: 'https://api.test/keys',
  }),
];
const withPresets = { 'presets.read': async () => ({ ok: true as const, value: { presets } }) };

const place = () => within(screen.getByTestId('add-endpoints'));
type Stage = ReturnType<typeof showOptions>;
const openForm = async ({ user }: Stage) => {
  await user.click(place().getByRole('button', { name: 'Add an endpoint' }));
  return place();
};
const questions = ({ asked }: Stage) => asked.filter(({ name }) => name !== 'presets.read');

const plain = { preset: null, key: '', plan: 'paid', headers: [], priority: null };
const learned = { context: null, abilities: undefined, limits: undefined };

describe('a new endpoint', () => {
  test('is sent after its origin was asked for within the press itself, as the browser demands', async () => {
    const stage = showOptions(viewOf([]));
    const form = await openForm(stage);
    await stage.user.type(form.getByLabelText('Name'), 'Ollama');
    await stage.user.type(form.getByLabelText('Base URL'), ' http://localhost:11434/v1 ');
    await stage.user.type(form.getByLabelText('Model id'), 'llama3.2:3b');
    fireEvent.click(form.getByRole('button', { name: 'Add endpoint' }));
    expect(questions(stage).map(({ name }) => name)).toEqual(['askForOrigin']);
    await screen.findByText(/Ollama was added/);
    expect(questions(stage)[1]).toEqual({
      name: 'endpoint.add',
      payload: {
        ...plain,
        name: 'Ollama',
        baseUrl: 'http://localhost:11434/v1',
        models: [{ id: 'llama3.2:3b', tasks: ['fast', 'research', 'code'], ...learned }],
      },
    });
    expect(place().getByRole('button', { name: 'Add an endpoint' })).toHaveFocus();
  });

  test('gets a sentence beside each field that is missing, and no permission is asked', async () => {
    const stage = showOptions(viewOf([]));
    const form = await openForm(stage);
    await stage.user.click(form.getByRole('button', { name: 'Add endpoint' }));
    expect(form.getByLabelText('Name')).toHaveAccessibleDescription(/Give it a name/);
    expect(form.getByLabelText('Name')).toHaveFocus();
    expect(form.getByLabelText('Base URL')).toBeInvalid();
    expect(form.getByLabelText('Model id')).toHaveAccessibleDescription(/Which model/);
    expect(questions(stage)).toEqual([]);
  });

  test('may have several models, each with its tasks, window, limits and abilities', async () => {
    const stage = showOptions(viewOf([]));
    const { user } = stage;
    const form = await openForm(stage);
    await user.type(form.getByLabelText('Name'), 'Box');
    await user.type(form.getByLabelText('Base URL'), 'box:8000');
    await user.type(form.getByLabelText('Model id'), 'whisper-1{Enter}qwen{Enter}qwen{Enter}');
    expect(form.getAllByTestId('chosen-model')).toHaveLength(2);
    const qwen = within(form.getAllByTestId('chosen-model')[1] as HTMLElement);
    await user.click(qwen.getByRole('checkbox', { name: 'Research' }));
    await user.click(qwen.getByRole('checkbox', { name: 'Images' }));
    await user.type(qwen.getByLabelText('Window in tokens'), '32,768');
    await user.type(qwen.getByLabelText('Tokens a minute'), '6000');
    await user.selectOptions(qwen.getByLabelText('Tools'), 'Yes');
    await user.selectOptions(qwen.getByLabelText('Images', { selector: 'select' }), 'No');
    await user.type(form.getByLabelText('Priority'), '5');
    await user.click(form.getByRole('button', { name: 'Add endpoint' }));
    expect(questions(stage).at(-1)?.payload).toMatchObject({
      priority: 5,
      models: [
        { id: 'whisper-1', tasks: ['transcription'], ...learned },
        {
          id: 'qwen',
          tasks: ['fast', 'code', 'vision'],
          context: 32_768,
          abilities: { tools: true, parallelTools: null, json: null, vision: false },
          limits: { TPM: 6000 },
        },
      ],
    });
  });

  test('is not sent with a number that is none, or with a model that is for nothing', async () => {
    const stage = showOptions(viewOf([]));
    const { user } = stage;
    const form = await openForm(stage);
    await user.type(form.getByLabelText('Name'), 'Box');
    await user.type(form.getByLabelText('Base URL'), 'box:8000');
    await user.type(form.getByLabelText('Model id'), 'whisper-1{Enter}');
    await user.type(form.getByLabelText('Window in tokens'), 'lots');
    expect(form.getByLabelText('Window in tokens')).toHaveAccessibleDescription(/is not a whole number/);
    await user.click(form.getByRole('checkbox', { name: 'Speech' }));
    await user.click(form.getByRole('button', { name: 'Add endpoint' }));
    expect(form.getByText(/One of the numbers is none/)).toBeInTheDocument();
    expect(form.getByLabelText('Model id')).toHaveAccessibleDescription(/Choose what whisper-1 is for/);
    expect(questions(stage)).toEqual([]);
  });

  test('is filled in from a preset, with the header that it needs and without the one that was left empty', async () => {
    const stage = showOptions(viewOf([]), withPresets);
    const { user } = stage;
    const form = await openForm(stage);
    await user.selectOptions(form.getByLabelText('Service'), 'A gateway');
    expect(form.getByLabelText('Name')).toHaveValue('A gateway');
    expect(form.getByLabelText('Header 1')).toHaveValue('x-provider');
    expect(form.getByLabelText('Value of header 1')).toHaveAttribute('type', 'password');
    await user.type(form.getByLabelText('Model id'), 'm');
    await user.click(form.getByRole('button', { name: 'Add endpoint' }));
    expect(questions(stage).at(-1)?.payload).toMatchObject({
      preset: 'gateway',
      baseUrl: 'http://localhost:8787/v1',
      headers: [{ name: 'x-provider', value: 'openai' }],
    });
  });

  test('tells what is odd about a preset: its window, its key page, what must be done first', async () => {
    const stage = showOptions(viewOf([]), withPresets);
    const { user } = stage;
    const form = await openForm(stage);
    const service = form.getByLabelText('Service');
    await user.selectOptions(service, 'LM Studio');
    expect(service).toHaveAccessibleDescription('Start it first.');
    await user.type(form.getByLabelText('Model id'), 'm{Enter}');
    expect(form.getByLabelText('Window in tokens')).toHaveValue('4096');
    await user.selectOptions(service, 'A service');
    expect(form.getByLabelText('Key')).toBeInTheDocument();
    expect(form.getByRole('link', { name: 'Get a key from A service' })).toHaveAttribute(
      'href',
      'https://api.test/keys',
    );
  });

  test('whose header cannot be sent gets a sentence beside it', async () => {
    const stage = showOptions(viewOf([]));
    const { user } = stage;
    const form = await openForm(stage);
    await user.type(form.getByLabelText('Name'), 'Box');
    await user.type(form.getByLabelText('Base URL'), 'box:8000');
    await user.type(form.getByLabelText('Model id'), 'm');
    await user.click(form.getByRole('button', { name: 'Add a header' }));
    await user.type(form.getByLabelText('Header 1'), 'Origin');
    await user.click(form.getByRole('button', { name: 'Add endpoint' }));
    expect(form.getByLabelText('Header 1')).toHaveAccessibleDescription(/origin is the browser’s own/);
    expect(questions(stage)).toEqual([]);
    await user.click(form.getByRole('button', { name: 'Remove header 1' }));
    await user.click(form.getByRole('button', { name: 'Add endpoint' }));
    expect(questions(stage).at(-1)?.payload).toMatchObject({ headers: [] });
  });

  test('has its models listed from the server, at the press and with its origin allowed, to be ticked', async () => {
    const models = [
      { id: 'qwen', context: 8_192 },
      { id: 'whisper-1', context: null },
    ];
    const stage = showOptions(viewOf([]), {
      'endpoint.models': async () => ({
        ok: true,
        value: { models, baseUrl: 'http://box:8000/v1', note: '/v1 was added to its address.' },
      }),
    });
    const { user } = stage;
    const form = await openForm(stage);
    await user.type(form.getByLabelText('Base URL'), 'box:8000');
    await user.click(form.getByRole('button', { name: 'List the server’s models' }));
    expect(questions(stage)).toEqual([
      { name: 'askForOrigin', payload: 'box:8000' },
      { name: 'endpoint.models', payload: { id: null, baseUrl: 'box:8000', preset: null, key: '', headers: [] } },
    ]);
    expect(form.getByLabelText('Base URL')).toHaveValue('http://box:8000/v1');
    expect(form.getByLabelText('Base URL')).toHaveAccessibleDescription('/v1 was added to its address.');
    const offered = within(form.getByTestId('offered-models'));
    await user.click(offered.getByRole('checkbox', { name: /^qwen/ }));
    await user.click(offered.getByRole('checkbox', { name: /^whisper-1/ }));
    await user.click(offered.getByRole('checkbox', { name: /^whisper-1/ }));
    expect(form.getAllByTestId('chosen-model')).toHaveLength(1);
    expect(form.getByLabelText('Window in tokens')).toHaveValue('8192');
  });

  test('says why its models cannot be listed', async () => {
    const stage = showOptions(viewOf([]), {
      'endpoint.models': async () => ({ ok: false, message: 'Nothing answers at box:8000.', fix: 'none' }),
    });
    const form = await openForm(stage);
    await stage.user.type(form.getByLabelText('Base URL'), 'box:8000');
    await stage.user.click(form.getByRole('button', { name: 'List the server’s models' }));
    expect(form.getByText('Nothing answers at box:8000.')).toBeInTheDocument();
  });
});

describe('an endpoint', () => {
  const edit = async (stage: Stage, name: string) => {
    await stage.user.click(screen.getByRole('button', { name: `Edit ${name}` }));
    return within(screen.getByRole('article', { name }));
  };

  test('shows the named cause of a test that failed', async () => {
    const { user } = showOptions(viewOf([ollama]), {
      'endpoint.check': async () => ({
        ok: true,
        value: { ok: false, cause: 'refused_origin', message: 'It refuses extensions.', models: null, ms: 12 },
      }),
    });
    await user.click(screen.getByRole('button', { name: 'Test connection to Ollama' }));
    const check = within(screen.getByTestId('endpoint')).getByTestId('check');
    expect(check).toHaveAttribute('data-cause', 'refused_origin');
    expect(check).toHaveTextContent('It refuses extensions. 12 ms');
  });

  test('is switched, and its key is said to be free', async () => {
    const stage = showOptions(viewOf([keyed]));
    await stage.user.click(screen.getByRole('switch', { name: 'Use Proxy' }));
    await stage.user.selectOptions(screen.getByLabelText('Plan of the key of Proxy'), 'Free plan');
    expect(questions(stage)).toEqual([
      { name: 'endpoint.change', payload: { id: 'endpoint-2', on: false } },
      { name: 'key.change', payload: { id: 'k', plan: 'free' } },
    ]);
  });

  test('is changed in a form that holds what it is but none of its secrets', async () => {
    const view = viewOf([keyed]);
    const endpoints = view.settings.endpoints.map((one) => ({ ...one, headerNames: ['x-tenant'], priority: 7 }));
    const stage = showOptions({ ...view, settings: { ...view.settings, endpoints } });
    const card = await edit(stage, 'Proxy');
    expect(card.getByLabelText('Key (optional)')).toHaveValue('');
    expect(card.getByLabelText('Key (optional)')).toHaveAttribute('placeholder', '••••Zz9x');
    expect(card.getByLabelText('Value of header 1')).toHaveValue('');
    expect(card.getByLabelText('Value of header 1')).toHaveAccessibleDescription(/Empty keeps/);
    await stage.user.clear(card.getByLabelText('Base URL'));
    await stage.user.type(card.getByLabelText('Base URL'), 'http://elsewhere.test/v1');
    await stage.user.click(card.getByRole('button', { name: 'Save' }));
    expect(questions(stage)).toEqual([
      { name: 'askForOrigin', payload: 'http://elsewhere.test/v1' },
      {
        name: 'endpoint.change',
        payload: {
          id: 'endpoint-2',
          removeKey: false,
          draft: {
            ...plain,
            name: 'Proxy',
            plan: 'free',
            baseUrl: 'http://elsewhere.test/v1',
            headers: [{ name: 'x-tenant', value: '' }],
            priority: 7,
            models: [{ id: 'llama3.2:3b', tasks: ['fast', 'research', 'code'], ...learned }],
          },
        },
      },
    ]);
    expect(card.getByText('Proxy was changed.')).toBeInTheDocument();
    expect(card.getByRole('button', { name: 'Edit Proxy' })).toHaveFocus();
  });

  test('stays as it is where the change was given up', async () => {
    const stage = showOptions(viewOf([ollama]));
    const card = await edit(stage, 'Ollama');
    await stage.user.type(card.getByLabelText('Name'), ' 2');
    await stage.user.click(card.getByRole('button', { name: 'Cancel' }));
    expect(questions(stage)).toEqual([]);
    expect((await edit(stage, 'Ollama')).getByLabelText('Name')).toHaveValue('Ollama');
  });

  test('is copied as JSON without its key, alone and with all others', async () => {
    const stage = showOptions(viewOf([ollama, keyed]));
    await stage.user.click(screen.getByRole('button', { name: 'Copy Proxy as JSON' }));
    await stage.user.click(screen.getByRole('button', { name: 'Copy all endpoints as JSON' }));
    const [one, all] = questions(stage).map(({ payload }) => JSON.parse(String(payload)));
    expect(one).toEqual({
      id: 'endpoint-2',
      name: 'Proxy',
      baseURL: 'http://localhost:11434/v1',
      apiKey: '',
      models: [
        {
          modelId: 'llama3.2:3b',
          taskTypes: ['fast', 'research', 'code'],
          supportsTools: null,
          parallelTools: null,
          maxTPM: null,
          contextWindow: null,
        },
      ],
    });
    expect(all).toMatchObject([{ id: 'endpoint-1', apiKey: 'not-needed' }, one]);
    expect(screen.getByRole('button', { name: 'Copy Proxy as JSON' })).toHaveTextContent('Copied');
  });
});

describe('pasted JSON', () => {
  const paste = async (stage: Stage, text: string) => {
    await stage.user.click(place().getByRole('button', { name: 'Paste as JSON' }));
    fireEvent.change(place().getByLabelText('Endpoints as JSON'), { target: { value: text } });
    await stage.user.click(place().getByRole('button', { name: 'Add from JSON' }));
  };

  test('has every origin in it asked for at the press, and is then sent as it is', async () => {
    const stage = showOptions(viewOf([]), {
      'endpoints.paste': async () => ({
        ok: true,
        value: { added: [{ id: 'a', name: 'My Local Ollama', note: 'Mended.' }], problems: ['m: what is that?'] },
      }),
    });
    await paste(stage, planExample);
    expect(questions(stage)).toEqual([
      { name: 'askForOrigins', payload: ['http://localhost:11434/v1'] },
      { name: 'endpoints.paste', payload: { text: planExample } },
    ]);
    expect(place().getByText('My Local Ollama was added. Mended. m: what is that?')).toBeInTheDocument();
  });

  test('that is none stays in its field with what is wrong with it', async () => {
    const stage = showOptions(viewOf([]), {
      'endpoints.paste': async () => ({ ok: false, message: 'There is no JSON in this text.', fix: 'none' }),
    });
    await paste(stage, 'hello');
    expect(place().getByLabelText('Endpoints as JSON')).toHaveValue('hello');
    expect(place().getByText('There is no JSON in this text.')).toBeInTheDocument();
  });

  test('is not sent where a permission was refused, and neither is nothing', async () => {
    const stage = showOptions(viewOf([]), {
      askForOrigins: async () => ({ ok: false, message: 'Rondo may not reach x without your permission.' }),
    });
    await paste(stage, planExample);
    expect(place().getByLabelText('Endpoints as JSON')).toHaveAccessibleDescription(/without your permission/);
    fireEvent.change(place().getByLabelText('Endpoints as JSON'), { target: { value: ' ' } });
    await stage.user.click(place().getByRole('button', { name: 'Add from JSON' }));
    expect(place().getByLabelText('Endpoints as JSON')).toHaveAccessibleDescription(/Paste an endpoint first/);
    expect(questions(stage).map(({ name }) => name)).toEqual(['askForOrigins']);
  });
});
