// Finds Chromium and Firefox on this machine, or installs them from the system's packages or Playwright's download.
// Never touches a browser that is there, never opens one, and never uses a branded Chrome: that loads no unpacked
// extension.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { delimiter, join } from 'node:path';

type Wanted = {
  /** As people know it, and the environment variable that names it. */
  name: string;
  variable: string;
  commands: readonly string[];
  places: () => string[];
  /** What `--version` must say. */
  version: RegExp;
  /** Names of the system's package, and of Playwright's download. */
  packageName: string;
  download: string;
};

/** Where Playwright keeps what it downloaded. */
const downloads = (): string => {
  const chosen = process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (chosen) return chosen;
  if (platform() === 'darwin') return join(homedir(), 'Library/Caches/ms-playwright');
  if (platform() === 'win32') return join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright');
  return join(homedir(), '.cache/ms-playwright');
};

/** `folder-N/inner/program` for every N there is, newest first. */
const downloaded = (folder: string, inside: readonly string[]): string[] => {
  const base = downloads();
  if (!existsSync(base)) return [];
  const number = (name: string) => Number(name.slice(folder.length + 1));
  return readdirSync(base)
    .filter((name) => name.startsWith(`${folder}-`))
    .sort((a, b) => number(b) - number(a))
    .flatMap((name) => inside.map((path) => join(base, name, path)));
};

const chromiumWanted: Wanted = {
  name: 'Chromium',
  variable: 'CHROMIUM_PATH',
  commands: ['chromium', 'chromium-browser'],
  places: () => [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...downloaded('chromium', [
      'chrome-linux64/chrome',
      'chrome-linux/chrome',
      'chrome-win64/chrome.exe',
      'chrome-win/chrome.exe',
      ...['chrome-mac', 'chrome-mac-arm64', 'chrome-mac-x64'].flatMap((folder) => [
        `${folder}/Chromium.app/Contents/MacOS/Chromium`,
        `${folder}/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`,
      ]),
    ]),
  ],
  version: /^(Chromium|Google Chrome for Testing) /,
  packageName: 'chromium',
  download: 'chromium',
};

const firefoxWanted: Wanted = {
  name: 'Firefox',
  variable: 'FIREFOX_PATH',
  commands: ['firefox-esr', 'firefox'],
  places: () => ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  version: /^Mozilla Firefox /,
  packageName: 'firefox-esr',
  // Playwright's Firefox is a patched one that does not speak what the driver speaks.
  download: '',
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
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && wanted.version.test(stdout) && !/\ssnap\s*$/.test(stdout);
};

const find = (wanted: Wanted): string | null => {
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

const findOrInstall = (wanted: Wanted): string => {
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

export const findChromium = (): string | null => find(chromiumWanted);
export const findFirefox = (): string | null => find(firefoxWanted);
/** The program's path, after installing it where it was missing. Throws an error that says what to do. */
export const chromium = (): string => findOrInstall(chromiumWanted);
export const firefox = (): string => findOrInstall(firefoxWanted);
