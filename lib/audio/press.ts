// Makes files of chunks while the sound streams by: encodes the one that is open as far as it is settled, and hands out
// each as it ends. Decides nothing.
import { createHold } from './hold.ts';
import { createOpusFile, type OpusFile, type OpusOptions } from './opus.ts';

export type Press = {
  push(samples: Int16Array): void;
  /** The second up to which sound has come. */
  end(): number;
  /** The open chunk begins at `start` and goes on at least to `until`. */
  grow(start: number, until: number): Promise<void>;
  finish(start: number, end: number): Promise<{ blob: Blob; seconds: number }>;
  /** What was made of the open chunk is not wanted. */
  discard(): void;
  /** Nothing before this second is needed any more, but for what the open chunk still lacks. */
  release(second: number): void;
};

/** @param from the second of the first sample that will be pushed */
export const createPress = (from: number, opus: OpusOptions): Press => {
  const numberOf = (second: number) => Math.round(second * opus.rate);
  const hold = createHold(numberOf(from));
  let file: OpusFile | null = null;
  /** Number of the next sample that goes into the file. */
  let next = 0;
  const begun = async (start: number): Promise<OpusFile> => {
    if (file) return file;
    file = await createOpusFile(opus);
    next = numberOf(start);
    return file;
  };
  const grow = async (start: number, until: number): Promise<OpusFile> => {
    const growing = await begun(start);
    for (const piece of hold.pieces(next, numberOf(until))) {
      await growing.push(piece.samples);
      next = piece.from + piece.samples.length;
    }
    return growing;
  };
  return {
    push: hold.push,
    end: () => hold.end() / opus.rate,
    grow: async (start, until) => {
      await grow(start, until);
    },
    finish: async (start, end) => {
      const finished = await grow(start, end);
      file = null;
      return finished.finish();
    },
    discard: () => {
      file?.cancel();
      file = null;
    },
    release: (second) => hold.release(file ? next : numberOf(second)),
  };
};
