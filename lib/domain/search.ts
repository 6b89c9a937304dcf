// Looks for words in what is kept: which of it holds all of them, where the first one stands, and what to mark. Pure.

const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Rather where a word begins with it than inside of one; -1: nowhere. */
const placeOf = (body: string, word: string): number => {
  const at = body.search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}`, 'u'));
  return at < 0 ? body.indexOf(word) : at;
};

/** Where the first of the words stands in the text; null: title and text do not hold all of them. */
export const foundIn = ({ title, text }: { title: string; text: string }, query: string): number | null => {
  const words = wordsOf(query);
  const [name, body] = [title.toLowerCase(), text.toLowerCase()];
  if (!words.every((word) => body.includes(word) || name.includes(word))) return null;
  return Math.max(0, ...words.slice(0, 1).map((word) => placeOf(body, word)));
};

const excerptLength = 160;
/** So much stands before the place that was found. */
const lead = 40;

export const excerptAt = (text: string, at: number): string => {
  const start = at <= lead ? 0 : text.indexOf(' ', at - lead) + 1;
  const isCut = start + excerptLength < text.length;
  const part = text.slice(start, start + excerptLength);
  // Half a word says nothing, but in scripts without spaces there is no whole one to end with.
  const whole = isCut ? part.replace(/(?<=\s)\S{0,30}$/, '') : part;
  return `${start > 0 ? '… ' : ''}${whole.replace(/\s+/g, ' ').trim()}${isCut ? ' …' : ''}`;
};

export type Part = { text: string; isHit: boolean };

/** The text in parts, those set apart that are words of the query. */
export const marked = (text: string, query: string): Part[] => {
  const words = wordsOf(query).map(escaped);
  if (words.length === 0) return [{ text, isHit: false }];
  // Split by a group, every second part is what the group found.
  return text
    .split(new RegExp(`(${words.join('|')})`, 'giu'))
    .map((part, place) => ({ text: part, isHit: place % 2 === 1 }))
    .filter((part) => part.text !== '');
};
