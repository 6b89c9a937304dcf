// Counting of test reports: a failure is never counted as none.
import { describe, expect, it } from 'vitest';
import { add, countReport, inWords, noTests } from '../../scripts/results.ts';

const report = (more: object) => ({
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
  ...more,
});

describe('counting of test reports', () => {
  it('sums two reports and says them in one line', () => {
    const both = add(countReport(report({})), countReport(report({ numPassedTests: 4 })));
    expect(inWords(both)).toBe('7 passed, 0 failed');
    expect(inWords(noTests)).toBe('0 passed, 0 failed');
  });

  it('names skipped and postponed tests together', () => {
    expect(inWords(countReport(report({ numPendingTests: 1, numTodoTests: 1 })))).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('counts a file that could not be read as one failure', () => {
    const broken = { status: 'failed', assertionResults: [] };
    expect(countReport(report({ success: false, testResults: [broken] })).failed).toBe(1);
  });

  it('counts a failing test once though its file failed too', () => {
    const file = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] };
    expect(countReport(report({ success: false, numFailedTests: 1, testResults: [file] })).failed).toBe(1);
  });

  it('counts a failed run and a missing report as a failure', () => {
    expect(countReport(report({ success: false })).failed).toBe(1);
    expect(countReport(null).failed).toBe(1);
  });
});
