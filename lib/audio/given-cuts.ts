// A planner that plans nothing: the cuts are given, since part of a recording is to be prepared again in smaller pieces.
// Listens to no level.
import { type Chunk, frameSeconds, type Planner } from '../domain/audio.ts';

/**
 * @param chunks in the order of time
 * @param from second of the first frame
 */
export const givenCuts = (chunks: readonly Chunk[], from: number): Planner => {
  let frames = 0;
  let done = 0;
  const second = () => from + frames * frameSeconds;
  return {
    feed: (levels) => {
      frames += levels.length;
      const before = done;
      while ((chunks[done]?.end ?? Number.POSITIVE_INFINITY) <= second()) done += 1;
      return chunks.slice(before, done);
    },
    finish: () => {
      const rest = chunks.slice(done);
      done = chunks.length;
      return rest;
    },
    open: () => {
      const [current, following] = [chunks[done], chunks[done + 1]];
      const index = current?.index ?? (chunks.at(-1)?.index ?? -1) + 1;
      if (!current || current.start > second()) return { index, start: null, settled: second() };
      return { index, start: current.start, settled: Math.min(second(), current.end, following?.start ?? current.end) };
    },
    limit: () => {},
  };
};
