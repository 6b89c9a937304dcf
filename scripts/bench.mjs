// Installs what the bench compares Rondo with (a package of its own, so that a plain install stays small), then runs the
// bench. Plain JavaScript without dependencies, under whatever Node ≥ 20 is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareAndRun } from './prepare.mjs';

const folder = fileURLToPath(new URL('../tests/bench', import.meta.url));
const noteFile = join(folder, 'node_modules', '.rondo-lock');
const hash = createHash('sha256')
  .update(readFileSync(join(folder, 'package-lock.json')))
  .digest('hex');

if (!existsSync(noteFile) || readFileSync(noteFile, 'utf8') !== hash) {
  // Not on stdout, which is for the results.
  console.error('Installing what the bench compares with (npm ci in tests/bench) …');
  const { status, stdout, stderr, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    ...{ cwd: folder, env: process.env, encoding: 'utf8', shell: process.platform === 'win32' },
  });
  if (status !== 0) {
    console.error(error ? `npm could not be started: ${error.message}` : `${stdout}${stderr}`);
    console.error('The packages of the bench could not be installed; run this again when that is mended.');
    process.exit(1);
  }
  writeFileSync(noteFile, hash);
}

prepareAndRun(join('..', 'tests', 'bench', 'main.ts'));
