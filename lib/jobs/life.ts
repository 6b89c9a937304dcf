// What all jobs have in common: how a start is counted, how long one waits, and how one fails.
import type { Job } from '../domain/job.ts';
import type { Refusal } from '../domain/request.ts';
import type { Row } from './row.ts';
import { interrupted } from './words.ts';

/** How often one job waits for a rest that outlasts a request, at most, without getting any further. */
export const mostRounds = 50;
/** A job that found the process dead this often is what kills it. */
const mostStarts = 8;
/** Up to here a job waits where it is; beyond, its row waits and the alarm goes on with it. */
export const waitHereMs = 25_000;

export const fail = (row: Pick<Row, 'change'>, note: string, refusal?: Refusal): Promise<void> =>
  row.change({ state: 'failed', note, retryAt: null, ...(refusal ? { trace: refusal.trace } : {}) });

/** @returns false where it was started too often by now, and has failed for that */
export const start = async (row: Row<Job>, fresh: Partial<Job> = {}): Promise<boolean> => {
  const starts = row.job().starts + 1;
  await row.change({ ...fresh, state: 'running', note: '', retryAt: null, starts });
  if (starts <= mostStarts) return true;
  await fail(row, interrupted);
  return false;
};
