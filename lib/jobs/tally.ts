// How far a recording is and what it has cost, kept while it is carried on and shown as it changes: numbers, and the text
// as far as it is whole.
import type { Progress, TranscriptionJob } from '../domain/job.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { TargetName, Trace } from '../domain/trace.ts';
import { merge } from '../transcription/merge.ts';
import { textOf } from './keep-transcript.ts';
import { countsOf, piecesOf, settledRows } from './numbers.ts';
import type { Row } from './row.ts';
import type { Sent } from './send-chunk.ts';

export type Tally = {
  /** The recording is so long, as far as is known by now. */
  length(seconds: number): void;
  /** So far it is made ready. */
  prepared(second: number): void;
  landed(sent: Sent): void;
  /** @param at whom uploads are with */
  show(rows: readonly ChunkRow[], at: readonly TargetName[]): void;
};

/** Before so much of it is written the first answers say little of how fast it goes. */
const telling = 0.1;

/** Of a recording of hours not every attempt is told, but those of late. */
const mostAttempts = 30;

const joinedTrace = (before: Trace | null, { attempts, ...last }: Trace): Trace => ({
  ...last,
  attempts: [...(before?.attempts ?? []), ...attempts].slice(-mostAttempts),
});

const distinct = (targets: readonly TargetName[]): TargetName[] => [
  ...new Map(targets.map((target) => [target.id, target])).values(),
];

type Numbers = ReturnType<typeof countsOf> & Pick<Progress, 'at'>;

const isKnown = (known: Progress, { at, ...counts }: Numbers): boolean =>
  Object.entries(counts).every(([name, count]) => known[name as keyof typeof counts] === count) &&
  at.length === known.at.length &&
  at.every(({ id }, place) => id === known.at[place]?.id);

export const createTally = (row: Row<TranscriptionJob>, now: () => number): Tally => {
  const change = (part: Partial<Progress>, rest: Partial<TranscriptionJob> = {}) =>
    row.advance({ ...rest, progress: { ...row.job().progress, ...part } });
  let begun: { at: number; written: number } | null = null;
  let told: ChunkRow | undefined;

  /** As fast as it went since this began. */
  const endOf = (written: number): number | null => {
    begun ??= { at: now(), written };
    const { seconds } = row.job().progress;
    const done = written - begun.written;
    if (seconds === null || done <= 0 || written < seconds * telling) return null;
    return Math.round(now() + ((now() - begun.at) * Math.max(0, seconds - written)) / done);
  };
  const tell = (rows: readonly ChunkRow[]) => {
    const settled = settledRows(rows);
    if (settled.at(-1) === told) return;
    told = settled.at(-1);
    const text = textOf(merge(piecesOf(settled, null)));
    const shown = row.job().text;
    if (text.startsWith(shown)) row.grow(text.slice(shown.length));
    // A seam was mended. What was there before a retry stays until that has more.
    else if (text.length > shown.length) void row.change({ text });
  };
  return {
    length: (seconds) => change({ seconds }),
    prepared: (second) => change({ prepared: Math.max(second, row.job().progress.prepared) }),
    landed: ({ result, seconds }) => {
      const { progress, costUsd, usage, trace } = row.job();
      const paid = result.trace.attempts.reduce((sum, attempt) => sum + attempt.costUsd, 0);
      change(
        { sent: progress.sent + seconds },
        {
          costUsd: costUsd + paid,
          usage: { ...usage, audioSeconds: (usage.audioSeconds ?? 0) + seconds },
          trace: joinedTrace(trace, result.trace),
          ...(result.ok ? { target: result.target } : {}),
        },
      );
    },
    show: (rows, at) => {
      const next = { ...countsOf(rows), at: distinct(at) };
      // When it ends is reckoned with each chunk alone: who is shown the same number again learns nothing.
      if (!isKnown(row.job().progress, next)) change({ ...next, endsAt: endOf(next.written) });
      else if (now() >= (row.showsAt() ?? Number.POSITIVE_INFINITY)) change({});
      tell(rows);
    },
  };
};
