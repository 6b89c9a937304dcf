// One summary and one transcription through the real popup, with what came of them in readable lines and pictures.
// Never decides what is right: it shows what Rondo shows, and says when a job did not end well.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { Rondo } from '../tests/browser/driver/index.ts';
import { type ShownJob, summarize, transcribe, waitForEnd } from '../tests/browser/driver/steps.ts';
import type { Accounts } from './accounts.ts';

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');

const print = (job: ShownJob): void => {
  console.log(`\n${job.kind === 'summary' ? 'Summary' : 'Transcription'} of ${job.title}: ${job.state}`);
  if (job.note !== '') console.log(indent(job.note));
  if (job.text !== '') console.log(indent(job.text));
  if (job.step !== '') console.log(`  Answered by ${job.step}`);
  console.log('  Why this model?');
  for (const [index, line] of job.asked.entries()) console.log(`    ${index + 1}. ${line}`);
  for (const line of job.notAsked) console.log(`    not asked: ${line}`);
};

/** What came of it, or null where nothing did in time. */
const within = <Value>(ms: number, work: Promise<Value>): Promise<Value | null> =>
  Promise.race([work.catch(() => null), sleep(ms, null, { ref: false })]);

/** Keeps pictures by name in one folder. */
export const album = async (folder: string) => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  return {
    paths,
    take: async (page: Page, name: string, fullPage = false): Promise<void> => {
      const path = join(folder, `${name}.png`) as `${string}.png`;
      // A window that draws nothing just then would keep us waiting for good; what a picture shows is no result.
      const taken = page.screenshot({ path, fullPage }).then(() => true);
      if (await within(5_000, taken)) paths.push(path);
      else console.log(`  (No picture could be taken of “${name}”.)`);
    },
  };
};
type Album = Awaited<ReturnType<typeof album>>;

const finish = async (popup: Page, pictures: Album, name: string): Promise<ShownJob> => {
  const job = await waitForEnd(popup);
  await pictures.take(popup, name);
  print(job);
  if (job.state !== 'done') throw new Error(`The job "${job.title}" ended as ${job.state}: ${job.note}`);
  return job;
};

const summarizeArticle = async (rondo: Rondo, accounts: Accounts, tab: Page, pictures: Album): Promise<void> => {
  accounts.failOnce();
  const popup = await rondo.popupOn(tab);
  await summarize(popup);
  const { asked } = await finish(popup, pictures, 'summary');
  await popup.close();
  if (accounts.practice && asked.length < 2) throw new Error('The first provider did not fail as it was told to.');
};

const transcribeRecording = async (rondo: Rondo, accounts: Accounts, tab: Page, pictures: Album): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'rondo-recording-'));
  try {
    const file = join(folder, 'recording.wav');
    await writeFile(file, accounts.recording);
    const popup = await rondo.popupOn(tab);
    await transcribe(popup, file);
    const { text } = await finish(popup, pictures, 'transcription');
    await popup.close();
    const missing = accounts.spoken.filter((word) => !text.includes(word));
    if (accounts.practice && missing.length > 0) throw new Error(`These words were lost: ${missing.join(', ')}.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const demonstrate = async (rondo: Rondo, accounts: Accounts, pictures: Album): Promise<void> => {
  const tab = await rondo.browser.newPage();
  await tab.goto(accounts.article);
  await summarizeArticle(rondo, accounts, tab, pictures);
  await transcribeRecording(rondo, accounts, tab, pictures);
};
