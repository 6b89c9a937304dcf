// Measure 7: an hour of sound from the press to the last word, in the built extension in Chromium: how soon the first
// chunk is on its way, when all is made ready, how much goes out, what the process that does it holds in memory, and how
// much sooner three keys are done than one. Every word is checked; a run that lost one measures nothing.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import type { HistoryEntry } from '../../../lib/domain/history.ts';
import type { TranscriptionJob } from '../../../lib/domain/job.ts';
import {
  keepFile,
  keys,
  limitKeys,
  openWorld,
  type ProviderName,
  practiceOf,
  roomy,
  setUp,
  tell,
  type World,
} from '../../browser/world.ts';
import { convert, type Said, writeRecording } from '../../farm/recordings.ts';
import { sum } from '../numbers.ts';

export type RecordingRow = {
  way: string;
  /** Seconds from the press until the first upload began to arrive. */
  firstS: number;
  /** Until the last chunk lay ready. */
  preparedS: number;
  /** Until the whole text was there. */
  doneS: number;
  uploads: number;
  uploadMb: number;
  /** Private memory of the extension's renderer at its highest; null where this system does not tell. */
  rendererMb: number | null;
};
export type RecordingReport = { source: string; rows: RecordingRow[] };

/** As fast as slow services: a recording of ten minutes is written down in half a minute. */
const hearingSpeed = 20;
const root = fileURLToPath(new URL('../../..', import.meta.url));

const build = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('wxt', ['build'], { cwd: root, stdio: 'ignore', shell: process.platform === 'win32' });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error('The extension could not be built.'))));
  });

type Sampler = { highestMb(): number | null; end(): Promise<void> };

/** What no other process shares with it. Linux alone tells, page by page. */
const privateMb = async (pid: number): Promise<number> => {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kb = [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].map(([, value]) => Number(value));
  return sum(kb) / 1_000;
};

/** The background, the audio document with its worker, and pages of an extension live in one process. */
const isOfExtension = async (pid: number): Promise<boolean> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('--extension-process');

const sampleMemory = async (world: World): Promise<Sampler> => {
  const session = await world.rondo.browser.target().createCDPSession();
  let highest = 0;
  let isOver = false;
  const look = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo)
      if (type === 'renderer' && (await isOfExtension(id))) highest = Math.max(highest, await privateMb(id));
  };
  const looking = (async () => {
    while (!isOver) {
      await look();
      await sleep(250);
    }
  })();
  return {
    highestMb: () => (highest === 0 ? null : highest),
    end: async () => {
      isOver = true;
      await looking;
      await session.detach();
    },
  };
};

const jobIn = (page: Page, id: string): Promise<TranscriptionJob> =>
  page.evaluate(
    (wanted) =>
      new Promise<TranscriptionJob>((resolve, reject) => {
        const opening = indexedDB.open('rondo');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('jobs').objectStore('jobs').get(wanted);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result);
          };
        };
      }),
    id,
  );

const providersOf = ({ farm }: World) => [farm.groq, farm.openai, farm.together];

const measure = async (world: World, path: string, said: readonly Said[], faster: boolean): Promise<RecordingRow> => {
  const page = await world.rondo.page('popup.html');
  const blobId = await keepFile(page, path);
  for (const { log } of providersOf(world)) log.length = 0;
  const memory = await sampleMemory(world);
  const pressed = Date.now();
  const begun = (await tell(page, 'transcribe', { blobId, fileName: 'hour.mp3', faster, language: null })) as {
    value: { jobId: string };
  };
  const id = begun.value.jobId;
  let preparedAt: number | null = null;
  for (;;) {
    const { state, cut, note } = await jobIn(page, id);
    if (cut) preparedAt ??= Date.now();
    if (state === 'done') break;
    if (state !== 'running') throw new Error(`The recording is ${state}: ${note}`);
    await sleep(100);
  }
  const done = Date.now();
  await memory.end();
  const read = (await tell(page, 'transcript.read', { id })) as { value: { entry: HistoryEntry } };
  const heard = read.value.entry.passages.flatMap(({ words = [] }) => words.map(({ text }) => text));
  if (heard.join(' ') !== said.map(({ word }) => word).join(' ')) throw new Error('Words were lost.');
  await tell(page, 'job.remove', { id });
  await page.close();
  const uploads = providersOf(world).flatMap(({ log }) => log.filter(({ form }) => form !== null));
  const seconds = (at: number) => (at - pressed) / 1_000;
  return {
    way: faster ? 'faster, three keys' : 'one key',
    firstS: seconds(Math.min(...uploads.map(({ at }) => at))),
    preparedS: seconds(preparedAt ?? done),
    doneS: seconds(done),
    uploads: uploads.length,
    uploadMb: sum(uploads.map(({ form }) => form?.fileBytes ?? 0)) / 1_000_000,
    rendererMb: memory.highestMb(),
  };
};

export const measureRecording = async (): Promise<RecordingReport> => {
  await build();
  const folder = await mkdtemp(join(tmpdir(), 'rondo-bench-'));
  const [wav, mp3] = [join(folder, 'hour.wav'), join(folder, 'hour.mp3')];
  const said = await writeRecording(wav, { seconds: 3_600, seed: 60 });
  await convert(wav, mp3);
  const world = await openWorld(0, { hearingSpeed });
  const own = { Groq: [keys.groqOne], OpenAI: [keys.openai], TogetherAI: [keys.together] };
  for (const [provider, [key = '']] of Object.entries(own))
    practiceOf(world.farm, provider as ProviderName).addKey(key, { plan: 'paid', limits: roomy });
  try {
    await setUp(world, own);
    await limitKeys(world, roomy);
    const rows: RecordingRow[] = [];
    for (const faster of [false, true]) rows.push(await measure(world, mp3, said, faster));
    const megabytes = ((await stat(mp3)).size / 1_000_000).toFixed(0);
    return { source: `60 min of MP3, 128 kbit/s, stereo, ${megabytes} MB`, rows };
  } finally {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
};
