// Reads what vitest wrote down about a run: counts it, and says what failed. Never runs anything.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export type Counts = { passed: number; failed: number; skipped: number };
export const noTests: Counts = { passed: 0, failed: 0, skipped: 0 };

type TestResult = { status: string; fullName: string; failureMessages: string[] | null };
type FileResult = { name: string; status: string; message: string; assertionResults: TestResult[] };
/** As vitest's JSON reporter writes it, what is read here. */
export type Report = { success: boolean; testResults: FileResult[] };

export type Failure = { file: string; test: string; message: string };

const hasFailed = ({ status }: { status: string }): boolean => status === 'failed';
/** It failed with no failing test in it: it could not be read, or a hook broke. */
const isBroken = (file: FileResult): boolean => hasFailed(file) && !file.assertionResults.some(hasFailed);

/**
 * Counts a report. A broken file counts as one failure, and so does a run that failed or left no report at all: a
 * failure is never counted as none.
 */
export const countReport = (report: Report | null): Counts => {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(hasFailed).length;
  const seen = failed + report.testResults.filter(isBroken).length;
  return {
    passed,
    failed: seen === 0 && !report.success ? 1 : seen,
    skipped: tests.length - passed - failed,
  };
};

/** What failed, each with its file from the top folder. */
export const failuresIn = (report: Report, top: string): Failure[] =>
  report.testResults.filter(hasFailed).flatMap((file) => {
    const name = relative(top, file.name);
    if (isBroken(file))
      return [{ file: name, test: 'the file itself', message: stripVTControlCharacters(file.message) }];
    return file.assertionResults.filter(hasFailed).map(({ fullName, failureMessages }) => ({
      file: name,
      test: fullName.trim(),
      message: stripVTControlCharacters((failureMessages ?? []).join('\n')),
    }));
  });

/** The report with what a second run says of some of its files. */
export const withSecondRun = (first: Report, second: Report): Report => {
  const names = new Set(second.testResults.map(({ name }) => name));
  const files = [...first.testResults.filter(({ name }) => !names.has(name)), ...second.testResults];
  return { success: second.success && !files.some(hasFailed), testResults: files };
};

export const readReport = (file: string): Report | null =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;

export const add = (one: Counts, other: Counts): Counts => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
});

export const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

const mostLines = 25;

/** A failure as it is printed: where, what, and the stack as far as it is ours. Ends with an empty line. */
export const inLines = ({ file, test, message }: Failure): string => {
  const lines = message.split('\n').filter((line) => !line.includes('/node_modules/'));
  return [`${file} › ${test}`, ...lines.slice(0, mostLines), ''].join('\n');
};
