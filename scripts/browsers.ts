// Finds Chromium and Firefox on this machine, or installs them from the system's packages or Playwright's download.
// Never opens one, and never uses a branded Chrome: that loads no unpacked extension.
import { existsSync, readdirSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { find, findOrInstall, type Wanted } from './programs.ts';

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

export const findChromium = (): string | null => find(chromiumWanted);
export const findFirefox = (): string | null => find(firefoxWanted);
/** The program's path, after installing it where it was missing. Throws an error that says what to do. */
export const chromium = (): string => findOrInstall(chromiumWanted);
export const firefox = (): string => findOrInstall(firefoxWanted);
