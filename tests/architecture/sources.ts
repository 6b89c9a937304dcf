// Reads the project's own sources as text and tells their rooms and imports. For the rules of the house; runs nothing.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Source = { path: string; text: string };
export type House = readonly Source[];

export const root = path.resolve(import.meta.dirname, '../..');

const patterns = ['lib/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'entrypoints/**/*.{ts,tsx}', 'wxt.config.ts'];

export const readHouse = (): House =>
  globSync(patterns, { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .toSorted()
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));

/** `lib/limits`, `components`, `entrypoints/popup`, `entrypoints/reader`. */
export const roomOf = (file: string): string => {
  const [first = '', second = ''] = file.split('/');
  if (first === 'components' || !file.includes('/')) return first;
  return `${first}/${second.replace(/\.tsx?$/, '')}`;
};

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

/** What stands behind comments is no code. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');

const typesOnly = /(?:^|\n)\s*(?:import|export) type\b[^'";]*?\bfrom\s*'[^']+';?/g;

/** The same without types, which are nowhere once the project is built. */
export const valuesImportedBy = (source: Source): string[] =>
  importsOf({ ...source, text: withoutComments(source.text).replaceAll(typesOnly, '') });

/** Paths of project files and names of packages, types included. */
export const importsOf = ({ path: file, text }: Source): string[] =>
  [...withoutComments(text).matchAll(importPattern)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
  });
