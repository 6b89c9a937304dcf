// Adding a provider takes its file, a line in the list and its fixtures: proven by adding one in a copy of the project
// and running there what every provider has to keep to, the rules of the house and the types. The table in the README is
// written by its script. Then each is broken in turn, to see that it is noticed.
import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../architecture/sources.ts';

const run = promisify(execFile);

const provider = `// Aria, made up for a test. Facts only.
import { modelsOf, source, usd } from '../catalog/source.ts';
import type { Provider } from '../domain/provider.ts';

const model = modelsOf('aria');
const documented = source('its documentation', '2026-11-01');

export const aria: Provider = {
  id: 'aria',
  name: 'Aria',
  baseUrl: 'https://api.aria.example/v1',
  keyPage: 'https://aria.example/keys',
  keyShape: { pattern: /^aria_[a-z0-9]{8,}$/, example: 'aria_…' },
  firstPlan: 'free',
  headers: [{ dimension: 'RPM', limit: 'aria-limit', remaining: 'aria-left', reset: 'aria-reset', resetFormat: 'milliseconds' }],
  refill: 'fixed',
  limits: { RPM: 20 },
  leastAudioSeconds: 0,
  uploads: { maxBytes: 50_000_000, maxSeconds: null },
  transcription: { turn: 2, models: ['aria-hears'], detectLanguage: null, mostPrompt: 0 },
  patienceMs: 20_000,
  modelListQuery: '?all',
  models: [
    model('aria-2', { fast: 90, code: 90 }, documented({ context: 64_000, price: usd(0.2, 0.4) })),
    model('aria-hears', {}, documented({ pricePerHour: 0.05, times: 'words' })),
  ],
  modelsDev: null,
};
`;

const fixtures = {
  keys: { own: ['aria_0123456789'], foreign: ['gsk_0123456789abcdef'] },
  answers: [
    {
      source: 'its documentation',
      headers: { 'aria-limit': '20', 'aria-left': '19', 'aria-reset': '60000' },
      meters: [{ dimension: 'RPM', limit: 20, remaining: 19, resetMs: 60_000 }],
    },
  ],
  list: {
    source: 'its documentation',
    body: [{ id: 'aria-2' }, { id: 'aria-hears' }],
    models: ['aria-2', 'aria-hears'],
    facts: {},
  },
};

const noLimit = { dimension: null, limit: null, used: null, requested: null };
const errors = [
  {
    id: 'aria-401',
    provider: 'aria',
    status: 401,
    headers: {},
    body: '{"error":{"message":"Invalid API key."}}',
    expect: { kind: 'invalid_key', scope: 'key', limit: noLimit, retryAfterMs: null },
  },
  {
    id: 'aria-429',
    provider: 'aria',
    status: 429,
    headers: { 'retry-after': '3' },
    body: '{"error":{"message":"Rate limit reached."}}',
    expect: { kind: 'rate_limited', scope: 'key', limit: noLimit, retryAfterMs: 3_000 },
  },
];

let copy: string;
const inCopy = (file: string) => path.join(copy, file);
const change = (file: string, from: string, to: string) => {
  const before = readFileSync(inCopy(file), 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`Nothing was changed in ${file}.`);
  writeFileSync(inCopy(file), after);
};

type Outcome = { ok: boolean; said: string };
const done = async (command: string, ...given: string[]): Promise<Outcome> => {
  const environment = { ...process.env, NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined };
  try {
    const { stdout } = await run(command, given, { cwd: copy, env: environment, maxBuffer: 1e8 });
    return { ok: true, said: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { ok: false, said: stdout + stderr };
  }
};

const tool = (name: string) => inCopy(`node_modules/.bin/${name}`);
const suites = (...files: string[]) =>
  done(
    process.execPath,
    inCopy('node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=verbose',
    '--project',
    'unit',
    ...files,
  );
const contract = () => suites('tests/providers/contract.test.ts');

/** What is installed or made, and no part of the project. */
const left = new Set(['node_modules', '.git', '.output', '.cache', 'coverage']);

beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'rondo-provider-'));
  cpSync(root, copy, { recursive: true, filter: (from) => !left.has(path.basename(from)) });
  symlinkSync(path.join(root, 'node_modules'), inCopy('node_modules'));
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('a provider that is added', () => {
  it('takes its file, a line in the list and its fixtures, and nothing else', async () => {
    writeFileSync(inCopy('lib/providers/aria.ts'), provider);
    change('lib/providers/index.ts', 'import { groq }', "import { aria } from './aria.ts';\nimport { groq }");
    change('lib/providers/index.ts', 'together];', 'together, aria];');
    writeFileSync(inCopy('tests/fixtures/providers/aria.json'), JSON.stringify(fixtures));
    appendFileSync(
      inCopy('tests/fixtures/provider-errors.jsonl'),
      errors.map((error) => `${JSON.stringify(error)}\n`).join(''),
    );

    const forgotten = await contract();
    expect(forgotten.said).toContain('write it with `npm run readme`');
    expect(forgotten.said).toMatch(/1 failed/);
    expect(await done(process.execPath, 'scripts/provider-table.ts')).toMatchObject({ ok: true });
    expect(readFileSync(inCopy('README.md'), 'utf8')).toContain(
      '| [Aria](https://aria.example/keys) | `aria_…`, free to begin with | yes | in turn | 50 MB |',
    );

    const checked = await suites(
      ...['tests/providers/contract.test.ts', 'tests/architecture.test.ts', 'tests/catalog', 'tests/keys'],
      'tests/limits/read-fault.test.ts',
    );
    expect(checked.said).toContain('the provider aria');
    expect(checked, checked.said).toMatchObject({ ok: true });
    const types = await done(process.execPath, tool('tsc'), '--noEmit');
    expect(types, types.said).toMatchObject({ ok: true });
  }, 180_000);

  const broken: { what: string; file: string; from: string; to: string; says: RegExp }[] = [
    {
      what: 'a header that is called otherwise',
      file: 'lib/providers/aria.ts',
      from: "remaining: 'aria-left'",
      to: "remaining: 'aria-rest'",
      says: /says its limits in headers/,
    },
    {
      what: 'a shape that takes another’s keys for its own',
      file: 'lib/providers/aria.ts',
      from: '/^aria_[a-z0-9]{8,}$/',
      to: '/^gsk_/',
      says: /knows its own keys/,
    },
    {
      what: 'a place in a pool that is taken',
      file: 'lib/providers/aria.ts',
      from: 'code: 90',
      to: 'code: 1',
      says: /a place that no other has/,
    },
    {
      what: 'a speech model of which nothing is known',
      file: 'lib/providers/aria.ts',
      from: "models: ['aria-hears']",
      to: "models: ['aria-listens']",
      says: /names for speech only models that are known/,
    },
    {
      what: 'an error that is read otherwise',
      file: 'tests/fixtures/provider-errors.jsonl',
      from: '"id":"aria-401","provider":"aria","status":401',
      to: '"id":"aria-401","provider":"another","status":401',
      says: /has real error answers among the fixtures/,
    },
  ];

  it.each(broken)(
    'is noticed to be wrong: $what',
    async ({ file, from, to, says }) => {
      change(file, from, to);
      const outcome = await contract();
      change(file, to, from);
      expect(outcome.ok).toBe(false);
      expect(outcome.said).toMatch(says);
    },
    60_000,
  );
});
