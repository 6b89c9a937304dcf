// Starts a Chromium with an unpacked extension in it and reads what it writes. One process, ours alone.
// Never speaks to it otherwise, and never ends a process that it did not start.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Chromium = {
  process: ChildProcess;
  /** Address of the browser's own DevTools socket. */
  socket: string;
  /**
   * What any page, popup, worker or content script of this browser wrote to its console, from the first line on. It
   * comes from the browser's log, so nothing is attached to the worker for it. Objects appear as `[object Object]`.
   */
  console: string[];
  /** Resolves when the process is gone. */
  gone: Promise<void>;
};

export type StartOptions = {
  program: string;
  extension: string;
  profile: string;
  headless: boolean;
  args: readonly string[];
};

/** Quiet and offline but for what the extension itself asks for, and the same on every machine. */
const flags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-features=Translate,MediaRouter,OptimizationHints',
  '--disable-gpu',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--enable-logging=stderr',
  '--enable-unsafe-extension-debugging',
  '--no-default-browser-check',
  '--no-first-run',
  '--password-store=basic',
  '--remote-debugging-port=0',
  '--use-mock-keychain',
];

const allFlags = ({ extension, profile, headless, args }: StartOptions): string[] => [
  ...flags,
  // Without a screen of its own size a headless one is 800 by 600, too low for a whole popup.
  ...(headless ? ['--headless=new', '--screen-info={1600x1200}', '--window-size=1280,900'] : []),
  // Chromium refuses its sandbox to root alone.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  `--disable-extensions-except=${extension}`,
  `--load-extension=${extension}`,
  `--user-data-dir=${profile}`,
  ...args,
  'about:blank',
];

const startsEntry = /^\[[\d:./]+:[A-Z]+\d*:.*\]/;
const saysConsole = /^\[[\d:./]+:[A-Z]+:CONSOLE[:(]\d+\)?\] (.*)$/;

/** Takes the console's lines out of the log; a text of several lines goes on until the next entry begins. */
const consoleReader = (console: string[]) => {
  let within = false;
  return (line: string): void => {
    const text = saysConsole.exec(line)?.[1];
    if (text !== undefined) console.push(text);
    else if (within && !startsEntry.test(line)) console[console.length - 1] += `\n${line}`;
    within = text !== undefined || (within && !startsEntry.test(line));
  };
};

export const startChromium = async (options: StartOptions): Promise<Chromium> => {
  const child = spawn(options.program, allFlags(options), { stdio: ['ignore', 'ignore', 'pipe'] });
  // Should this process end without closing the browser, the browser ends too.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', end);
      resolve();
    });
    child.once('error', () => resolve());
  });
  const console: string[] = [];
  const read = consoleReader(console);
  const begun: string[] = [];
  const socket = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Chromium did not start (${why}).\n${begun.join('\n')}`));
    const timer = setTimeout(() => fail('30 s passed'), 30_000);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`it ended with code ${code}`));
    createInterface({ input: child.stderr }).on('line', (line) => {
      read(line);
      if (begun.length < 40) begun.push(line);
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  }).catch((error) => {
    end();
    throw error;
  });
  return { process: child, socket, console, gone };
};
