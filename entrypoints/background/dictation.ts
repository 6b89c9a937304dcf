// Dictation: pressed once it records the microphone, pressed again it has that written down and puts the text at the
// cursor; where there is none, on the clipboard, else before the user's eyes. The text always stands in the history too.
// Every effect is handed in.
import type { Job } from '../../lib/domain/job.ts';
import { isUnfinished } from '../../lib/domain/unfinished.ts';
import type { Jobs } from '../../lib/jobs/index.ts';
import type { CaptureController } from './captures.ts';
import type { KeepAwake } from './keep-awake.ts';
import type { TabWriter } from './write-in-tab.ts';

export type DictationPorts = {
  captures: Pick<CaptureController, 'start' | 'stop' | 'view'>;
  jobs: Pick<Jobs, 'all'>;
  tab: TabWriter;
  /** Resolves once it is known what is being recorded. */
  recovered: Promise<unknown>;
  /** Opens Rondo's own window, where the text stands with a button to copy it. */
  openPopup(): Promise<void>;
  keepAwake: KeepAwake;
  now(): number;
};

export type Dictation = {
  /** @param tabId the tab in front; null: none that can be written into */
  press(tabId: number | null): Promise<void>;
  /** To be told of every change of a job, and of each that is removed. */
  hear(job: Job): void;
  gone(id: string): void;
};

/** What comes later finds the user somewhere else: it is not written where the cursor happens to be then. */
const writtenWithin = 60_000;

/** One paragraph, as somebody would have typed it. */
const spoken = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();

const listening = 'Rondo is listening. Press the shortcut again when you have finished.';
const writing = 'Rondo writes it down…';
const copied = 'No field had the cursor, so the text is on the clipboard.';
const inRondo = 'The text is in Rondo’s window, ready to be copied.';
const partly = 'The field took only a part of it.';
const nothing = 'Nothing was said that could be written down.';
const later = 'Nobody can write it down at once. Rondo goes on by itself; the text will be in its window.';
const missing = 'Parts of it could not be written down. What there is stands in Rondo’s window.';
/** A page is told nothing of who was asked, nor in whose words it was refused. */
const failed = 'It could not be written down. Rondo’s window says why.';
const another = 'Rondo is recording something else. Stop that recording first.';

export const createDictation = (ports: DictationPorts): Dictation => {
  const { captures, jobs, tab } = ports;
  const waiting = new Map<string, (job: Job | null) => void>();
  let pressing = false;

  const say = async (tabId: number | null, text: string): Promise<void> => {
    if (tabId !== null) await tab.say(tabId, text);
  };
  const show = async (tabId: number | null, text: string): Promise<void> => {
    await say(tabId, text);
    await ports.openPopup();
  };

  /** As soon as it is over, or cannot go on now; null: somebody removed it. */
  const endOf = async (id: string): Promise<Job | null> => {
    const heard = new Promise<Job | null>((resolve) => waiting.set(id, resolve));
    const now = (await jobs.all()).find((job) => job.id === id);
    const job = now && now.state !== 'running' ? now : await heard;
    waiting.delete(id);
    return job;
  };

  const begin = async (tabId: number | null): Promise<void> => {
    const started = await captures.start({ microphone: true, tab: null, purpose: 'dictation' });
    if (!started.ok) return say(tabId, started.message);
    // Else the page that asks for the microphone is in front now.
    if (!started.asks) await say(tabId, listening);
  };

  const place = async (tabId: number | null, text: string): Promise<void> => {
    const written = tabId === null ? 'none' : await tab.write(tabId, text);
    // It stands where the user looks.
    if (written === 'whole') return say(tabId, '');
    const lead = written === 'part' ? `${partly} ` : '';
    if (tabId !== null && (await tab.copy(tabId, text)))
      return say(tabId, lead === '' ? copied : `${lead}All of it is on the clipboard.`);
    await show(tabId, lead + inRondo);
  };

  const follow = async (tabId: number | null, jobId: string, pressedAt: number): Promise<void> => {
    const job = await endOf(jobId);
    // Whoever ended it knows.
    if (job === null || job.state === 'cancelled') return;
    if (isUnfinished(job)) return show(tabId, later);
    const text = spoken(job.text);
    if (job.state !== 'done') return show(tabId, failed);
    if (job.kind === 'transcription' && job.progress.gaps.length > 0) return show(tabId, missing);
    if (text === '') return say(tabId, nothing);
    if (ports.now() - pressedAt > writtenWithin) return show(tabId, inRondo);
    await place(tabId, text);
  };

  const finish = async (tabId: number | null, id: string): Promise<void> => {
    const pressedAt = ports.now();
    await say(tabId, writing);
    const taken = await captures.stop();
    const isKept = captures.view().kept.some((kept) => kept.id === id);
    if (!taken.ok) return isKept ? show(tabId, failed) : say(tabId, nothing);
    // The next dictation may begin meanwhile.
    if (taken.jobId !== null) void ports.keepAwake(follow(tabId, taken.jobId, pressedAt)).catch(() => {});
  };

  return {
    press: async (tabId) => {
      // A second press while the first is being carried out is a slip of the finger.
      if (pressing) return;
      pressing = true;
      try {
        await ports.recovered;
        const { current } = captures.view();
        if (current === null) await ports.keepAwake(begin(tabId));
        else if (current.purpose !== 'dictation') await say(tabId, another);
        else await ports.keepAwake(finish(tabId, current.id));
      } finally {
        pressing = false;
      }
    },
    hear: (job) => {
      if (job.state !== 'running') waiting.get(job.id)?.(job);
    },
    gone: (id) => waiting.get(id)?.(null),
  };
};
