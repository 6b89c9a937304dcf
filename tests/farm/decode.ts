// Audio files into sound: WAV (16 bits), MP3, FLAC, Opus in Ogg or WebM, AAC in MP4, known by their first bytes.
// Everything else is null, as it is for a provider that cannot read a file. Never trusts a file name.
import { decoder as aacDecoder } from '@audio/decode-aac';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { MPEGDecoder } from 'mpg123-decoder';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { createReducer, type Reducer } from './reduce.ts';
import { isWebm, oggOf } from './webm.ts';

/** `pcm` is mono with about 8,000 to 16,000 samples a second; `seconds` is the length of the file. */
export type Sound = { pcm: Float32Array; rate: number; seconds: number };

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

const decodeWav = (bytes: Uint8Array): Sound | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let format: { channels: number; rate: number } | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = ascii(bytes, at, at + 4);
    // Files written as a stream do not know their length and say so with a number that is too large.
    const size = Math.min(view.getUint32(at + 4, true), bytes.length - at - 8);
    if (name === 'fmt ' && size >= 16) {
      const kind = view.getUint16(at + 8, true);
      if ((kind !== 1 && kind !== 0xfffe) || view.getUint16(at + 22, true) !== 16) return null;
      format = { channels: view.getUint16(at + 10, true), rate: view.getUint32(at + 12, true) };
    }
    if (name === 'data' && format && format.channels > 0 && format.rate >= 4_000)
      return decodeSamples(view, at + 8, size, format.channels, format.rate);
    at += 8 + size + (size % 2);
  }
  return null;
};

const decodeSamples = (view: DataView, from: number, size: number, channels: number, rate: number): Sound => {
  const count = Math.floor(size / 2 / channels);
  const mono = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1)
      sum += view.getInt16(from + (i * channels + channel) * 2, true);
    mono[i] = sum / channels / 32_768;
  }
  const reducer = createReducer(rate);
  reducer.push(mono);
  return { pcm: reducer.finish(), rate: reducer.rate, seconds: count / rate };
};

type Decoded = { channelData: Float32Array[]; samplesDecoded: number; sampleRate: number; errors: unknown[] };

const mixed = (channels: readonly Float32Array[], count: number): Float32Array => {
  const [first = new Float32Array(), second] = channels;
  if (!second) return first.subarray(0, count);
  const mono = new Float32Array(count);
  for (let i = 0; i < count; i += 1) mono[i] = ((first[i] ?? 0) + (second[i] ?? 0)) / 2;
  return mono;
};

/** Takes what a decoder gives, piece by piece. */
const collect = () => {
  let reducer: Reducer | null = null;
  let [samples, rate, errors, pieces] = [0, 0, 0, 0];
  return {
    take(decoded: Decoded) {
      pieces += 1;
      errors += decoded.errors.length;
      if (decoded.samplesDecoded === 0) return;
      rate = decoded.sampleRate;
      reducer ??= createReducer(rate);
      reducer.push(mixed(decoded.channelData, decoded.samplesDecoded));
      samples += decoded.samplesDecoded;
    },
    sound(): Sound | null {
      if (!reducer || samples === 0 || errors > pieces) return null;
      return { pcm: reducer.finish(), rate: reducer.rate, seconds: samples / rate };
    },
  };
};

/** Small, so that other calls are answered in the midst of a long recording. */
const pieceBytes = 8 * 1024;
const piecesOf = function* (bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
};

/** Lets other calls go on between two pieces of a long recording. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

const decodeMp3 = async (bytes: Uint8Array): Promise<Sound | null> => {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const collected = collect();
    for (const piece of piecesOf(bytes)) {
      collected.take(decoder.decode(piece));
      await breathe();
    }
    return collected.sound();
  } finally {
    decoder.free();
  }
};

const decodeOpus = async (bytes: Uint8Array): Promise<Sound | null> => {
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  try {
    const collected = collect();
    for (const piece of piecesOf(bytes)) {
      collected.take(await decoder.decode(piece));
      await breathe();
    }
    collected.take(await decoder.flush());
    return collected.sound();
  } finally {
    decoder.free();
  }
};

const decodeFlac = async (bytes: Uint8Array): Promise<Sound | null> => {
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const collected = collect();
    for (const piece of piecesOf(bytes)) {
      collected.take(await decoder.decode(piece));
      await breathe();
    }
    collected.take(await decoder.flush());
    return collected.sound();
  } finally {
    decoder.free();
  }
};

/** The sound track of an MP4, whatever else is in it. */
const decodeAac = async (bytes: Uint8Array): Promise<Sound | null> => {
  const decoder = await aacDecoder();
  try {
    const collected = collect();
    for (const piece of piecesOf(bytes)) {
      const { channelData, sampleRate } = decoder.decode(piece);
      const samplesDecoded = channelData[0]?.length ?? 0;
      collected.take({ channelData, sampleRate, samplesDecoded, errors: [] });
      await breathe();
    }
    return collected.sound();
  } finally {
    decoder.free();
  }
};

const looksLikeMp3 = (bytes: Uint8Array): boolean =>
  ascii(bytes, 0, 3) === 'ID3' || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2);

export const decode = async (bytes: Uint8Array): Promise<Sound | null> => {
  try {
    if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WAVE') return decodeWav(bytes);
    if (ascii(bytes, 0, 4) === 'OggS' && ascii(bytes, 0, 64).includes('OpusHead')) return await decodeOpus(bytes);
    if (isWebm(bytes)) {
      const ogg = oggOf(bytes);
      return ogg && (await decodeOpus(ogg));
    }
    if (ascii(bytes, 0, 4) === 'fLaC') return await decodeFlac(bytes);
    if (ascii(bytes, 4, 8) === 'ftyp') return await decodeAac(bytes);
    return looksLikeMp3(bytes) ? await decodeMp3(bytes) : null;
  } catch {
    // The decoders throw on files that are broken in a way they do not know.
    return null;
  }
};
