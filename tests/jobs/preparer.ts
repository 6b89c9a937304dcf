// Makes recordings ready in plain Node: reads a WAV file, cuts it in its pauses, and lays the chunks down as WAV files. It
// keeps to what lib/domain/preparation.ts says, so that jobs cannot tell it from the browser's.
import { type Chunk, frameSeconds, goesOnAt, type Span } from '../../lib/domain/audio.ts';
import type { PreparationEnd, PreparationEvent, Prepare } from '../../lib/domain/preparation.ts';
import { createPlanner } from '../../lib/transcription/plan.ts';
import { hashOf } from '../farm/faults.ts';
import { wavFile } from '../farm/tones.ts';

type Sound = { samples: Int16Array; rate: number };

const soundIn = (bytes: ArrayBuffer): Sound | null => {
  const view = new DataView(bytes);
  if (bytes.byteLength < 44 || view.getUint32(0) !== 0x52_49_46_46) return null;
  return { samples: new Int16Array(bytes.slice(44, bytes.byteLength & ~1)), rate: view.getUint32(24, true) };
};

const levelsOf = ({ samples, rate }: Sound, from: number): Float32Array => {
  const length = Math.round(rate * frameSeconds);
  const first = Math.round(from * rate);
  const count = Math.floor((samples.length - first) / length);
  return Float32Array.from({ length: Math.max(0, count) }, (_, frame) => {
    let sum = 0;
    for (let at = 0; at < length; at += 1) sum += ((samples[first + frame * length + at] ?? 0) / 32_768) ** 2;
    return Math.sqrt(sum / length);
  });
};

const [loud, leastPause, longSilence] = [0.01, 0.15, 2];

/** Where it is loud, pauses that are no pauses bridged. */
const voiceIn = (levels: ArrayLike<number>, from: number): Span[] => {
  const spans: Span[] = [];
  for (let frame = 0; frame < levels.length; frame += 1) {
    if ((levels[frame] ?? 0) < loud) continue;
    const [start, end] = [from + frame * frameSeconds, from + (frame + 1) * frameSeconds];
    const last = spans.at(-1);
    if (last && start - last.end < leastPause) last.end = end;
    else spans.push({ start, end });
  }
  return spans;
};

const chunkOf = (index: number, start: number, end: number, voice: readonly Span[], cut: Chunk['cut']): Chunk => {
  const own = voice.filter((span) => span.end > start && span.start < end);
  const voiced = own.reduce((sum, span) => sum + span.end - span.start, 0);
  return { index, start, end, silent: own.length === 0, overlap: 0, cut, voiced, voice: own };
};

/** Chunks of about so many seconds, far shorter than the product's: a test of two hundred of them must end. */
const shortChunks = (sound: Sound, seconds: number, after: Chunk | null): Chunk[] => {
  const from = goesOnAt(after ?? undefined);
  const total = sound.samples.length / sound.rate;
  const voice = voiceIn(levelsOf(sound, from), from);
  const pauses = voice.slice(1).map((next, place) => ({ start: voice[place]?.end ?? 0, end: next.start }));
  const cuts = [...pauses, { start: voice.at(-1)?.end ?? total, end: total }].flatMap(({ start, end }) =>
    end - start >= longSilence ? [start + 0.3, end - 0.1] : [(start + end) / 2],
  );
  const chunks: Chunk[] = [];
  let start = from;
  for (const [place, end] of cuts.entries()) {
    const isSilence = (cuts[place + 1] ?? end) - end >= longSilence - 0.5 || end - start >= seconds;
    if (!isSilence) continue;
    chunks.push(chunkOf((after?.index ?? -1) + 1 + chunks.length, start, end, voice, 'pause'));
    start = end;
  }
  if (total - start > 0.05) chunks.push(chunkOf((after?.index ?? -1) + 1 + chunks.length, start, total, voice, 'end'));
  return chunks;
};

const plannedChunks = (sound: Sound, limits: { most: number; mostFirst: number }, after: Chunk | null): Chunk[] => {
  const total = sound.samples.length / sound.rate;
  const planner = createPlanner({ limits, total, after: after ?? undefined });
  const fed = planner.feed(levelsOf(sound, goesOnAt(after ?? undefined)));
  return [...fed, ...planner.finish(total)];
};

export type Preparer = {
  prepare: Prepare;
  /** Every chunk that was encoded, in order, in all lives. */
  made: Chunk[];
  /** Of the bytes of each, by its place. */
  hashes: Map<number, string>;
  /** Holds it before the chunk of this index, until let go. */
  holdAt(index: number): () => void;
};

type Blobs = { get(id: string): Promise<Blob | null>; put(blob: Blob): Promise<string> };

/** Length of the chunks, in seconds: about so many, or at most so many as lib/transcription plans them. */
export type ChunkLength = { about: number } | { most: number };

/** @param length absent: as the job wishes */
export const createPreparer = (blobs: Blobs, length?: ChunkLength): Preparer => {
  const made: Chunk[] = [];
  const hashes = new Map<number, string>();
  let gate: { index: number; open: Promise<void> } | null = null;

  const encode = async ({ samples, rate }: Sound, chunk: Chunk): Promise<PreparationEvent> => {
    const part = samples.slice(Math.round(chunk.start * rate), Math.round(chunk.end * rate));
    const bytes = Buffer.from(wavFile(part, rate));
    const blob = new Blob([bytes], { type: 'audio/wav' });
    made.push(chunk);
    hashes.set(chunk.index, hashOf(bytes));
    const fileName = `chunk-${chunk.index}.wav`;
    const blobId = await blobs.put(blob);
    return { type: 'chunk', prepared: { chunk, blobId, fileName, bytes: blob.size, seconds: part.length / rate } };
  };

  const prepare: Prepare = async (blobId, { limits, after, ahead, only }, onEvent, signal) => {
    const cancelled: PreparationEnd = { ok: false, message: 'Cancelled.' };
    const blob = await blobs.get(blobId);
    const sound = blob && soundIn(await blob.arrayBuffer());
    if (!sound) return { ok: false, message: 'This is no recording that Rondo can open.' };
    const total = sound.samples.length / sound.rate;
    await onEvent({ type: 'opened', seconds: total });
    const planned = () => {
      if (length && 'about' in length) return shortChunks(sound, length.about, after);
      return plannedChunks(sound, length ? { most: length.most, mostFirst: length.most } : limits, after);
    };
    const chunks = only ?? planned();
    const taken: Promise<void>[] = [];
    const gone = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    for (const chunk of chunks) {
      if (gate && chunk.index >= gate.index) await Promise.race([gate.open, gone]);
      if (signal.aborted) return cancelled;
      if (chunk.silent) {
        await onEvent({ type: 'silent', chunk });
        continue;
      }
      if (taken.length >= ahead) await Promise.race([taken.shift(), gone]);
      if (signal.aborted) return cancelled;
      taken.push(Promise.resolve(onEvent(await encode(sound, chunk))));
    }
    await Promise.race([Promise.all(taken), gone]);
    return signal.aborted ? cancelled : { ok: true, seconds: total, note: '' };
  };
  return {
    prepare,
    made,
    hashes,
    holdAt: (index) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = { index, open: promise };
      return () => {
        gate = null;
        resolve();
      };
    },
  };
};
