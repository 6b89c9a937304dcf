// What a page reads at load: the scripts it names and all that these import statically, each once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadedBy } from '../../scripts/sizes.ts';

let build: string;
const files = {
  'popup.html':
    '<script type="module" crossorigin src="/popup.js"></script><link rel="modulepreload" href="/shared.js"><link rel="stylesheet" href="/popup.css">',
  'popup.js': 'import{a as b}from"./shared.js";import"./effect.js";const later=()=>import("./lazy.js");',
  'shared.js': 'import*as all from"./deep.js";export{all};',
  'deep.js': 'export*from"./shared.js";',
  'effect.js': 'console.log("import x from \'./missing.js\'")',
  'lazy.js': '',
};

beforeAll(() => {
  build = mkdtempSync(join(tmpdir(), 'rondo-sizes-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(build, name), text);
});
afterAll(() => rmSync(build, { recursive: true, force: true }));

it('follows static imports round a cycle and leaves out what is imported later', () => {
  expect(loadedBy(build, 'popup.html').sort()).toEqual(['deep.js', 'effect.js', 'popup.js', 'shared.js']);
});

it('takes a script by itself and finds nothing where there is none', () => {
  expect(loadedBy(build, 'shared.js').sort()).toEqual(['deep.js', 'shared.js']);
  expect(loadedBy(build, 'options.html')).toEqual([]);
});
