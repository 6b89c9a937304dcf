// Sound that may still be needed: samples of 16 bits by their number in the recording. What is let go takes no memory. Pure.

export type Hold = {
  push(samples: Int16Array): void;
  /** Number of the first sample that was not pushed yet. */
  end(): number;
  /** The samples from one number up to another, in pieces, as far as they are here. */
  pieces(from: number, to: number): { from: number; samples: Int16Array }[];
  /** Lets go of whole pieces before this number. */
  release(before: number): void;
};

/** @param first number of the first sample that will be pushed */
export const createHold = (first: number): Hold => {
  let pieces: { from: number; samples: Int16Array }[] = [];
  let end = first;
  return {
    push: (samples) => {
      if (samples.length === 0) return;
      pieces.push({ from: end, samples });
      end += samples.length;
    },
    end: () => end,
    pieces: (from, to) =>
      pieces.flatMap((piece) => {
        const [start, stop] = [Math.max(from, piece.from), Math.min(to, piece.from + piece.samples.length)];
        return start < stop
          ? [{ from: start, samples: piece.samples.subarray(start - piece.from, stop - piece.from) }]
          : [];
      }),
    release: (before) => {
      pieces = pieces.filter(({ from, samples }) => from + samples.length > before);
    },
  };
};
