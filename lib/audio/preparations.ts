// The preparations that go on at the same time, by their ids: begins them, lets them go on as chunks are taken, and ends
// them. Runs in the audio worker; blobs, the planner and the way back are handed in.
import type { CreatePlanner } from '../domain/audio.ts';
import { type PreparationCommand, type PreparationEvent, speechBitrate, speechRate } from '../domain/preparation.ts';
import type { OpusOptions } from './opus.ts';
import { prepareRecording } from './prepare.ts';

export type PreparationsPorts = {
  createPlanner: CreatePlanner;
  getBlob(id: string): Promise<Blob | null>;
  putBlob(blob: Blob): Promise<string>;
  tell(work: string, event: PreparationEvent): void;
};

/** A gate that lets so many through, and one more each time it is told so. */
const createRoom = (ahead: number) => {
  let left = ahead;
  const waiting: (() => void)[] = [];
  return {
    more: () => {
      const next = waiting.shift();
      if (next) next();
      else left += 1;
    },
    room: () => {
      if (left === 0) return new Promise<void>((resolve) => waiting.push(resolve));
      left -= 1;
      return Promise.resolve();
    },
    open: () => {
      for (const next of waiting.splice(0)) next();
    },
  };
};

type Work = { controller: AbortController; room: ReturnType<typeof createRoom> };

const speech: OpusOptions = { rate: speechRate, bitrate: speechBitrate };

export const createPreparations = (ports: PreparationsPorts, opus = speech) => {
  const works = new Map<string, Work>();

  const begin = async ({ work: id, blobId, options }: Extract<PreparationCommand, { type: 'prepare' }>) => {
    const work: Work = { controller: new AbortController(), room: createRoom(options.ahead) };
    works.set(id, work);
    const blob = await ports.getBlob(blobId).catch(() => null);
    await prepareRecording(blob, options, opus, {
      createPlanner: ports.createPlanner,
      store: ports.putBlob,
      tell: (event) => ports.tell(id, event),
      room: work.room.room,
      signal: work.controller.signal,
    });
    works.delete(id);
  };
  const on: { [Type in PreparationCommand['type']]: (command: Extract<PreparationCommand, { type: Type }>) => void } = {
    prepare: (command) => void begin(command),
    more: ({ work }) => works.get(work)?.room.more(),
    cancel: ({ work }) => {
      works.get(work)?.controller.abort();
      // One that waits for room would wait for ever.
      works.get(work)?.room.open();
    },
  };
  return { take: (command: PreparationCommand) => on[command.type](command as never) };
};
