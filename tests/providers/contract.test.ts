// What each provider in the list has to keep to, whoever added it: that its value is sound, that all that follows from it
// follows, and that Rondo gets along with it over the wire as its fixtures have it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faceOf } from '../../entrypoints/background/faces.ts';
import { catalog } from '../../lib/catalog/index.ts';
import type { Provider } from '../../lib/domain/provider.ts';
import { emptySettings, type Settings } from '../../lib/domain/settings.ts';
import { type Task, textTasks } from '../../lib/domain/task.ts';
import { createEngine, type Engine } from '../../lib/engine/index.ts';
import { otherOwner, ownerByShape } from '../../lib/keys/shape.ts';
import { readHeaders } from '../../lib/limits/read-headers.ts';
import { faceSchema } from '../../lib/messaging/protocol.ts';
import { providers } from '../../lib/providers/index.ts';
import { rowOf } from '../../scripts/provider-table.ts';
import config from '../../wxt.config.ts';
import { root } from '../architecture/sources.ts';
import { type Answer, delta, done, events, json, type Server, startServer } from '../clients/server.ts';
import { fixtureErrors } from '../limits/error-cases.ts';
import { fixturesOf } from './fixtures.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const at = Date.UTC(2026, 10, 23, 9, 0, 0);

/** An engine with one key of this provider, whose requests go to the server at hand. */
const engineWith = ({ id, name }: Provider, secret: string): Engine => {
  const settings: Settings = {
    ...emptySettings,
    providers: { [id]: { on: true, transcribe: true, baseUrl: server.baseUrl } },
    keys: [{ id: 'k', owner: id, label: name, last4: '', plan: 'paid', on: true }],
  };
  return createEngine({ settings, secrets: { k: secret }, now: () => at });
};

const withHeaders =
  (headers: Record<string, string>, answer: Answer): Answer =>
  (response, request) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(response, request);
  };

const isLiving = (retiresOn: string | null) => retiresOn === null || Date.parse(retiresOn) > at;
const ownModels = ({ id }: Provider) => catalog.models.filter(({ owner }) => owner === id);

describe.each(providers.map((provider) => ({ id: provider.id, provider })))('the provider $id', ({ id, provider }) => {
  const fixtures = fixturesOf(id);
  const [secret = ''] = fixtures.keys.own;

  it('is a sound value', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*$/);
    expect(provider.name).toMatch(/\S/);
    expect(provider.baseUrl).toMatch(/^https:\/\/[^/]+(\/[^/?#]+)*$/);
    if (provider.keyPage !== null) expect(provider.keyPage).toMatch(/^https:\/\//);
    expect(providers.filter((other) => other.id === id || other.name === provider.name)).toEqual([provider]);
    for (const limit of Object.values(provider.limits)) expect(limit).toBeGreaterThan(0);
    for (const most of Object.values(provider.uploads)) expect(most === null || most > 0).toBe(true);
    expect(provider.patienceMs).toBeGreaterThan(0);
    expect(provider.modelListQuery).toMatch(/^(\?\S+)?$/);
  });

  it('knows its own keys, and takes none of another’s for them', () => {
    const others = providers.filter((other) => other.id !== id);
    expect(fixtures.keys.own.length).toBeGreaterThan(0);
    for (const key of fixtures.keys.own) {
      expect(otherOwner(key, provider, providers), key).toBeNull();
      if (provider.keyShape) expect(ownerByShape(key, providers)?.id, key).toBe(id);
    }
    for (const key of fixtures.keys.foreign) expect(ownerByShape(key, providers)?.id, key).not.toBe(id);
    for (const other of others)
      for (const key of fixturesOf(other.id).keys.own) expect(ownerByShape(key, providers)?.id, key).toBe(other.id);
  });

  it.each(['chrome', 'firefox'])('may be reached by the extension in %s without being asked for', (browser) => {
    const manifest = typeof config.manifest === 'function' ? config.manifest({ browser } as never) : config.manifest;
    expect(manifest).toMatchObject({
      host_permissions: expect.arrayContaining([`${new URL(provider.baseUrl).origin}/*`]),
    });
  });

  it('has a card of its own in the settings and a row of its own in the README', () => {
    expect(faceSchema.parse(faceOf(provider))).toEqual(faceOf(provider));
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    expect(readme, 'write it with `npm run readme`').toContain(`\n${rowOf(provider, providers)}\n`);
  });

  it('has models of its own, each with a source for what is said of it and a place that no other has', () => {
    const models = ownModels(provider);
    expect(provider.models.map(({ model }) => model)).toEqual(models);
    expect(new Set(catalog.models.map(({ ref }) => ref)).size).toBe(catalog.models.length);
    for (const { ref, facts, successor } of models) {
      expect(ref.startsWith(`${id}/`), ref).toBe(true);
      expect(facts.length, ref).toBeGreaterThan(0);
      for (const { source, date } of facts)
        expect([source, date], ref).toEqual([
          expect.stringMatching(/\S/),
          expect.stringMatching(/^\d{4}-\d{2}(-\d{2})?$/),
        ]);
      if (successor !== null)
        expect(
          models.map((model) => model.ref),
          ref,
        ).toContain(successor);
    }
    for (const task of textTasks)
      expect(new Set(catalog.pools[task].map(({ priority }) => priority)).size).toBe(catalog.pools[task].length);
    for (const { model, places } of provider.models)
      for (const priority of Object.values(places)) expect(priority > 0 && priority < 100, model.ref).toBe(true);
  });

  it('serves at least one task with a model that is alive', () => {
    const serves = (task: Task) =>
      task === 'transcription'
        ? provider.transcription.models
        : provider.models.flatMap(({ model, places }) => (places[task] && isLiving(model.retiresOn) ? [model.id] : []));
    expect([...textTasks, 'transcription' as const].flatMap(serves)).not.toEqual([]);
  });

  it('names for speech only models that are known', () => {
    const known = new Set(ownModels(provider).map((model) => model.id));
    expect(provider.transcription.models.filter((model) => !known.has(model))).toEqual([]);
  });

  it.each(fixtures.answers)('says its limits in headers: $source', ({ headers, meters }) => {
    expect(readHeaders(headers, provider.headers, at).meters).toEqual(meters);
  });

  it('has its list of models read when a key is validated', async () => {
    server.answer(json(200, fixtures.list.body));
    const engine = engineWith(provider, secret);
    expect(await engine.check({ key: 'k' })).toMatchObject({ ok: true, models: fixtures.list.models });
    const [call] = server.arrived;
    expect(call).toMatchObject({ method: 'GET', url: `/v1/models${provider.modelListQuery}` });
    expect(call?.headers.authorization).toBe(`Bearer ${secret}`);
    expect(engine.snapshot().lists.k?.facts ?? {}).toMatchObject(fixtures.list.facts);
  });

  it('is asked for a text with its own model, and what the answer’s headers say is believed', async () => {
    const task = textTasks.find((one) => provider.models.some(({ places }) => places[one] !== undefined));
    const [{ headers, meters } = { headers: {}, meters: [] }] = fixtures.answers;
    if (task === undefined || task === 'transcription') return;
    server.answer(withHeaders(headers, events(delta('Good day', 'stop'), done)));
    const engine = engineWith(provider, secret);
    const result = await engine.chat({
      kind: 'chat',
      task,
      messages: [{ role: 'user', content: 'Hello.' }],
      maxOutput: 9,
    });
    expect(result).toMatchObject({ ok: true, text: 'Good day', target: { owner: id, keyId: 'k' } });
    if (!result.ok) return;
    const [call] = server.arrived;
    expect(call?.url).toBe('/v1/chat/completions');
    expect(JSON.parse(call?.body ?? '').model).toBe(result.target.model);
    const row = engine.pools()[task].find(({ model }) => model === result.target.model);
    for (const { dimension, limit } of meters)
      if (limit !== null) expect(row?.limits).toContainEqual({ dimension, limit, source: 'header' });
  });

  it('takes its turn at recordings', async () => {
    const { models } = provider.transcription;
    if (models.length === 0) return;
    server.answer(json(200, { text: 'Good day.' }));
    const audio = new Blob([new Uint8Array(64)], { type: 'audio/wav' });
    const engine = engineWith(provider, secret);
    const next = engine.status().next.transcription.target;
    expect(models).toContain(next?.model);
    const result = await engine.transcribe({ kind: 'transcribe', audio, fileName: 'a.wav', seconds: 1, needs: 'text' });
    expect(result).toMatchObject({ ok: true, text: 'Good day.', target: { owner: id } });
    expect(server.arrived[0]?.url).toBe('/v1/audio/transcriptions');
  });

  it('has real error answers among the fixtures: a refused key and a limit reached at the least', () => {
    const kinds = fixtureErrors.flatMap((error) => (error.provider === id ? [error.expect.kind] : []));
    expect(kinds).toEqual(expect.arrayContaining(['invalid_key', 'rate_limited']));
  });
});
