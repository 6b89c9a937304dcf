// Each message and what it comes to: one call, or a refusal in words.
import { describe, expect, it } from 'vitest';
import { createHandlers } from '../../entrypoints/background/handlers.ts';
import { emptySettings, type Settings } from '../../lib/domain/settings.ts';
import type { Ask, MessageName } from '../../lib/messaging/protocol.ts';
import { providers } from '../../lib/providers/index.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';
import { check, entry, forecast, head, listed, noPools, openDesk, player } from './fakes.ts';

const settings = settingsWith(
  [key('a', 'groq'), key('own key', 'own')],
  [endpoint('own'), endpoint('second'), endpoint('third')],
);
const secrets = { a: 'secret of a', 'own key': 'secret of own' };

const open = async (before: Settings = settings) => {
  const desk = await openDesk(before, secrets, { 'secret of a': check('invalid_key') });
  const ask = <Name extends MessageName>(name: Name, payload: Ask<Name>) =>
    createHandlers(desk)[name](payload as never);
  return {
    ...desk,
    ask,
    now: () => desk.choices.settings(),
  };
};

const done = { ok: true, value: {} };

describe('keys', () => {
  it('are added while the background is kept awake, and each line is answered', async () => {
    const { ask, calls } = await open();
    const reply = await ask('keys.add', { owner: 'groq', lines: 'gsk_0123456789abcdef\n' });
    expect(reply).toMatchObject({ ok: true, value: { lines: [{ line: 1, outcome: 'accepted' }] } });
    expect(calls.map(([name]) => name)).toEqual(['keepAwake', 'check']);
  });

  it('are changed and removed by id, the secret along with the key', async () => {
    const { ask, now, choices } = await open();
    expect(await ask('key.change', { id: 'a', label: 'Work', plan: 'paid', on: false })).toEqual(done);
    expect(now().keys[0]).toEqual(key('a', 'groq', { label: 'Work', plan: 'paid', on: false }));
    expect(await ask('key.remove', { id: 'a' })).toEqual(done);
    expect(now().keys.map(({ id }) => id)).toEqual(['own key']);
    expect(choices.secrets()).toEqual({ 'own key': 'secret of own' });
  });

  it('and endpoints are checked by the engine while the background is kept awake', async () => {
    const { ask, calls } = await open();
    expect(await ask('key.check', { id: 'a' })).toEqual({ ok: true, value: check('invalid_key') });
    expect(await ask('endpoint.check', { id: 'own' })).toEqual({ ok: true, value: check('accepted') });
    expect(calls.filter(([name]) => name === 'check')).toEqual([
      ['check', { key: 'a' }],
      ['check', { endpoint: 'own' }],
    ]);
    expect(calls.filter(([name]) => name === 'keepAwake')).toHaveLength(2);
  });
});

describe('a provider', () => {
  const [groq] = providers;
  const id = groq?.id ?? '';

  it('is switched without losing what else was chosen for it', async () => {
    const { ask, now } = await open();
    await ask('provider.change', { id, transcribe: false });
    expect(await ask('provider.change', { id, on: false })).toEqual({
      ok: true,
      value: { baseUrl: groq?.baseUrl, note: '' },
    });
    expect(now().providers[id]).toEqual({ on: false, transcribe: false });
  });

  it('gets a mended address, which is told, and goes back to its own', async () => {
    const { ask, now } = await open();
    const reply = await ask('provider.change', { id, baseUrl: 'https://proxy.test/v1/chat/completions' });
    expect(reply).toMatchObject({ ok: true, value: { baseUrl: 'https://proxy.test/v1' } });
    expect(reply.ok && 'note' in reply.value && reply.value.note).toContain('/chat/completions');
    for (const own of [null, '', groq?.baseUrl]) {
      await ask('provider.change', { id, baseUrl: 'https://proxy.test/v1' });
      expect(now().providers[id]?.baseUrl).toBe('https://proxy.test/v1');
      expect(await ask('provider.change', { id, baseUrl: own })).toMatchObject({ value: { baseUrl: groq?.baseUrl } });
      expect(now().providers[id]).not.toHaveProperty('baseUrl');
    }
  });

  it('has its keys checked again where another address opens them, and not otherwise', async () => {
    const { ask, calls } = await open();
    await ask('provider.change', { id, transcribe: false });
    await ask('provider.change', { id, baseUrl: groq?.baseUrl });
    expect(calls).toEqual([]);
    await ask('provider.change', { id, baseUrl: 'https://proxy.test/v1' });
    expect(calls).toEqual([['check', { key: 'a' }], ['keepAwake']]);
    await ask('provider.change', { id, baseUrl: null });
    expect(calls).toHaveLength(4);
  });

  it('that is none, and an address that is none, are refused and nothing is written', async () => {
    const { ask, store } = await open();
    expect(await ask('provider.change', { id: 'nobody', on: false })).toEqual({
      ok: false,
      message: 'There is no such provider.',
      fix: 'none',
    });
    expect(await ask('provider.change', { id, baseUrl: 'not an address at all' })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/address/),
    });
    expect(store.writes).toEqual([]);
  });
});

it('pools, models and limits are told as the engine knows them', async () => {
  const { ask } = await open();
  expect(await ask('pools.read', {})).toEqual({ ok: true, value: { pools: noPools } });
  expect(await ask('models.read', {})).toEqual({ ok: true, value: { models: [listed] } });
  const limits = [{ model: 'of a', speech: false, limits: [] }];
  expect(await ask('limits.read', { id: 'a' })).toEqual({ ok: true, value: { limits } });
});

it('spending, hedging, recordings and pools are changed one field at a time', async () => {
  const { ask, now } = await open();
  expect(await ask('spend.change', { never: true })).toEqual(done);
  expect(await ask('spend.change', { perMonth: { owner: 'openai', usd: 5 } })).toEqual(done);
  expect(now().spend).toEqual({ never: true, perRequestUsd: null, perMonthUsd: { openai: 5 } });
  expect(await ask('hedge.change', { on: false })).toEqual(done);
  expect(now().hedge).toEqual({ ...emptySettings.hedge, on: false });
  expect(await ask('otherTry.change', { content_blocked: true })).toEqual(done);
  expect(now().otherTry).toEqual({ content_blocked: true, bad_request: true });
  expect(await ask('transcription.change', { language: 'de' })).toEqual(done);
  expect(await ask('transcription.change', { words: ['Rondo'] })).toEqual(done);
  expect(now().transcription).toEqual({ language: 'de', words: ['Rondo'], speakers: false, keepAudioDays: 7 });
  expect(await ask('pool.change', { task: 'fast', mode: 'cheapest' })).toEqual(done);
  expect(await ask('pool.change', { task: 'fast', ceilingUsd: 0.1 })).toEqual(done);
  expect(now().pools).toEqual({ fast: { mode: 'cheapest', off: [], ceilingUsd: 0.1 } });
  await ask('pool.change', { task: 'fast', order: ['b'], model: { ref: 'a', on: false } });
  expect(now().pools.fast).toMatchObject({ mode: 'cheapest', order: ['b'], off: ['a'] });
  await ask('pool.change', { task: 'fast', order: null });
  expect(now().pools.fast?.order).toBeUndefined();
});

it('facts of models are refreshed at a wish, and forgotten at another', async () => {
  const { ask, calls, ...desk } = await open();
  expect(await ask('catalog.refresh', {})).toEqual({ ok: true, value: { models: 7 } });
  expect(await ask('catalog.stop', {})).toEqual(done);
  expect(calls).toEqual([['refresh'], ['keepAwake'], ['stop refreshing']]);
  const message = 'models.dev could not be reached. Nothing was changed.';
  const refresh = { ...desk.refresh, start: async () => ({ ok: false as const, message }) };
  const refused = await createHandlers({ ...desk, refresh })['catalog.refresh']({});
  expect(refused).toEqual({ ok: false, message, fix: 'none' });
});

describe('jobs', () => {
  it('are each one call', async () => {
    const { ask, calls } = await open();
    const started = { ok: true, value: { jobId: 'job' } };
    expect(await ask('summarize', {})).toEqual(started);
    expect(await ask('transcribe', { blobId: 'blob', fileName: 'talk.mp3' })).toEqual(started);
    const wishes = { faster: true, language: null };
    expect(await ask('transcribe', { blobId: 'blob', fileName: 'talk.mp3', ...wishes })).toEqual(started);
    expect(await ask('transcription.estimate', { seconds: 60 })).toEqual({ ok: true, value: { forecast } });
    expect(await ask('job.cancel', { id: '1' })).toEqual(done);
    expect(await ask('job.retry', { id: '2' })).toEqual(done);
    expect(await ask('job.remove', { id: '3' })).toEqual(done);
    expect(calls).toEqual([
      ['summarize', { title: 'T', url: 'https://a.test', source: 'article', text: 'Words.' }],
      ['transcribe', 'blob', 'talk.mp3', {}],
      ['begun', 'blob'],
      ['transcribe', 'blob', 'talk.mp3', wishes],
      ['begun', 'blob'],
      ['forecast', { seconds: 60 }],
      ['cancel', '1'],
      ['retry', '2'],
      ['remove', '3'],
    ]);
  });

  it('leave transcripts that are read, listed, searched, renamed and removed', async () => {
    const { ask, calls } = await open();
    expect(await ask('transcript.read', { id: 'talk' })).toEqual({ ok: true, value: { entry } });
    expect(await ask('transcript.read', { id: 'gone' })).toEqual({ ok: true, value: { entry: null } });
    expect(await ask('transcripts.list', {})).toEqual({ ok: true, value: { heads: [head] } });
    expect(await ask('transcripts.search', { query: 'so' })).toEqual({ ok: true, value: { heads: [head] } });
    expect(await ask('transcript.rename', { id: 'talk', title: 'New' })).toEqual(done);
    const file = { text: 'srt', fileName: 'Talk.txt', mime: 'text/plain' };
    expect(await ask('transcript.write', { id: 'talk', form: 'srt' })).toEqual({ ok: true, value: { file } });
    expect(await ask('transcript.write', { id: 'gone', form: 'srt' })).toMatchObject({ ok: false });
    expect(await ask('transcript.summarize', { id: 'talk' })).toEqual({ ok: true, value: { jobId: 'job' } });
    expect(await ask('recording.remove', { id: 'talk' })).toEqual(done);
    expect(await ask('history.empty', {})).toEqual(done);
    expect(calls).toEqual([
      ['list', undefined],
      ['list', 'so'],
      ['rename', 'talk', 'New'],
      ['summarizeTranscript', 'talk'],
      ['dropAudio', 'talk'],
      ['empty'],
      ['empty downloads'],
    ]);
  });

  it('do not begin for a page that gives no text, and the reason is told', async () => {
    const desk = await openDesk(settings);
    const handlers = createHandlers({ ...desk, readTab: async () => ({ ok: false, message: 'It is closed to us.' }) });
    expect(await handlers.summarize({})).toEqual({ ok: false, message: 'It is closed to us.', fix: 'none' });
    expect(desk.calls).toEqual([]);
  });

  it('that are refused say so with the place that mends it', async () => {
    const desk = await openDesk(settings);
    const refused = { ok: false as const, message: 'No key can summarize yet.', fix: 'add-key' as const };
    const handlers = createHandlers({
      ...desk,
      jobs: { ...desk.jobs, summarize: async () => refused, transcribe: async () => refused },
    });
    expect(await handlers.summarize({})).toEqual(refused);
    expect(await handlers.transcribe({ blobId: 'blob', fileName: 'talk.mp3' })).toEqual(refused);
  });
});

it('recordings of the page in front are found, fetched and dropped', async () => {
  const { ask, calls } = await open();
  expect(await ask('media.find', {})).toEqual({ ok: true, value: { media: [player] } });
  const wanted = { url: 'https://a.test/talk.mp3', title: 'Talk' };
  expect(await ask('media.take', wanted)).toEqual({ ok: true, value: { id: 'download' } });
  expect(await ask('media.drop', { id: 'download' })).toEqual(done);
  expect(calls).toEqual([
    ['take', wanted],
    ['drop', 'download'],
  ]);
});

describe('a recording that is being made', () => {
  it('is begun, paused, ended and thrown away by messages', async () => {
    const { ask, calls } = await open();
    expect(await ask('capture.start', { microphone: true, tab: 'front' })).toEqual({
      ok: true,
      value: { asks: false },
    });
    expect(await ask('capture.pause', {})).toEqual(done);
    expect(await ask('capture.resume', {})).toEqual(done);
    expect(await ask('capture.stop', {})).toEqual({ ok: true, value: { jobId: 'job' } });
    expect(await ask('capture.discard', { id: 'one' })).toEqual(done);
    expect(await ask('capture.transcribe', { id: 'kept' })).toEqual({ ok: true, value: { jobId: 'job' } });
    expect(await ask('capture.transcribe', { id: 'kept', faster: false })).toMatchObject({ ok: true });
    expect(calls).toEqual([
      ['start', { microphone: true, tab: 'front' }],
      ['pause'],
      ['resume'],
      ['stop'],
      ['discard', 'one'],
      ['hand over', 'kept', null],
      ['hand over', 'kept', { faster: false }],
    ]);
  });

  it('says why it cannot be begun or ended', async () => {
    const desk = await openDesk(settings);
    const refused = { ok: false as const, message: 'Rondo is recording already.', fix: 'none' as const };
    const captures = { ...desk.captures, start: async () => refused, stop: async () => refused };
    const handlers = createHandlers({ ...desk, captures });
    expect(await handlers['capture.start']({ microphone: true, tab: null })).toEqual(refused);
    expect(await handlers['capture.stop']({})).toEqual(refused);
  });
});
