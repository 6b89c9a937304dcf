// Jobs as rows that outlive the popup, the worker and the browser.
import { type Job, jobSchema } from '../domain/job.ts';
import { database } from './database.ts';

export const saveJob = async (job: Job): Promise<void> => {
  await (await database()).put('jobs', job);
};

export const removeJob = async (id: string): Promise<void> => (await database()).delete('jobs', id);

/** Newest first. A row that an older version wrote in another shape is passed over, not deleted. */
export const allJobs = async (): Promise<Job[]> => {
  const rows = await (await database()).getAll('jobs');
  return rows
    .flatMap((row) => jobSchema.safeParse(row).data ?? [])
    .toSorted((one, other) => other.createdAt - one.createdAt);
};
