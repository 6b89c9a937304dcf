// What kind of recording a file is, told by its first bytes and not by its name: providers judge the format by the
// name's ending and refuse a right file with a wrong one. Pure.

type Kind = { ending: string; also: readonly string[]; matches: (bytes: Uint8Array) => boolean };

const ascii = (bytes: Uint8Array, at: number, text: string) =>
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

const kinds: readonly Kind[] = [
  { ending: 'wav', also: [], matches: (bytes) => ascii(bytes, 0, 'RIFF') && ascii(bytes, 8, 'WAVE') },
  { ending: 'ogg', also: ['opus', 'oga'], matches: (bytes) => ascii(bytes, 0, 'OggS') },
  { ending: 'flac', also: [], matches: (bytes) => ascii(bytes, 0, 'fLaC') },
  { ending: 'm4a', also: ['mp4', 'mov', 'm4b'], matches: (bytes) => ascii(bytes, 4, 'ftyp') },
  {
    ending: 'webm',
    also: ['mkv', 'mka'],
    matches: (bytes) => bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3,
  },
  {
    // An ID3 tag, or the eleven set bits with which an MPEG audio frame begins.
    ending: 'mp3',
    also: ['mpga', 'mpeg', 'aac'],
    matches: (bytes) => ascii(bytes, 0, 'ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0),
  },
];

/** Endings that stand for the same bytes but that some provider refuses (`.oga` at Groq). */
const refused: readonly string[] = ['oga', 'm4b', 'mov', 'mkv', 'mka', 'aac'];

/**
 * @param head the first 12 bytes or more
 * @returns the name with an ending that fits what the file is; null where it is no recording that we know
 */
export const audioFileName = (head: Uint8Array, name: string): string | null => {
  const kind = kinds.find((candidate) => candidate.matches(head));
  if (!kind) return null;
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const fits = (ending === kind.ending || kind.also.includes(ending)) && !refused.includes(ending);
  return fits ? name : `${name.replace(/\.[a-z0-9]+$/i, '') || 'recording'}.${kind.ending}`;
};
