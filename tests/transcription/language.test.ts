// Languages by whatever name, the scripts that they are written in, and which one a recording is asked for.
import { describe, expect, it } from 'vitest';
import { languageCode, pinnedLanguage, shareInScript } from '../../lib/transcription/language.ts';

describe('languageCode', () => {
  it.each([
    ['English', 'en'],
    ['english', 'en'],
    ['en', 'en'],
    ['pt-BR', 'pt'],
    ['Mandarin', 'zh'],
    ['haitian creole', 'ht'],
    ['cantonese', 'yue'],
    [' German ', 'de'],
    ['klingon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %s is %s', (name, code) => {
    expect(languageCode(name)).toBe(code);
  });
});

describe('shareInScript', () => {
  it.each([
    ['Guten Tag', 'de', 1],
    ['Продолжение', 'de', 0],
    ['Привет ABCDEF', 'ru', 0.5],
    ['계속', 'en', 0],
    ['こんにちは世界', 'ja', 1],
    ['здраво zdravo', 'sr', 1],
    ['123 — !', 'ru', 1],
  ])('of “%s” in %s is %d', (text, language, share) => {
    expect(shareInScript(text, language)).toBeCloseTo(share, 2);
  });
});

describe('pinnedLanguage', () => {
  it('is the user’s choice before anything that was found', () => {
    expect(pinnedLanguage('de', [{ language: 'english', voiced: 60 }])).toBe('de');
  });

  it('is the first that was found in enough voice', () => {
    const found = [
      { language: 'welsh', voiced: 2 },
      { language: undefined, voiced: 60 },
      { language: 'gibberish', voiced: 60 },
      { language: 'French', voiced: 30 },
      { language: 'english', voiced: 60 },
    ];
    expect(pinnedLanguage(undefined, found)).toBe('fr');
    expect(pinnedLanguage(undefined, found.slice(0, 3))).toBeUndefined();
  });
});
