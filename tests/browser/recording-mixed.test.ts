// One recording over three providers that each take something else. The preferred one has a limit that it never told, and
// runs out of audio seconds in the middle. Nothing is lost, nothing is sent twice to find out, and the turns are kept.
import { basename } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEntry } from '../farm/index.ts';
import { type ShownJob, shownJob, transcribeAny } from './driver/steps.ts';
import { expectWordForWord, isLong, openRecordings, type Recordings, transcribed, uploadsTo } from './matrix.ts';
import { keepFile, keys, openWorld, roomy, setUp, tell, until, type World } from './world.ts';

/** `seconds` of audio are what each of Groq's models may do in an hour; a first whole chunk has more than `bytes`. */
type Case = { way: 'in turns' | 'faster'; minutes: number; bytes: number; seconds: number };

const cases: readonly Case[] = isLong
  ? [
      { way: 'in turns', minutes: 90, bytes: 1_000_000, seconds: 1_200 },
      { way: 'faster', minutes: 90, bytes: 1_000_000, seconds: 400 },
    ]
  : [
      { way: 'in turns', minutes: 24, bytes: 1_000_000, seconds: 360 },
      { way: 'faster', minutes: 24, bytes: 200_000, seconds: 120 },
    ];
const most = { OpenAI: { bytes: 26_214_400, seconds: 1_400 }, TogetherAI: { bytes: 80_000_000, seconds: null } };

/** By message: nobody is offered a faster way where it saves less than the twenty seconds that these take. */
const beginFaster = async (popup: Page, path: string): Promise<ShownJob> => {
  const blobId = await keepFile(popup, path);
  await tell(popup, 'transcribe', { blobId, fileName: basename(path), faster: true });
  return until('the job', () => shownJob(popup));
};

const bytesOf = ({ form }: LogEntry): number => form?.fileBytes ?? 0;
/** Chunks have a constant bitrate. */
const secondsOf = (upload: LogEntry): number => bytesOf(upload) / 3_015;
const hashOf = ({ form }: LogEntry): string => form?.fileHash ?? '';

let recordings: Recordings;
beforeAll(async () => {
  recordings = await openRecordings();
}, 300_000);
afterAll(() => recordings.remove());

describe.each(cases)('$minutes min $way, over whoever takes $bytes B, 1,400 s and 80 MB', (given) => {
  const { way, minutes, bytes, seconds } = given;
  let world: World;
  let uploads: LogEntry[];
  beforeAll(async () => {
    world = await openWorld(0);
    const { groq, openai, together } = world.farm;
    groq.addKey(keys.groqOne, { plan: 'paid', limits: { ...roomy, ASH: seconds } });
    groq.setUploads({ bytes, seconds: null });
    openai.setUploads(most.OpenAI);
    together.setUploads(most.TogetherAI);
    await setUp(world, { Groq: [keys.groqOne], OpenAI: [keys.openai], TogetherAI: [keys.together] });
  });
  afterAll(() => world.close());

  const answeredBy = (...providers: string[]) =>
    uploads.filter(({ provider, status }) => status === 200 && providers.includes(provider));

  it('come out word for word, each at its time', async () => {
    const recording = await recordings.record(minutes * 60, 'wav', true);
    const page = await world.open(`${world.farm.pages.url}/article`);
    const popup = await world.rondo.popupOn(page);
    const entry = await transcribed(popup, recording, way === 'faster' ? beginFaster : transcribeAny);
    expectWordForWord(entry, recording.said);
    uploads = (['Groq', 'OpenAI', 'TogetherAI'] as const)
      .flatMap((name) => uploadsTo(world.farm, name))
      .toSorted((one, other) => one.at - other.at);
  }, 900_000);

  it('are never sent to anybody in more bytes than they take, but for the one or two uploads that taught it', () => {
    const refused = uploads.filter(({ status }) => status === 413);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused.length).toBeLessThanOrEqual(2);
    expect(refused.every(({ provider }) => provider === 'groq')).toBe(true);
    const takes: Record<string, number> = { groq: bytes, openai: most.OpenAI.bytes, together: most.TogetherAI.bytes };
    const larger = uploads.filter((upload) => bytesOf(upload) > (takes[upload.provider] ?? 0));
    expect(larger).toEqual(refused);
    expect(uploads.filter(({ status }) => status === 400)).toEqual([]);
  });

  it('are sent once but for what was refused', () => {
    const answered = answeredBy('groq', 'openai', 'together').map(hashOf);
    expect(new Set(answered).size).toBe(answered.length);
    // A limit that nobody was told of shows itself by a refusal, once for each model.
    expect(uploads.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(2);
  });

  it('go to Groq first, until it has no seconds left', () => {
    expect(uploads[0]?.provider).toBe('groq');
    const done = answeredBy('groq').reduce((sum, upload) => sum + secondsOf(upload), 0);
    expect(done).toBeGreaterThan(seconds);
    expect(done).toBeLessThanOrEqual(2 * seconds + 1);
    expect(answeredBy('openai').length).toBeGreaterThan(0);
    expect(answeredBy('together').length).toBeGreaterThan(0);
  });

  // Spread over all, whoever is free is next.
  if (way === 'faster') return;
  it('go to the others in turn, and only what Groq cannot take', () => {
    const others = answeredBy('openai', 'together');
    expect(Math.abs(answeredBy('openai').length - answeredBy('together').length)).toBeLessThanOrEqual(1);
    const models = ['whisper-large-v3-turbo', 'whisper-large-v3'];
    const couldTake = (upload: LogEntry): boolean => {
      const before = uploads.filter(({ provider, at }) => provider === 'groq' && at < upload.at);
      if (before.some((one) => one.status !== 200 && hashOf(one) === hashOf(upload))) return false;
      return models.some((model) => {
        const own = before.filter((one) => one.model === model && one.status !== 413);
        const used = own.reduce((sum, one) => sum + secondsOf(one), 0);
        return own.every(({ status }) => status === 200) && seconds - used > secondsOf(upload) + 5;
      });
    };
    expect(others.filter(couldTake)).toEqual([]);
    expect(others.length).toBeGreaterThan(2);
  });
});
