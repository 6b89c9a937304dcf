// How long the chunks of a recording may be at this moment. What each target takes is the engine's to know; how it is
// turned into seconds is lib/transcription's.
import type { ChunkLimits } from '../domain/audio.ts';
import { speechBitrate } from '../domain/preparation.ts';
import type { TranscribeRequest, UploadRoom } from '../domain/request.ts';
import { chunkLimits } from '../transcription/limits.ts';

/** For looking at who there is. */
export const emptyUpload = (manner: Pick<TranscribeRequest, 'speakers' | 'spread'>): TranscribeRequest => ({
  kind: 'transcribe',
  audio: new Blob([]),
  fileName: '',
  seconds: null,
  needs: 'words',
  speakers: manner.speakers,
  spread: manner.spread,
});

/** Where many work at once each should have something to do; shorter chunks have more seams and nothing to gain. */
const [leastShared, partsPerKey] = [120, 4];

const keysIn = (rooms: readonly UploadRoom[]): number =>
  new Set(rooms.map(({ target }) => `${target.owner} ${target.keyId}`)).size;

/** Nothing is cut shorter; see lib/transcription/plan.ts. */
const leastCut = 15;

/** `mostOfAll`: what is longer than this has to be cut again. */
export type Limits = ChunkLimits & { mostOfAll: number };

/** @param seconds length of the recording; null: not known yet */
export const limitsFrom = (rooms: readonly UploadRoom[], spread: boolean, seconds: number | null): Limits => {
  const { most, mostFirst } = chunkLimits(rooms, speechBitrate / 8);
  const rank = Math.min(...rooms.map((room) => room.rank));
  const keys = keysIn(spread ? rooms : rooms.filter((room) => room.rank === rank));
  const shared = Math.max(leastShared, (seconds ?? Number.POSITIVE_INFINITY) / (Math.max(1, keys) * partsPerKey));
  return { most: Math.min(most, shared), mostFirst: Math.min(mostFirst, shared), mostOfAll: Math.max(most, leastCut) };
};
