// A recording from the file to the text, and every file that is none or too much.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TranscriptionJob } from '../../lib/domain/job.ts';
import { untouchedTranscription } from '../../lib/domain/settings.ts';
import { until } from '../engine/clock.ts';
import { openFarm, openWorld } from '../engine/world.ts';
import type { Farm } from '../farm/index.ts';
import { toneWave, words } from '../farm/tones.ts';
import { begun, emptyStore, live, reached, type Stored } from './world.ts';

let farm: Farm;
let stored: Stored;
beforeAll(async () => {
  farm = await openFarm();
});
beforeEach(() => {
  stored = emptyStore();
});
afterAll(() => farm.close());

const spoken = words(5, 3);
const wave = Buffer.from(toneWave(spoken));
const silence = Buffer.from(toneWave([], { pauseMs: 500 }));

const open = async (wanted: Parameters<typeof openWorld>[1] = {}) => {
  const world = await openWorld(farm, wanted);
  return { ...world, ...live(world.engine, world.clock, stored) };
};
const put = (blob: Blob): string => {
  stored.blobs.set('file', blob);
  return 'file';
};

describe('a recording', () => {
  it('that is short goes as it is, in one upload, and is kept beside its text for a week', async () => {
    const { jobs, clock } = await open();
    const id = await begun(jobs.transcribe(put(new Blob([wave])), 'talk.wav'));
    const job = (await reached(stored, id, 'done')) as TranscriptionJob;
    expect(job.text.split(' ')).toEqual(spoken);
    expect(job).toMatchObject({ title: 'talk.wav', fileName: 'talk.wav', bytes: wave.length, blobId: null, note: '' });
    expect(job).toMatchObject({ target: { owner: 'groq' }, whole: true, progress: { chunks: 1, chunksWritten: 1 } });
    expect(farm.groq.log.at(-1)?.form?.fileBytes).toBe(wave.length);
    expect(stored.transcripts.get(id)).toMatchObject({
      text: job.text,
      audio: { blobId: 'file', until: clock.now() + 7 * 86_400_000 },
    });
    await until('the journal to be cleared', () => stored.chunks.size === 0);
    expect([...stored.blobs.keys()]).toEqual(['file']);
  });

  it('is deleted once its text is there, where the user wants none kept', async () => {
    const world = await openWorld(farm);
    const recordings = () => ({ ...untouchedTranscription, keepAudioDays: 0 });
    const { jobs } = live(world.engine, world.clock, stored, { recordings });
    const id = await begun(jobs.transcribe(put(new Blob([wave])), 'talk.wav'));
    await reached(stored, id, 'done');
    await until('the recording to be deleted', () => stored.blobs.size === 0);
    expect(stored.transcripts.get(id)?.audio).toBeNull();
  });

  it('goes to those alone who tell who speaks, where the user wants that', async () => {
    const world = await openWorld(farm);
    const recordings = () => ({ ...untouchedTranscription, speakers: true });
    const { jobs } = live(world.engine, world.clock, stored, { recordings });
    const offered = await jobs.forecast({ seconds: 4_000 });
    expect(offered.ok && offered.forecast.usual?.shares.map(({ owner }) => owner)).not.toContain('groq');
    const id = await begun(jobs.transcribe(put(new Blob([wave])), 'talk.wav'));
    const job = await reached(stored, id, 'done');
    expect(job).toMatchObject({ speakers: true, text: `Speaker 1: ${spoken.join(' ')}` });
    expect(job.target?.owner).not.toBe('groq');
  });

  it('for which nobody was left goes to those who take it once less is wanted', async () => {
    const world = await openWorld(farm, { keys: ['groq1'] });
    let wanted = { ...untouchedTranscription, speakers: true, language: 'de' };
    const { jobs } = live(world.engine, world.clock, stored, { recordings: () => wanted });
    const id = await begun(jobs.transcribe(put(new Blob([wave])), 'talk.wav'));
    expect((await reached(stored, id, 'failed')).note).toMatch(/does not tell who speaks\. Untick that/);
    wanted = { ...untouchedTranscription, language: 'en' };
    await jobs.retry(id);
    const job = await reached(stored, id, 'done');
    expect(job).toMatchObject({ speakers: false, language: 'en', text: spoken.join(' ') });
  });

  it('of a kind that only its provider can read goes as it is too', async () => {
    const { jobs } = await open();
    // Larger than what goes without a look at its length, and no WAV file to the preparer.
    const tones = readFileSync(new URL('../farm/fixtures/tones.mp3', import.meta.url));
    // A tag with a picture: “ID3”, its version, and a size of seven bits in each byte.
    const tag = Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0x48, 0, 0]), Buffer.alloc(0x48 << 14)]);
    const id = await begun(jobs.transcribe(put(new Blob([tag, tones])), 'tones.mp3'));
    expect(await reached(stored, id, 'done')).toMatchObject({ whole: true });
    expect(farm.groq.log.at(-1)?.form?.fileName).toBe('tones.mp3');
  });

  it('goes out under a name that fits its bytes, and keeps the one that the person gave it', async () => {
    const { jobs } = await open();
    const id = await begun(jobs.transcribe(put(new Blob([wave])), 'Besprechung 12.11.mp3'));
    expect(await reached(stored, id, 'done')).toMatchObject({
      title: 'Besprechung 12.11.mp3',
      fileName: 'Besprechung 12.11.wav',
    });
    expect(farm.groq.log.at(-1)?.form?.fileName).toBe('Besprechung 12.11.wav');
  });

  it('in which nobody speaks is done too, says so, and is kept like any other', async () => {
    const { jobs, clock } = await open();
    const id = await begun(jobs.transcribe(put(new Blob([silence])), 'quiet.wav'));
    const nothing = { text: '', note: 'No speech was found in this recording.' };
    expect(await reached(stored, id, 'done')).toMatchObject(nothing);
    const audio = { blobId: 'file', until: clock.now() + 7 * 86_400_000 };
    expect(await jobs.history.read(id)).toMatchObject({ text: '', passages: [], audio });
    expect(await jobs.history.list()).toMatchObject([{ id, wordCount: 0 }]);
    await until('the journal to be cleared', () => stored.chunks.size === 0);
    expect([...stored.blobs.keys()]).toEqual(['file']);
    await jobs.history.dropAudio(id);
    expect([stored.blobs.size, stored.rows.get(id)?.note]).toEqual([0, nothing.note]);
  });

  it('is never lost by a failure: it stays until it is written down or removed', async () => {
    const { jobs } = await open({ keys: ['groq1'] });
    farm.groq.fault({ kind: '401' });
    const id = await begun(jobs.transcribe(put(new Blob([wave])), 'talk.wav'));
    expect(await reached(stored, id, 'failed')).toMatchObject({ blobId: 'file', text: '' });
    expect(stored.blobs.get('file')?.size).toBe(wave.length);
  });

  it('for which there was no room in the journal begins at the next press', async () => {
    const world = await openWorld(farm);
    const full = [new DOMException('', 'QuotaExceededError')];
    const { jobs } = live(world.engine, world.clock, stored, {
      journal: {
        save: async (job) => {
          const error = full.pop();
          if (error) throw error;
          stored.rows.set(job.id, structuredClone(job));
        },
        remove: async (id) => void stored.rows.delete(id),
        all: async () => [],
      },
    });
    const id = put(new Blob([wave]));
    await expect(jobs.transcribe(id, 'talk.wav')).rejects.toThrow();
    expect(await jobs.all()).toEqual([]);
    await reached(stored, await begun(jobs.transcribe(id, 'talk.wav')), 'done');
  });

  it('and another are written down at once, each its own', async () => {
    const { jobs } = await open();
    const [mine, yours] = [words(21, 2), words(22, 2)];
    stored.blobs.set('mine', new Blob([Buffer.from(toneWave(mine))]));
    stored.blobs.set('yours', new Blob([Buffer.from(toneWave(yours))]));
    const ids = [await begun(jobs.transcribe('mine', 'a.wav')), await begun(jobs.transcribe('yours', 'b.wav'))];
    const texts = await Promise.all(ids.map(async (id) => (await reached(stored, id, 'done')).text));
    expect(texts).toEqual([mine.join(' '), yours.join(' ')]);
  });
});

describe('a file that is refused', () => {
  it.each<[string, Blob, RegExp]>([
    ['a text', new Blob(['Dear all, these are no sounds at all']), /This is no recording that Rondo can open/],
    ['an empty file', new Blob([]), /This file is empty/],
  ])('is told at the press, sent nowhere, and stays with whoever has it: %s', async (_what, blob, message) => {
    const { jobs } = await open();
    const outcome = await jobs.transcribe(put(blob), 'notes.mp3');
    expect(outcome.ok ? '' : outcome.message).toMatch(message);
    expect([stored.rows.size, stored.blobs.size, farm.groq.log.length]).toEqual([0, 1, 0]);
  });

  it('is told at the press where it did not arrive, or where no key could take any', async () => {
    const { jobs } = await open();
    expect(await jobs.transcribe('nothing', 'a.wav')).toMatchObject({
      ok: false,
      message: expect.stringContaining('choose it again'),
    });
    const bare = await open({ keys: [] });
    expect(await bare.jobs.transcribe(put(new Blob([wave])), 'a.wav')).toMatchObject({ ok: false, fix: 'add-key' });
    expect(await bare.jobs.forecast({ seconds: 1 })).toMatchObject({ ok: false, fix: 'add-key' });
    expect((await jobs.forecast({ seconds: 1 })).ok).toBe(true);
  });
});

describe('a recording that is larger than every key takes', () => {
  it('is cut', async () => {
    const { jobs } = await open({ keys: ['groq1', 'openai1'] });
    const id = await begun(jobs.transcribe(put(new Blob([wave, new Uint8Array(27_000_000)])), 'long.wav'));
    const job = (await reached(stored, id, 'done')) as TranscriptionJob;
    expect(job).toMatchObject({ whole: false, cut: true });
    expect(job.text.split(' ')).toEqual(spoken);
  });
});

/** As practice providers see it: a kind that they do not know. The preparer knows it. */
const strange = () => {
  const bytes = Buffer.from(wave);
  bytes.writeUInt16LE(7, 20);
  return bytes;
};

describe('a short recording of which nobody asked can make anything', () => {
  it('is made ready here and sent once more', async () => {
    const { jobs } = await open();
    const id = await begun(jobs.transcribe(put(new Blob([strange()])), 'talk.wav'));
    const job = (await reached(stored, id, 'done')) as TranscriptionJob;
    expect(job.text.split(' ')).toEqual(spoken);
    expect(job).toMatchObject({ whole: false, cut: true, progress: { gaps: [] } });
    await until('the journal to be cleared', () => stored.chunks.size === 0);
    expect([...stored.blobs.keys()]).toEqual(['file']);
  });

  it('is said to be none, in words of our own, where nothing can be read here either', async () => {
    const { jobs } = await open();
    const id = await begun(jobs.transcribe(put(new Blob(['ID3', new Uint8Array(2_000)])), 'talk.mp3'));
    const job = await reached(stored, id, 'failed');
    expect(job.note).toBe('This is no recording that Rondo can open.');
    expect(stored.blobs.size).toBe(1);
  });
});

describe('a recording for which everybody rests', () => {
  it('waits until the first is free, and goes on by itself', async () => {
    const { jobs, clock } = await open({ keys: ['groq1'] });
    farm.groq.fault({ kind: '429', retryAfterSeconds: 3_600 });
    const id = await begun(jobs.transcribe(put(new Blob([wave])), 'talk.wav'));
    expect((await reached(stored, id, 'waiting')).retryAt).toBe(clock.now() + 3_600_000);
    farm.groq.clearFaults();
    clock.advance(3_600_000);
    await jobs.resume();
    expect((await reached(stored, id, 'done')).text.split(' ')).toEqual(spoken);
  });
});
