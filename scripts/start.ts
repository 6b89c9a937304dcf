// `npm start` after start.mjs: builds Rondo, opens it in a browser of its own with keys in it, and leaves it to you.
// With no display, or with --headless, it does one summary and one transcription instead and shows what came of them.
// Everything it starts ends with it. Never touches a profile of yours, and never sends your keys anywhere but to Rondo.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openRondo, type Rondo } from '../tests/browser/driver/index.ts';
import { addKeys, setBaseUrl } from '../tests/browser/driver/steps.ts';
import { type Accounts, openAccounts } from './accounts.ts';
import { chromium } from './browsers.ts';
import { album, demonstrate } from './demonstration.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictureFolder = fileURLToPath(new URL('../.output/pictures', import.meta.url));

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const headless = process.argv.includes('--headless') || Boolean(process.env.CI) || !hasDisplay;

/** What must be ended, newest last. */
const toEnd: (() => Promise<void>)[] = [];
const endAll = async (): Promise<void> => {
  for (let end = toEnd.pop(); end; end = toEnd.pop()) await end().catch((error) => console.error(String(error)));
};

const build = (): void => {
  console.log('Building …');
  const { status, stdout, stderr } = spawnSync('wxt', ['build'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`The build failed.\n${stdout}${stderr}`);
};

/** Through Rondo's own settings, as a person does it: first where a provider is, then its keys. */
const setUp = async (rondo: Rondo, { accounts }: Accounts) => {
  await rondo.allowOrigins();
  const options = await rondo.page('options.html');
  for (const { name, keys, baseUrl } of accounts) {
    if (baseUrl !== null) await setBaseUrl(options, name, baseUrl);
    const lines = await addKeys(options, name, keys);
    for (const { message } of lines) console.log(`  ${name}: ${message}`);
    const refused = lines.find(({ outcome }) => outcome === 'invalid');
    if (refused) throw new Error(`${name} refused a key: ${refused.message}`);
  }
  return options;
};

const leaveToPerson = async (rondo: Rondo, accounts: Accounts): Promise<void> => {
  const [first] = await rondo.browser.pages();
  const tab = await rondo.browser.newPage();
  await tab.goto(accounts.article);
  // The empty tab that the browser began with.
  if (first?.url() === 'about:blank') await first.close();
  accounts.failOnce();
  console.log('\nRondo is ready. Press its button (under the puzzle piece, right of the address) on any page.');
  if (accounts.practice)
    console.log('The first summary meets a limit, so that you can see the next key take its turn.');
  console.log('Close the browser, or press Ctrl+C here, to end.');
  await rondo.detach();
  await rondo.gone;
};

const main = async (): Promise<void> => {
  build();
  chromium();
  const accounts = await openAccounts();
  toEnd.push(() => accounts.close());
  const who = accounts.accounts.map(({ name }) => name).join(', ');
  console.log(accounts.practice ? `Practice providers on this computer: ${who}.` : `Real providers: ${who}.`);
  const rondo = await openRondo({ headless });
  toEnd.push(() => rondo.close());
  const options = await setUp(rondo, accounts);
  if (!headless) return leaveToPerson(rondo, accounts);
  const pictures = await album(pictureFolder);
  try {
    await demonstrate(rondo, accounts, pictures);
    // A tab in the background draws nothing.
    await options.bringToFront();
    await options.evaluate(() => scrollTo(0, 0));
    await pictures.take(options, 'settings', true);
  } finally {
    const { paths } = pictures;
    if (paths.length > 0) console.log(['', 'Pictures:', ...paths.map((path) => `  ${path}`)].join('\n'));
  }
};

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    interrupted = true;
    await endAll();
    process.exit(130);
  });
}

try {
  await main();
} catch (error) {
  // What is under way when all is being ended breaks off, and that is no failure.
  if (!interrupted) {
    console.error(`\nThat did not work. ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
if (!interrupted) {
  await endAll();
  process.exit();
}
