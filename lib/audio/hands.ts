// Audio's hands in a document: takes commands, has the worker prepare recordings, and tells what happens. The worker
// stands only while there is work for it. Runs in the offscreen document or in Firefox's background page.
import type { PreparationCommand, PreparationEvent } from '../domain/preparation.ts';

type Told = { type: 'preparation'; work: string; event: PreparationEvent } | { type: 'lost'; work: string };

export type HandsPorts = { startWorker(): Worker; tell(event: Told): void };

export type Hands = {
  take(command: PreparationCommand): void;
  /** Lets go of everything. */
  stop(): void;
};

const isLast = ({ type }: PreparationEvent): boolean => type === 'end' || type === 'failed';

export const createHands = ({ startWorker, tell }: HandsPorts): Hands => {
  const works = new Set<string>();
  let worker: Worker | null = null;

  const stop = () => {
    worker?.terminate();
    worker = null;
    works.clear();
  };
  const done = (work: string) => {
    works.delete(work);
    if (works.size === 0) stop();
  };
  const lose = () => {
    const lost = [...works];
    stop();
    for (const work of lost) tell({ type: 'lost', work });
  };
  const started = (): Worker => {
    if (worker) return worker;
    worker = startWorker();
    worker.onmessage = ({ data: { work, event } }) => {
      if (!works.has(work)) return;
      tell({ type: 'preparation', work, event });
      if (isLast(event)) done(work);
    };
    worker.onerror = lose;
    return worker;
  };
  return {
    take: (command) => {
      if (command.type === 'prepare') works.add(command.work);
      if (!works.has(command.work)) return;
      started().postMessage(command);
      if (command.type === 'cancel') done(command.work);
    },
    stop,
  };
};
