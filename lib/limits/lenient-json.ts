// Reads a value out of text that is nearly JSON: strict JSON, a Python dict as printed, and what was cut off in the
// middle. Pure. Never throws; what it cannot place it takes as a bare word, so that the caller still gets the rest.

export type Loose = null | boolean | number | string | Loose[] | { [key: string]: Loose };

/** What was read, and where reading stopped. */
export type LooseReading = { value: Loose; end: number };

const deepest = 24;
const closers: Record<string, string> = { '{': '}', '[': ']', '(': ')' };
const words = new Map<string, Loose>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['True', true],
  ['False', false],
  ['None', null],
]);
const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: ' ', f: ' ' };

const skipSpace = (text: string, at: number): number => {
  let here = at;
  while (here < text.length && /[\s,:]/.test(text.charAt(here))) here += 1;
  return here;
};

const readString = (text: string, start: number): LooseReading => {
  const quote = text.charAt(start);
  let value = '';
  let here = start + 1;
  while (here < text.length && text.charAt(here) !== quote) {
    if (text.charAt(here) !== '\\') {
      value += text.charAt(here);
      here += 1;
      continue;
    }
    const next = text.charAt(here + 1);
    const code = next === 'u' ? /^[0-9a-f]{4}/i.exec(text.slice(here + 2, here + 6))?.[0] : undefined;
    value += code ? String.fromCharCode(Number.parseInt(code, 16)) : (escapes[next] ?? next);
    here += code ? 6 : 2;
  }
  return { value, end: here + 1 };
};

const readWord = (text: string, start: number): LooseReading => {
  const [word] = /^[^\s,:{}[\]()]+/.exec(text.slice(start, start + 200)) ?? [''];
  const known = words.get(word);
  if (known !== undefined) return { value: known, end: start + word.length };
  const isNumber = /^-?\d{1,15}(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(word);
  return { value: isNumber ? Number(word) : word.replace(/^["']|["']$/g, ''), end: start + Math.max(1, word.length) };
};

const readMembers = (text: string, start: number, depth: number): LooseReading => {
  const closer = closers[text.charAt(start)] ?? '';
  const isObject = closer === '}';
  const list: Loose[] = [];
  const members: [string, Loose][] = [];
  let here = skipSpace(text, start + 1);
  while (here < text.length && text.charAt(here) !== closer) {
    const key = isObject ? readAny(text, here, depth + 1) : null;
    if (key) here = skipSpace(text, key.end);
    const value = readAny(text, here, depth + 1);
    if (key) members.push([String(key.value), value.value]);
    else list.push(value.value);
    here = skipSpace(text, value.end);
  }
  return { value: isObject ? Object.fromEntries(members) : list, end: here + 1 };
};

const readAny = (text: string, at: number, depth: number): LooseReading => {
  const first = text.charAt(at);
  if (first === '"' || first === "'") return readString(text, at);
  if (closers[first] && depth < deepest) return readMembers(text, at, depth);
  return readWord(text, at);
};

/**
 * @param text anything
 * @param from where the value starts
 * @returns the value and the place behind it; at the end of the text everything that is open counts as closed
 */
export const readLoose = (text: string, from = 0): LooseReading => {
  try {
    return { value: JSON.parse(text.slice(from)) as Loose, end: text.length };
  } catch {
    return readAny(text, from, 0);
  }
};
