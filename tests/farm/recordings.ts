// Recordings of any length in tone words, written to files: with pauses as between sentences or without any, plain or in
// the formats that people have. Each tone is reckoned once, so that an hour takes a second or two.
import { open } from 'node:fs/promises';
import { ffmpeg } from './ffmpeg.ts';
import { piecesOf, samplesOf, wavHead, words } from './tones.ts';

export type Said = { word: string; start: number; end: number };

export type RecordingOptions = {
  seed?: number;
  seconds: number;
  /** Whether there are pauses of 0.4 s and more, after about ten words each. Default: yes. */
  pauses?: boolean;
  /** Stretches of nothing, in seconds from the start. */
  still?: readonly { start: number; end: number }[];
  rate?: number;
};

/** Longer than a gap within a word and shorter than any pause, in ms. */
const betweenWords = 150;
const betweenSentences = [400, 500, 650, 800];
const firstSilence = 200;

/** Every tone, gap and pause that there is, as samples: made once for each rate. */
const createSounds = (rate: number) => {
  const made = new Map<string, Int16Array>();
  return (piece: Parameters<typeof samplesOf>[0][number]): Int16Array => {
    const id = JSON.stringify(piece);
    const known = made.get(id) ?? samplesOf([piece], rate);
    made.set(id, known);
    return known;
  };
};

/** About two words a second. */
const mostWords = (seconds: number): number => Math.ceil(seconds * 2.5) + 10;

type Piece = Parameters<typeof samplesOf>[0][number];
type Spoken = { word: string | null; pieces: Piece[] };

/** The words one after the other with what is between them, without an end. */
function* speak(list: readonly string[], withPauses: boolean): Generator<Spoken> {
  yield { word: null, pieces: [{ ms: firstSilence }] };
  for (const [index, word] of list.entries()) {
    const endsSentence = withPauses && index % 10 === 9;
    const pause = endsSentence ? (betweenSentences[Math.floor(index / 10) % 4] ?? 500) : betweenWords;
    yield { word, pieces: piecesOf([word], 0, index).slice(0, -1) };
    yield { word: null, pieces: [{ ms: pause }] };
  }
}

const bytesOf = (samples: Int16Array): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);

/** Writes a WAV file. @returns every word that is said in it, with its true time in seconds */
export const writeRecording = async (path: string, options: RecordingOptions): Promise<Said[]> => {
  const { seed = 1, seconds, pauses = true, still = [], rate = 16_000 } = options;
  const soundOf = createSounds(rate);
  const total = Math.round(seconds * rate);
  const file = await open(path, 'w');
  const said: Said[] = [];
  let at = 0;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const flush = async () => {
    await file.write(Buffer.concat(waiting));
    [waiting, size] = [[], 0];
  };
  const put = async (samples: Int16Array) => {
    waiting.push(bytesOf(samples));
    size += samples.byteLength;
    at += samples.length;
    if (size > 4_000_000) await flush();
  };
  try {
    await file.write(wavHead(total, rate));
    for (const { word, pieces } of speak(words(seed, mostWords(seconds)), pauses)) {
      const sounds = pieces.map(soundOf);
      const length = sounds.reduce((sum, sound) => sum + sound.length, 0);
      const hole = still.find(({ start, end }) => at / rate < end && (at + length) / rate > start);
      if (hole && word !== null) await put(new Int16Array(Math.max(0, Math.round(hole.end * rate) - at)));
      if (at + length > total) break;
      if (word !== null) said.push({ word, start: at / rate, end: (at + length) / rate });
      for (const sound of sounds) await put(sound);
    }
    await put(new Int16Array(total - at));
    await flush();
  } finally {
    await file.close();
  }
  return said;
};

/** FFmpeg's own coder takes two minutes for an hour where nothing else is said. */
const aac = ['-c:a', 'aac', '-aac_coder', 'fast', '-b:a', '64k'];

/** How each format is asked for, as people's devices write it. */
const forms = {
  mp3: ['-ac', '2', '-ar', '44100', '-b:a', '128k'],
  m4a: ['-ar', '44100', ...aac],
  webm: ['-c:a', 'libopus', '-b:a', '48k', '-compression_level', '2'],
  ogg: ['-c:a', 'libopus', '-b:a', '32k'],
  flac: ['-c:a', 'flac'],
  mp4: [...aac, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-shortest'],
} as const;
export type Form = keyof typeof forms;

/** A picture that hardly moves, for the films. */
const picture = ['-f', 'lavfi', '-i', 'color=c=gray:s=160x90:r=1'];

/** @param from a WAV file @param to its ending tells the form */
export const convert = async (from: string, to: string): Promise<void> => {
  const form = to.split('.').at(-1) as Form;
  await ffmpeg('-i', from, ...(form === 'mp4' ? picture : []), ...forms[form], to);
};
