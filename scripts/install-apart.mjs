// Installs a package that lies apart in this folder, so that a plain install stays small: by its own lock file, once.
// Plain JavaScript without dependencies, under whatever Node ≥ 20 is there. `node scripts/install-apart.mjs tests/gateway`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Ends the process with the reason where it cannot be installed. `folder` from the root, `what` for people. */
export const installApart = (folder, what) => {
  const cwd = join(root, folder);
  const noteFile = join(cwd, 'node_modules', '.rondo-lock');
  const hash = createHash('sha256')
    .update(readFileSync(join(cwd, 'package-lock.json')))
    .digest('hex');
  if (existsSync(noteFile) && readFileSync(noteFile, 'utf8') === hash) return;
  // Not on stdout, which is for results.
  console.error(`Installing ${what} (npm ci in ${folder}) …`);
  const { status, stdout, stderr, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    ...{ cwd, env: process.env, encoding: 'utf8', shell: process.platform === 'win32' },
  });
  if (status !== 0) {
    console.error(error ? `npm could not be started: ${error.message}` : `${stdout}${stderr}`);
    console.error(`The packages in ${folder} could not be installed; run this again when that is mended.`);
    process.exit(1);
  }
  writeFileSync(noteFile, hash);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) installApart(process.argv[2], 'what lies apart');
