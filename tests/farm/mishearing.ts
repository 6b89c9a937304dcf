// Answers of speech models that are none: no text, a loop, a half, thanks for watching. Made from what was really heard,
// in the form and with the times of a good answer, so that only a look at the words tells.
import type { Fault, HearingFault } from './faults.ts';
import type { Heard } from './hear.ts';
import type { Transcribed } from './transcription.ts';

const looped = (words: readonly Heard[]): Heard[] => {
  const middle = Math.floor(words.length / 2);
  const phrase = words.slice(Math.max(0, middle - 3), middle);
  return words.map((word, place) => {
    const again = phrase[(place - middle) % phrase.length];
    return place < middle || !again ? word : { ...word, word: again.word };
  });
};

const thanks = ['Thank', 'you', 'for', 'watching'];
/** So long after the last word, in seconds, that it is a segment of its own. */
const later = 1;

const withThanks = (words: readonly Heard[], seconds: number): Heard[] => {
  const from = (words.at(-1)?.end ?? 0) + later;
  const each = Math.max(0.05, (seconds - from) / thanks.length);
  return [
    ...words,
    ...thanks.map((word, place) => ({ word, start: from + place * each, end: from + (place + 1) * each })),
  ];
};

const ways: Record<HearingFault, (words: readonly Heard[], seconds: number) => Heard[]> = {
  mute: () => [],
  looped,
  'first-half': (words, seconds) => words.filter(({ start }) => start < seconds / 2),
  'second-half': (words, seconds) => words.filter(({ start }) => start >= seconds / 2),
  chatter: withThanks,
};

const isHearingFault = (kind: Fault['kind']): kind is HearingFault => kind in ways;

export const misheard = (heard: Transcribed, fault: Fault | null): Transcribed =>
  fault && isHearingFault(fault.kind) ? { ...heard, words: ways[fault.kind](heard.words, heard.seconds) } : heard;
