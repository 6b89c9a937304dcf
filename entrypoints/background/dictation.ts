// Dictation: pressed once it records the microphone, pressed again it has that written down and puts the text at the
// cursor; where there is none, on the clipboard, else before the user's eyes. The text always stands in the history too.
// Every effect is handed in.
import type { Job } from '../../lib/domain/job.ts';
import { isUnfinished } from '../../lib/domain/unfinished.ts';
import type { Jobs } from '../../lib/jobs/index.ts';
import type { CaptureController } from './captures.ts';
import { createJobEnds, type JobEnds } from './job-ends.ts';
import type { KeepAwake } from './keep-awake.ts';
import { inRondo, type PlacePorts, place, say, show } from './place-text.ts';

export type DictationPorts = PlacePorts & {
  captures: Pick<CaptureController, 'start' | 'stop' | 'view'>;
  jobs: Pick<Jobs, 'all'>;
  /** Resolves once it is known what is being recorded. */
  recovered: Promise<unknown>;
  keepAwake: KeepAwake;
  now(): number;
};

export type Dictation = Pick<JobEnds, 'hear' | 'gone'> & {
  /** @param tabId the tab in front; null: none that can be written into */
  press(tabId: number | null): Promise<void>;
};

/** What comes later finds the user somewhere else: it is not written where the cursor happens to be then. */
const writtenWithin = 60_000;

/** One paragraph, as somebody would have typed it. */
const spoken = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();

const listening = 'Rondo is listening. Press the shortcut again when you have finished.';
const writing = 'Rondo writes it down…';
const nothing = 'Nothing was said that could be written down.';
const later = 'Nobody can write it down at once. Rondo goes on by itself; the text will be in its window.';
const missing = 'Parts of it could not be written down. What there is stands in Rondo’s window.';
/** A page is told nothing of who was asked, nor in whose words it was refused. */
const failed = 'It could not be written down. Rondo’s window says why.';
const another = 'Rondo is recording something else. Stop that recording first.';

const begin = async (ports: DictationPorts, tabId: number | null): Promise<void> => {
  const started = await ports.captures.start({ microphone: true, tab: null, purpose: 'dictation' });
  if (!started.ok) return say(ports, tabId, started.message);
  // Else the page that asks for the microphone is in front now.
  if (!started.asks) await say(ports, tabId, listening);
};

/** @param job as it ended; null: somebody removed it */
const deliver = async (ports: DictationPorts, tabId: number | null, job: Job | null, pressedAt: number) => {
  // Whoever ended it knows.
  if (job === null || job.state === 'cancelled') return;
  if (isUnfinished(job)) return show(ports, tabId, later);
  const text = spoken(job.text);
  if (job.state !== 'done') return show(ports, tabId, failed);
  if (job.kind === 'transcription' && job.progress.gaps.length > 0) return show(ports, tabId, missing);
  if (text === '') return say(ports, tabId, nothing);
  if (ports.now() - pressedAt > writtenWithin) return show(ports, tabId, inRondo);
  return place(ports, tabId, text);
};

const finish = async (ports: DictationPorts, ends: JobEnds, tabId: number | null, id: string): Promise<void> => {
  const { captures } = ports;
  const pressedAt = ports.now();
  await say(ports, tabId, writing);
  const taken = await captures.stop();
  const isKept = captures.view().kept.some((kept) => kept.id === id);
  if (!taken.ok) return isKept ? show(ports, tabId, failed) : say(ports, tabId, nothing);
  if (taken.jobId === null) return;
  const followed = ends.endOf(taken.jobId).then((job) => deliver(ports, tabId, job, pressedAt));
  // The next dictation may begin meanwhile.
  void ports.keepAwake(followed).catch(() => {});
};

export const createDictation = (ports: DictationPorts): Dictation => {
  const { captures, jobs, keepAwake } = ports;
  const ends = createJobEnds(jobs);
  let pressing = false;
  return {
    press: async (tabId) => {
      // A second press while the first is being carried out is a slip of the finger.
      if (pressing) return;
      pressing = true;
      try {
        await ports.recovered;
        const { current } = captures.view();
        if (current === null) await keepAwake(begin(ports, tabId));
        else if (current.purpose !== 'dictation') await say(ports, tabId, another);
        else await keepAwake(finish(ports, ends, tabId, current.id));
      } finally {
        pressing = false;
      }
    },
    hear: ends.hear,
    gone: ends.gone,
  };
};
