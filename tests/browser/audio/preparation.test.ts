// Recordings of tone words in many containers go through the real worker in a real browser, and each chunk that comes out
// is heard again by the practice providers' ears: every word once, in order, at its true time.
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreparedChunk } from '../../../lib/domain/audio.ts';
import { findFirefox } from '../../../scripts/browsers.ts';
import type { Heard } from '../../farm/tones.ts';
import { until } from '../world.ts';
import {
  type Container,
  type Film,
  hasFfmpeg,
  hearFile,
  openStudio,
  probe,
  type Said,
  type Studio,
  say,
} from './media.ts';
import { type BrowserName, defaults, openStage, type StageBrowser } from './stage.ts';
import type { Preparing } from './stage-background.ts';

const chunksOf = ({ heard }: Preparing): PreparedChunk[] =>
  heard.flatMap(({ event }) => (event.type === 'chunk' ? [event.prepared] : []));

/** What a person may notice: a sentence that is played from its time begins with its word. */
const lateAtMost = 0.3;
const megabytesPerHour = 12;

let studio: Studio;
/** A word takes 0.7 s with its pause. */
let long: { said: Said; wave: string };
let short: { said: Said; wave: string };
beforeAll(async () => {
  if (!hasFfmpeg) return;
  studio = await openStudio();
  const spoken = async (seed: number, count: number, pauseMs: number) => {
    const said = await say(seed, count, pauseMs);
    return { said, wave: await studio.write(`source-${seed}.wav`, said.wave) };
  };
  [long, short] = await Promise.all([spoken(11, 870, 420), spoken(12, 120, 420)]);
});
afterAll(() => studio?.close());

describe.skipIf(!hasFfmpeg).each<BrowserName>(['chromium', 'firefox'])('preparing in %s', (name) => {
  if (name === 'firefox' && findFirefox() === null) return;
  let stage: StageBrowser;
  beforeAll(async () => {
    stage = await openStage(name);
  });
  afterAll(() => stage?.close());

  /** All that is heard in the chunks, at its time in the recording. The chunks are removed. */
  const heardIn = async (chunks: readonly PreparedChunk[]): Promise<Heard[]> => {
    const all: Heard[] = [];
    for (const { blobId, chunk } of chunks) {
      const heard = await hearFile((await stage.bytes(blobId)) ?? new Uint8Array());
      all.push(...heard.map(({ word, start, end }) => ({ word, start: start + chunk.start, end: end + chunk.start })));
      await stage.remove(blobId);
    }
    return all;
  };
  const prepared = async (path: string, options = {}): Promise<Preparing> => {
    const id = await stage.keep(path);
    const done = await stage.prepare(id, options);
    await stage.remove(id);
    return done;
  };
  const latest = (heard: readonly Heard[], said: readonly Heard[]): number =>
    Math.max(...heard.map(({ start }, index) => Math.abs(start - (said[index]?.start ?? Number.POSITIVE_INFINITY))));

  /** Ten minutes of the common ones in Chromium; of the rest, enough for three chunks. */
  const common: readonly (Container | Film)[] = ['wav', 'mp3', 'm4a', 'webm', 'mp4'];
  const others: readonly (Container | Film)[] = ['ogg', 'flac', 'aac', 'mov', 'mkv', 'ts'];
  it.each([...common, ...others])(
    'keeps every word of a %s, once and in its place, cutting in pauses',
    async (ending) => {
      const { said, wave } = name === 'chromium' && common.includes(ending) ? long : short;
      const done = await prepared(await studio.encode(wave, ending), { limits: { most: 120, mostFirst: 40 } });
      expect(done.end).toMatchObject({ ok: true, note: '' });
      const chunks = chunksOf(done);
      expect(chunks.length).toBeGreaterThanOrEqual(3 - Number(said === short.said));
      expect(chunks.map(({ chunk }) => chunk.index)).toEqual(chunks.map((_, index) => index));
      expect(chunks.slice(0, -1).every(({ chunk }) => chunk.cut === 'pause')).toBe(true);
      const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
      const seconds = chunks.reduce((sum, chunk) => sum + chunk.seconds, 0);
      expect((bytes / seconds) * 3_600).toBeLessThan(megabytesPerHour * 1_000_000);
      const heard = await heardIn(chunks);
      expect(heard.map(({ word }) => word)).toEqual(said.words);
      expect(latest(heard, said.heard)).toBeLessThan(lateAtMost);
    },
  );

  it('makes mono Ogg Opus of the length that it says, which ffmpeg reads without complaint', async () => {
    const done = await prepared(short.wave, { limits: { most: 40, mostFirst: 40 } });
    for (const { blobId, seconds, fileName } of chunksOf(done)) {
      const path = await studio.write(fileName, (await stage.bytes(blobId)) ?? new Uint8Array());
      const read = await probe(path);
      expect(read).toMatchObject({ codec: 'opus', channels: 1, format: 'ogg' });
      expect(Math.abs(read.seconds - seconds)).toBeLessThan(0.05);
    }
  });

  it('loses no word where there is no pause to cut in: the chunks overlap', async () => {
    const said = await say(13, 300, 150);
    const done = await prepared(await studio.write('breathless.wav', said.wave), {
      limits: { most: 40, mostFirst: 40 },
    });
    const chunks = chunksOf(done);
    expect(chunks.slice(1).map(({ chunk }) => chunk.overlap)).toEqual(chunks.slice(1).map(() => 4.98));
    const heard = await heardIn(chunks);
    const lost = said.heard.filter(
      ({ word, start }) => !heard.some((one) => one.word === word && Math.abs(one.start - start) < lateAtMost),
    );
    expect(lost).toEqual([]);
  });

  it('goes on behind the last chunk of an earlier life, more than an hour into the file', async () => {
    const mp3 = await studio.encode(short.wave, 'mp3', 'hour');
    const path = join(studio.folder, 'hours.mp3');
    await studio.ffmpeg('-stream_loop', '45', '-i', mp3, '-c', 'copy', path);
    const whole = (await probe(path)).seconds;
    expect(whole).toBeGreaterThan(3_700);
    const end = 3_610.02;
    const after = {
      index: 41,
      start: 3_500,
      end,
      silent: false,
      overlap: 0,
      cut: 'pause' as const,
      voiced: 50,
      voice: [],
    };
    const done = await prepared(path, { after });
    const chunks = chunksOf(done);
    expect(chunks[0]?.chunk).toMatchObject({ index: 42, start: end });
    expect(done.end).toMatchObject({ ok: true, seconds: expect.closeTo(whole, 0) });
    const once = (await probe(mp3)).seconds;
    const frame = 1_152 / 44_100;
    // The copies follow each other by whole frames.
    const period = Math.round(once / frame) * frame;
    const said = Array.from({ length: 46 }, (_, round) =>
      short.said.heard.map((one) => ({ ...one, start: one.start + round * period })),
    ).flat();
    // The one that is being said where it goes on, and the seams between two copies, are nobody's words.
    const heard = (await heardIn(chunks)).filter(({ start }) => start > end + 1);
    const later = said.filter(({ start }) => start > end + 1);
    const found = later.filter(({ word, start }) =>
      heard.some((one) => one.word === word && Math.abs(one.start - start) < lateAtMost),
    );
    expect(found.length).toBeGreaterThanOrEqual(later.length - 3);
    expect(heard.length).toBeLessThanOrEqual(later.length + 3);
  });

  it('prepares given chunks alone, as they are given, and reads no further', async () => {
    const span = (index: number, start: number, end: number) => ({
      ...{ index, start, end, silent: false, overlap: 0, cut: 'pause' as const, voiced: 10, voice: [] },
    });
    const only = [span(3, 20.01, 32.5), span(3.01, 28, 41.7)];
    const done = await prepared(await studio.encode(short.wave, 'm4a', 'given'), { only });
    const chunks = chunksOf(done);
    expect(chunks.map(({ chunk }) => chunk)).toEqual(only);
    expect(done.end).toMatchObject({ ok: true, seconds: expect.closeTo(42, 0) });
    const heard = await heardIn(chunks);
    const whole = only.flatMap(({ start, end }) =>
      short.said.heard.filter((one) => one.start > start + 0.1 && one.end < end - 0.1),
    );
    for (const { word, start } of whole)
      expect(
        heard.some((one) => one.word === word && Math.abs(one.start - start) < lateAtMost),
        word,
      ).toBe(true);
    expect(whole.length).toBeGreaterThan(30);
  });

  it('prepares no further ahead than it is told, and goes on as chunks are taken', async () => {
    const id = await stage.keep(short.wave);
    await stage.call({
      call: 'prepare',
      blobId: id,
      options: { ...defaults, limits: { most: 20, mostFirst: 20 } },
      takeNone: true,
    });
    const look = () => stage.call({ call: 'look' });
    await until('two chunks', async () => chunksOf(await look()).length === 2);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(chunksOf(await look())).toHaveLength(2);
    await stage.call({ call: 'take' });
    await until('two more', async () => chunksOf(await look()).length === 4);
    await stage.call({ call: 'cancel' });
    const cancelled = await until('the end', async () => {
      const state = await look();
      return state.end && state;
    });
    expect(cancelled.end).toMatchObject({ ok: false });
    expect(chunksOf(cancelled)).toHaveLength(4);
  });

  describe('says in a sentence what is wrong with', () => {
    const refusal = async (path: string): Promise<string> => {
      const { end } = await prepared(path);
      return end?.ok === false ? end.message : 'nothing is wrong';
    };

    it('a file that is no recording', async () => {
      expect(
        await refusal(await studio.write('letter.mp3', new TextEncoder().encode('A letter. '.repeat(500)))),
      ).toMatch(/no recording that Rondo can open\. It takes WAV, MP3/);
    });

    it('an empty one', async () => {
      expect(await refusal(await studio.write('empty.wav', new Uint8Array()))).toMatch(/empty/);
    });

    it('a film without sound', async () => {
      const path = join(studio.folder, 'mute.mp4');
      await studio.ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=5', '-t', '3', '-c:v', 'mpeg4', path);
      expect(await refusal(path)).toMatch(/There is no sound/);
      const bytes = new Uint8Array(await readFile(path));
      // Its list of tracks stands at the end.
      const half = await studio.write('half.mp4', bytes.subarray(0, bytes.length / 2));
      expect(await refusal(half)).toMatch(/damaged/);
    });

    it('sound in a codec that this browser lacks', async () => {
      const path = join(studio.folder, 'dolby.mkv');
      await studio.ffmpeg('-i', short.wave, '-t', '3', '-c:a', 'ac3', path);
      expect(await refusal(path)).toMatch(/Dolby Digital \(AC-3\), which this browser cannot decode/);
    });

    it.each([
      ['adpcm.wav', ['-c:a', 'adpcm_ms'], /is ADPCM, which this browser cannot decode/],
      ['layer.mkv', ['-c:a', 'mp2'], /is MP2, which this browser cannot decode/],
      // Firefox brings a decoder for it.
      [
        'layer.mp2',
        ['-c:a', 'mp2'],
        name === 'firefox' ? /nothing is wrong/ : /is MP2, which this browser cannot decode/,
      ],
    ])('%s, the codec of which its reader does not tell', async (name, codec, words) => {
      const path = join(studio.folder, name);
      await studio.ffmpeg('-i', short.wave, '-t', '3', '-ar', '44100', ...codec, path);
      expect(await refusal(path)).toMatch(words);
    });

    it.each([
      ['in one piece', []],
      ['in fragments, as shops send it', ['-movflags', 'frag_keyframe+empty_moov', '-frag_duration', '1000000']],
    ])('sound that is protected, %s', async (_, layout) => {
      const path = join(studio.folder, 'protected.mp4');
      const key = '00112233445566778899aabbccddeeff';
      const cipher = ['-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', key, '-encryption_kid', key];
      await studio.ffmpeg('-i', short.wave, '-t', '3', '-c:a', 'aac', ...cipher, ...layout, path);
      expect(await refusal(path)).toMatch(/DRM/);
    });

    it('one that is not stored any more', async () => {
      const { end } = await stage.prepare('nobody');
      expect(end).toMatchObject({ ok: false, message: expect.stringMatching(/not stored any more/) });
    });
  });

  it.each<Container>(['mp3', 'm4a', 'ogg', 'wav'])(
    'keeps what comes before and after a damaged place in a %s',
    async (ending) => {
      const whole = await studio.encode(short.wave, ending, 'whole');
      const bytes = new Uint8Array(await readFile(whole));
      const [from, to] = [Math.round(bytes.length * 0.5), Math.round(bytes.length * 0.53)];
      for (let at = from; at < to; at += 1) bytes[at] = (at * 7_919) % 251;
      const done = await prepared(await studio.write(`damaged.${ending}`, bytes), {
        limits: { most: 40, mostFirst: 40 },
      });
      expect(done.end).toMatchObject({ ok: true });
      const heard = await heardIn(chunksOf(done));
      const seconds = short.said.heard.at(-1)?.end ?? 0;
      const near = ({ start }: Heard) => start > seconds * 0.45 && start < seconds * 0.6;
      // An MP3 has no clock: what was lost in it is missing in its time, for every player.
      const early = ending === 'mp3' ? seconds * 0.035 : lateAtMost;
      const lost = short.said.heard.filter(
        (one) =>
          !near(one) &&
          !heard.some(
            ({ word, start }) => word === one.word && start > one.start - early && start < one.start + lateAtMost,
          ),
      );
      expect(lost).toEqual([]);
    },
  );

  it('keeps what is there of a recording that was cut off', async () => {
    const whole = await studio.encode(short.wave, 'mp3', 'whole');
    const bytes = new Uint8Array(await readFile(whole));
    const path = await studio.write('cut-off.mp3', bytes.subarray(0, Math.round(bytes.length * 0.4)));
    await copyFile(path, join(studio.folder, 'copy.mp3'));
    const heard = await heardIn(chunksOf(await prepared(path)));
    expect(heard.length).toBeGreaterThan(short.said.words.length * 0.35);
    expect(heard.slice(0, -1).map(({ word }) => word)).toEqual(short.said.words.slice(0, heard.length - 1));
  });
});
