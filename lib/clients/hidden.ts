// What must never come back out of a call: the key, and the values of extra headers. Services, proxies most of all,
// repeat them in what they answer. Past this point no text holds one.
import type { Wire } from '../domain/wire.ts';

export type Secret = {
  characters: string;
  /** What stands in its place. */
  instead: string;
  /** A shorter one is a word as often as not (`ollama`, `none`): no answer may be robbed of it. */
  telling: boolean;
};
/** Longest first, so that one which holds another is taken out whole. */
export type Hidden = readonly Secret[];

const leastTelling = 12;
/** Shorter values of headers are words and figures (`openai`, `1`), without which an error text cannot be read. */
const leastInHeader = 8;

const ofKey = (key: string): Secret => {
  const telling = key.length >= leastTelling;
  return { characters: key, instead: `…${telling ? key.slice(-4) : ''}`, telling };
};

/** What no word looks like, in a value that holds more than itself: `{"api_key":"sk-…"}`. */
const keysWithin = (value: string): string[] =>
  (value.match(/[^\s"',:;{}[\]]+/g) ?? []).filter((part) => part.length >= leastTelling && /\d/.test(part));

/** The value, its words (`Bearer …`), both as they stand in JSON, and keys within it. */
const ofHeader = (value: string): Secret[] => {
  const words = [value, ...value.split(/\s+/)].flatMap((part) => [part, JSON.stringify(part).slice(1, -1)]);
  return [...new Set([...words, ...keysWithin(value)])]
    .filter(({ length }) => length >= leastInHeader)
    .map((characters) => ({ characters, instead: '…', telling: characters.length >= leastTelling }));
};

export const hiddenOf = ({ secret, headers }: Wire): Hidden => {
  const ofHeaders = Object.values(headers ?? {}).flatMap(ofHeader);
  const all = secret ? [ofKey(secret), ...ofHeaders] : ofHeaders;
  return all.toSorted((one, other) => other.characters.length - one.characters.length);
};

export const withoutSecrets = (text: string, hidden: Hidden): string =>
  hidden.reduce(
    (clean, { characters, instead }) => (clean.includes(characters) ? clean.replaceAll(characters, instead) : clean),
    text,
  );
