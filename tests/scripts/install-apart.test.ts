// What lies apart is installed by its own lock file, once, and again when that changes. With an npm of straw.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

const writeNpm = (ending: string) => {
  writeFileSync(at('bin', 'npm'), `#!/bin/sh\necho "$PWD $@" >> ${at('calls')}\n${ending}\n`);
  chmodSync(at('bin', 'npm'), 0o755);
};
const run = () =>
  spawnSync('node', [at('scripts', 'install-apart.mjs'), 'part'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${at('bin')}${delimiter}${process.env.PATH}` },
  });
const calls = () => (existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : []);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rondo-apart-'));
  for (const name of ['bin', 'scripts', 'part']) mkdirSync(at(name));
  const script = fileURLToPath(new URL('../../scripts/install-apart.mjs', import.meta.url));
  cpSync(script, at('scripts', 'install-apart.mjs'));
  writeFileSync(at('part', 'package-lock.json'), '{"version": 1}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('installs in that folder once, and again when its lock file has changed', () => {
  writeNpm('mkdir -p node_modules');
  expect(run().status).toBe(0);
  expect(run().status).toBe(0);
  expect(calls()).toEqual([expect.stringMatching(/part ci /)]);
  writeFileSync(at('part', 'package-lock.json'), '{"version": 2}');
  expect(run().status).toBe(0);
  expect(calls()).toHaveLength(2);
});

it('says why it could not, and tries again the next time', () => {
  writeNpm('echo "npm error ECONNRESET"; exit 1');
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toContain('ECONNRESET');
  expect(stderr).toContain('could not be installed');
  run();
  expect(calls()).toHaveLength(2);
});
