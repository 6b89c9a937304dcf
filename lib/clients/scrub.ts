// Takes a secret out of text that arrives in pieces: a service may echo the key, and may cut it anywhere.
// Holds back no more than what could be the secret's beginning.
import { isTelling, withoutSecret } from './exchange.ts';

export type Scrubber = {
  /** @returns what may be shown by now */
  push(piece: string): string;
  /** What was held back and turned out to be harmless. */
  rest(): string;
};

/** Length of the longest end of `text` with which `secret` begins. */
const beginning = (text: string, secret: string): number => {
  for (let length = Math.min(text.length, secret.length - 1); length > 0; length--)
    if (text.endsWith(secret.slice(0, length))) return length;
  return 0;
};

export const createScrubber = (secret: string | null): Scrubber => {
  let held = '';
  return {
    push: (piece) => {
      if (!isTelling(secret)) return piece;
      const text = withoutSecret(held + piece, secret);
      const keep = beginning(text, secret);
      held = text.slice(text.length - keep);
      return text.slice(0, text.length - keep);
    },
    rest: () => held,
  };
};
