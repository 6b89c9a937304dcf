// Starts the Portkey gateway: a server of the OpenAI kind that this project did not write. It keeps no account and asks
// nobody: two headers of each request say where that goes. Its package lies apart in tests/gateway and is installed here
// when it is needed. One of its parts is held at an older version there: with those of 2026 it answers 500 under Node 24,
// since it then writes into headers that cannot be changed (tried with 1.15.2).
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { until } from './world.ts';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const install = (): void => {
  const { status, stderr } = spawnSync('node', [pathOf('scripts/install-apart.mjs'), 'tests/gateway'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

export type Gateway = { baseUrl: string; close(): Promise<void> };

export const startGateway = async (): Promise<Gateway> => {
  install();
  const port = await freePort();
  const program = pathOf('tests/gateway/node_modules/@portkey-ai/gateway/build/start-server.js');
  const child = spawn('node', [program, '--headless', `--port=${port}`], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const origin = `http://127.0.0.1:${port}`;
  await until(
    'The gateway',
    () =>
      fetch(origin).then(
        ({ ok }) => ok,
        () => false,
      ),
    20_000,
  );
  return {
    baseUrl: `${origin}/v1`,
    close: () => {
      child.kill();
      return gone;
    },
  };
};
