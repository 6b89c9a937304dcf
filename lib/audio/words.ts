// What is said when a recording cannot be prepared: what it is about it, and what can be done. Sentences only.

/** Names of codecs as people know them, by the names in files. */
const codecNames: Record<string, string> = {
  'a_mpeg/l2': 'MP2',
  aac: 'AAC',
  ac3: 'Dolby Digital (AC-3)',
  alac: 'Apple Lossless (ALAC)',
  dts: 'DTS',
  eac3: 'Dolby Digital Plus (E-AC-3)',
  flac: 'FLAC',
  mp3: 'MP3',
  opus: 'Opus',
  samr: 'AMR',
  sawb: 'AMR',
  vorbis: 'Vorbis',
};

/** How shops mark sound that only their own players may open: iTunes, Audible, streaming services. */
const protectedCodecs = new Set(['drms', 'drmi', 'aavd', 'enca']);

export const isProtected = (codec: string): boolean => protectedCodecs.has(codec.toLowerCase());

export const unknownFormat =
  'This is no recording that Rondo can open. It takes WAV, MP3, M4A, AAC, Ogg, Opus, FLAC, WebM, MKV, MP4, MOV and TS files. Convert it to one of these and try again.';
export const empty = 'This file is empty. Choose another one.';
export const noSound = 'There is no sound in this file. Choose one that has an audio track.';
export const protectedSound =
  'The sound in this file is protected against copying (DRM), so that only its shop’s own player can open it. Choose an unprotected copy.';
export const gone = 'The file is not stored any more. Please choose it again.';
export const noRoom =
  'There is no room left on this computer to prepare the recording. Free some disk space and try again.';
export const nothingDecoded = 'This file is damaged: no sound could be read from it. Choose another copy.';
export const broken = 'Something went wrong while the recording was being prepared. Please try again.';
export const noEncoder =
  'This browser cannot encode Opus, which Rondo sends recordings in. Update the browser and try again.';

export const unknownCodec = (codec: string): string =>
  `The sound in this file is ${codecNames[codec.toLowerCase()] ?? codec}, which this browser cannot decode. Convert it to MP3 or M4A and try again.`;

/** `1:02:03` */
export const clockTime = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

export const damagedFrom = (second: number): string =>
  `This file is damaged from ${clockTime(second)} on. What comes before was kept.`;
