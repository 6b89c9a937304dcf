// A recording that is cut: many chunks, each sent once where all goes well, and nothing lost where it does not.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TranscriptionJob } from '../../lib/domain/job.ts';
import { until } from '../engine/clock.ts';
import { openFarm, openWorld, practiceProviders, throughTime } from '../engine/world.ts';
import type { Farm } from '../farm/index.ts';
import { toneWave, words } from '../farm/tones.ts';
import { begun, chunksIn, emptyStore, jobIn, type Life, live, reached, type Stored } from './world.ts';

let farm: Farm;
let stored: Stored;
beforeAll(async () => {
  farm = await openFarm();
});
beforeEach(() => {
  stored = emptyStore();
});
afterAll(() => farm.close());

const rate = 8_000;
/** So small a limit that no recording here goes as it is, and so large that every chunk fits. */
const small = 100_000;

type Wanted = Parameters<typeof openWorld>[1];
const open = async (wanted: Wanted = {}, about = 3, bytes = small) => {
  const world = await openWorld(farm, wanted);
  const keys = world.settings.keys.map((key) => ({ ...key, limits: { bytes } }));
  const settings = { ...world.settings, keys };
  world.engine.update(settings, world.secrets);
  return { ...world, settings, ...live(world.engine, world.clock, stored, { chunkLength: { about } }) };
};

/** The process dies, and another begins with what the first had written down. */
const reborn = <First extends Life & { engine: Parameters<typeof live>[0]; clock: Parameters<typeof live>[1] }>(
  life: First,
): First => {
  life.die();
  return { ...life, ...live(life.engine, life.clock, stored, { chunkLength: { about: 3 } }) };
};

const spoken = words(31, 60);
const wave = new Blob([Buffer.from(toneWave(spoken, { rate }))]);
const lay = (blob = wave, id = 'file'): string => {
  stored.blobs.set(id, blob);
  return id;
};
const begin = ({ jobs }: Life, wishes = {}) => begun(jobs.transcribe(lay(), 'talk.wav', wishes));
const textOf = (id: string) => jobIn(stored, id).text.split(/\s+/);
const uploads = () => practiceProviders(farm).flatMap(({ log }) => log.filter(({ form }) => form !== null));
const hashes = () => uploads().map(({ form }) => form?.fileHash ?? '');
const written = (id: string) => chunksIn(stored, id).filter(({ state }) => state.is === 'done').length;
const recordingIn = (id: string) => jobIn(stored, id) as TranscriptionJob;

describe('a recording that no target takes whole', () => {
  it('is cut, and each chunk is sent once and comes out in its place', async () => {
    const life = await open();
    const id = await begin(life);
    const job = (await reached(stored, id, 'done')) as TranscriptionJob;
    expect(textOf(id)).toEqual(spoken);
    expect(uploads().length).toBeGreaterThan(8);
    expect(new Set(hashes()).size).toBe(uploads().length);
    expect(job).toMatchObject({ whole: false, cut: true, blobId: null, note: '' });
    expect(job.progress).toMatchObject({ chunks: uploads().length, chunksWritten: uploads().length, gaps: [], at: [] });
    expect(job.progress.written).toBeCloseTo(job.progress.seconds ?? 0, 1);
    expect(job.progress.sent).toBeCloseTo(job.progress.seconds ?? 0, 0);
  });

  it('leaves a transcript with times and the recording itself, and nothing else', async () => {
    const life = await open();
    const id = await begin(life);
    await reached(stored, id, 'done');
    await until('the rest to be cleared away', () => stored.chunks.size === 0 && stored.blobs.size === 1);
    const entry = stored.transcripts.get(id);
    expect(entry).toMatchObject({
      title: 'talk.wav',
      models: ['Groq · whisper-large-v3-turbo'],
      gaps: [],
    });
    expect(entry?.audio).toEqual({ blobId: 'file', until: life.clock.now() + 7 * 86_400_000 });
    const times = entry?.passages.flatMap(({ words: said = [] }) => said) ?? [];
    expect(times.map(({ text }) => text)).toEqual(spoken);
    // Each word begins 0.5 s or so after the one before, the first after 0.2 s.
    expect(times[0]?.start).toBeCloseTo(0.2, 1);
    expect(times.at(-1)?.end).toBeCloseTo((entry?.seconds ?? 0) - 0.22, 1);
  });

  it('shows its text as it comes, in order, and how far it is', async () => {
    const life = await open();
    const ticking = setInterval(() => life.clock.advance(300), 1);
    const id = await begin(life);
    await until('half of the text', () => (life.shown.get(id)?.split(' ').length ?? 0) > 30);
    const shown = life.shown.get(id)?.split(' ') ?? [];
    expect(shown).toEqual(spoken.slice(0, shown.length));
    await reached(stored, id, 'done');
    clearInterval(ticking);
    const numbers = life.progress.map(({ written }) => written);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(life.progress.some(({ at }) => at[0]?.owner === 'groq')).toBe(true);
  });

  it('sends chunks while later ones are still being made ready', async () => {
    const life = await open();
    const release = life.preparer.holdAt(4);
    const id = await begin(life);
    await until('four chunks to be written down', () => written(id) === 4);
    expect(recordingIn(id)).toMatchObject({ cut: false, state: 'running' });
    release();
    await reached(stored, id, 'done');
    expect(textOf(id)).toEqual(spoken);
  });

  it('goes to the language that its first chunk is in, and to the one that was chosen from the first chunk on', async () => {
    const life = await open({}, 12, 300_000);
    const languages: (string | undefined)[] = [];
    const engine = {
      ...life.engine,
      transcribe: (...given: Parameters<typeof life.engine.transcribe>) => {
        languages.push(given[0].language);
        return life.engine.transcribe(...given);
      },
    };
    const { jobs } = live(engine, life.clock, stored, { chunkLength: { about: 12 } });
    await reached(stored, await begun(jobs.transcribe(lay(), 'talk.wav')), 'done');
    expect(languages[0]).toBeUndefined();
    expect(new Set(languages.slice(1))).toEqual(new Set(['en']));
    languages.length = 0;
    await reached(stored, await begun(jobs.transcribe(lay(wave, 'another'), 'talk.wav', { language: 'de' })), 'done');
    expect(new Set(languages)).toEqual(new Set(['de']));
  });

  it('does not send what is silent', async () => {
    const life = await open();
    const silence = new Uint8Array(rate * 2 * 20);
    const [first, second] = [toneWave(spoken.slice(0, 20), { rate }), toneWave(spoken.slice(20), { rate })];
    const all = Buffer.concat([first, silence, second.subarray(44)]);
    all.writeUInt32LE(all.length - 44, 40);
    const id = await begun(life.jobs.transcribe(lay(new Blob([all])), 'talk.wav'));
    const job = (await reached(stored, id, 'done')) as TranscriptionJob;
    expect(textOf(id)).toEqual(spoken);
    expect(job.progress.silent).toBeGreaterThan(18);
    expect(job.progress.sent).toBeLessThan((job.progress.seconds ?? 0) - 18);
  });
});

describe('what is answered badly', () => {
  it('by a fault is asked for elsewhere, and nothing twice for that', async () => {
    const life = await open();
    farm.groq.fault({ kind: '500', times: 3 });
    const id = await begin(life);
    await throughTime(farm, life.clock, reached(stored, id, 'done'));
    expect(textOf(id)).toEqual(spoken);
    const failed = uploads().filter(({ status }) => status === 500).length;
    expect(failed).toBeGreaterThan(0);
    expect(uploads().length).toBe(recordingIn(id).progress.chunks + failed);
    expect(recordingIn(id).progress.sent).toBeGreaterThan(recordingIn(id).progress.seconds ?? 0);
  });
});

describe('where everybody rests', () => {
  // An hour is more than the engine waits for a request, 40 s less: either way the job is what waits.
  it.each([3_600, 40])('for %i s the job says until when, and goes on by itself', async (seconds) => {
    const life = await open({ keys: ['groq1'] });
    const release = life.preparer.holdAt(3);
    const id = await begin(life);
    await until('three chunks to be written down', () => written(id) === 3);
    farm.groq.fault({ kind: '429', retryAfterSeconds: seconds });
    release();
    const waiting = await reached(stored, id, 'waiting');
    expect(waiting.retryAt).toBe(life.clock.now() + seconds * 1_000);
    expect(waiting.note).toContain('goes on by itself');
    expect(chunksIn(stored, id).some(({ state }) => state.is === 'parked')).toBe(true);
    const before = hashes();
    await life.jobs.resume();
    expect(jobIn(stored, id).state).toBe('waiting');
    const second = reborn(life);
    farm.groq.clearFaults();
    life.clock.advance(seconds * 1_000);
    await second.jobs.resume();
    await throughTime(farm, life.clock, reached(stored, id, 'done'));
    expect(textOf(id)).toEqual(spoken);
    const answered = new Set(before.slice(0, 3));
    expect(
      hashes()
        .slice(before.length)
        .filter((hash) => answered.has(hash)),
    ).toEqual([]);
  });
});

describe('where everybody is down', () => {
  it('the recording is there, what is missing is marked, and one press later it is complete', async () => {
    const life = await open();
    const release = life.preparer.holdAt(5);
    const id = await begin(life);
    await until('five chunks to be written down', () => written(id) === 5);
    for (const provider of [farm.groq, farm.openai, farm.together]) provider.fault({ kind: '503' });
    release();
    const job = (await throughTime(farm, life.clock, reached(stored, id, 'done'))) as TranscriptionJob;
    expect(job.note).toMatch(/missing/);
    expect(job.progress.gaps).toHaveLength(1);
    expect(job.progress.gaps[0]?.end).toBeCloseTo(job.progress.seconds ?? 0, 0);
    expect(stored.blobs.has('file')).toBe(true);
    expect(job.text).toContain('missing');
    for (const provider of [farm.groq, farm.openai, farm.together]) provider.clearFaults();
    const before = uploads().length;
    life.clock.advance(120_000);
    await life.jobs.retry(id);
    await throughTime(
      farm,
      life.clock,
      until('the rest', () => recordingIn(id).progress.gaps.length === 0 && recordingIn(id).state === 'done'),
    );
    expect(textOf(id)).toEqual(spoken);
    expect(uploads().length - before).toBe(recordingIn(id).progress.chunks - 5);
  });

  it('from the first chunk on it fails in words, and one press later it is complete', async () => {
    const life = await open({ keys: ['groq1'] });
    farm.groq.fault({ kind: '401' });
    const id = await begin(life);
    const job = (await throughTime(farm, life.clock, reached(stored, id, 'failed'))) as TranscriptionJob;
    expect(job.note).toContain('The key was refused');
    expect(stored.blobs.has('file')).toBe(true);
    farm.groq.clearFaults();
    await life.engine.check({ key: 'groq1' });
    await life.jobs.retry(id);
    await throughTime(farm, life.clock, reached(stored, id, 'done'));
    expect(textOf(id)).toEqual(spoken);
  });
});

describe('a death', () => {
  it.each([1, 2, 3, 5, 8])(
    'in the middle, after %i chunks: nothing that is finished is sent or made ready again',
    async (chunks) => {
      const first = await open();
      const id = await begin(first);
      await until('some chunks', () => written(id) >= chunks);
      const second = reborn(first);
      const done = new Set(chunksIn(stored, id).flatMap(({ state, index }) => (state.is === 'done' ? [index] : [])));
      const hashesOfDone = [...done].map((index) => first.preparer.hashes.get(index));
      const there = new Set(chunksIn(stored, id).map(({ index }) => index));
      const before = uploads().length;
      await second.jobs.resume();
      await throughTime(farm, first.clock, reached(stored, id, 'done'));
      expect(textOf(id)).toEqual(spoken);
      expect(second.preparer.made.filter(({ index }) => there.has(index))).toEqual([]);
      expect(hashesOfDone).toHaveLength(done.size);
      expect(
        hashes()
          .slice(before)
          .filter((hash) => hashesOfDone.includes(hash)),
      ).toEqual([]);
    },
  );
});

describe('a smaller limit that is learned later', () => {
  it('has those chunks cut again that were not sent, and those alone', async () => {
    const life = await open({ keys: ['groq1'] }, 40, 900_000);
    const long = words(33, 240);
    const release = life.preparer.holdAt(1);
    const id = await begun(life.jobs.transcribe(lay(new Blob([Buffer.from(toneWave(long, { rate }))])), 'talk.wav'));
    await until('the first chunk', () => written(id) === 1);
    const keys = life.settings.keys.map((key) => ({ ...key, limits: { bytes: 900_000, audio_seconds: 20 } }));
    life.engine.update({ ...life.settings, keys }, life.secrets);
    release();
    await throughTime(farm, life.clock, reached(stored, id, 'done'));
    expect(textOf(id)).toEqual(long);
    const sent = life.preparer.made.map(({ start, end }) => end - start);
    expect(sent.filter((seconds) => seconds > 21).length).toBeGreaterThan(1);
    expect(
      Math.max(
        ...uploads()
          .slice(1)
          .map(({ form }) => (form?.fileBytes ?? 0) / rate / 2),
      ),
    ).toBeLessThan(21);
  });
});
