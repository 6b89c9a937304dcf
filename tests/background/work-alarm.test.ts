// The alarm that brings work back after the process died: it stands exactly while there is some.
import { describe, expect, it } from 'vitest';
import { createWorkAlarm, workAlarm } from '../../entrypoints/background/work-alarm.ts';
import type { Job } from '../../lib/domain/job.ts';
import { transcriptionJob } from '../components/sample.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

const open = () => {
  const world = { jobs: [] as Job[], fetching: false };
  const standing = new Map<string, object>();
  /** What the next questions for an alarm wait for. */
  const slow: Promise<void>[] = [];
  const look = createWorkAlarm({
    jobs: async () => world.jobs,
    isFetching: () => world.fetching,
    alarms: {
      get: async (name) => {
        const found = standing.get(name);
        await slow.shift();
        return found;
      },
      create: async (name, when) => void standing.set(name, when),
      clear: async (name) => standing.delete(name),
    },
  });
  return { world, standing, slow, look };
};
const running = transcriptionJob({ state: 'running' });

describe('the alarm of work', () => {
  it('stands while a job is unfinished or something is fetched, and no longer', async () => {
    const { world, standing, look } = open();
    await look();
    expect(standing.has(workAlarm)).toBe(false);
    world.jobs = [running];
    await look();
    expect(standing.get(workAlarm)).toEqual({ periodInMinutes: 0.5 });
    Object.assign(world, { jobs: [], fetching: true });
    await look();
    expect(standing.has(workAlarm)).toBe(true);
    world.fetching = false;
    await look();
    expect(standing.has(workAlarm)).toBe(false);
  });

  it('rings when the first of those that wait can go on', async () => {
    const { world, standing, look } = open();
    world.jobs = [7_000, 5_000].map((retryAt) => transcriptionJob({ state: 'waiting', retryAt }));
    await look();
    expect([...standing.values()]).toContainEqual({ when: 5_000 });
  });

  it('is not taken from under a job that begins while the end of another is looked at', async () => {
    const { world, standing, slow, look } = open();
    world.jobs = [running];
    await look();
    const answer = Promise.withResolvers<void>();
    slow.push(answer.promise);
    world.jobs = [];
    const ended = look();
    await settled();
    world.jobs = [running];
    const begun = look();
    await settled();
    answer.resolve();
    await Promise.all([ended, begun]);
    expect(standing.has(workAlarm)).toBe(true);
  });
});
