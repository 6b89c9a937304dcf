// Recordings in their order of turns, over providers that really hear them: whom each goes to, and what arrives there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../lib/domain/request.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { json, startServer } from '../clients/server.ts';
import type { Farm, LogEntry } from '../farm/index.ts';
import { toneWave, words } from '../farm/tones.ts';
import { speechEndpoint } from '../routing/sample.ts';
import { asked, openFarm, openWorld, practiceProviders, throughTime, type World } from './world.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await openFarm();
});
afterAll(() => farm.close());

const spoken = words(11, 3);
const wave = Buffer.from(toneWave(spoken));
const audio = new Blob([wave]);
const file = { kind: 'transcribe', audio, fileName: 'a.wav', seconds: null, needs: 'text' } as const;
const off = { on: false, transcribe: true };
/** Limits so large that no test meets them. */
const roomy = { limits: { RPM: 100_000, RPS: 100_000, ASH: 10_000_000 } };
const options = { groq1: roomy, openai1: roomy, together1: roomy };

const heard = async (work: ReturnType<World['upload']>): Promise<Answer> => {
  const result = await work;
  if (!result.ok) throw new Error(`nobody answered: ${result.fault.message}`);
  return result;
};
const uploads = (): LogEntry[] =>
  practiceProviders(farm)
    .flatMap(({ log }) => log)
    .filter(({ form }) => form !== null)
    .toSorted((one, other) => one.at - other.at);

describe('an upload', () => {
  it('is written down word by word, by Groq first', async () => {
    const { upload } = await openWorld(farm);
    const result = await heard(upload({ audio }));
    expect(result.target).toMatchObject({ owner: 'groq', model: 'whisper-large-v3-turbo' });
    expect(result.text.split(' ')).toEqual(spoken);
  });

  it('goes to the next provider at once with identical bytes, its own model and `model` before `file`', async () => {
    const { upload } = await openWorld(farm, { providers: {}, endpoints: ['speech'], options });
    for (const provider of [farm.groq, farm.openai, farm.together]) provider.fault({ kind: '500' });
    const result = await heard(upload({ audio, needs: 'segments' }));
    expect(result.text.split(' ')).toEqual(spoken);
    expect(asked(farm)).toEqual([
      'groq/whisper-large-v3-turbo',
      'openai/whisper-1',
      'together/openai/whisper-large-v3',
      'generic/whisper-practice',
    ]);
    const forms = uploads().map(({ form }) => form);
    expect(new Set(forms.map((form) => form?.fileHash)).size).toBe(1);
    for (const form of forms) expect(form?.order.indexOf('model')).toBeLessThan(form?.order.indexOf('file') ?? 0);
    for (const form of forms) expect(form?.order[0]).toBe('model');
  });

  it('asks for the language to be found out only where leaving it out means English', async () => {
    const { upload } = await openWorld(farm, { keys: ['groq1', 'together1'] });
    await heard(upload({ audio }));
    farm.groq.fault({ kind: '503' });
    await heard(upload({ audio }));
    const asks = uploads().map(({ provider, form }) => [provider, form?.order.includes('language')]);
    expect(Object.fromEntries(asks)).toEqual({ groq: false, together: true });
  });

  it('comes with times where they are asked for and can be had', async () => {
    const { upload } = await openWorld(farm, { keys: ['groq1'] });
    const [text, segments, words_] = [
      await heard(upload({ audio, needs: 'text' })),
      await heard(upload({ audio, needs: 'segments' })),
      await heard(upload({ audio, needs: 'words' })),
    ];
    expect([text.segments, segments.segments?.length]).toEqual([undefined, 1]);
    expect(words_.words?.map(({ text: word }) => word)).toEqual(spoken);
  });

  it('comes without them from an endpoint that knows nothing of times', async () => {
    const server = await startServer();
    server.answer((response, request) =>
      request.body.includes('verbose_json')
        ? json(400, { error: { message: "response_format 'verbose_json' is not supported" } })(response, request)
        : json(200, { text: 'Hello.' })(response, request),
    );
    const given = speechEndpoint('own', { baseUrl: server.baseUrl });
    const engine = createEngine({ settings: { ...emptySettings, endpoints: [given] }, secrets: {} });
    const result = await engine.transcribe({ ...file, needs: 'segments' });
    await server.close();
    expect(result).toMatchObject({ ok: true, text: 'Hello.' });
    expect(engine.snapshot().lessons).toMatchObject([{ of: 'none@own/whisper-1', about: 'no_times' }]);
  });

  it('goes to those who can tell times first, and to one without times only where nobody else is left', async () => {
    const { upload } = await openWorld(farm, { keys: ['openai1', 'together1'] });
    farm.openai.fault({ kind: '429', retryAfterSeconds: 60, model: 'whisper-1' });
    const models = async (needs: 'text' | 'segments') =>
      (await heard(upload({ audio, needs }))).trace.attempts.map(({ target }) => target.model);
    expect(await models('segments')).toEqual(['whisper-1', 'openai/whisper-large-v3']);
    farm.together.fault({ kind: '429', retryAfterSeconds: 60 });
    expect((await models('segments')).at(-1)).toBe('gpt-transcribe');
    expect(await models('text')).toEqual(['gpt-transcribe']);
  });

  it('goes nowhere but to those who tell speakers where speakers are asked for', async () => {
    const { upload, engine } = await openWorld(farm, { keys: ['groq1', 'openai1', 'together1'] });
    const asked_ = { ...file, needs: 'segments', speakers: true } as const;
    expect(engine.plan(asked_).targets.map(({ target }) => target.model)).toEqual([
      'gpt-4o-transcribe-diarize',
      'openai/whisper-large-v3',
    ]);
    const first = await heard(upload({ audio, needs: 'segments', speakers: true }));
    const second = await heard(upload({ audio, needs: 'segments', speakers: true }));
    expect([first.target.owner, second.target.owner]).toEqual(['openai', 'together']);
    for (const { segments } of [first, second]) expect(segments?.[0]).toMatchObject({ speaker: expect.any(String) });
    const forms = uploads().map(({ form }) => form?.order);
    expect(forms[0]).toEqual(['model', 'response_format', 'chunking_strategy', 'file']);
    expect(forms[1]).toContain('diarize');
  });

  it('carries as much of the prompt as each provider takes', async () => {
    const { upload } = await openWorld(farm, { keys: ['groq1'] });
    const prompt = Array.from({ length: 300 }, (_, index) => `word${index}`).join(', ');
    expect((await heard(upload({ audio, prompt }))).trace.attempts).toHaveLength(1);
    expect(uploads()[0]?.form?.order).toEqual(['model', 'response_format', 'prompt', 'file']);
  });

  it('goes to all at once where it is to be spread, to the least busy first', async () => {
    const { upload } = await openWorld(farm, { keys: ['groq1', 'groq2', 'together1'], options });
    for (const provider of [farm.groq, farm.together]) provider.fault({ kind: 'slow', afterMs: 80 });
    const all = Array.from({ length: 6 }, () => upload({ audio, spread: true }));
    const keys = (await Promise.all(all)).map((result) => result.ok && result.target.keyId);
    for (const id of ['groq1', 'groq2', 'together1']) expect(keys.filter((key) => key === id)).toHaveLength(2);
  });

  it('goes to a provider’s second model where the first is at its limit', async () => {
    const { upload } = await openWorld(farm);
    farm.groq.fault({ kind: '429', retryAfterSeconds: 60, model: 'whisper-large-v3-turbo' });
    expect((await heard(upload({ audio }))).target).toMatchObject({ owner: 'groq', model: 'whisper-large-v3' });
    expect((await heard(upload({ audio }))).trace.attempts).toHaveLength(1);
  });

  it('never goes to a target that it is to leave out', async () => {
    const { upload } = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    const exclude = ['groq1@groq/whisper-large-v3-turbo', 'groq1@groq/whisper-large-v3'];
    expect((await heard(upload({ audio, exclude }))).target.owner).toBe('openai');
  });

  it('that nobody answers goes elsewhere in the end, instead of waiting for its whole time', async () => {
    const { upload, clock } = await openWorld(farm);
    farm.groq.fault({ kind: 'silent' });
    const from = clock.now();
    const result = await throughTime(farm, clock, upload({ audio }));
    expect(result.ok && result.target.owner).toBe('openai');
    expect(clock.now() - from).toBeLessThanOrEqual(90_000);
    expect(result.trace.attempts[0]?.fault?.kind).toBe('timeout');
  });

  it('is never sent to two at once', async () => {
    const { upload, clock } = await openWorld(farm);
    farm.groq.fault({ kind: 'slow', afterMs: 60, times: 1 });
    const work = upload({ audio });
    await new Promise((resolve) => setTimeout(resolve, 30));
    clock.advance(5_000);
    expect((await heard(work)).target.owner).toBe('groq');
    expect(uploads()).toHaveLength(1);
  });
});

describe('the order of turns', () => {
  it('gives all who are in turn as many uploads, whatever chats go on between them', async () => {
    const { upload, ask } = await openWorld(farm, { providers: { groq: off }, endpoints: ['speech'], options });
    const owners: string[] = [];
    for (let count = 0; count < 12; count++) {
      owners.push((await heard(upload({ audio }))).target.owner);
      expect((await ask()).ok).toBe(true);
    }
    const counts = Object.values(Object.groupBy(owners, (owner) => owner)).map((all) => all?.length);
    expect(counts).toEqual([4, 4, 4]);
  });

  it('is the one that status and plan tell beforehand, upload for upload', async () => {
    const { upload, engine } = await openWorld(farm, { providers: { groq: off }, endpoints: ['speech'], options });
    for (let count = 0; count < 7; count++) {
      const next = engine.status().next.transcription.target;
      const planned = engine.plan({ ...file, needs: 'segments' });
      const { target } = await heard(upload({ audio, needs: 'segments' }));
      expect([next?.id, planned.targets[0]?.target.id]).toEqual([target.id, target.id]);
    }
  });

  it('is back with Groq as soon as its rest ends', async () => {
    const { upload, clock } = await openWorld(farm, { options });
    farm.groq.fault({ kind: '429', retryAfterSeconds: 30, times: 2 });
    const owners = [(await heard(upload({ audio }))).target.owner, (await heard(upload({ audio }))).target.owner];
    clock.advance(30_000);
    owners.push((await heard(upload({ audio }))).target.owner, (await heard(upload({ audio }))).target.owner);
    expect(owners).toEqual(['openai', 'together', 'groq', 'groq']);
  });
});

describe('what is left for a long recording', () => {
  it('is told of everybody in the order of turns: sizes, seconds left, price, and when', async () => {
    const { engine, clock, settings, secrets, upload } = await openWorld(farm, { keys: ['groq1', 'together1'] });
    await heard(upload({ audio, needs: 'segments', seconds: 1_000 }));
    farm.together.fault({ kind: '429', retryAfterSeconds: 60, times: 1 });
    await upload({
      audio,
      needs: 'segments',
      exclude: ['groq1@groq/whisper-large-v3-turbo', 'groq1@groq/whisper-large-v3'],
      deadlineMs: 1_000,
    });
    const { rooms } = engine.plan({ ...file, needs: 'segments' });
    expect(rooms.map(({ target }) => target.model)).toEqual([
      'whisper-large-v3-turbo',
      'whisper-large-v3',
      'openai/whisper-large-v3',
    ]);
    const [turbo, large, together] = rooms;
    expect(turbo).toMatchObject({ readyAt: clock.now(), leastSeconds: 10, usdPerHour: 0, maxBytes: 26_214_400 });
    // Counted as ten seconds at least, by the provider too.
    expect([turbo?.hour?.limit, turbo?.hour?.left, turbo?.day?.left]).toEqual([7_200, 7_190, 28_790]);
    expect(large?.hour).toEqual({ limit: 7_200, left: 7_200 });
    expect(turbo?.meter).not.toBe(large?.meter);
    expect(together).toMatchObject({ maxSeconds: 14_400, usdPerHour: 0.09, usdLeft: null, hour: null, day: null });
    expect(together?.readyAt).toBeGreaterThan(clock.now());
    engine.update({ ...settings, spend: { ...settings.spend, perMonthUsd: { groq: 1, together: 2 } } }, secrets);
    // Free of charge there is nothing to limit.
    expect(engine.plan({ ...file, needs: 'segments' }).rooms.map(({ usdLeft }) => usdLeft)).toEqual([null, null, 2]);
  });

  it('is of no interest to a chat', async () => {
    const { engine } = await openWorld(farm, { keys: ['groq1'] });
    expect(engine.plan({ kind: 'chat', task: 'fast', messages: [] }).rooms).toEqual([]);
  });
});

describe('a file that is too large', () => {
  const large = new Blob([wave, new Uint8Array(2 * wave.length)]);

  it('is refused once and then known: a file of that size goes elsewhere, one of half its size not', async () => {
    const { upload } = await openWorld(farm, { keys: ['groq1', 'openai1'] });
    farm.groq.fault({ kind: '413', times: 1 });
    const first = await heard(upload({ audio: large }));
    expect(first.trace.attempts.map(({ fault }) => fault?.kind ?? null)).toEqual(['file_too_large', null]);
    const again = await heard(upload({ audio: large }));
    expect(again.trace.attempts.map(({ target }) => target.owner)).toEqual(['openai']);
    expect(again.trace.leftOut.filter(({ code }) => code === 'too_large').map(({ target }) => target.owner)).toEqual([
      'groq',
      'groq',
    ]);
    expect((await heard(upload({ audio }))).target.owner).toBe('groq');
  });

  it('by nobody knows how much is followed by one of half its size, so that a limit is found in a few steps', async () => {
    const { engine, upload } = await openWorld(farm, { keys: ['groq1'] });
    const most = () => engine.plan({ ...file, audio: new Blob([]) }).mostBytes;
    farm.groq.fault({ kind: '413', times: 1 });
    await upload({ audio: large });
    expect(most()).toBeLessThanOrEqual(large.size / 2);
    expect(most()).toBeGreaterThan(large.size / 2 - 3);
  });

  it('by the provider’s own limit is not even sent there', async () => {
    const { engine } = await openWorld(farm, { listed: false });
    const huge = { size: 27_000_000 } as Blob;
    const route = engine.plan({ kind: 'transcribe', audio: huge, fileName: 'a.wav', seconds: null, needs: 'text' });
    expect(route.targets.map(({ target }) => target.owner)).toEqual(['together']);
    expect(route.leftOut.every(({ code }) => code === 'too_large')).toBe(true);
    expect(route.mostBytes).toBe(80_000_000);
  });
});
