// Counting of test reports: a failure is never counted as none.
import { describe, expect, it } from 'vitest';
import {
  add,
  countReport,
  failuresIn,
  inLines,
  inWords,
  noTests,
  type Report,
  withSecondRun,
} from '../../scripts/results.ts';

const test = (status: string, fullName = 'counts', failureMessages: string[] | null = null) => ({
  ...{ status, fullName, failureMessages },
});
const failing = (name: string) => test('failed', name, [`AssertionError: ${name}\n    at tests/sum.test.ts:3`]);
const file = (name: string, ...assertionResults: ReturnType<typeof test>[]) => ({
  name: `/house/tests/${name}.test.ts`,
  status: assertionResults.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
  message: '',
  assertionResults,
});
const report = (...testResults: Report['testResults']): Report => ({
  success: testResults.every(({ status }) => status === 'passed'),
  testResults,
});
const broken = { ...file('broken'), status: 'failed', message: 'SyntaxError: a bracket is missing' };
const three = file('three', test('passed'), test('passed'), test('passed'));

describe('counting of test reports', () => {
  it('sums two reports and says them in one line', () => {
    const both = add(countReport(report(three)), countReport(report(file('four', test('passed')), three)));
    expect(inWords(both)).toBe('7 passed, 0 failed');
    expect(inWords(noTests)).toBe('0 passed, 0 failed');
  });

  it('names skipped and postponed tests together', () => {
    const some = report(three, file('later', test('pending'), test('todo')));
    expect(inWords(countReport(some))).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('counts a file that could not be read as one failure', () => {
    expect(countReport(report(broken)).failed).toBe(1);
    expect(countReport(report(broken, file('sum', failing('adds')))).failed).toBe(2);
  });

  it('counts a failing test once though its file failed too', () => {
    expect(countReport(report(file('sum', failing('adds'), test('passed')))).failed).toBe(1);
  });

  it('counts a failed run and a missing report as a failure', () => {
    expect(countReport({ success: false, testResults: [three] }).failed).toBe(1);
    expect(countReport(null).failed).toBe(1);
  });
});

describe('what failed', () => {
  it('is named with its file and its reason', () => {
    expect(failuresIn(report(three, file('sum', failing('adds'), test('passed')), broken), '/house')).toEqual([
      { file: 'tests/sum.test.ts', test: 'adds', message: expect.stringContaining('AssertionError: adds') },
      { file: 'tests/broken.test.ts', test: 'the file itself', message: 'SyntaxError: a bracket is missing' },
    ]);
  });

  it('is printed without the stack of libraries', () => {
    const message = `Error: no\n    at tests/sum.test.ts:3\n    at file:///house/node_modules/vitest/run.js:1`;
    expect(inLines({ file: 'tests/sum.test.ts', test: 'adds', message })).toBe(
      'tests/sum.test.ts › adds\nError: no\n    at tests/sum.test.ts:3\n',
    );
  });

  it('is nothing where all passed', () => {
    expect(failuresIn(report(three), '/house')).toEqual([]);
  });
});

describe('a second run of files that failed', () => {
  const first = report(three, file('sum', failing('adds'), test('passed')));

  it('counts in place of their first', () => {
    const both = withSecondRun(first, report(file('sum', test('passed'), test('passed'))));
    expect(inWords(countReport(both))).toBe('5 passed, 0 failed');
  });

  it('leaves what fails again a failure', () => {
    expect(countReport(withSecondRun(first, first)).failed).toBe(1);
    expect(failuresIn(withSecondRun(first, first), '/house')).toHaveLength(1);
  });

  it('leaves what was not run again a failure', () => {
    expect(countReport(withSecondRun(report(...first.testResults, broken), report(three))).failed).toBe(2);
  });

  it('leaves a second run that failed without a test a failure', () => {
    const second = { ...report(file('sum', test('passed'))), success: false };
    expect(countReport(withSecondRun(first, second)).failed).toBe(1);
  });
});
