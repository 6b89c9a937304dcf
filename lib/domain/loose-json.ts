// Reads JSON as people paste it: also a JavaScript literal with comments, bare names, single quotes and commas too many,
// and several values one after the other. Pure, and without a schema, so that pages may use it too.

export type Loose = { ok: true; values: unknown[] } | { ok: false; message: string };

const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[^\s{}[\],:;"'/]+|\S/g;
const depthOf: Record<string, number> = { '{': 1, '[': 1, '}': -1, ']': -1 };
const plain = /^(-?\d+(\.\d+)?(e[+-]?\d+)?|true|false|null)$/i;

const doubleQuoted = (single: string): string =>
  `"${single.slice(1, -1).replace(/\\.|"/g, (found) => (found === '"' ? '\\"' : found === "\\'" ? "'" : found))}"`;

const strict = (found: string): string => {
  if (found.startsWith("'") && found.length > 1) return doubleQuoted(found);
  if (/^["{}[\],:]/.test(found) || plain.test(found)) return found.toLowerCase() === 'null' ? 'null' : found;
  return found === 'undefined' ? 'null' : JSON.stringify(found);
};

/** The values that stand in brackets, each as strict JSON; null where the last one has no end. */
const bracketed = (text: string): string[] | null => {
  const parts: string[][] = [];
  let depth = 0;
  for (const [found] of text.matchAll(token)) {
    if (found.startsWith('//') || found.startsWith('/*')) continue;
    const step = depthOf[found] ?? 0;
    // What stands between the values, such as `const endpoint =`.
    if (depth === 0 && step !== 1) continue;
    if (depth === 0) parts.push([]);
    depth += step;
    const part = parts.at(-1);
    if (step === -1 && part?.at(-1) === ',') part.pop();
    part?.push(strict(found));
  }
  return depth > 0 ? null : parts.map((part) => part.join(''));
};

/** What is said of a failure quotes nothing of the text: a key may stand in it. */
export const readLooseJson = (text: string): Loose => {
  const parts = bracketed(text);
  if (parts === null) return { ok: false, message: 'The text ends before its last bracket is closed. Copy all of it.' };
  if (parts.length === 0) return { ok: false, message: 'There is no JSON in this text: it should begin with { or [.' };
  try {
    return { ok: true, values: parts.map((part) => JSON.parse(part)) };
  } catch {
    return { ok: false, message: 'This is not quite JSON: a comma, a colon or a quote is missing somewhere.' };
  }
};
