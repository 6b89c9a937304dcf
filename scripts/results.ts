// Reads what vitest wrote down about a run and counts it. Never runs anything.
import { existsSync, readFileSync } from 'node:fs';

export type Counts = { passed: number; failed: number; skipped: number };
export const noTests: Counts = { passed: 0, failed: 0, skipped: 0 };

type Report = {
  success?: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/**
 * Counts a report. A file that failed with no failing test in it (it could not be read, or a hook broke) counts as one
 * failure, and so does a run that failed or left no report at all: a failure is never counted as none.
 */
export const countReport = (report: Report | null): Counts => {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && report.success === false ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

export const readCounts = (file: string): Counts =>
  countReport(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

export const add = (one: Counts, other: Counts): Counts => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
});

export const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
