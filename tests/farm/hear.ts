// Hears telephone tones in sound (Goertzel's filter at the eight frequencies) and writes three of them as one word.
// Hears nothing else: speech, music and silence come out as no words. What was cut off stays the fragment that it is.
import { columns, rows, syllable } from './alphabet.ts';
import { reduced } from './reduce.ts';

export type Heard = { word: string; start: number; end: number };

type Tone = { tone: number; start: number; end: number };
/** What one short window sounds like. `power` is that of the two strongest frequencies together. */
type Frame = { power: number; tone: number | null };

const windowMs = 25;
const hopMs = 5;
/** A tone at -50 dB is not heard any more. */
const quiet = 1e-5;
/** Of the loudest moment nearby: less is an echo that a codec left in a gap. */
const loudEnough = 0.2;
const nearbyFrames = 12;
/** Fewer windows than this (25 ms) are a click. */
const fewestFrames = 5;
/** Longer gaps end a word. */
const wordGap = 0.1;

const powerAt = (pcm: Float32Array, from: number, length: number, factor: number): number => {
  let before = 0;
  let last = 0;
  const end = from + length;
  for (let i = from; i < end; i += 1) {
    const next = (pcm[i] ?? 0) + factor * last - before;
    before = last;
    last = next;
  }
  return (2 * (last * last + before * before - factor * last * before)) / (length * length);
};

const strongest = (powers: readonly number[]): { index: number; power: number; clear: boolean } => {
  const power = Math.max(...powers);
  const index = powers.indexOf(power);
  return { index, power, clear: powers.every((other, at) => at === index || other * 2 < power) };
};

const framesOf = (pcm: Float32Array, rate: number): Frame[] => {
  const length = Math.round((rate * windowMs) / 1000);
  const factors = [...rows, ...columns].map((frequency) => 2 * Math.cos((2 * Math.PI * frequency) / rate));
  const count = Math.max(0, Math.floor(((pcm.length - length) / rate) * (1000 / hopMs)) + 1);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.round((index * hopMs * rate) / 1000);
    let energy = 0;
    for (let i = from; i < from + length; i += 1) energy += (pcm[i] ?? 0) ** 2;
    energy /= length;
    if (energy < quiet) return { power: 0, tone: null };
    const powers = factors.map((factor) => powerAt(pcm, from, length, factor));
    const [row, column] = [strongest(powers.slice(0, 4)), strongest(powers.slice(4))];
    const power = row.power + column.power;
    // Both frequencies about equally strong, and little else in the window.
    const pure = power > energy * 0.6 && row.power < column.power * 8 && column.power < row.power * 8;
    return { power, tone: pure && row.clear && column.clear ? row.index * 4 + column.index : null };
  });
};

const mostCommon = (tones: readonly number[]): number | null => {
  const counts = new Map<number, number>();
  for (const tone of tones) counts.set(tone, (counts.get(tone) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= fewestFrames ? best[0] : null;
};

const tonesIn = (frames: readonly Frame[]): Tone[] => {
  const isLoud = frames.map(({ power }, index) => {
    if (power < quiet) return false;
    const nearby = frames.slice(Math.max(0, index - nearbyFrames), index + nearbyFrames + 1);
    return power >= loudEnough * nearby.reduce((most, frame) => Math.max(most, frame.power), 0);
  });
  const list: Tone[] = [];
  let from = -1;
  for (let index = 0; index <= frames.length; index += 1) {
    if (isLoud[index]) {
      if (from < 0) from = index;
      continue;
    }
    if (from < 0) continue;
    const run = frames.slice(from, index).flatMap(({ tone }) => (tone === null ? [] : [tone]));
    const tone = mostCommon(run);
    // A window is loud once a good third of it is: the edges lie inside the outermost windows.
    const start = (from * hopMs + windowMs * 0.4) / 1000;
    const end = ((index - 1) * hopMs + windowMs * 0.6) / 1000;
    if (tone !== null) list.push({ tone, start, end });
    from = -1;
  }
  return list;
};

const rounded = (seconds: number): number => Math.round(Math.max(0, seconds) * 1000) / 1000;

export const hear = (pcm: Float32Array, rate: number): Heard[] => {
  const sound = reduced(pcm, rate);
  const groups: Tone[][] = [];
  for (const tone of tonesIn(framesOf(sound.pcm, sound.rate))) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && group.length < 3 && tone.start - last.end < wordGap) group.push(tone);
    else groups.push([tone]);
  }
  return groups.map((group) => ({
    word: group.map(({ tone }, place) => syllable(place, tone)).join(''),
    start: rounded(group[0]?.start ?? 0),
    end: rounded(group.at(-1)?.end ?? 0),
  }));
};
