// What becomes of a capture: it is handed over, kept or forgotten, and nothing becomes of one twice.
import type { Capture } from '../../lib/domain/capture.ts';
import { notThere } from './capture-sentences.ts';
import type { Standing } from './captures-standing.ts';
import type { Taken } from './kept-captures.ts';
import { refuse } from './replies.ts';

/** Whoever asks while something becomes of it gets what comes of the first asking. */
export const settle = ({ fates }: Standing, id: string, work: () => Promise<Taken>): Promise<Taken> => {
  const going = fates.get(id);
  if (going) return going;
  const fate = work().finally(() => fates.delete(id));
  fates.set(id, fate);
  return fate;
};

export const forget = async ({ kept }: Standing, id: string): Promise<Taken> => {
  await kept.forget(id);
  return refuse(notThere);
};

/** @param note why nobody has it, in a sentence */
export const keep = async ({ kept }: Standing, capture: Capture, note: string): Promise<Taken> => {
  await kept.keep(capture, note);
  return refuse(note);
};
