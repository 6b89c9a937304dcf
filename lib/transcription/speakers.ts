// What those who speak are called. Models number or letter them anew in every part of a recording, so that one and the
// same label may be two people: where there are several parts, the name says which one it counts in. Pure.
import type { Passage } from '../domain/transcript.ts';

/** A label that is nobody's name: `A` (OpenAI), `SPEAKER_00` (TogetherAI), `speaker 2`. */
const isLabel = (speaker: string): boolean => /^(speaker[\s_-]*)?(\d{1,3}|[a-z])$/i.test(speaker.trim());

/** Names in the order in which they come up in their part: `Speaker 1`, or `Speaker 1, part 2`. A real name stays. */
export const withSpeakersNamed = (passages: readonly Passage[]): Passage[] => {
  const parts = [...new Set(passages.flatMap(({ speaker, part }) => (speaker === undefined ? [] : part)))];
  const seen = new Map<number, string[]>();
  const numberOf = (speaker: string, part: number): number => {
    const labels = seen.get(part) ?? [];
    seen.set(part, labels);
    if (!labels.includes(speaker)) labels.push(speaker);
    return labels.indexOf(speaker) + 1;
  };
  return passages.map((passage) => {
    const { speaker, part } = passage;
    if (speaker === undefined || !isLabel(speaker)) return passage;
    const name = `Speaker ${numberOf(speaker, part)}`;
    return { ...passage, speaker: parts.length > 1 ? `${name}, part ${parts.indexOf(part) + 1}` : name };
  });
};
