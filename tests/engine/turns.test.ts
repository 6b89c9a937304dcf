// Many uploads in their turns: evenly shared out, through faults and an outage, and always to whom the pages said.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import { emptySettings, type Settings, untouchedTranscription } from '../../lib/domain/settings.ts';
import { noUsage } from '../../lib/domain/trace.ts';
import { assemble } from '../../lib/engine/engine.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { providerOfEndpoint, providers } from '../../lib/providers/index.ts';
import { type Farm, type Fault, type PracticeProvider, startFarm } from '../farm/index.ts';
import { toneWave, words } from '../farm/tones.ts';
import { createTime } from '../faults/time.ts';
import { at, key, resting, settingsWith, speechEndpoint, stateWith, targetsIn, taught } from '../routing/sample.ts';
import { chance } from '../transcription/talk.ts';
import { openFarm, openWorld, practiceProviders } from './world.ts';

const spoken = words(31, 2);
const audio = new Blob([toneWave(spoken, { rate: 8_000, pauseMs: 150 }) as Uint8Array<ArrayBuffer>]);
const request = { kind: 'transcribe', audio, fileName: 'a.wav', seconds: 2, needs: 'segments' } as const;
const off = { on: false, transcribe: true };

describe('300 uploads with Groq switched off', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await openFarm();
  });
  afterAll(() => farm.close());

  it('are shared out among all others, none more than one ahead of another', async () => {
    const roomy = { limits: { RPM: 100_000, RPS: 100_000 } };
    const world = await openWorld(farm, {
      providers: { groq: off },
      endpoints: ['speech'],
      options: { openai1: roomy, together1: roomy },
    });
    for (let count = 0; count < 300; count++) {
      const result = await world.upload(request);
      expect(result.ok && result.text).toBe(spoken.join(' '));
      // Sixty a minute is what TogetherAI is known to take.
      world.clock.advance(1_000);
    }
    const served = practiceProviders(farm).map(({ log }) => log.filter(({ status }) => status === 200).length);
    expect(served).toEqual([0, 100, 100, 100]);
  }, 60_000);
});

/** Each kind of trouble that ends a call. */
const troubles: Fault['kind'][] = ['429', '500', '503', 'cut', 'reset', 'empty', 'html', 'error-inside'];

describe('500 uploads with one call in ten failing and one provider down', () => {
  it('end in a transcript, more than 99 of 100', async () => {
    const time = createTime();
    const farm = await startFarm({ deltaMs: 0, clock: time.farm });
    const byOrigin = (address: string): PracticeProvider | undefined =>
      practiceProviders(farm).find(({ origin }) => address.startsWith(origin));
    time.watch(practiceProviders(farm).map(({ log }) => log));
    const secrets = { g: 'gsk_turns', o: 'sk-proj-turns0000000000', t: 'tgp_v1_turns' };
    farm.groq.addKey(secrets.g);
    farm.openai.addKey(secrets.o);
    farm.together.addKey(secrets.t);
    farm.openai.fault({ kind: 'refused' });
    const address = (id: 'groq' | 'openai' | 'together') => ({ on: true, transcribe: true, baseUrl: farm[id].baseUrl });
    const settings: Settings = {
      ...settingsWith(
        [key('g', 'groq'), key('o', 'openai'), key('t', 'together')],
        [
          speechEndpoint('own', {
            baseUrl: farm.generic.baseUrl,
            models: [{ id: 'whisper-practice', tasks: ['transcription'], context: null }],
          }),
        ],
      ),
      providers: { groq: address('groq'), openai: address('openai'), together: address('together') },
    };
    const next = chance(4);
    let [calls, failing] = [0, 0];
    const engine = createEngine({
      settings,
      secrets,
      now: time.now,
      sleep: time.sleep,
      random: next,
      fetch: time.following((input, init) => {
        calls += 1;
        if (next() < 0.1) {
          failing += 1;
          const kind = troubles[Math.floor(next() * troubles.length)] ?? '500';
          byOrigin(String(input))?.fault({ kind, times: 1, retryAfterSeconds: 5 });
        }
        return fetch(input, init);
      }),
    });
    let whole = 0;
    for (let count = 0; count < 500; count++) {
      const result = await time.until(engine.transcribe(request));
      if (result.ok && result.text === spoken.join(' ')) whole += 1;
      // Somebody who has a recording to send now and then.
      await time.pass(2_000);
    }
    await farm.close();
    expect(failing / calls).toBeGreaterThan(0.07);
    expect(calls).toBeGreaterThan(540);
    expect(whole).toBeGreaterThan(495);
  }, 120_000);
});

const keys = ['g1', 'g2', 'o1', 't1', 't2'];
const ownerOf = { g: 'groq', o: 'openai', t: 'together' } as const;
const everybody = settingsWith(
  keys.map((id) => key(id, ownerOf[id[0] as 'g' | 'o' | 't'])),
  [speechEndpoint('own'), speechEndpoint('other')],
);
const everyId = targetsIn('transcription', everybody).map(({ id }) => id);
const places = [...everyId, ...keys, 'groq', 'openai', 'together', 'own', 'other'];

const anyState = fc.record({
  rests: fc.array(fc.tuple(fc.constantFrom(...places), fc.integer({ min: -5_000, max: 60_000 })), { maxLength: 8 }),
  lessons: fc.array(
    fc.tuple(
      fc.constantFrom(...everyId, ...keys),
      fc.constantFrom('no_times', 'unsupported', 'invalid_key', 'no_credit'),
    ),
    { maxLength: 5 },
  ),
  turns: fc.array(fc.tuple(fc.constantFrom(...keys, 'groq', 'openai', 'together', 'own', 'other'), fc.nat(50)), {
    maxLength: 8,
  }),
  off: fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 3 }),
  unticked: fc.uniqueArray(fc.constantFrom('groq', 'openai', 'together'), { maxLength: 2 }),
  listed: fc.option(fc.uniqueArray(fc.constantFrom('gpt-transcribe', 'whisper-1'), { minLength: 1 }), {
    nil: undefined,
  }),
  speakers: fc.boolean(),
});

describe('whatever state things are in', () => {
  it('the target that is shown next is the one that gets the next upload', async () => {
    let served = 0;
    await fc.assert(
      fc.asyncProperty(anyState, async ({ rests, lessons, turns, off: offs, unticked, listed, speakers }) => {
        const settings: Settings = {
          ...emptySettings,
          keys: everybody.keys.map((one) => (offs.includes(one.id) ? { ...one, on: false } : one)),
          endpoints: everybody.endpoints,
          providers: Object.fromEntries(unticked.map((id) => [id, { on: true, transcribe: false }])),
          transcription: { ...untouchedTranscription, speakers },
        };
        const state = stateWith({
          rests: rests.map(([of, ms]) => resting(of, at + ms)),
          lessons: lessons.map(([of, about]) => taught(of, about as 'no_times')),
          lists: listed ? { o1: listed } : {},
          turn: Object.fromEntries(turns),
        });
        const engine = assemble({
          ...{ settings, secrets: {}, catalog, providers, providerOfEndpoint, state },
          ...{ now: () => at, random: () => 0.5, sleep: () => new Promise<void>(() => {}) },
          send: {
            transcription: async () => ({
              ...{ ok: true as const, text: 'So.', segments: [{ start: 0, end: 1, text: 'So.' }] },
              ...{ usage: noUsage, headers: {} },
            }),
            chat: () => Promise.reject(new Error('nobody was to be asked')),
            modelList: () => Promise.reject(new Error('nothing was to be read')),
          },
        });
        for (let turn = 0; turn < 3; turn++) {
          const shown = engine.status().next.transcription?.target?.id ?? null;
          const result = await engine.transcribe({ ...request, speakers, deadlineMs: 1 });
          expect(result.ok ? result.target.id : null).toBe(shown);
          if (result.ok) served += 1;
        }
      }),
      { numRuns: 100 },
    );
    expect(served).toBeGreaterThan(100);
  });
});
