// `npm start` where there is no display: the build that ships, set up through its own pages, answers twice and leaves
// pictures. Keys of the person who runs the tests are kept out of it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { providers } from '../../../lib/providers/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const start = (): Promise<{ code: number | null; said: string }> => {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
  };
  for (const { id } of providers) delete env[`${id.toUpperCase()}_API_KEY`];
  const child = spawn('node', ['scripts/start.ts', '--headless'], { cwd: root, env });
  let said = '';
  child.stdout.on('data', (piece) => (said += piece));
  child.stderr.on('data', (piece) => (said += piece));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });
};

it('summarizes past a limit, transcribes every word and shows where the pictures are', async () => {
  const { code, said } = await start();
  expect(said).toMatch(/^Summary of .+: done$/m);
  expect(said).toMatch(/^ {4}1\. .+ had reached its limit/m);
  expect(said).toMatch(/^ {4}2\. .+ answered/m);
  expect(said).toMatch(/^Transcription of recording\.wav: done$/m);
  const pictures = [...said.matchAll(/^ {2}(.+\.png)$/gm)].map((match) => match[1] ?? '');
  expect(pictures).toHaveLength(3);
  expect(pictures.every((picture) => existsSync(picture))).toBe(true);
  expect(code).toBe(0);
});
