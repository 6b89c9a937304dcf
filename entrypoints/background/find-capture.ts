// What an earlier life of the background left behind: a capture that goes on, since whoever records it lived on, is found
// again by its row; one that nobody records any more is handed over where its end had been asked for, and else kept.
import type { Capture } from '../../lib/domain/capture.ts';
import { keep, settle } from './capture-fate.ts';
import { cutShort } from './capture-sentences.ts';
import { type Finding, type Standing, tell } from './captures-standing.ts';
import { open, stop } from './current-capture.ts';

/** One that goes on while this background begins speaks up within this time. */
const speaksUpWithin = 3_000;

const findAgain = async (standing: Standing, id: string, later: Finding['later']): Promise<void> => {
  const { ports, kept, fates } = standing;
  const release = await ports.hold(true).catch(() => null);
  const capture = (await ports.rows.all()).find((row) => row.id === id);
  if (!capture || fates.has(id)) {
    release?.();
    // It was thrown away, or handed over, when whoever records could not be reached.
    if (!capture) ports.line.send({ type: 'stop', id });
    return;
  }
  kept.letGo(id);
  const found = open(standing, { ...capture, state: 'open', note: '' }, release ?? (() => {}));
  found.begun.resolve('records');
  for (const play of later) play();
  // Its end was asked for when the earlier life ended.
  if (capture.state === 'ending') await stop(standing);
};

/** Somebody records it who is not known yet. What is heard meanwhile waits in `standing.finding`. */
export const find = (standing: Standing, id: string): void => {
  const later: Finding['later'] = [];
  const found = findAgain(standing, id, later)
    .catch(() => {})
    .finally(() => {
      standing.finding = null;
    });
  standing.finding = { id, later, found };
};

const settleLeft = (standing: Standing, row: Capture) =>
  settle(standing, row.id, () =>
    row.state === 'ending' ? standing.kept.handOver(row) : keep(standing, row, cutShort),
  );

/** Looks after all of it; resolves once it is known what became of each. */
export const recover = async (standing: Standing): Promise<void> => {
  const { ports, kept } = standing;
  const left = await ports.rows.all();
  // One that fails hides none of the others.
  for (const row of left) if (row.state === 'kept') await kept.show(row).catch(() => {});
  const unsettled = left.filter(({ state }) => state !== 'kept');
  if (unsettled.length > 0) {
    await ports.line.arrival(speaksUpWithin);
    await standing.finding?.found;
  }
  for (const row of unsettled)
    if (standing.current?.capture.id !== row.id) await settleLeft(standing, row).catch(() => {});
  tell(standing);
};
