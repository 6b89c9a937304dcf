// The preparation of a folder, as a person meets it: packages installed when they are missing or stale and not
// otherwise, a second try, one clear line at the end. With an npm and a Node of straw, so nothing is fetched.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));
const lock = (version: string) =>
  JSON.stringify({
    packages: { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version, optional: true } },
  });

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

const writeProgram = (path: string, text: string) => {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
};

/** An npm that notes each call, fails as often as told, then installs what the lock file says. */
const writeNpm = (failures: number) =>
  writeProgram(
    at('bin', 'npm'),
    `echo "$@" >> ${at('calls')}
     [ $(wc -l < ${at('calls')}) -gt ${failures} ] || { echo 'npm error ECONNRESET'; exit 1; }
     mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json`,
  );

const start = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('scripts', 'start.mjs'), '--some', 'argument'], {
    encoding: 'utf8',
    env: { PATH: `${at('bin')}:/usr/bin:/bin` },
  });
  return { status, said: `${stdout}${stderr}` };
};
const calls = () => (existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n').length : 0);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rondo-prepare-'));
  for (const each of ['scripts', 'bin']) mkdirSync(at(each));
  for (const file of ['prepare.mjs', 'start.mjs']) copyFileSync(join(scripts, file), at('scripts', file));
  writeFileSync(at('package-lock.json'), lock('1.0.0'));
  writeProgram(
    at('bin', 'node'),
    `[ "$1" = --version ] && echo v24.15.0 || { shift; echo "started with $*"; exit 7; }`,
  );
  writeNpm(0);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('the preparation of a folder', () => {
  it('installs what is missing, hands the arguments over and ends as the other ends', () => {
    const { status, said } = start();
    expect(said).toContain('Installing the packages');
    expect(said).toContain('started with --some argument');
    expect(status).toBe(7);
    expect(calls()).toBe(1);
  });

  it('installs nothing twice', () => {
    start();
    expect(start().said).not.toContain('Installing');
    expect(calls()).toBe(1);
  });

  it('installs anew when the lock file has changed', () => {
    start();
    writeFileSync(at('package-lock.json'), lock('1.0.1'));
    start();
    expect(calls()).toBe(2);
  });

  it('leaves alone what was installed by hand and agrees, an optional package aside', () => {
    mkdirSync(at('node_modules'));
    const present = { packages: { 'node_modules/a': { version: '1.0.0' } } };
    writeFileSync(at('node_modules', '.package-lock.json'), JSON.stringify(present));
    start();
    expect(calls()).toBe(0);
  });

  it('installs anew what was installed by hand and is older', () => {
    mkdirSync(at('node_modules'));
    writeFileSync(at('node_modules', '.package-lock.json'), lock('0.9.0'));
    start();
    expect(calls()).toBe(1);
  });

  it('tries once more when the registry fails', () => {
    writeNpm(1);
    expect(start().said).toContain('started with');
    expect(calls()).toBe(2);
  });

  it('says what npm said and ends when it fails twice', () => {
    writeNpm(2);
    const { status, said } = start();
    expect(said).toContain('ECONNRESET');
    expect(said).toContain('could not be installed');
    expect(status).toBe(1);
  });

  it('asks for a newer Node in one line', () => {
    writeProgram(at('bin', 'node'), 'echo v22.1.0');
    const { status, said } = start();
    expect(said).toMatch(/Rondo needs Node 24\.15 or newer and found v22\.1\.0/);
    expect(status).toBe(1);
  });
});
