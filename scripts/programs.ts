// Finds a program on this machine, or installs it from the system's packages or Playwright's download. Never touches one
// that is there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { delimiter, join } from 'node:path';

export type Wanted = {
  /** As people know it, and the environment variable that names it. */
  name: string;
  variable: string;
  commands: readonly string[];
  places: () => string[];
  /** What `--version` must say. */
  version: RegExp;
  /** Where a program asks for it in another way. */
  versionFlag?: string;
  /** Names of the system's package, and of Playwright's download. */
  packageName: string;
  download: string;
};

const onPath = (command: string): string | null => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path)) ?? null;
};

/**
 * Whether it runs here and is what it should be. A snap is not: it sees neither our temporary profiles nor the build.
 * Windows programs print no version, so they are taken as they are.
 */
const fits = (path: string, wanted: Wanted): boolean => {
  if (!existsSync(path)) return false;
  if (platform() === 'win32') return true;
  const { status, stdout } = spawnSync(path, [wanted.versionFlag ?? '--version'], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return status === 0 && wanted.version.test(stdout) && !/\ssnap\s*$/.test(stdout);
};

export const find = (wanted: Wanted): string | null => {
  const chosen = process.env[wanted.variable];
  if (chosen) {
    if (fits(chosen, wanted)) return chosen;
    throw new Error(`${wanted.variable} names ${chosen}, which is not a ${wanted.name} that can be used here.`);
  }
  const candidates = [...wanted.commands.map(onPath), ...wanted.places()];
  return candidates.find((path) => path !== null && fits(path, wanted)) ?? null;
};

const run = (command: string, args: readonly string[]): boolean => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    shell: platform() === 'win32',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status === 0) return true;
  const lines = error ? [error.message] : `${stdout}\n${stderr}`.split('\n').filter(Boolean).slice(-5);
  console.log(lines.map((line) => `  ${line}`).join('\n'));
  return false;
};

/** How to become root without a question: nothing, `sudo -n`, or not at all. */
const asRoot = (): string[] | null => {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
};

const installFromSystem = (wanted: Wanted): void => {
  const before = asRoot();
  if (onPath('apt-get') === null || before === null) return;
  console.log(`Installing ${wanted.name} (apt-get install ${wanted.packageName}) …`);
  const apt = (...args: string[]) => {
    const [command = '', ...rest] = [...before, 'apt-get', ...args];
    return run(command, rest);
  };
  // An old list of packages may still do, so a failing update is no reason to stop.
  apt('update');
  apt('install', '-y', '--no-install-recommends', wanted.packageName);
};

const installDownload = (wanted: Wanted): void => {
  if (!wanted.download) return;
  console.log(`Downloading ${wanted.name} (playwright-core install ${wanted.download}) …`);
  run('npx', ['--yes', 'playwright-core@1.65.1', 'install', wanted.download]);
};

/** The program's path, after installing it where it was missing. Throws an error that says what to do. */
export const findOrInstall = (wanted: Wanted): string => {
  const ways = [() => {}, () => installFromSystem(wanted), () => installDownload(wanted)];
  for (const way of ways) {
    way();
    const path = find(wanted);
    if (path !== null) return path;
  }
  throw new Error(
    `No ${wanted.name} was found and none could be installed. Install it by hand (Debian and Ubuntu: ` +
      `apt-get install ${wanted.packageName}) or set ${wanted.variable} to its program, then run this again.`,
  );
};
