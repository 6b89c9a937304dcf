// Whether work on a job goes on. Apart from the job's schema, so that a page that asks needs no schemas.
import type { JobState } from './job.ts';

export const isUnfinished = ({ state }: { state: JobState }): boolean => state === 'running' || state === 'waiting';
