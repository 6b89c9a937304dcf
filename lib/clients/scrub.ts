// Takes secrets out of text that arrives in pieces: a service may echo the key, and may cut it anywhere.
// Holds back no more than what could be the beginning of one.
import { type Hidden, withoutSecrets } from './hidden.ts';

export type Scrubber = {
  /** @returns what may be shown by now */
  push(piece: string): string;
  /** What was held back and turned out to be harmless. */
  rest(): string;
};

/** Length of the longest end of `text` with which `secret` begins. Asked for every piece, so that it looks only where
 * the secret's first character stands. */
const beginning = (text: string, secret: string): number => {
  const first = secret.charAt(0);
  for (let at = text.indexOf(first, text.length - secret.length + 1); at >= 0; at = text.indexOf(first, at + 1))
    if (secret.startsWith(text.slice(at))) return text.length - at;
  return 0;
};

export const createScrubber = (hidden: Hidden): Scrubber => {
  const telling = hidden.filter((secret) => secret.telling);
  let held = '';
  return {
    push: (piece) => {
      if (telling.length === 0) return piece;
      const text = withoutSecrets(held + piece, telling);
      const keep = Math.max(...telling.map(({ characters }) => beginning(text, characters)));
      held = text.slice(text.length - keep);
      return text.slice(0, text.length - keep);
    },
    rest: () => held,
  };
};
