// Languages of recordings: the code that providers take, from whatever a model calls one; the scripts that each is
// written in; and which language all chunks of a recording are asked for. Pure.
import { languageCodes } from '../domain/languages.ts';

/** What Whisper calls some of them, where that is not their English name. */
const otherNames: Record<string, string> = {
  ...{ mandarin: 'zh', castilian: 'es', valencian: 'ca', flemish: 'nl', moldavian: 'ro', moldovan: 'ro' },
  ...{ haitian: 'ht', pushto: 'ps', letzeburgesch: 'lb', burmese: 'my', myanmar: 'my', sinhalese: 'si' },
  ...{ panjabi: 'pa', javanese: 'jw', jv: 'jw', farsi: 'fa', nynorsk: 'nn', norwegian: 'no', tagalog: 'tl' },
};

const englishNames = new Intl.DisplayNames('en', { type: 'language' });
const codeByName = new Map([
  ...languageCodes.map((code): [string, string] => [String(englishNames.of(code)).toLowerCase(), code]),
  ...languageCodes.map((code): [string, string] => [code, code]),
  ...Object.entries(otherNames),
]);

/** @param name `English`, `english`, `en`, `en-US` @returns undefined where nobody knows it */
export const languageCode = (name: string | undefined): string | undefined => {
  const said = name?.trim().toLowerCase() ?? '';
  return codeByName.get(said) ?? codeByName.get(said.replace(/[-_].*$/, ''));
};

/** Script names of Unicode. What is not named here is written in Latin letters. */
const scriptsOf: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    ['ru', 'uk', 'bg', 'be', 'mk', 'kk', 'mn', 'tg', 'tt', 'ba'].map((code) => [code, ['Cyrillic']]),
  ),
  ...Object.fromEntries(['sr', 'uz', 'az', 'bs'].map((code) => [code, ['Cyrillic', 'Latin']])),
  ...Object.fromEntries(['ar', 'fa', 'ur', 'ps', 'sd'].map((code) => [code, ['Arabic']])),
  ...Object.fromEntries(['hi', 'mr', 'ne', 'sa'].map((code) => [code, ['Devanagari']])),
  ...{ zh: ['Han'], yue: ['Han'], ja: ['Han', 'Hiragana', 'Katakana'], ko: ['Hangul', 'Han'] },
  ...{ he: ['Hebrew'], yi: ['Hebrew'], el: ['Greek'], th: ['Thai'], lo: ['Lao'], km: ['Khmer'], my: ['Myanmar'] },
  ...{ bn: ['Bengali'], as: ['Bengali'], ta: ['Tamil'], te: ['Telugu'], kn: ['Kannada'], ml: ['Malayalam'] },
  ...{ gu: ['Gujarati'], pa: ['Gurmukhi', 'Arabic'], si: ['Sinhala'], bo: ['Tibetan'], am: ['Ethiopic'] },
  ...{ hy: ['Armenian'], ka: ['Georgian'] },
};

const lettersOf = new Map<string, RegExp>();
const lettersIn = (script: string): RegExp => {
  const known = lettersOf.get(script) ?? new RegExp(`\\p{Script=${script}}`, 'gu');
  lettersOf.set(script, known);
  return known;
};
const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Share of a text's letters that are of a script in which the language is written; 1 where there are no letters. */
export const shareInScript = (text: string, language: string): number => {
  const letters = countOf(text, /\p{L}/gu);
  if (letters === 0) return 1;
  const scripts = scriptsOf[language] ?? ['Latin'];
  return scripts.reduce((sum, script) => sum + countOf(text, lettersIn(script)), 0) / letters;
};

/** Voice of this length tells its language (Whisper looks at the first 30 s and no further). */
export const tellingVoice = 5;

/**
 * The language that a recording is asked for: the user's choice, else the one that was found in its first voiced chunk.
 * Asked chunk by chunk, models change their mind in the middle of a talk.
 * @param found what was answered of the language, with the seconds of voice it was found in, in order of time
 */
export const pinnedLanguage = (
  chosen: string | undefined,
  found: readonly { language: string | undefined; voiced: number }[],
): string | undefined =>
  chosen ??
  found.flatMap(({ language, voiced }) => (voiced >= tellingVoice ? (languageCode(language) ?? []) : [])).at(0);
