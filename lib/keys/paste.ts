// What people paste when asked for keys, taken apart into one secret a line. Pure; keeps nothing.

export type PastedLine = { line: number; secret: string };

/** `export GROQ_API_KEY="gsk_…"`, `Bearer gsk_…`, quotes and commas: all of it is found in real clipboards. */
const bare = (line: string): string =>
  line
    .trim()
    .replace(/^(export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*[=:]\s*/, '')
    .replace(/^Bearer\s+/i, '')
    .replace(/^["'`]+|["'`,;]+$/g, '')
    .trim();

/** Lines counted from 1 as they were pasted. Blank ones between others are passed over; nothing but blanks is one empty line. */
export const readPaste = (text: string): PastedLine[] => {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: index + 1, secret: bare(line) }));
  const filled = lines.filter(({ secret }) => secret !== '');
  return filled.length > 0 ? filled : [{ line: 1, secret: '' }];
};
