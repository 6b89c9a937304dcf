// What people paste when asked for keys, taken apart into one secret a line. Pure; keeps nothing.

export type PastedLine = { line: number; secret: string };

/** Shells, .env files, YAML, headers and JSON: a name, a sign, and what it stands for. A key may end with `=` itself. */
const named = /^(?:export\s+|set\s+|\$env:)?["']?[A-Za-z_][\w-]*["']?\s*[=:]\s*(?=[^\s=])/;
/** Characters without width come along from web pages, and no key has them. */
const invisible = /[\u200b-\u200f\u2060\ufeff]/g;

/** `export GROQ_API_KEY="gsk_…"`, `Bearer gsk_…`, quotes and commas: all of it is found in real clipboards. */
const bare = (line: string): string =>
  line
    .replace(invisible, '')
    .trim()
    .replace(named, '')
    .replace(/^Bearer\s+/i, '')
    .replace(/^["'`]+|["'`,;]+$/g, '')
    .trim();

/** Lines counted from 1 as they were pasted. Blank ones between others are passed over; nothing but blanks is one empty line. */
export const readPaste = (text: string): PastedLine[] => {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: index + 1, secret: bare(line) }));
  const filled = lines.filter(({ secret }) => secret !== '');
  return filled.length > 0 ? filled : [{ line: 1, secret: '' }];
};
