// A recording from the file to the text, and every file that is none or too much.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TranscriptionJob } from '../../lib/domain/job.ts';
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
  it('is written down, and deleted once its text is there', async () => {
    const { jobs } = await open();
    const job = (await reached(
      stored,
      await begun(jobs.transcribe(put(new Blob([wave])), 'talk.wav')),
      'done',
    )) as TranscriptionJob;
    expect(job.text.split(' ')).toEqual(spoken);
    expect(job).toMatchObject({ title: 'talk.wav', fileName: 'talk.wav', bytes: wave.length, blobId: null, note: '' });
    expect(job.target).toMatchObject({ owner: 'groq' });
    expect(stored.blobs.size).toBe(0);
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

  it('in which nobody speaks is done too, and says so', async () => {
    const { jobs } = await open();
    const id = await begun(jobs.transcribe(put(new Blob([silence])), 'quiet.wav'));
    expect(await reached(stored, id, 'done')).toMatchObject({
      text: '',
      note: 'No speech was found in this recording.',
    });
  });

  it('is never lost by a failure: it stays until it is written down or removed', async () => {
    const { jobs } = await open({ keys: ['groq1'] });
    farm.groq.fault({ kind: '401' });
    const id = await begun(jobs.transcribe(put(new Blob([wave])), 'talk.wav'));
    expect(await reached(stored, id, 'failed')).toMatchObject({ blobId: 'file' });
    expect(stored.blobs.get('file')?.size).toBe(wave.length);
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
    ['a text', new Blob(['Dear all, these are no sounds at all']), /“notes\.mp3” is no recording that Rondo knows/],
    ['an empty file', new Blob([]), /“notes\.mp3” is empty/],
  ])('is told at the press, sent nowhere and deleted: %s', async (_what, blob, message) => {
    const { jobs } = await open();
    const outcome = await jobs.transcribe(put(blob), 'notes.mp3');
    expect(outcome.ok ? '' : outcome.message).toMatch(message);
    expect([stored.rows.size, stored.blobs.size, farm.groq.log.length]).toEqual([0, 0, 0]);
  });

  it('is told at the press where it did not arrive, or where no key could take any', async () => {
    const { jobs } = await open();
    expect(await jobs.transcribe('nothing', 'a.wav')).toMatchObject({
      ok: false,
      message: expect.stringContaining('choose it again'),
    });
    const bare = await open({ keys: [] });
    expect(await bare.jobs.transcribe(put(new Blob([wave])), 'a.wav')).toMatchObject({ ok: false, fix: 'add-key' });
  });

  it('is larger than every key takes: it says how large and how much goes', async () => {
    const { jobs } = await open({ keys: ['groq1', 'openai1'] });
    const outcome = await jobs.transcribe(put(new Blob([wave, new Uint8Array(27_000_000)])), 'long.wav');
    expect(outcome).toEqual({
      ok: false,
      message: expect.stringMatching(
        /This file has 27 MB; the most that any of your keys takes in one upload is 26 MB/,
      ),
      fix: 'options',
    });
  });

  it('is not the one that only a resting key takes: that one waits', async () => {
    const { jobs, clock, upload } = await open({ keys: ['groq1', 'together1'] });
    farm.together.fault({ kind: '429', retryAfterSeconds: 3_600, times: 1 });
    const exclude = ['groq1@groq/whisper-large-v3-turbo', 'groq1@groq/whisper-large-v3'];
    expect((await upload({ audio: new Blob([wave]), exclude })).ok).toBe(false);
    const outcome = await jobs.transcribe(put(new Blob([wave, new Uint8Array(27_000_000)])), 'long.wav');
    expect(outcome).toMatchObject({ ok: true });
    const id = outcome.ok ? outcome.jobId : '';
    expect((await reached(stored, id, 'waiting')).retryAt).toBe(clock.now() + 3_600_000);
    await jobs.cancel(id);
  });
});
