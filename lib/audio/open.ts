// Opens a recording: finds the format, the track with the sound, and whether this browser can decode it.
// Reads only as much of the file as that takes. What cannot be opened is answered with a sentence.
import {
  ADTS,
  BlobSource,
  EncodedPacketSink,
  FLAC,
  Input,
  type InputAudioTrack,
  Logging,
  LogLevel,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  UnsupportedInputFormatError,
  WAVE,
  WEBM,
} from 'mediabunny';
import { codecOfLayer, codecOfWave } from './codec-told.ts';
import {
  empty,
  gone,
  isProtected,
  noSound,
  nothingDecoded,
  protectedSound,
  unknownCodec,
  unknownFormat,
} from './words.ts';

// It would write about each odd file to the console.
Logging.level = LogLevel.Silent;

const formats = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];

export type Opened = {
  track: InputAudioTrack;
  /** What the file's own clock shows where players begin to count. */
  origin: number;
  /** Length in seconds as far as the file tells it; null where only reading all of it would. */
  seconds: number | null;
  close(): void;
};
export type Refused = { ok: false; message: string };

/** Thrown where sound turns out to be encrypted only when it is read. */
export class ProtectedSound extends Error {}

const refused = (message: string): Refused => ({ ok: false, message });

/** Finding the length of a file that does not tell it means reading on to its end: not for films. */
const readsForLength = 300_000_000;

const lengthOf = async (track: InputAudioTrack, bytes: number): Promise<number | null> => {
  const told = await track.getDurationFromMetadata().catch(() => null);
  if (told !== null && told > 0) return told;
  if (bytes > readsForLength) return null;
  return track.computeDuration().catch(() => null);
};

type Found = { ok: true; track: InputAudioTrack } | Refused;

/** The main track, else the first that this browser can decode. */
const findTrack = async (input: Input): Promise<Found> => {
  const main = await input.getPrimaryAudioTrack();
  // A film that was cut off before its list of tracks came has none at all.
  if (!main) return refused((await input.getTracks()).length === 0 ? nothingDecoded : noSound);
  for (const track of [main, ...(await input.getAudioTracks())])
    if (await track.canDecode()) return { ok: true, track };
  const codec = (await main.getCodec()) ?? String((await main.getInternalCodecId()) ?? 'of a kind unknown to it');
  return refused(isProtected(codec) ? protectedSound : unknownCodec(codec));
};

const sentenceOf = (error: unknown): string => {
  if (error instanceof UnsupportedInputFormatError) return unknownFormat;
  if (error instanceof ProtectedSound) return protectedSound;
  if (error instanceof DOMException && error.name === 'NotReadableError') return gone;
  return nothingDecoded;
};

const searched = 2_000_000;
/** How encrypted sound is marked in MP4: a box for it, and in that one for the scheme. */
const marks = /(enca|drms|aavd)[\s\S]*sinf/;

/** Files that were encrypted in a way that cannot even be read are told from damaged ones by that mark. */
const isMarkedProtected = async (blob: Blob): Promise<boolean> => {
  const ends = [blob.slice(0, searched), blob.slice(Math.max(searched, blob.size - searched))];
  const texts = await Promise.all(ends.map(async (end) => new TextDecoder('latin1').decode(await end.arrayBuffer())));
  return texts[0]?.slice(4, 8) === 'ftyp' && texts.some((text) => marks.test(text));
};

/** Before the format of a WAV at most a description of it stands. */
const headOf = async (blob: Blob) => new Uint8Array(await blob.slice(0, 16_384).arrayBuffer());

/** What is said where a file was opened and no sound came out of it. */
export const whyNothing = async (track: InputAudioTrack): Promise<string> => {
  if ((await track.getCodec()) !== 'mp3') return nothingDecoded;
  const packet = await new EncodedPacketSink(track).getFirstPacket().catch(() => null);
  const codec = packet && codecOfLayer(packet.data);
  return codec ? unknownCodec(codec) : nothingDecoded;
};

/** What is said where a file could not be opened, though its format is known. */
const whyUnread = async (blob: Blob): Promise<string> => {
  if (await isMarkedProtected(blob)) return protectedSound;
  const codec = codecOfWave(await headOf(blob));
  return codec === null ? nothingDecoded : unknownCodec(codec);
};

export const openRecording = async (blob: Blob): Promise<({ ok: true } & Opened) | Refused> => {
  if (blob.size === 0) return refused(empty);
  const input = new Input({
    source: new BlobSource(blob, { handleUnhandledError: () => {} }),
    formats,
    formatOptions: {
      isobmff: {
        resolveKeyId: () => {
          throw new ProtectedSound();
        },
      },
    },
  });
  const close = () => input.dispose();
  try {
    const found = await findTrack(input);
    if (!found.ok) {
      close();
      return found;
    }
    const { track } = found;
    // Broadcasts and cut-out pieces begin at any time; players count from their first packet.
    const origin = Math.max(0, await input.getFirstTimestamp());
    const length = await lengthOf(track, blob.size);
    return { ok: true, track, origin, seconds: length === null ? null : Math.max(0, length - origin), close };
  } catch (error) {
    close();
    const sentence = sentenceOf(error);
    return refused(sentence === nothingDecoded ? await whyUnread(blob).catch(() => sentence) : sentence);
  }
};
