// What is known of a result, in words for one line; what is not known is left out. Words only.
import type { HistoryEntry } from '../../lib/domain/history.ts';
import type { Passage } from '../../lib/domain/transcript.ts';
import { dollars } from '../money.ts';
import { soundLength, targetWords } from '../words.ts';

/** `23 November 2026`, which nobody reads as another day. */
export const dayOf = (time: number): string => new Date(time).toLocaleDateString('en-GB', { dateStyle: 'long' });

export const languageWords = (code: string): string =>
  new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(code) ?? code;

export const costWords = (usd: number): string => (usd > 0 ? dollars(usd) : '');

/** `Groq whisper-large-v3-turbo and 1 other`: the dot stands between facts. */
export const writersWords = ([named, ...others]: readonly string[]): string => {
  if (named === undefined) return '';
  const first = named.replace(' · ', ' ');
  return others.length === 0 ? first : `${first} and ${others.length} ${others.length === 1 ? 'other' : 'others'}`;
};

type Known = Pick<HistoryEntry, 'seconds' | 'language' | 'models' | 'costUsd' | 'createdAt'>;

export const factsOf = ({ seconds, language, models, costUsd, createdAt }: Known): string[] =>
  [
    dayOf(createdAt),
    seconds === null ? '' : soundLength(seconds),
    language === null ? '' : languageWords(language),
    writersWords(models),
    costWords(costUsd),
  ].filter((fact) => fact !== '');

export type Share = { name: string; share: number };

/** Who wrote how much of the text, by its letters; the one who wrote most first. */
export const sharesOf = (passages: readonly Passage[]): Share[] => {
  const letters = new Map<string, number>();
  for (const { target, text } of passages)
    if (target) letters.set(targetWords(target), (letters.get(targetWords(target)) ?? 0) + text.length);
  const all = [...letters.values()].reduce((sum, count) => sum + count, 0);
  return [...letters]
    .map(([name, count]) => ({ name, share: count / all }))
    .toSorted((one, other) => other.share - one.share);
};

/** Never 100 % where somebody else wrote a word of it, and never nothing. */
export const percent = (share: number): string => {
  if (share === 1) return '100 %';
  return share < 0.01 ? 'less than 1 %' : `${Math.min(99, Math.round(share * 100))} %`;
};
