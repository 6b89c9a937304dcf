// Which codec a recording is in, where its reader does not say or takes it for another: told from a few bytes of the file.
// Decides nothing; asked only after no sound came.

/** Codecs of WAV files that are met and not read, by their format tags (RFC 2361). */
const waveCodecs: Record<number, string> = {
  2: 'ADPCM',
  17: 'ADPCM',
  49: 'GSM 6.10',
  80: 'MP2',
  100: 'G.726',
};

/** @param head the first bytes of the file @returns null where it is no WAV or in a codec that is read */
export const codecOfWave = (head: Uint8Array): string | null => {
  const text = new TextDecoder('latin1').decode(head);
  const at = text.startsWith('RIFF') && text.startsWith('WAVE', 8) ? text.indexOf('fmt ', 12) : -1;
  const [low, high] = at < 0 ? [] : head.subarray(at + 8);
  return low === undefined || high === undefined ? null : (waveCodecs[low + high * 256] ?? null);
};

/** Readers take all three layers of MPEG sound for MP3; browsers decode the third. @param packet from its header on */
export const codecOfLayer = ([first, second]: Uint8Array): string | null => {
  if (first !== 0xff || second === undefined || second < 0xe0) return null;
  return [null, null, 'MP2', 'MP1'][(second >> 1) & 3] ?? null;
};
