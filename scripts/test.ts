// `npm test` after test.mjs: every check in order, a line for each, until one fails. What failed is said
// in a few lines. The last line counts the tests. `--long` runs the long tests whole. Never changes a file outside
// .output and a temporary folder.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './browsers.ts';
import {
  add,
  type Counts,
  countReport,
  type Failure,
  failuresIn,
  inLines,
  inWords,
  noTests,
  type Report,
  readReport,
  withSecondRun,
} from './results.ts';

type Stage = {
  name: string;
  commands: readonly string[];
  /** The vitest projects to run, each test counted. */
  projects?: readonly string[];
  /** What must be there first; may throw with what to do. */
  before?: () => void;
  /** Whether its output is worth reading when all is well. */
  show?: true;
};

const reports = mkdtempSync(join(tmpdir(), 'rondo-test-'));
process.once('exit', () => rmSync(reports, { recursive: true, force: true }));

const covered = (room: string, tests: string): string =>
  `vitest run --project unit ${tests} --coverage.enabled --coverage.include=${room}/** --coverage.thresholds.lines=100 --coverage.reporter=text --coverage.reportsDirectory=${join(reports, 'coverage')}`;

const stages: readonly Stage[] = [
  { name: 'types', commands: ['tsc --noEmit'] },
  { name: 'lint', commands: ['biome ci --colors=off .'] },
  { name: 'unit and components', commands: [], projects: ['unit', 'components'] },
  // What is lost of a recording is lost for good: no line of how it is cut and joined goes untested.
  { name: 'every line of transcription', commands: [covered('lib/transcription', 'tests/transcription')] },
  // Zipping builds first.
  { name: 'build', commands: ['wxt zip', 'wxt zip -b firefox'] },
  { name: 'lint of the Firefox build', commands: ['web-ext lint --no-config-discovery -s .output/firefox-mv3'] },
  { name: 'sizes', commands: ['node scripts/sizes.ts'], show: true },
  { name: 'browser', commands: [], projects: ['browser', 'start'], before: chromium },
];

const environment = { ...process.env, ...(process.argv.includes('--long') ? { RONDO_LONG: '1' } : {}) };

const run = (command: string): Promise<{ ok: boolean; output: string }> =>
  new Promise((resolve) => {
    const [program = '', ...args] = command.split(' ');
    const child = spawn(program, args, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece) => pieces.push(piece));
    child.stderr.on('data', (piece) => pieces.push(piece));
    child.on('error', (error) => resolve({ ok: false, output: `${command}: ${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(pieces).toString() }));
  });

/** `again`: what passed only at the second try. */
type Outcome = { ok: boolean; output: string; counts: Counts | null; again?: readonly Failure[] };

/** More files than these have not failed by chance. */
const mostTriedAgain = 3;

/** Runs vitest once. @param files those alone, one after the other; all where there are none */
const runVitest = async (projects: readonly string[], files: readonly string[] = []) => {
  const file = join(reports, `${projects.join('-')}${files.length > 0 ? '-again' : ''}.json`);
  const chosen = projects.map((project) => `--project ${project}`).join(' ');
  const which = files.length > 0 ? `--no-file-parallelism ${files.join(' ')}` : '';
  const { ok, output } = await run(
    `vitest run ${chosen} --reporter=default --reporter=json --outputFile=${file} ${which}`.trim(),
  );
  const report = readReport(file);
  return { output, report: report && { ...report, success: report.success && ok } };
};

/**
 * Files with a failure run once more: a browser on a machine that others load now and then misses what it never misses
 * alone. What passes only then is named in the output; what is broken fails twice.
 */
const runTests = async (projects: readonly string[]): Promise<Outcome> => {
  const { output, report } = await runVitest(projects);
  const failures = report === null ? [] : failuresIn(report, process.cwd());
  const files = [...new Set(failures.map(({ file }) => file))];
  const outcome = (last: Report | null, remaining: readonly Failure[], more: Partial<Outcome> = {}): Outcome => {
    const counts = countReport(last);
    return { ok: counts.failed === 0, output: remaining.map(inLines).join('\n') || output, counts, ...more };
  };
  // An error outside all tests belongs to no file that could run again.
  const isOutside = /caught \d+ unhandled error/.test(output);
  if (report === null || isOutside || files.length === 0 || files.length > mostTriedAgain)
    return outcome(report, isOutside ? [] : failures);
  const second = await runVitest(projects, files);
  if (second.report === null) return outcome(report, failures);
  const remaining = failuresIn(second.report, process.cwd());
  return outcome(withSecondRun(report, second.report), remaining, { again: failures });
};

const runStage = async ({ commands, projects, before }: Stage): Promise<Outcome> => {
  try {
    before?.();
  } catch (error) {
    return { ok: false, output: error instanceof Error ? error.message : String(error), counts: null };
  }
  if (projects) return runTests(projects);
  const outputs: string[] = [];
  for (const command of commands) {
    const { ok, output } = await run(command);
    outputs.push(output);
    if (!ok) return { ok, output, counts: null };
  }
  return { ok: true, output: outputs.join(''), counts: null };
};

const indent = (text: string): string => text.trimEnd().replace(/^/gm, '    ');

let total = noTests;
for (const stage of stages) {
  if (process.stdout.isTTY) process.stdout.write(`  …  ${stage.name}\r`);
  const start = performance.now();
  const { ok, output, counts, again = [] } = await runStage(stage);
  if (counts) total = add(total, counts);
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  console.log(
    `${ok ? ' ok ' : 'FAIL'} ${stage.name.padEnd(28)} ${seconds.padStart(8)}${counts ? `   ${inWords(counts)}` : ''}`,
  );
  if (ok && stage.show) console.log(indent(output));
  if (ok && again.length > 0) console.log(indent(`At the second try:\n\n${again.map(inLines).join('\n')}`));
  if (ok) continue;
  console.log(`\n${output.trimEnd()}\n`);
  process.exitCode = 1;
  break;
}
console.log(inWords(total));
