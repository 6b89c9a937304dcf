// Holds the project to the shape that ARCHITECTURE.md describes. Each rule is tried on the house as it stands and
// on a house into which a violation was planted, so that no rule is there that catches nothing.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioCommandSchema, audioEventSchema } from '../lib/messaging/audio.ts';
import { protocol, pushSchema, troubleSchema } from '../lib/messaging/protocol.ts';
import { providers } from '../lib/providers/index.ts';
import {
  browserOnlyAtTheRim,
  clockAndChanceHandedIn,
  importsFollowTheTable,
  long,
  networkOnlyInClients,
  noCycles,
  noSchemasInPages,
  nothingIsLogged,
  providersNamedOnlyAtHome,
  type Rule,
} from './architecture/rules.ts';
import { secretsIn } from './architecture/secrets.ts';
import { type House, readHouse, root } from './architecture/sources.ts';
import { fixtureErrors } from './limits/error-cases.ts';

const house = readHouse();
const plant = (file: string, text: string): House => [
  ...house.filter(({ path: own }) => own !== file),
  { path: file, text },
];
const sourceOf = (file: string) => house.find(({ path: own }) => own === file)?.text ?? '';

const rules: { name: string; rule: Rule; planted: readonly [file: string, text: string][] }[] = [
  {
    name: 'rooms import only what the table lets them',
    rule: importsFollowTheTable,
    planted: [
      ['lib/limits/planted.ts', "import { sortOut } from '../routing/route.ts';"],
      ['lib/routing/planted.ts', "import type { Engine } from '../engine/index.ts';"],
      ['components/planted.tsx', "export { putBlob } from '../lib/storage/blobs.ts';"],
      ['lib/engine/planted.ts', "import { createSend } from '../clients/index.ts';"],
      ['entrypoints/popup/planted.tsx', "const late = await import('../../lib/engine/index.ts');"],
      ['lib/unknown/planted.ts', ''],
    ],
  },
  {
    name: 'pages carry no schemas',
    rule: noSchemasInPages,
    planted: [
      ['lib/page/find-media.ts', "import { foundMediaSchema } from '../domain/media.ts';"],
      [
        'components/words.ts',
        "import type { Job } from '../lib/domain/job.ts';\nexport { z } from '../lib/domain/zod.ts';",
      ],
    ],
  },
  {
    name: 'no import goes in a circle, types included',
    rule: noCycles,
    planted: [['lib/domain/task.ts', "import type { Settings } from './settings.ts';\nexport const taskSchema = 1;"]],
  },
  {
    name: 'only the clients reach the network',
    rule: networkOnlyInClients,
    planted: [
      ['lib/jobs/planted.ts', "export const leak = () => fetch('https://example.com');"],
      ['lib/engine/planted.ts', "import type OpenAI from 'openai';"],
    ],
  },
  {
    name: 'time and chance are handed in',
    rule: clockAndChanceHandedIn,
    planted: [
      ['lib/limits/planted.ts', 'export const late = Date.now();'],
      ['lib/routing/planted.ts', 'export const dice = () => Math.random();'],
      ['lib/jobs/planted.ts', 'setTimeout(() => {}, 1);'],
    ],
  },
  {
    name: 'parts of the browser are touched in their own rooms only',
    rule: browserOnlyAtTheRim,
    planted: [
      ['components/planted.tsx', "browser.storage.local.get('vault');"],
      ['lib/engine/planted.ts', 'chrome.runtime.getPlatformInfo();'],
      ['entrypoints/offscreen/planted.ts', 'new AudioContext();'],
      ['lib/engine/planted.ts', 'new OffscreenCanvas(1, 1);'],
    ],
  },
  {
    name: 'no provider is named outside its own file and the catalog',
    rule: providersNamedOnlyAtHome(providers.map(({ id }) => id)),
    planted: [['lib/transcription/planted.ts', `export const preferred = '${providers[0]?.id}';`]],
  },
  {
    name: 'nothing is written to the console',
    rule: nothingIsLogged,
    planted: [['entrypoints/background/planted.ts', "console.log('a key could stand here');"]],
  },
];

describe('the house', () => {
  for (const { name, rule, planted } of rules) {
    it(`keeps the rule that ${name}`, () => {
      expect(rule(house)).toEqual([]);
    });
    for (const [file, text] of planted)
      it(`would catch a violation of the rule that ${name}, planted in ${file}`, () => {
        expect(rule(plant(file, text)).join('\n')).toMatch(file);
      });
  }

  it('says in the first lines of each file what it is for', () => {
    const silent = house.filter(({ text }) => !/^(\/\/|\/\*)/.test(text)).map(({ path: file }) => file);
    expect(silent).toEqual([]);
  });

  it('reports what has grown long', () => {
    const report = house.flatMap(long);
    if (report.length > 0) console.info(`Long, worth a look:\n  ${report.join('\n  ')}`);
    expect(long({ path: 'planted.ts', text: 'x\n'.repeat(301) })).not.toEqual([]);
    expect(long({ path: 'planted.ts', text: `const f = () => {\n${'  x();\n'.repeat(61)}};\n` })).not.toEqual([]);
    const one = (lines: number) => `const f = () =>\n  g(() => {\n${'    x();\n'.repeat(lines)}  });\n`;
    expect(long({ path: 'planted.ts', text: one(61) })).not.toEqual([]);
    expect(long({ path: 'planted.ts', text: one(1) + 'x();\n'.repeat(61) })).toEqual([]);
  });
});

describe('the list of providers', () => {
  it('holds each provider in a file of its own, with its real conduct among the fixtures', () => {
    const errors = new Set(fixtureErrors.map(({ provider }) => provider));
    for (const { id } of providers) {
      expect(sourceOf(`lib/providers/${id}.ts`), id).toContain(`export const ${id}: Provider`);
      expect(existsSync(path.join(root, `tests/fixtures/providers/${id}.json`)), id).toBe(true);
      expect(errors, id).toContain(id);
    }
  });
});

describe('the protocol', () => {
  const names = Object.keys(protocol);

  it('has one handler and one action for each message, and none besides', () => {
    const entries = (text: string, from: string) =>
      [...(text.split(from)[1]?.split(/^\}\)?;/m)[0] ?? '').matchAll(/^ {2}'?([a-zA-Z.]+)'?: (?:async )?\(/gm)].map(
        ([, name]) => name,
      );
    const handlers = entries(sourceOf('entrypoints/background/handlers.ts'), 'const createHandlers');
    const actions = entries(sourceOf('lib/view/actions.ts'), 'const messageActions');
    expect(handlers.toSorted()).toEqual(names.toSorted());
    expect(actions.toSorted()).toEqual(names.toSorted());
  });

  it('has no reply, no push and no word about audio that could carry a secret', () => {
    for (const [name, { value }] of Object.entries(protocol)) expect(secretsIn(value), name).toEqual([]);
    expect(secretsIn(pushSchema)).toEqual([]);
    for (const schema of [audioCommandSchema, audioEventSchema]) expect(secretsIn(schema)).toEqual([]);
    expect(secretsIn(troubleSchema)).toEqual([]);
  });

  it('would catch a reply that carries a secret', async () => {
    const { z } = await import('../lib/domain/zod.ts');
    expect(secretsIn(z.object({ cards: z.array(z.object({ apiKey: z.string().nullable() })) }))).toEqual([
      'cards.[].apiKey',
    ]);
    expect(secretsIn(z.object({ secrets: z.record(z.string(), z.string()) }))).toEqual(['secrets']);
  });
});

describe('the stored items', () => {
  it('declare area, version and visibility, and the vault is the background’s alone', async () => {
    const text = sourceOf('lib/storage/items.ts');
    const items = [...text.matchAll(/^export const (\w+) = item\(\{([\s\S]*?)^\}\);/gm)];
    expect(items.length).toBeGreaterThanOrEqual(3);
    for (const [, name, body] of items)
      for (const field of ['key:', 'area:', 'version:', 'visibility:', 'schema:']) expect(body, name).toContain(field);
    expect(items.find(([, name]) => name === 'vault')?.[2]).toContain("visibility: 'background'");
  });
});
