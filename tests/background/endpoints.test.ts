// Endpoints as they are typed and pasted: what comes into settings and vault, what is refused, and what is asked again.
import { describe, expect, it } from 'vitest';
import { createHandlers } from '../../entrypoints/background/handlers.ts';
import { emptyDraft } from '../../lib/domain/endpoint-draft.ts';
import { emptySettings, type Settings } from '../../lib/domain/settings.ts';
import type { Ask, MessageName } from '../../lib/messaging/protocol.ts';
import { presets } from '../../lib/providers/index.ts';
import { planExample } from '../domain/plan-example.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';
import { openDesk } from './fakes.ts';

const settings = settingsWith(
  [key('a', 'groq'), key('own key', 'own')],
  [endpoint('own', { headerNames: ['x-tenant'] }), endpoint('second'), endpoint('third')],
);
const secrets = { a: 'secret-of-a', 'own key': 'secret-of-own', 'own#x-tenant': 'blue' };

const open = async (before: Settings = settings) => {
  const desk = await openDesk(before, before === settings ? secrets : {});
  const ask = <Name extends MessageName>(name: Name, payload: Ask<Name>) =>
    createHandlers(desk)[name](payload as never);
  return {
    ...desk,
    ask,
    now: () => desk.choices.settings(),
    ids: () => desk.choices.settings().endpoints.map(({ id }) => id),
    checked: () => desk.calls.flatMap(([name, what]) => (name === 'check' ? [what] : [])),
  };
};

const model = { id: ' qwen ', tasks: ['fast' as const], context: null };
const typed = {
  ...emptyDraft,
  name: ' My box ',
  baseUrl: 'localhost:8000/v1/chat/completions',
  key: ' its-key-0123456789 ',
  models: [model],
};
const drafted = { ...emptyDraft, name: 'Own', baseUrl: 'http://localhost:11434/v1', models: [model] };

describe('an endpoint that is added', () => {
  it('comes with its key and its headers in one write, with its address mended, and its key is asked about', async () => {
    const { ask, store, now, choices, checked } = await open(emptySettings);
    const headers = [
      { name: 'X-Tenant', value: ' blue ' },
      { name: 'x-kind', value: 'openai' },
    ];
    const reply = await ask('endpoint.add', { ...typed, headers, priority: 5, preset: 'portkey' });
    const [added] = now().endpoints;
    const [entrusted] = now().keys;
    expect(reply).toEqual({ ok: true, value: { id: added?.id, note: expect.stringContaining('/chat/completions') } });
    expect(added).toEqual({
      id: added?.id,
      name: 'My box',
      baseUrl: 'http://localhost:8000/v1',
      on: true,
      headerNames: ['x-tenant', 'x-kind'],
      preset: 'portkey',
      priority: 5,
      models: [{ id: 'qwen', tasks: ['fast'], context: null }],
    });
    expect(entrusted).toMatchObject({ owner: added?.id, label: 'My box', last4: '6789', plan: 'paid' });
    expect(choices.secrets()).toEqual({
      [entrusted?.id ?? '']: 'its-key-0123456789',
      [`${added?.id}#x-tenant`]: 'blue',
      [`${added?.id}#x-kind`]: 'openai',
    });
    expect(store.writes).toHaveLength(1);
    expect(checked()).toEqual([{ key: entrusted?.id }]);
  });

  it.each([
    ['localhost:8000', 'http://localhost:8000/v1', /http:\/\/ was added in front.*\/v1 was added to its address/],
    ['http://localhost:8000/', 'http://localhost:8000/v1', /^\/v1 was added to its address\.$/],
    ['http://localhost:8000/v1', 'http://localhost:8000/v1', /^$/],
    ['http://localhost:8000/v1/chat/completions', 'http://localhost:8000/v1', /chat\/completions was taken off/],
    ['http://localhost:8000/chat/completions', 'http://localhost:8000', /chat\/completions was taken off/],
  ])('at %s is asked at %s', async (baseUrl, wanted, note) => {
    const { ask, now } = await open(emptySettings);
    expect(await ask('endpoint.add', { ...typed, baseUrl })).toMatchObject({
      value: { note: expect.stringMatching(note) },
    });
    expect(now().endpoints[0]?.baseUrl).toBe(wanted);
  });

  it('needs no key, and is named by its host where nobody named it', async () => {
    const { ask, now, checked } = await open(emptySettings);
    await ask('endpoint.add', { ...typed, name: ' ', key: 'not-needed', priority: 999, preset: 'nobody' });
    expect(now()).toMatchObject({ keys: [], endpoints: [{ name: 'localhost:8000' }] });
    expect(now().endpoints[0]).toMatchObject({ preset: undefined, priority: undefined, headerNames: undefined });
    expect(checked()).toEqual([]);
  });

  it('has each model once, and none without an id', async () => {
    const { ask, now } = await open(emptySettings);
    const again = { ...model, tasks: ['code' as const] };
    await ask('endpoint.add', { ...typed, models: [model, { ...model, id: ' ' }, again, { ...model, id: 'b' }] });
    expect(now().endpoints[0]?.models.map(({ id, tasks }) => [id, tasks])).toEqual([
      ['qwen', ['fast']],
      ['b', ['fast']],
    ]);
  });

  it.each([
    [{ baseUrl: 'not an address' }, /address/],
    [{ models: [{ ...model, id: ' ' }] }, /at least one model/],
    [{ key: 'a key of words' }, /This key holds characters that no key has/],
    [{ headers: [{ name: 'Origin', value: 'x' }] }, /origin is the browser’s own/],
    [{ headers: [{ name: 'x-a', value: '' }] }, /Give the header x-a a value/],
    [{ headers: ['x-a', 'X-A'].map((name) => ({ name, value: '1' })) }, /x-a stands there twice/],
  ])('is refused in words with %j, and nothing is written', async (change, words) => {
    const { ask, store } = await open(emptySettings);
    const reply = await ask('endpoint.add', { ...typed, ...change });
    expect(reply).toMatchObject({ ok: false, message: expect.stringMatching(words) });
    expect(store.writes).toEqual([]);
  });
});

describe('an endpoint that is changed', () => {
  it('stays where it stands among the others when it is switched, and nobody is asked', async () => {
    const { ask, ids, now, checked } = await open();
    expect(await ask('endpoint.change', { id: 'second', on: false })).toEqual({ ok: true, value: { note: '' } });
    expect(ids()).toEqual(['own', 'second', 'third']);
    expect(now().endpoints.map(({ on }) => on)).toEqual([true, false, true]);
    expect(checked()).toEqual([]);
  });

  it('keeps its key and the values of its headers where the fields were left empty, and its keys are checked again', async () => {
    const { ask, now, choices, checked } = await open();
    const draft = { ...drafted, baseUrl: 'http://localhost:9999/v1', headers: [{ name: 'x-tenant', value: '' }] };
    expect(await ask('endpoint.change', { id: 'own', draft })).toEqual({ ok: true, value: { note: '' } });
    expect(now().endpoints[0]).toMatchObject({ id: 'own', name: 'Own', baseUrl: 'http://localhost:9999/v1' });
    expect(choices.secrets()).toEqual(secrets);
    expect(checked()).toEqual([{ key: 'own key' }]);
  });

  it('has its place on another server looked for, and not on the one that it has', async () => {
    const { ask, now, calls } = await open(settingsWith([], [endpoint('own', { baseUrl: 'http://localhost:1' })]));
    await ask('endpoint.change', { id: 'own', draft: { ...drafted, baseUrl: 'http://localhost:1' } });
    expect(now().endpoints[0]?.baseUrl).toBe('http://localhost:1');
    await ask('endpoint.change', { id: 'own', draft: { ...drafted, baseUrl: 'http://localhost:2' } });
    expect(now().endpoints[0]?.baseUrl).toBe('http://localhost:2/v1');
    expect(calls.filter(([name]) => name === 'place')).toEqual([['place', 'http://localhost:2']]);
  });

  it('takes a new key in the place of the old one, under another id, and new headers in the place of the old', async () => {
    const { ask, now, choices } = await open();
    const draft = { ...drafted, key: 'another-key-4321', headers: [{ name: 'x-kind', value: 'red' }] };
    await ask('endpoint.change', { id: 'own', draft });
    const entrusted = now().keys.filter(({ owner }) => owner === 'own');
    expect(entrusted).toMatchObject([{ last4: '4321' }]);
    expect(entrusted[0]?.id).not.toBe('own key');
    expect(choices.secrets()).toEqual({
      a: 'secret-of-a',
      [entrusted[0]?.id ?? '']: 'another-key-4321',
      'own#x-kind': 'red',
    });
  });

  it('loses its key where that was asked for, and says what it may cost', async () => {
    const { ask, now, choices } = await open();
    await ask('endpoint.change', { id: 'own', draft: { ...drafted, plan: 'free' } });
    expect(now().keys[1]).toMatchObject({ id: 'own key', plan: 'free' });
    await ask('endpoint.change', { id: 'own', draft: drafted, removeKey: true });
    expect(now().keys.map(({ id }) => id)).toEqual(['a']);
    expect(choices.secrets()).toEqual({ a: 'secret-of-a' });
  });

  it('does not come back when it is changed while it is being removed', async () => {
    const { ask, ids } = await open();
    const [removed, switched, edited] = await Promise.all([
      ask('endpoint.remove', { id: 'own' }),
      ask('endpoint.change', { id: 'own', on: false }),
      ask('endpoint.change', { id: 'own', draft: drafted }),
    ]);
    const gone = { ok: false, message: 'This endpoint is not there any more.', fix: 'none' };
    expect([removed, switched, edited]).toEqual([{ ok: true, value: {} }, gone, gone]);
    expect(ids()).toEqual(['second', 'third']);
  });

  it('stays as it is where the change is refused', async () => {
    const { ask, store } = await open();
    const draft = { ...drafted, headers: [{ name: 'x-new', value: '' }] };
    expect(await ask('endpoint.change', { id: 'own', draft })).toMatchObject({ ok: false, message: /x-new a value/ });
    expect(store.writes).toEqual([]);
  });
});

it('an endpoint takes its keys and all its secrets along when it is removed', async () => {
  const { ask, now, choices } = await open();
  await ask('endpoint.remove', { id: 'own' });
  expect(now().keys.map(({ id }) => id)).toEqual(['a']);
  expect(choices.secrets()).toEqual({ a: 'secret-of-a' });
});

describe('pasted endpoints', () => {
  it('are added as they stand, the plan’s example with its own id', async () => {
    const { ask, now } = await open(emptySettings);
    const added = [{ id: 'custom-uuid', name: 'My Local Ollama', note: '' }];
    expect(await ask('endpoints.paste', { text: planExample })).toEqual({ ok: true, value: { added, problems: [] } });
    expect(now().endpoints).toMatchObject([{ id: 'custom-uuid', baseUrl: 'http://localhost:11434/v1', on: true }]);
    expect(now().keys).toEqual([]);
  });

  it('get another id where theirs is taken, by an endpoint or a provider, or could not be one', async () => {
    const { ask, ids } = await open();
    const text = ['own', 'groq', 'a/b#c'].map((id) => JSON.stringify({ id, baseURL: 'http://a.test', models: ['m'] }));
    await ask('endpoints.paste', { text: `[${text}]` });
    expect(ids()).toHaveLength(6);
    expect(new Set(ids()).size).toBe(6);
    expect(ids().slice(3)).toEqual(Array(3).fill(expect.stringMatching(/^[\da-f-]{36}$/)));
  });

  it('that can be taken are taken in one write with their secrets, and of the others it is said what is wrong', async () => {
    const { ask, now, choices, store, checked } = await open(emptySettings);
    const text = `[
      {id: "one", name: "One", baseURL: "http://a.test", apiKey: "sk-canary-111111", headers: {"x-a": "v"}, models: ["m"]},
      {name: "Two", baseURL: "nonsense here", models: ["m"]},
      {name: "Three", baseURL: "http://c.test", models: []},
    ]`;
    const reply = await ask('endpoints.paste', { text });
    expect(reply).toEqual({
      ok: true,
      value: {
        added: [{ id: 'one', name: 'One', note: '/v1 was added to its address.' }],
        problems: [expect.stringMatching(/^Two: .*address/), expect.stringMatching(/^Three: .*at least one model/)],
      },
    });
    const [entrusted] = now().keys;
    expect(choices.secrets()).toEqual({ [entrusted?.id ?? '']: 'sk-canary-111111', 'one#x-a': 'v' });
    expect(store.writes).toHaveLength(1);
    expect(checked()).toEqual([{ key: entrusted?.id }]);
    expect(JSON.stringify(reply)).not.toContain('canary');
  });

  it('of which none can be taken are refused with all that is wrong', async () => {
    const { ask, store } = await open(emptySettings);
    expect(await ask('endpoints.paste', { text: 'hello' })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Nothing was added\. There is no JSON/),
    });
    expect(store.writes).toEqual([]);
  });
});

describe('the list of models', () => {
  const asked = { id: null, baseUrl: 'localhost:8000', preset: null, key: '', headers: [] };

  it('is read at the address as it is typed, mended, with what is typed beside it', async () => {
    const { ask, calls } = await open();
    const headers = [{ name: 'X-A', value: 'v' }];
    expect(await ask('endpoint.models', { ...asked, key: 'sk-1', headers })).toMatchObject({
      ok: true,
      value: {
        models: [{ id: 'qwen', context: 8192 }],
        baseUrl: 'http://localhost:8000/v1',
        note: expect.stringMatching(/http:\/\/ was added.*\/v1 was added/),
      },
    });
    const wire = { baseUrl: 'http://localhost:8000/v1', secret: 'sk-1', headers: { 'x-a': 'v' } };
    expect(calls.flatMap(([name, ...given]) => (name === 'list' ? [given] : []))).toEqual([[wire, '']]);
  });

  it('is read with the secrets that the endpoint has, where nothing else is typed, and with no one else’s', async () => {
    const { ask, calls } = await open();
    const headers = [{ name: 'x-tenant', value: '' }];
    await ask('endpoint.models', { ...asked, id: 'own', headers });
    await ask('endpoint.models', { ...asked, id: 'second' });
    expect(calls.flatMap(([name, wire]) => (name === 'list' ? [wire] : []))).toMatchObject([
      { secret: 'secret-of-own', headers: { 'x-tenant': 'blue' } },
      { secret: null, headers: {} },
    ]);
    expect(await ask('endpoint.models', { ...asked, id: 'second', headers })).toMatchObject({ ok: false });
  });

  it('is refused in words where the address is none or the server gives none', async () => {
    const { ask } = await open();
    expect(await ask('endpoint.models', { ...asked, baseUrl: '' })).toMatchObject({ ok: false, message: /address/ });
    const desk = await openDesk(settings);
    const list = async () => ({ ok: false as const, message: 'Nothing answers there.' });
    const handlers = createHandlers({ ...desk, engine: { ...desk.engine, list } });
    expect(await handlers['endpoint.models'](asked)).toEqual({
      ok: false,
      message: 'Nothing answers there.',
      fix: 'none',
    });
  });
});

it('presets are told to pages as forms need them', async () => {
  const { ask } = await open();
  const reply = await ask('presets.read', {});
  if (!reply.ok || !('presets' in reply.value)) throw new Error('there were none');
  expect(reply.value.presets.map(({ id }) => id)).toEqual(presets.map(({ id }) => id));
  expect(reply.value.presets.find(({ id }) => id === 'jan')).toMatchObject({ kind: 'local', needsKey: 'needed' });
});
