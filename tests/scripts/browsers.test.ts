// Which program is taken for Chromium: one that says it is, and no branded Chrome, no snap, nothing broken.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chromium, findChromium } from '../../scripts/browsers.ts';

let folder: string;

const writeProgram = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rondo-browsers-'));
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.stubEnv('PATH', join(folder, 'bin'));
  vi.stubEnv('CHROMIUM_PATH', '');
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', join(folder, 'downloads'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform !== 'linux')('the search for Chromium', () => {
  it('takes the command on the path', () => {
    const path = writeProgram('bin/chromium', 'echo "Chromium 156.0.8078.79 built on Debian"');
    expect(findChromium()).toBe(path);
  });

  it('passes over a snap, a command that fails and branded Chrome', () => {
    writeProgram('bin/chromium', 'echo "Chromium 156.0.8078.79 snap"');
    writeProgram('bin/chromium-browser', 'echo "requires the chromium snap to be installed"; exit 1');
    writeProgram('bin/google-chrome', 'echo "Google Chrome 156.0.8078.79"');
    expect(findChromium()).toBeNull();
  });

  it('takes the newest that Playwright downloaded', () => {
    writeProgram('downloads/chromium-999/chrome-linux/chrome', 'echo "Chromium 120.0.0.0"');
    const newer = writeProgram(
      'downloads/chromium-1200/chrome-linux64/chrome',
      'echo "Google Chrome for Testing 150.0"',
    );
    writeProgram('downloads/chromium_headless_shell-1300/chrome-linux64/chrome', 'echo "Chromium 151.0"');
    expect(findChromium()).toBe(newer);
  });

  it('takes the one that CHROMIUM_PATH names, and says so when that cannot be used', () => {
    writeProgram('bin/chromium', 'echo "Chromium 156.0.8078.79"');
    vi.stubEnv('CHROMIUM_PATH', writeProgram('mine', 'echo "Chromium 100.0"'));
    expect(findChromium()).toBe(join(folder, 'mine'));
    vi.stubEnv('CHROMIUM_PATH', writeProgram('chrome', 'echo "Google Chrome 156.0"'));
    expect(() => findChromium()).toThrow(/CHROMIUM_PATH names .*chrome/);
  });

  it('says what to do when none is there and none can be installed', () => {
    expect(() => chromium()).toThrow(/apt-get install chromium\) or set CHROMIUM_PATH/);
  });

  it('installs the package of the system where that can be done without a question', () => {
    const program = join(folder, 'bin/chromium');
    writeProgram('bin/sudo', 'shift; [ "$1" = true ] || exec "$@"');
    writeProgram(
      'bin/apt-get',
      `[ "$1" = install ] && { echo 'echo Chromium 156.0' > ${program}; /bin/chmod +x ${program}; }`,
    );
    expect(chromium()).toBe(program);
  });
});
