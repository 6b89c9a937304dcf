// The alarm that brings work back after the process died: it stands exactly while there is some.
import { describe, expect, it } from 'vitest';
import { createWorkAlarm, workAlarm } from '../../entrypoints/background/work-alarm.ts';
import type { Job } from '../../lib/domain/job.ts';
import { transcriptionJob } from '../components/sample.ts';

const open = () => {
  const world = { jobs: [] as Job[], fetching: false };
  const standing = new Map<string, object>();
  const look = createWorkAlarm({
    jobs: async () => world.jobs,
    isFetching: () => world.fetching,
    alarms: {
      get: async (name) => standing.get(name),
      create: async (name, when) => void standing.set(name, when),
      clear: async (name) => standing.delete(name),
    },
  });
  return { world, standing, look };
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
    const { world, standing, look } = open();
    world.jobs = [running];
    await look();
    world.jobs = [];
    const ended = look();
    // By now the first look has seen that there is nothing to do.
    await Promise.resolve();
    await Promise.resolve();
    world.jobs = [running];
    await Promise.all([ended, look()]);
    expect(standing.has(workAlarm)).toBe(true);
  });
});
