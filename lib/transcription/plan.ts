// Where a recording is cut while it streams by: in the quietest pause near the end of a window, with an overlap only
// where there is no pause, and without long stretches of stillness, which no model has to hear. Takes loudness alone,
// frame by frame, and keeps no more of it than the open chunk. Has no clock and touches no sound.
import { type Chunk, type CreatePlanner, frameSeconds, goesOnAt, overlapSeconds } from '../domain/audio.ts';
import { createHistory, decibels, type Run, runsIn, voiceOf } from './voice.ts';

const framesIn = (seconds: number): number => Math.round(seconds / frameSeconds);

/**
 * Frames that lie wholly in a pause of 0.3 s. Cuts in such pauses cost 0.05 word errors each (measured over 154 of them
 * in a simulation), as good as none.
 */
const pause = framesIn(0.27);
/** And this much quieter than what is loud, in decibels: a soft word is no pause. */
const quieterThanLoud = 12;
/** Pauses that differ by less are equally quiet, in decibels: the longest of them is where a sentence ends. */
const equallyQuiet = 3;
/** It is looked for in this much before the window's end, in the nearer half first. */
const lookBack = framesIn(30);
/** Silence kept on either side of what is left out: words begin and end softly. */
const margin = framesIn(0.5);
/** Stillness of this length is left out; it is worth one more upload only after so much has been gathered. */
const longStillness = framesIn(5);
/** At the beginning of a recording this is enough: leaving it out costs no upload. */
const firstStillness = framesIn(2);
const veryLongStillness = framesIn(20);
const worthAnUpload = framesIn(30);
/** A last chunk of less than this is avoided where the recording's length is known. */
const leastLast = framesIn(30);
/** How often the frames that came are looked at. */
const step = framesIn(1);
/** What the judgement of voice looks at before a frame. */
const context = framesIn(30);
/** No limit is kept that leaves no room to look for a pause. */
const leastWindow = framesIn(15);

type Window = { from: number; to: number };

const loudest = (loudness: readonly number[], { from, to }: Window): number =>
  loudness.slice(from, to).reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);

/** Frames where the sound is quietest for as long as a pause lasts; of equal ones the one nearest to the middle. */
const quietestIn = (loudness: readonly number[], gap: Window): { at: number; level: number } => {
  const middle = (gap.from + gap.to) / 2;
  let best = { at: Math.round(middle), level: Number.POSITIVE_INFINITY, away: 0 };
  for (let from = gap.from; from + pause <= gap.to; from++) {
    const at = from + Math.floor(pause / 2);
    const level = Math.round(loudest(loudness, { from, to: from + pause }));
    const away = Math.abs(at - middle);
    if (level < best.level || (level === best.level && away < best.away)) best = { at, level, away };
  }
  return best;
};

/** The quietest pause in the window: where to cut; null: there is none. @param quiet nothing louder is a pause */
const pauseIn = (loudness: readonly number[], runs: readonly Run[], window: Window, quiet: number): number | null => {
  const gaps = runs
    .filter(({ heard }) => heard !== 'voice')
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .filter(({ from, to }) => to - from >= pause);
  const places = gaps
    .map((gap) => ({ ...quietestIn(loudness, gap), length: gap.to - gap.from }))
    .filter(({ level }) => level <= quiet);
  const quietest = Math.min(...places.map(({ level }) => level));
  const [best] = places
    .filter(({ level }) => level <= quietest + equallyQuiet)
    .sort((one, other) => other.length - one.length || other.at - one.at);
  return best?.at ?? null;
};

/** What is not voice, taken together. */
const pausesMerged = (runs: readonly Run[]): Run[] => {
  const list: Run[] = [];
  for (const run of runs) {
    const last = list.at(-1);
    if (last && last.heard !== 'voice' && run.heard !== 'voice') last.to = run.to;
    else list.push({ ...run });
  }
  return list;
};

export const createPlanner: CreatePlanner = ({ limits, total, after }) => {
  const origin = goesOnAt(after);
  const history = createHistory();
  let [most, mostFirst] = [0, 0];
  /** Loudness from frame `base` on. All frames are counted from the beginning of what is fed. */
  let loudness: number[] = [];
  let base = 0;
  let end = 0;
  let looked = 0;
  let index = after ? after.index + 1 : 0;
  /** Where the open chunk begins, or since when it has been still. */
  let start = 0;
  let isStill = after?.cut !== 'hard';
  let settled = 0;
  let overlap = after?.cut === 'hard' ? framesIn(overlapSeconds) : 0;

  const timeOf = (frame: number): number => Math.round((origin + frame * frameSeconds) * 1_000) / 1_000;
  const heardIn = (from: number, to: number): Run[] =>
    runsIn(loudness, Math.max(0, from - base), to - base, history).map((run) => ({
      ...run,
      from: run.from + base,
      to: run.to + base,
    }));
  const forget = () => {
    const keep = Math.max(base, Math.min(start, settled) - context);
    loudness = loudness.slice(keep - base);
    base = keep;
  };

  const setLimits = (next: typeof limits) => {
    const framesOf = (seconds: number) => Math.max(leastWindow, Math.floor(seconds / frameSeconds + 1e-6));
    most = framesOf(next.most);
    mostFirst = Math.min(most, framesOf(next.mostFirst));
  };
  setLimits(limits);

  const windowLength = (): number => (index === 0 ? mostFirst : most);
  const back = (): number => Math.min(lookBack, Math.floor(windowLength() / 2));
  /** Where the open chunk has to end at the latest. */
  const windowEnd = (): number => {
    const full = Math.max(start + windowLength(), settled + back());
    if (total === undefined) return full;
    const left = framesIn(total - origin) - full;
    const earlier = left > 0 && left < leastLast ? full - (leastLast - left) : full;
    return earlier - back() >= Math.max(start + back(), settled) ? earlier : full;
  };

  /** Closes the open chunk. @param upTo its end, in frames */
  const closed = (upTo: number, cut: Chunk['cut'], exact = timeOf(upTo)): Chunk => {
    // What was let go as still stays so, however it looks in the light of what came after.
    const runs = isStill ? [] : heardIn(start, upTo);
    const voice = voiceOf(runs, origin);
    const chunk: Chunk = {
      index,
      start: timeOf(start),
      end: exact,
      silent: runs.every(({ heard }) => heard === 'still'),
      overlap: Math.round(overlap * frameSeconds * 1_000) / 1_000,
      cut,
      voiced: Math.round(voice.reduce((sum, span) => sum + span.end - span.start, 0) * 1_000) / 1_000,
      voice,
    };
    overlap = cut === 'hard' ? framesIn(overlapSeconds) : 0;
    start = upTo - overlap;
    settled = Math.max(settled, start);
    index += 1;
    return chunk;
  };

  /** While all is still: the first voice opens a chunk, and what was still before it is one of its own. */
  const awaken = (): Chunk[] => {
    const from = Math.max(start, looked - step);
    const first = heardIn(from, end).find(({ heard }) => heard !== 'still');
    if (!first) {
      // Voice at the very end may still be taken for a click.
      const sure = end - step - margin;
      if (sure - start >= firstStillness) settled = Math.max(settled, sure);
      return [];
    }
    const begin = Math.max(start, settled, first.from - margin);
    const left = begin - start >= firstStillness ? [closed(begin, 'pause')] : [];
    isStill = false;
    return left;
  };

  /** Ends the open chunk where a long stillness has begun. */
  const fallSilent = (isOver: boolean): Chunk[] => {
    const last = heardIn(Math.max(start, end - veryLongStillness - 2 * margin - step), end).at(-1);
    const from = last?.heard === 'still' ? Math.max(last.from, settled - margin, start) : end;
    const needed = isOver || from - start >= worthAnUpload ? longStillness : veryLongStillness;
    settled = Math.max(settled, Math.min(from, windowEnd() - back()));
    if (from === start) isStill = true;
    if (isStill || end - from < needed + 2 * margin) return [];
    const chunk = closed(from + margin, 'pause');
    isStill = true;
    return [chunk];
  };

  /** Ends the open chunk where its window is full. */
  const cutWindow = (): Chunk[] => {
    const to = windowEnd();
    const runs = pausesMerged(heardIn(start, end)).map((run) => ({ ...run, from: run.from - base, to: run.to - base }));
    const near = { from: to - Math.floor(back() / 2) - base, to: to - base };
    const far = { from: to - back() - base, to: near.from + pause };
    const quiet = history.loud() - quieterThanLoud;
    const at = pauseIn(loudness, runs, near, quiet) ?? pauseIn(loudness, runs, far, quiet);
    return [at === null ? closed(to, 'hard') : closed(at + base, 'pause')];
  };

  const look = (isOver: boolean): Chunk[] => {
    const chunks: Chunk[] = [];
    if (isStill) chunks.push(...awaken());
    if (!isStill) chunks.push(...fallSilent(isOver));
    while (!isStill && end >= windowEnd()) chunks.push(...cutWindow());
    looked = end;
    if (chunks.length > 0 || isStill) forget();
    return chunks;
  };

  const take = (levels: ArrayLike<number>, from: number, to: number) => {
    const next = Array.from({ length: to - from }, (_, at) => decibels(levels[from + at] ?? 0));
    loudness.push(...next);
    history.add(next);
    end += next.length;
  };

  return {
    feed(levels) {
      const chunks: Chunk[] = [];
      for (let at = 0; at < levels.length; ) {
        const to = Math.min(levels.length, at + step - (end - looked));
        take(levels, at, to);
        at = to;
        if (end - looked >= step) chunks.push(...look(false));
      }
      return chunks;
    },
    finish(exact) {
      const chunks = look(true);
      // Nothing is left where all that is open was in the chunk before.
      const rest = end - start > overlap ? [closed(end, 'end', exact)] : [];
      return [...chunks, ...rest];
    },
    open: () => ({ index, start: isStill ? null : timeOf(start), settled: timeOf(settled) }),
    limit: setLimits,
  };
};
