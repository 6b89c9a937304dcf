// What a speech model is told beforehand: words that occur, for their spelling. Never what was said before, which makes
// models repeat themselves. Pure.
import type { Chunk } from '../domain/audio.ts';
import { termLine } from '../domain/terms.ts';

/** @param terms the most important first */
export const promptOf = (terms: readonly string[]): string | undefined => termLine(terms) || undefined;

/** As much as fits, ending with a whole word, and with a whole term where terms are set off by commas. */
export const fitPrompt = (prompt: string | undefined, most: number): string | undefined => {
  const whole = prompt?.trim() ?? '';
  if (whole.length <= most) return whole || undefined;
  const part = whole.slice(0, most + 1);
  const end = [part.lastIndexOf(','), part.lastIndexOf(' ')].find((at) => at > 0) ?? most;
  return part.slice(0, end).trim() || undefined;
};

/** A model that hears nothing for a while writes down what it was told instead (OpenWhispr, 2026). */
const longLead = 2;

/** The prompt for one chunk; absent where silence stands at its beginning. */
export const promptFor = ({ start, voice }: Chunk, prompt: string | undefined): string | undefined =>
  (voice[0]?.start ?? Number.POSITIVE_INFINITY) - start > longLead ? undefined : prompt;
