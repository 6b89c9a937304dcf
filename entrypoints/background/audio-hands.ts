// The background's side of all that is done with audio: asks those who have hands for it, in another document, and hides
// from jobs that they are there only while needed, and that they may break down. Moves no sound itself.
import type { PreparationEnd, PreparationEvent, PreparationOptions, Prepare } from '../../lib/domain/preparation.ts';
import type { AudioCommand, AudioEvent } from '../../lib/messaging/audio.ts';

/** A way to somebody with hands, who are there until it is closed. */
export type Line = { send(command: AudioCommand): void; close(): void };
export type LineEnds = { onEvent(event: AudioEvent): void; onGone(): void };
export type OpenLine = (ends: LineEnds) => Promise<Line>;

export type AudioHandsPorts = {
  openLine: OpenLine;
  removeBlob(id: string): Promise<void>;
  newId(): string;
  sleep(ms: number): Promise<void>;
};

export type AudioHands = {
  prepare: Prepare;
  /** Has them stay, also while nothing is prepared. @returns what lets them go again; null where there is no way to them */
  hold(): Promise<(() => void) | null>;
};

type Work = { onEvent(event: PreparationEvent): void; onLost(): void };

/** How long somebody stays for whom there is nothing to do, in ms. */
const stays = 2_000;

/** Somebody who breaks down as often as this without a chunk in between breaks down over this recording. */
const mostLosses = 3;

const brokeDown =
  'The browser ended the preparing of this recording several times, perhaps for want of memory. Close some tabs and try again.';
const noHands =
  'The browser did not let Rondo open the part of it that handles audio. Restart the browser and try again.';
const cancelled: PreparationEnd = { ok: false, message: 'Cancelled.' };

/** One line for all who need it at the same time, closed when nobody does. */
const shareLine = ({ openLine, removeBlob, sleep }: AudioHandsPorts) => {
  const works = new Map<string, Work>();
  let line: Promise<Line> | null = null;
  let users = 0;
  const ends: LineEnds = {
    onEvent: (event) => {
      const work = works.get(event.work);
      if (event.type === 'lost') work?.onLost();
      else if (work) work.onEvent(event.event);
      // Nobody waits for this chunk any more.
      else if (event.event.type === 'chunk') void removeBlob(event.event.prepared.blobId);
    },
    onGone: () => {
      line = null;
      for (const work of [...works.values()]) work.onLost();
    },
  };
  return {
    works,
    /** @returns null where there is no way to them */
    use: async <Result>(task: (line: Line) => Promise<Result>): Promise<Result | null> => {
      users += 1;
      line ??= openLine(ends);
      const asked = line;
      const opened = await asked.catch(() => null);
      if (!opened && line === asked) line = null;
      try {
        return opened && (await task(opened));
      } finally {
        users -= 1;
        if (users === 0) {
          const unused = line;
          // Often the next recording, or the same after a look at its length, follows at once.
          void sleep(stays).then(() => {
            if (users > 0 || line !== unused) return;
            line?.then((open) => open.close()).catch(() => {});
            line = null;
          });
        }
      }
    },
  };
};

type Preparation = {
  blobId: string;
  options: PreparationOptions;
  onEvent(event: PreparationEvent): Promise<void> | void;
  signal: AbortSignal;
};

/** `lost`: they broke down over it. @param work its id */
const prepareOnce = (
  works: Map<string, Work>,
  work: string,
  line: Line,
  { blobId, options, onEvent, signal }: Preparation,
): Promise<PreparationEnd | 'lost'> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(cancelled);
    const settle = (settled: () => void) => {
      works.delete(work);
      signal.removeEventListener('abort', cancel);
      settled();
    };
    const cancel = () => {
      line.send({ type: 'cancel', work });
      settle(() => resolve(cancelled));
    };
    const take = async (event: PreparationEvent) => {
      try {
        await onEvent(event);
        if (event.type === 'chunk' && works.has(work)) line.send({ type: 'more', work });
      } catch (error) {
        line.send({ type: 'cancel', work });
        settle(() => reject(error));
      }
    };
    works.set(work, {
      onLost: () => settle(() => resolve('lost')),
      onEvent: (event) => {
        if (event.type === 'end') settle(() => resolve({ ok: true, seconds: event.seconds, note: event.note }));
        else if (event.type === 'failed') settle(() => resolve({ ok: false, message: event.message }));
        else void take(event);
      },
    });
    signal.addEventListener('abort', cancel);
    line.send({ type: 'prepare', work, blobId, options });
  });

export const createAudioHands = (ports: AudioHandsPorts): AudioHands => {
  const { works, use } = shareLine(ports);

  return {
    hold: async () => {
      const { promise: over, resolve: release } = Promise.withResolvers<void>();
      const { promise: there, resolve: tell } = Promise.withResolvers<boolean>();
      void use(async () => {
        tell(true);
        await over;
      }).then(() => tell(false));
      return (await there) ? release : null;
    },
    prepare: async (blobId, options, onEvent, signal) => {
      let after = options.after;
      for (let losses = 0; losses < mostLosses; losses += 1) {
        if (signal.aborted) return cancelled;
        const listen = (event: PreparationEvent) => {
          if (event.type === 'chunk') after = event.prepared.chunk;
          if (event.type === 'silent') after = event.chunk;
          if (event.type === 'chunk' || event.type === 'silent') losses = 0;
          return onEvent(event);
        };
        const preparation = { blobId, options: { ...options, after }, onEvent: listen, signal };
        const ended = await use((line) => prepareOnce(works, ports.newId(), line, preparation));
        if (!ended) return { ok: false, message: noHands };
        if (ended !== 'lost') return ended;
      }
      return { ok: false, message: brokeDown };
    },
  };
};
