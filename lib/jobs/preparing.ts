// Has a recording made ready piece by piece and writes each piece into the journal. Goes on behind the last one that is
// there, and no further ahead than a few: what is prepared takes room on the disk. Sends nothing.
import type { Chunk } from '../domain/audio.ts';
import type { PreparationEnd, PreparationEvent } from '../domain/preparation.ts';
import { type ChunkJournal, preparedRow, silentRow } from './chunk-journal.ts';
import type { Limits } from './lengths.ts';
import { unsent } from './numbers.ts';
import type { JobPorts } from './ports.ts';

/** Chunks that lie ready to be sent, at most. */
const mostAhead = 12;

export type PreparingEvents = {
  /** Its length as far as it is known. */
  onLength(seconds: number): void;
  /** So far it has been made ready. */
  onSecond(second: number): void;
  onChange(): void;
};

export type Preparing = {
  /** Goes on, if it does not already and there is room. */
  goOn(limits: Limits): void;
  /** Chunks were sent: there may be room for more. */
  taken(): void;
  stop(): void;
  /** It has all the room it wants, so that chunks will come without anything being sent. */
  isBusy(): boolean;
  /** How the last go came out; null: it did not end by itself. */
  ended(): PreparationEnd | null;
};

export const createPreparing = (
  ports: Pick<JobPorts, 'prepare'>,
  job: { id: string; blobId: string },
  journal: ChunkJournal,
  events: PreparingEvents,
  signal: AbortSignal,
): Preparing => {
  let current: { controller: AbortController; limits: Limits } | null = null;
  let ended: PreparationEnd | null = null;
  let waiting: (() => void)[] = [];

  const isRoom = () => unsent(journal.rows()).length < mostAhead;
  const makeRoom = () => {
    if (current && !isRoom()) return;
    for (const goOn of waiting) goOn();
    waiting = [];
  };
  const room = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      makeRoom();
    });

  const take = async (event: PreparationEvent, of: AbortSignal): Promise<void> => {
    if (of.aborted) return;
    if (event.type === 'opened' && event.seconds !== null) events.onLength(event.seconds);
    if (event.type === 'progress') events.onSecond(event.second);
    if (event.type !== 'chunk' && event.type !== 'silent') return;
    const row = event.type === 'chunk' ? preparedRow(job.id, event.prepared) : silentRow(job.id, event.chunk);
    await journal.add([row]);
    events.onSecond(row.chunk.end);
    events.onChange();
    if (event.type === 'chunk') await room();
  };

  const begin = async (limits: Limits, after: Chunk | null): Promise<void> => {
    const controller = new AbortController();
    const stop = () => controller.abort();
    const mine = { controller, limits };
    current = mine;
    signal.addEventListener('abort', stop, { once: true });
    const end = await ports.prepare(
      job.blobId,
      { limits: { most: limits.most, mostFirst: limits.mostFirst }, after, ahead: 2 },
      (event) => take(event, controller.signal),
      controller.signal,
    );
    signal.removeEventListener('abort', stop);
    if (current !== mine) return;
    current = null;
    ended = end;
    if (end.ok) events.onLength(end.seconds);
    events.onChange();
  };

  const stop = () => {
    const stopped = current;
    current = null;
    stopped?.controller.abort();
    makeRoom();
  };

  return {
    goOn: (limits) => {
      if (signal.aborted || ended) return;
      // Those that are ready were cut for longer uploads; what comes now need not be.
      if (current && limits.mostOfAll < current.limits.mostOfAll) stop();
      if (!current && isRoom())
        begin(limits, journal.rows().at(-1)?.chunk ?? null).catch(() => {
          ended = { ok: false, message: 'Something went wrong while the recording was being prepared.' };
          events.onChange();
        });
    },
    taken: makeRoom,
    stop,
    isBusy: () => current !== null && waiting.length === 0,
    ended: () => ended,
  };
};
