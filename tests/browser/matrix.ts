// What tests of whole recordings share: recordings of every common length and format, whoever takes so much and no more,
// the way from the file to the words, and what is expected of these. The browser is whoever opens it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { HistoryEntry } from '../../lib/domain/history.ts';
import { ffmpegPath } from '../farm/ffmpeg.ts';
import type { Farm, LogEntry } from '../farm/index.ts';
import type { UploadLimits } from '../farm/kind.ts';
import { convert, type Said, writeRecording } from '../farm/recordings.ts';
import { type ShownJob, transcribeAny } from './driver/steps.ts';
import { keys, limitKeys, type Openable, type ProviderName, practiceOf, roomy, setUp, tell, until } from './world.ts';

export const isLong = process.env.RONDO_LONG === '1';

export const lengths = { '10 min': 600, '60 min': 3_600, '3 h': 10_800 };
export type Length = keyof typeof lengths;
export const formats = ['wav', 'mp3', 'm4a', 'webm', 'mp4'] as const;
export type Format = (typeof formats)[number];

/** Who takes how much. `known`: the user has said so too; else Rondo knows it of the provider, or learns it. */
type Limit = { provider: ProviderName; key: string; takes: UploadLimits; known?: true };
export const limits = {
  '1 MB': { provider: 'Groq', key: keys.groqOne, takes: { bytes: 1_000_000, seconds: null }, known: true },
  '25 MB': { provider: 'Groq', key: keys.groqOne, takes: { bytes: 26_214_400, seconds: null } },
  '80 MB': { provider: 'TogetherAI', key: keys.together, takes: { bytes: 80_000_000, seconds: null } },
  '1,400 s': { provider: 'OpenAI', key: keys.openai, takes: { bytes: 26_148_864, seconds: 1_400 } },
} satisfies Record<string, Limit>;
export type LimitName = keyof typeof limits;

export type Recording = { path: string; said: readonly Said[] };

const once = (known: Map<string, Promise<Recording>>, path: string, make: () => Promise<Recording>) => {
  const there = known.get(path) ?? make();
  known.set(path, there);
  return there;
};

export type Recordings = {
  /** Made at its first use, and kept for the others. */
  record(seconds: number, format: Format, pauses: boolean): Promise<Recording>;
  remove(): Promise<void>;
};

export const openRecordings = async (): Promise<Recordings> => {
  const folder = await mkdtemp(join(tmpdir(), 'rondo-matrix-'));
  // May have to be installed first.
  ffmpegPath();
  const made = new Map<string, Promise<Recording>>();
  const record = (seconds: number, format: Format, pauses: boolean): Promise<Recording> => {
    const path = join(folder, `${seconds}-${pauses ? 'pauses' : 'breathless'}.${format}`);
    return once(made, path, async () => {
      if (format === 'wav')
        return { path, said: await writeRecording(path, { seconds, pauses, seed: seconds + Number(pauses) }) };
      const plain = await record(seconds, 'wav', pauses);
      await convert(plain.path, path);
      return { path, said: plain.said };
    });
  };
  return { record, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** Gives it the one key of that limit, and tells the practice provider to take no more. */
export const setUpLimit = async (world: Openable, name: LimitName): Promise<void> => {
  const { provider, key, takes, known }: Limit = limits[name];
  const practice = practiceOf(world.farm, provider);
  practice.addKey(key, { plan: 'paid', limits: roomy });
  practice.setUploads(takes);
  await setUp(world, { [provider]: [key] });
  await limitKeys(world, { ...roomy, ...(known && takes.bytes !== null ? { bytes: takes.bytes } : {}) });
};

export const uploadsTo = (farm: Farm, provider: ProviderName): LogEntry[] =>
  practiceOf(farm, provider).log.filter(({ form }) => form !== null);

const stateIn = (popup: Page): Promise<string> =>
  popup.$eval('[data-testid="job"]', (card) => (card as HTMLElement).dataset.state ?? '');

export const readTranscript = async (page: Page, id: string): Promise<HistoryEntry> => {
  const read = (await tell(page, 'transcript.read', { id })) as { ok: true; value: { entry: HistoryEntry } };
  return read.value.entry;
};

/** Hands the recording in as a person does, waits for what becomes of it, and throws it away again. */
export const transcribed = async (
  popup: Page,
  { path }: Recording,
  begin: (popup: Page, file: string) => Promise<ShownJob> = transcribeAny,
): Promise<HistoryEntry> => {
  const { id } = await begin(popup, path);
  const isOver = async () => !['running', 'waiting'].includes(await stateIn(popup));
  await until('the end of the recording', isOver, 600_000);
  expect(await stateIn(popup)).toBe('done');
  const entry = await readTranscript(popup, id);
  // Sixty recordings would fill the disk.
  await tell(popup, 'job.remove', { id });
  return entry;
};

export const wordsIn = ({ passages }: HistoryEntry) => passages.flatMap(({ words = [] }) => words);

/** What a person may notice: a sentence that is played from its time begins with its word. */
const lateAtMost = 0.3;

/** Every word exactly once, in order, at its time, and nothing missing. */
export const expectWordForWord = (entry: HistoryEntry, said: readonly Said[]): void => {
  expect(entry.gaps).toEqual([]);
  const words = wordsIn(entry);
  expect(words.map(({ text }) => text)).toEqual(said.map(({ word }) => word));
  const off = words.map(({ start, end }, place) => {
    const { start: from, end: to } = said[place] ?? { start: 0, end: 0 };
    return Math.max(Math.abs(start - from), Math.abs(end - to));
  });
  expect(Math.max(...off)).toBeLessThan(lateAtMost);
};

/** Nothing was refused, no chunk is longer than ten minutes, and none larger than its target takes. */
export const expectWithin = (uploads: readonly LogEntry[], seconds: number, most: number): void => {
  expect(uploads.filter(({ status }) => status !== 200)).toEqual([]);
  expect(uploads.length).toBeGreaterThanOrEqual(seconds / 600);
  expect(Math.max(...uploads.map(({ form }) => form?.fileBytes ?? 0))).toBeLessThanOrEqual(most);
};
