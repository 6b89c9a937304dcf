// Words to know: names and terms that a speech model is told beforehand, for their spelling. How they are read from what
// a person types, and how many of them a model is told. Pure.

/** Of a list of 70 words none or one was spelled right, of about ten five in six (Groq, whisper-large-v3, 2026). */
export const mostTerms = 15;

const separator = ', ';

const distinct = (terms: readonly string[]): string[] => [
  ...new Set(terms.map((term) => term.replace(/\s+/g, ' ').trim()).filter((term) => term !== '')),
];

/** One per line, or set off by commas or semicolons. The most important first. */
export const readTerms = (typed: string): string[] => distinct(typed.split(/[\n\r,;、，]/));

/** Those that models are told, in one line; empty where there are none. */
export const termLine = (terms: readonly string[]): string => distinct(terms).slice(0, mostTerms).join(separator);

/** How many of the terms a model is told that takes a prompt of so many characters. */
export const termsThatFit = (terms: readonly string[], mostCharacters: number): number => {
  const told = distinct(terms).slice(0, mostTerms);
  const tooMany = told.findIndex((_, index) => told.slice(0, index + 1).join(separator).length > mostCharacters);
  return tooMany < 0 ? told.length : tooMany;
};
