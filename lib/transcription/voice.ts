// Where voice is in a recording, told by loudness alone: a frame is voice where it is well above what is quiet around
// it. A judge of pauses and stillness, not of speech: music counts as voice, and whatever is in doubt does too, since
// what is taken for silence by mistake would be lost. Pure.
import { frameSeconds, type Span } from '../domain/audio.ts';

/** Loudness of each frame in decibels below full scale. */
export type Loudness = readonly number[];

const quietest = -100;
export const decibels = (level: number): number =>
  level > 0 ? Math.max(quietest, Math.min(0, 20 * Math.log10(level))) : quietest;

/** Below this nothing was recorded at all: a muted track, or padding. It says nothing of how quiet the room is. */
const unrecorded = -80;
/** The quiet is what a tenth of the frames do not exceed, the loud what a tenth does. */
const [quietShare, loudShare] = [0.1, 0.9];
/** Voice is this much louder than the quiet (reference: 10th percentile + 6 dB). */
const aboveQuiet = 6;
/** Where loud and quiet differ by less there is no telling them apart. */
const leastContrast = 9;
/** Where there never was a contrast: anything louder may be voice. */
const audible = -55;
/** Nothing is left out as still that comes closer to the loud than this. */
const farFromLoud = 15;

/** How often each loudness occurs, by whole decibels. */
type Counts = { bins: number[]; total: number };

const emptyCounts = (): Counts => ({ bins: new Array<number>(1 - quietest).fill(0), total: 0 });

const count = (counts: Counts, loudness: number, step: 1 | -1): void => {
  if (loudness < unrecorded) return;
  const bin = Math.round(loudness) - quietest;
  counts.bins[bin] = Number(counts.bins[bin]) + step;
  counts.total += step;
};

const levelAt = ({ bins, total }: Counts, share: number): number => {
  let left = total * share;
  for (const [bin, number] of bins.entries()) {
    left -= number;
    if (left < 0) return bin + quietest;
  }
  return 0;
};

/** What is known of a whole recording as far as it has gone by. */
export const createHistory = () => {
  const counts = emptyCounts();
  return {
    add(loudness: Loudness): void {
      for (const one of loudness) count(counts, one, 1);
    },
    quiet: () => levelAt(counts, quietShare),
    loud: () => (counts.total === 0 ? quietest : levelAt(counts, loudShare)),
  };
};
export type History = Pick<ReturnType<typeof createHistory>, 'quiet' | 'loud'>;

/** Above which loudness a frame is voice; of a stretch without contrast the whole recording is asked. */
const thresholdFrom = (around: Counts, history: History): number => {
  const quiet = levelAt(around, quietShare);
  if (around.total > 0 && levelAt(around, loudShare) - quiet >= leastContrast) return quiet + aboveQuiet;
  return history.loud() - history.quiet() >= leastContrast ? history.quiet() + aboveQuiet : audible;
};

const framesIn = (seconds: number): number => Math.round(seconds / frameSeconds);
/** Half of the time around a frame in which its quiet is looked for: rooms and distances change. */
const around = framesIn(30);
/** How often it is looked for. */
const step = framesIn(1);

export type Heard = 'voice' | 'still' | 'neither';

/** Frames `from` to `to` before any smoothing: voice, still (quiet enough to be left out), or noise that is neither. */
const rawIn = (loudness: Loudness, from: number, to: number, history: History): Heard[] => {
  const counts = emptyCounts();
  let [low, high] = [Math.max(0, from - around), Math.max(0, from - around)];
  const stillBelow = Math.max(audible, history.loud() - farFromLoud);
  const heard: Heard[] = [];
  for (let at = from; at < to; at += step) {
    const [until, since] = [Math.min(loudness.length, at + around), Math.max(low, at - around)];
    for (const one of loudness.slice(high, until)) count(counts, one, 1);
    for (const one of loudness.slice(low, since)) count(counts, one, -1);
    [low, high] = [since, Math.max(high, until)];
    const threshold = thresholdFrom(counts, history);
    for (const one of loudness.slice(at, Math.min(to, at + step)))
      heard.push(one > threshold ? 'voice' : one < stillBelow ? 'still' : 'neither');
  }
  return heard;
};

/** Shorter gaps are part of speaking, shorter voice is a click. */
const [shortGap, shortVoice] = [framesIn(0.2), framesIn(0.1)];

/** Short gaps filled in. */
const spoken = (heard: readonly Heard[]): Heard[] => {
  const filled = [...heard];
  let end = Number.NEGATIVE_INFINITY;
  for (const [at, one] of heard.entries()) {
    if (one !== 'voice') continue;
    if (at - end < shortGap) filled.fill('voice', end, at);
    end = at + 1;
  }
  return filled;
};

export type Run = { heard: Heard; from: number; to: number };

const append = (runs: Run[], next: Run): void => {
  const last = runs.at(-1);
  if (last?.heard === next.heard) last.to = next.to;
  else runs.push({ ...next });
};

const runsOf = (heard: readonly Heard[], from: number): Run[] => {
  const runs: Run[] = [];
  for (const [index, one] of heard.entries()) append(runs, { heard: one, from: from + index, to: from + index + 1 });
  return runs;
};

const isClick = ({ heard, from, to }: Run): boolean => heard === 'voice' && to - from < shortVoice;

const withoutClicks = (runs: readonly Run[]): Run[] => {
  const list: Run[] = [];
  for (const run of runs) append(list, isClick(run) ? { ...run, heard: 'still' } : run);
  return list;
};

/**
 * What is heard in the frames `from` to `to`, as runs in order.
 * @param loudness these frames and as many around them as there are, up to 30 s on either side
 */
export const runsIn = (loudness: Loudness, from: number, to: number, history: History): Run[] =>
  withoutClicks(runsOf(spoken(rawIn(loudness, from, to, history)), from));

const toMs = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

/** @param origin the time of frame 0 */
export const voiceOf = (runs: readonly Run[], origin: number): Span[] =>
  runs
    .filter(({ heard }) => heard === 'voice')
    .map(({ from, to }) => ({ start: toMs(origin + from * frameSeconds), end: toMs(origin + to * frameSeconds) }));
