// Speech for machines: three telephone tones are one word, so that a test knows every word that must come out of a
// recording. Makes such recordings and hears them again. Never sounds like a person.

import { columns, rows, syllable, syllables } from './alphabet.ts';

export { type Heard, hear } from './hear.ts';

/** @param index 0 to 4095 */
const wordOf = (index: number): string =>
  syllable(0, index >> 8) + syllable(1, (index >> 4) & 15) + syllable(2, index & 15);

const tonesOf = (word: string): number[] => {
  const tones = [word.slice(0, 2), word.slice(2, 4), word.slice(4)].map((part, place) =>
    (syllables[place] as readonly string[] | undefined)?.indexOf(part),
  );
  if (word.length !== 7 || tones.some((tone) => tone === undefined || tone < 0))
    throw new Error(`“${word}” is no word of tones`);
  return tones as number[];
};

export const everyWord = (): string[] => Array.from({ length: 4_096 }, (_, index) => wordOf(index));

/** A repeatable stream of numbers from 0 to 1 (mulberry32). */
const chance = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Words by chance, the same for the same seed, none twice within 200. */
export const words = (seed: number, count: number): string[] => {
  const next = chance(seed);
  const list: string[] = [];
  while (list.length < count) {
    const word = wordOf(Math.floor(next() * 4_096));
    if (!list.slice(-199).includes(word)) list.push(word);
  }
  return list;
};

const gapMs = 45;
const loudness = 0.28;

export type Piece = { row: number; column: number; ms: number } | { ms: number };

/** @param from the number of the first word among all that are said */
export const piecesOf = (list: readonly string[], pauseMs: number, from = 0): Piece[] =>
  list.flatMap((word, place) => {
    const index = from + place;
    const lengths = [60, 70, 80];
    const tones = tonesOf(word).flatMap((tone, place): Piece[] => [
      ...(place > 0 ? [{ ms: gapMs }] : []),
      // Not all equally long, as fingers are not.
      { row: rows[tone >> 2] ?? 0, column: columns[tone & 3] ?? 0, ms: lengths[(index + place) % 3] ?? 70 },
    ]);
    return [...tones, { ms: pauseMs }];
  });

export const samplesOf = (pieces: readonly Piece[], rate: number): Int16Array => {
  const lengths = pieces.map((piece) => Math.round((piece.ms / 1000) * rate));
  const samples = new Int16Array(lengths.reduce((sum, length) => sum + length, 0));
  const ramp = Math.round(rate * 0.004);
  let at = 0;
  pieces.forEach((piece, index) => {
    const length = lengths[index] ?? 0;
    if ('row' in piece)
      for (let i = 0; i < length; i += 1) {
        const edge = Math.min(1, i / ramp, (length - i) / ramp);
        const angle = (2 * Math.PI * i) / rate;
        const wave = Math.sin(angle * piece.row) + Math.sin(angle * piece.column);
        samples[at + i] = Math.round(wave * edge * loudness * 32_767);
      }
    at += length;
  });
  return samples;
};

/** The first 44 bytes of a WAV file: mono, 16 bits. @param count its samples */
export const wavHead = (count: number, rate: number): Buffer => {
  const bytes = Buffer.alloc(44);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + count * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(count * 2, 40);
  return bytes;
};

export const wavFile = (samples: Int16Array, rate: number): Uint8Array => {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => {
    bytes.writeInt16LE(sample, index * 2);
  });
  return new Uint8Array(Buffer.concat([wavHead(samples.length, rate), bytes]));
};

/** Says the words in tones. `pauseMs` is the silence after each word. */
export const toneWave = (list: readonly string[], options: { rate?: number; pauseMs?: number } = {}): Uint8Array => {
  const { rate = 16_000, pauseMs = 220 } = options;
  // A little silence first, as before any speech.
  const pieces = [{ ms: 200 }, ...piecesOf(list, pauseMs)];
  return wavFile(samplesOf(pieces, rate), rate);
};
