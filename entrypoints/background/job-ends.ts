// Tells whoever began a job of its end, without asking again and again.
import type { Job } from '../../lib/domain/job.ts';
import type { Jobs } from '../../lib/jobs/index.ts';

export type JobEnds = {
  /** As soon as it is over, or cannot go on now; null: somebody removed it. */
  endOf(id: string): Promise<Job | null>;
  /** To be told of every change of a job, and of each that is removed. */
  hear(job: Job): void;
  gone(id: string): void;
};

export const createJobEnds = (jobs: Pick<Jobs, 'all'>): JobEnds => {
  const waiting = new Map<string, (job: Job | null) => void>();
  return {
    endOf: async (id) => {
      const heard = new Promise<Job | null>((resolve) => waiting.set(id, resolve));
      const now = (await jobs.all()).find((job) => job.id === id);
      const job = now && now.state !== 'running' ? now : await heard;
      waiting.delete(id);
      return job;
    },
    hear: (job) => {
      if (job.state !== 'running') waiting.get(job.id)?.(job);
    },
    gone: (id) => waiting.get(id)?.(null),
  };
};
