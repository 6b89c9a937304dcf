// How much of the built extension a browser reads before anything shows, and how large the package is, held against
// the budgets. Run by itself it prints them and ends with 1 if one is broken. Never builds and never changes a file.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const scriptOfPage = /<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.js)"/g;
const staticImport = /\b(?:import|export)\s*(?:[\w$*{}\s,]+?\bfrom\s*)?["']([^"']+\.js)["']/g;

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** Every script that a page or script reads at load: named by the page, or imported statically by one that is. */
export const loadedBy = (build: string, start: string): string[] => {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file) || !existsSync(file)) return;
    const isPage = file.endsWith('.html');
    if (!isPage) loaded.add(file);
    for (const path of found(readFileSync(file, 'utf8'), isPage ? scriptOfPage : staticImport)) {
      visit(path.startsWith('/') ? join(build, path) : join(dirname(file), path));
    }
  };
  visit(join(build, start));
  return [...loaded].map((file) => relative(build, file));
};

export type Size = { name: string; bytes: number; most: number };

const loadSize = (build: string, start: string): number => {
  const files = loadedBy(build, start);
  if (files.length === 0) throw new Error(`${start} is not in the build.`);
  return files.reduce((sum, file) => sum + statSync(join(build, file)).size, 0);
};

/** A kB is 1,000 bytes, as in the design's table. */
const budgets: readonly { name: string; kB: number; measure: (output: string, version: string) => number }[] = [
  { name: 'background at load', kB: 450, measure: (output) => loadSize(join(output, 'chrome-mv3'), 'background.js') },
  { name: 'popup at load', kB: 350, measure: (output) => loadSize(join(output, 'chrome-mv3'), 'popup.html') },
  { name: 'options at load', kB: 450, measure: (output) => loadSize(join(output, 'chrome-mv3'), 'options.html') },
  { name: 'reading at load', kB: 450, measure: (output) => loadSize(join(output, 'chrome-mv3'), 'sidepanel.html') },
  ...['chrome', 'firefox'].map((browser) => ({
    name: `package for ${browser}`,
    kB: 1500,
    measure: (output: string, version: string) => statSync(join(output, `rondo-${version}-${browser}.zip`)).size,
  })),
];

export const measureAll = (): Size[] => {
  const output = join(root, '.output');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return budgets.map(({ name, kB, measure }) => ({ name, bytes: measure(output, version), most: kB * 1000 }));
};

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);

if (import.meta.main) {
  const sizes = measureAll();
  for (const { name, bytes, most } of sizes) {
    const line = `${name.padEnd(20)} ${kilobytes(bytes).padStart(8)} kB of ${most / 1000}`;
    console.log(bytes > most ? `${line}  TOO LARGE` : line);
  }
  if (sizes.some(({ bytes, most }) => bytes > most)) process.exitCode = 1;
}
