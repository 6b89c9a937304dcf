// The sixteen telephone tones and the syllables they stand for. A table only; sound is made and heard elsewhere.

/** A tone is one row and one column at once; its number is row × 4 + column. */
export const rows = [697, 770, 852, 941];
export const columns = [1209, 1336, 1477, 1633];

/** One syllable per place and tone. All of one place are equally long, so that no two words are spelled alike. */
export const syllables: readonly (readonly string[])[] = [
  ['ba', 'be', 'bo', 'da', 'de', 'do', 'fa', 'fe', 'ga', 'go', 'ka', 'ke', 'ma', 'mo', 'pa', 'po'],
  ['la', 'le', 'li', 'lo', 'na', 'ne', 'ni', 'no', 'ra', 're', 'ri', 'ro', 'va', 've', 'vi', 'vo'],
  ['dan', 'den', 'din', 'don', 'mal', 'mel', 'mil', 'mol', 'sar', 'ser', 'sir', 'sor', 'tas', 'tes', 'tis', 'tos'],
];

export const syllable = (place: number, tone: number): string => syllables[place]?.[tone] ?? '';
