// What recordings have become: read while they are written down, searched, saved, summarized, and deleted with all of it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SummaryJob, TranscriptionJob } from '../../lib/domain/job.ts';
import { until } from '../engine/clock.ts';
import { openFarm, openWorld, throughTime } from '../engine/world.ts';
import type { Farm } from '../farm/index.ts';
import { toneWave, words } from '../farm/tones.ts';
import { begun, chunksIn, emptyStore, jobIn, live, page, reached, type Stored } from './world.ts';

let farm: Farm;
let stored: Stored;
beforeAll(async () => {
  farm = await openFarm();
});
beforeEach(() => {
  stored = emptyStore();
});
afterAll(() => farm.close());

const day = 86_400_000;
const rate = 8_000;
const open = async (keyBytes?: number) => {
  const world = await openWorld(farm);
  const keys = world.settings.keys.map((key) => (keyBytes ? { ...key, limits: { bytes: keyBytes } } : key));
  world.engine.update({ ...world.settings, keys }, world.secrets);
  return { ...world, ...live(world.engine, world.clock, stored, { chunkLength: { about: 3 } }) };
};
type Opened = Awaited<ReturnType<typeof open>>;

const lay = (name: string, spoken: readonly string[]): string => {
  stored.blobs.set(name, new Blob([Buffer.from(toneWave(spoken, { rate }))]));
  return name;
};
const write = async ({ jobs }: Opened, name: string, spoken: readonly string[]): Promise<string> => {
  const id = await begun(jobs.transcribe(lay(name, spoken), name));
  await reached(stored, id, 'done');
  await until('the journal to be cleared', () => chunksIn(stored, id).length === 0);
  return id;
};

describe('a transcript', () => {
  it('can be read while it is written down, with what is not there yet', async () => {
    const life = await open(100_000);
    const spoken = words(41, 60);
    const release = life.preparer.holdAt(5);
    const id = await begun(life.jobs.transcribe(lay('talk.wav', spoken), 'talk.wav'));
    const written = () => chunksIn(stored, id).filter(({ state }) => state.is === 'done').length;
    await until('five chunks to be written down', () => written() === 5);
    const entry = await life.jobs.history.read(id);
    const heard = entry?.text.split(/\s+/) ?? [];
    expect(heard.length).toBeGreaterThan(10);
    expect(spoken.slice(0, heard.length)).toEqual(heard);
    const { seconds } = (jobIn(stored, id) as TranscriptionJob).progress;
    expect(entry?.pending).toHaveLength(1);
    expect(entry?.pending[0]?.start).toBeGreaterThanOrEqual(entry?.passages.at(-1)?.end ?? 0);
    expect(entry?.pending[0]?.end).toBe(seconds);
    expect(entry?.audio).toEqual({ blobId: 'talk.wav', until: null });
    release();
    await reached(stored, id, 'done');
    expect(await life.jobs.history.read(id)).toMatchObject({ text: spoken.join(' '), pending: [] });
  });

  it('is saved in each form under its title, and no form tells of keys', async () => {
    const life = await open();
    const id = await write(life, 'talk.wav', words(42, 6));
    await life.jobs.history.rename(id, 'Harbour: the museum');
    for (const [form, start, mime] of [
      ['text', /^\w/, 'text/plain'],
      ['markdown', /^# Harbour: the museum\n/, 'text/markdown'],
      ['srt', /^1\n00:00:0/, 'application/x-subrip'],
      ['vtt', /^WEBVTT\n/, 'text/vtt'],
      ['json', /^\{\n {2}"title": "Harbour: the museum"/, 'application/json'],
    ] as const) {
      const file = await life.jobs.history.write(id, form);
      expect(file).toMatchObject({ mime, fileName: expect.stringMatching(/^Harbour the museum\.\w+$/) });
      expect(file?.text).toMatch(start);
      expect(file?.text).not.toMatch(/keyId|gsk_|sk-/);
    }
    expect(await life.jobs.history.write('gone', 'srt')).toBeNull();
    expect(jobIn(stored, id).title).toBe('Harbour: the museum');
  });

  it('is found by every word of a search, newest first', async () => {
    const life = await open();
    const [early, late] = [words(43, 6), words(44, 6)];
    const first = await write(life, 'first.wav', early);
    life.clock.advance(60_000);
    const second = await write(life, 'second.wav', late);
    expect((await life.jobs.history.list()).map(({ id }) => id)).toEqual([second, first]);
    expect((await life.jobs.history.list(`${early[3]} FIRST`)).map(({ id }) => id)).toEqual([first]);
    expect(await life.jobs.history.list(`${early[3]} ${late[3]}`)).toEqual([]);
  });

  it('is summarized by its text, and takes its summary along when it is removed', async () => {
    const life = await open();
    const spoken = words(45, 12);
    const id = await write(life, 'talk.wav', spoken);
    const summaryId = await begun(life.jobs.summarizeTranscript(id));
    const summary = (await reached(stored, summaryId, 'done')) as SummaryJob;
    expect(summary).toMatchObject({ source: 'transcript', transcriptId: id, url: '', title: 'talk.wav' });
    expect(spoken.some((word) => summary.text.includes(word))).toBe(true);
    expect(await life.jobs.summarizeTranscript('gone')).toMatchObject({ ok: false });
    await life.jobs.remove(id);
    expect([...stored.rows.keys(), ...stored.transcripts.keys(), ...stored.blobs.keys()]).toEqual([]);
    expect(life.removed).toEqual([id, summaryId]);
  });
});

describe('a recording', () => {
  it('is deleted when its days are over, and not before', async () => {
    const life = await open();
    const id = await write(life, 'talk.wav', words(46, 6));
    life.clock.advance(7 * day - 1_000);
    await life.jobs.sweep();
    expect(stored.blobs.has('talk.wav')).toBe(true);
    life.clock.advance(1_000);
    expect((await life.jobs.sweep()).size).toBe(0);
    expect(stored.blobs.size).toBe(0);
    expect(stored.transcripts.get(id)).toMatchObject({ audio: null, text: expect.stringMatching(/\w/) });
  });

  it('is deleted at once where the user wants that, and the text stays', async () => {
    const life = await open();
    const id = await write(life, 'talk.wav', words(47, 6));
    await life.jobs.history.dropAudio(id);
    expect(stored.blobs.size).toBe(0);
    expect(await life.jobs.history.read(id)).toMatchObject({ audio: null, text: expect.stringMatching(/\w/) });
  });

  it('with gaps that is deleted leaves nothing to ask for again', async () => {
    const life = await open(100_000);
    const release = life.preparer.holdAt(5);
    const id = await begun(life.jobs.transcribe(lay('talk.wav', words(48, 60)), 'talk.wav'));
    await until('a chunk', () => chunksIn(stored, id).some(({ state }) => state.is === 'done'));
    const providers = [farm.groq, farm.openai, farm.together];
    for (const provider of providers) provider.fault({ kind: '503' });
    release();
    await throughTime(farm, life.clock, reached(stored, id, 'done'));
    for (const provider of providers) provider.clearFaults();
    expect((await life.jobs.history.read(id))?.gaps).toHaveLength(1);
    await life.jobs.history.dropAudio(id);
    expect([stored.blobs.size, stored.chunks.size]).toEqual([0, 0]);
    await life.jobs.retry(id);
    expect(jobIn(stored, id)).toMatchObject({ state: 'done', blobId: null });
  });

  it('at which work goes on stays', async () => {
    const life = await open();
    const release = farm.groq.hold();
    const id = await begun(life.jobs.transcribe(lay('talk.wav', words(49, 6)), 'talk.wav'));
    await life.jobs.history.dropAudio(id);
    await life.jobs.history.empty();
    expect(stored.blobs.has('talk.wav')).toBe(true);
    release();
    await reached(stored, id, 'done');
  });
});

it('an emptied history leaves nothing of what was read, said or failed', async () => {
  const life = await open();
  await write(life, 'talk.wav', words(50, 6));
  await reached(stored, await begun(life.jobs.summarize(page('A page. It says something.'))), 'done');
  for (const provider of [farm.groq, farm.openai, farm.together]) provider.fault({ kind: '401' });
  const failed = await begun(life.jobs.transcribe(lay('lost.wav', words(51, 6)), 'lost.wav'));
  await throughTime(farm, life.clock, reached(stored, failed, 'failed'));
  for (const provider of [farm.groq, farm.openai, farm.together]) provider.clearFaults();
  await life.jobs.history.empty();
  expect([stored.rows.size, stored.transcripts.size, stored.blobs.size, stored.chunks.size]).toEqual([0, 0, 0, 0]);
});
