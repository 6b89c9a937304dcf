// The alarm that stands while there is work: with it, work goes on after the worker or the browser died. Another rings
// when the first of those that wait can go on. Does no work itself.
import type { Job } from '../../lib/domain/job.ts';
import { isUnfinished } from '../../lib/domain/unfinished.ts';

export type WorkAlarmPorts = {
  jobs(): Promise<Job[]>;
  /** Whether something is being fetched. */
  isFetching(): boolean;
  alarms: {
    get(name: string): Promise<unknown>;
    create(name: string, when: { periodInMinutes: number } | { when: number }): Promise<void>;
    clear(name: string): Promise<unknown>;
  };
};

export const workAlarm = 'jobs';
const dueAlarm = 'due';

/** @returns looks at what there is to do; to be called at every change. Never rejects: the next change looks again. */
export const createWorkAlarm = ({ jobs, isFetching, alarms }: WorkAlarmPorts): (() => Promise<void>) => {
  const look = async (): Promise<void> => {
    const unfinished = (await jobs()).filter(isUnfinished);
    const isBusy = unfinished.length > 0 || isFetching();
    const standing = await alarms.get(workAlarm);
    if (isBusy && !standing) await alarms.create(workAlarm, { periodInMinutes: 0.5 });
    if (!isBusy && standing) await alarms.clear(workAlarm);
    const due = Math.min(...unfinished.flatMap(({ retryAt }) => retryAt ?? []));
    if (due < Number.POSITIVE_INFINITY) await alarms.create(dueAlarm, { when: due });
  };
  let last = Promise.resolve();
  return () => {
    // One after the other: what an earlier look saw must not take the alarm from under what has begun since.
    last = last.then(look).catch(() => {});
    return last;
  };
};
