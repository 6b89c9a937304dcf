// What kind of recording a file is, told by its first bytes and not by its name: providers judge the format by the
// name's ending and refuse a right file with a wrong one. Pure.

type Kind = { ending: string; matches: (bytes: Uint8Array) => boolean };

const ascii = (bytes: Uint8Array, at: number, text: string) =>
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** Eleven set bits begin a frame of MPEG audio. Layer I is left out: nobody has it, and FF FE begins a UTF-16 text. */
const isMpegFrame = ([first = 0, second = 0]: Uint8Array) =>
  first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0x06;

/** One ending for each kind, the one that every provider takes: `.opus`, `.mp4` or `.mpga` are refused by some. */
const kinds: readonly Kind[] = [
  { ending: 'wav', matches: (bytes) => ascii(bytes, 0, 'RIFF') && ascii(bytes, 8, 'WAVE') },
  { ending: 'ogg', matches: (bytes) => ascii(bytes, 0, 'OggS') },
  { ending: 'flac', matches: (bytes) => ascii(bytes, 0, 'fLaC') },
  { ending: 'm4a', matches: (bytes) => ascii(bytes, 4, 'ftyp') },
  {
    ending: 'webm',
    matches: (bytes) => bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3,
  },
  { ending: 'mp3', matches: (bytes) => ascii(bytes, 0, 'ID3') || isMpegFrame(bytes) },
];

/**
 * @param head the first 12 bytes or more
 * @returns the name with the ending of what the file is; null where it is no recording that we know
 */
export const audioFileName = (head: Uint8Array, name: string): string | null => {
  const kind = kinds.find((candidate) => candidate.matches(head));
  if (!kind) return null;
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return ending === kind.ending ? name : `${name.replace(/\.[a-z0-9]+$/i, '') || 'recording'}.${kind.ending}`;
};

const number = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

/**
 * How long a WAV file is, by the bytes that its header says a second has; null for every other kind, whose length only
 * decoding tells.
 * @param head the first 44 bytes or more
 * @param size of the whole file, in bytes
 */
export const wavSeconds = (head: Uint8Array, size: number): number | null => {
  if (head.length < 44 || !ascii(head, 0, 'RIFF') || !ascii(head, 12, 'fmt ')) return null;
  const perSecond = number(head, 28);
  return perSecond > 0 ? Math.max(0, size - 44) / perSecond : null;
};
