// The capture that goes on, of which there is one at most: opened once it stands in its row, and closed at its end, whether
// somebody asked for that or not.
import type { Capture } from '../../lib/domain/capture.ts';
import { forget, keep, settle } from './capture-fate.ts';
import { noneNow } from './capture-sentences.ts';
import { type Current, type Standing, tell } from './captures-standing.ts';
import type { Taken } from './kept-captures.ts';
import { refuse } from './replies.ts';

const endsWithin = 10_000;

/** It is over, or is to be. @param work what becomes of it */
export const close = (standing: Standing, closing: Current, work: () => Promise<Taken>): Promise<Taken> =>
  settle(standing, closing.capture.id, async () => {
    try {
      return await work();
    } finally {
      closing.begun.resolve('over');
      closing.over.resolve({ note: '' });
      closing.release();
      if (standing.current === closing) standing.current = null;
      tell(standing);
    }
  });

/** @param release lets whoever records it go */
export const open = (standing: Standing, capture: Capture, release: () => void): Current => {
  const opened: Current = {
    ...{ capture, release, now: null },
    begun: Promise.withResolvers(),
    over: Promise.withResolvers(),
  };
  standing.current = opened;
  const settled = opened.over.promise.then(async ({ note }) => {
    if (standing.current !== opened) return;
    // Nobody asked for this end: a source is gone, or whoever recorded it.
    await close(standing, opened, () =>
      note === '' ? standing.kept.handOver(capture) : keep(standing, capture, note),
    );
  });
  void standing.ports.keepAwake(settled).catch(() => {});
  return opened;
};

const showEnding = (standing: Standing, ending: Current): void => {
  ending.capture = { ...ending.capture, state: 'ending' };
  tell(standing);
};

/** Asks for its end and waits until all of it is stored, but not for ever. */
const end = async ({ ports }: Standing, ending: Current): Promise<void> => {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, endsWithin);
  if (ports.line.send({ type: 'stop', id: ending.capture.id })) await Promise.race([ending.over.promise, late.promise]);
  clearTimeout(timer);
};

/** Ends the one that goes on and hands it over. */
export const stop = async (standing: Standing): Promise<Taken> => {
  const ending = standing.current;
  if (!ending) return refuse(noneNow);
  return close(standing, ending, async () => {
    showEnding(standing, ending);
    // Should this process die now, the next one still knows what was wanted. Where there is no room it ends all the same.
    await standing.ports.rows.save(ending.capture).catch(() => {});
    await end(standing, ending);
    return standing.kept.handOver(ending.capture);
  });
};

/** Ends it and leaves nothing of it. */
export const throwAway = (standing: Standing, ending: Current): Promise<Taken> =>
  close(standing, ending, async () => {
    showEnding(standing, ending);
    await end(standing, ending);
    return forget(standing, ending.capture.id);
  });
