// Makes a recording of any length ready to send: reads it as a stream, cuts it where the planner says, and stores each
// chunk as a mono Ogg Opus file. Never holds more of it than may still be needed; what is chosen, stored and told is
// handed in.
import type { Chunk, CreatePlanner, PreparedChunk, Span } from '../domain/audio.ts';
import { goesOnAt } from '../domain/audio.ts';
import type { PreparationEvent, PreparationOptions } from '../domain/preparation.ts';
import { givenCuts } from './given-cuts.ts';
import { createHold, type Hold } from './hold.ts';
import { createLevelMeter } from './levels.ts';
import { type Opened, openRecording, ProtectedSound } from './open.ts';
import { canEncodeOpus, createOpusFile, type OpusFile, type OpusOptions } from './opus.ts';
import { soundOf } from './sound.ts';
import { broken, damagedFrom, gone, noEncoder, noRoom, nothingDecoded, protectedSound } from './words.ts';

export type PreparationPorts = {
  createPlanner: CreatePlanner;
  /** @returns the id under which it lies */
  store(blob: Blob): Promise<string>;
  tell(event: PreparationEvent): void;
  /** Resolves once a further chunk may be prepared. */
  room(): Promise<void>;
  signal: AbortSignal;
};

/** A second of sound goes by many times between two words about progress. */
const tellsEvery = 5;

const fileNameOf = ({ index }: Chunk): string => `chunk-${String(index + 1).padStart(4, '0')}.ogg`;

/** Encodes the chunk that is open while it grows. */
const createPress = (hold: Hold, opus: OpusOptions) => {
  let file: OpusFile | null = null;
  /** Number of the next sample that goes into the file. */
  let next = 0;
  const numberOf = (second: number) => Math.round(second * opus.rate);
  const begin = async (start: number): Promise<OpusFile> => {
    if (file) return file;
    file = await createOpusFile(opus);
    next = numberOf(start);
    return file;
  };
  return {
    /** The first sample that is still needed. */
    needs: () => (file ? next : null),
    /** The chunk begins at `start` and goes on at least to `until`. */
    grow: async (start: number, until: number): Promise<void> => {
      const growing = await begin(start);
      for (const { from, samples } of hold.pieces(next, numberOf(until))) {
        await growing.push(samples);
        next = from + samples.length;
      }
    },
    finish: async (): Promise<{ blob: Blob; seconds: number } | null> => {
      const finished = file;
      file = null;
      return finished ? finished.finish() : null;
    },
    cancel: () => file?.cancel(),
  };
};

type Work = { opened: Opened; options: PreparationOptions; opus: OpusOptions; ports: PreparationPorts };

/** @returns the second up to which the recording was read, and the one from which on nothing could be */
const streamThrough = async ({
  opened,
  options,
  opus,
  ports,
}: Work): Promise<{ end: number; brokenAt: number | null }> => {
  let brokenAt: number | null = null;
  const listening = {
    onDamage: (span: Span) => ports.tell({ type: 'damage', span }),
    onBroken: (second: number) => {
      brokenAt = second;
    },
  };
  const { only } = options;
  const from = only?.[0]?.start ?? goesOnAt(options.after ?? undefined);
  const planner = only
    ? givenCuts(only, from)
    : ports.createPlanner({
        limits: options.limits,
        total: opened.seconds ?? undefined,
        after: options.after ?? undefined,
      });
  const last = only?.at(-1)?.end ?? Number.POSITIVE_INFINITY;
  const hold = createHold(Math.round(from * opus.rate));
  const meter = createLevelMeter(opus.rate);
  const press = createPress(hold, opus);

  const deliver = async (chunk: Chunk): Promise<void> => {
    if (chunk.silent) return ports.tell({ type: 'silent', chunk });
    await ports.room();
    await press.grow(chunk.start, chunk.end);
    const made = await press.finish();
    if (!made || ports.signal.aborted) return;
    const blobId = await ports.store(made.blob);
    const prepared: PreparedChunk = {
      chunk,
      blobId,
      fileName: fileNameOf(chunk),
      bytes: made.blob.size,
      seconds: made.seconds,
    };
    ports.tell({ type: 'chunk', prepared });
  };
  const goOn = async (chunks: readonly Chunk[]): Promise<void> => {
    for (const chunk of chunks) await deliver(chunk);
    const { start, settled } = planner.open();
    if (start !== null && settled > start) await press.grow(start, settled);
    hold.release(press.needs() ?? Math.round((start ?? settled) * opus.rate));
  };

  try {
    let told = from;
    for await (const samples of soundOf(opened, { from, rate: opus.rate, ...listening })) {
      if (ports.signal.aborted) break;
      hold.push(samples);
      await goOn(planner.feed(meter.push(samples)));
      const second = hold.end() / opus.rate;
      if (second >= last) break;
      if (second - told < tellsEvery) continue;
      told = second;
      ports.tell({ type: 'progress', second });
    }
    const end = hold.end() / opus.rate;
    if (!ports.signal.aborted && end > from) {
      await goOn(planner.feed(meter.finish()));
      for (const chunk of planner.finish(end)) await deliver(chunk);
    }
    return { end, brokenAt };
  } finally {
    press.cancel();
  }
};

const sentenceOf = (error: unknown): string => {
  if (error instanceof ProtectedSound) return protectedSound;
  if (!(error instanceof DOMException)) return broken;
  return ({ NotReadableError: gone, QuotaExceededError: noRoom } as Record<string, string>)[error.name] ?? broken;
};

/** Tells what happens by `ports.tell` alone, ending with `end` or `failed`, unless it was called off. */
export const prepareRecording = async (
  blob: Blob | null,
  options: PreparationOptions,
  opus: OpusOptions,
  ports: PreparationPorts,
): Promise<void> => {
  const fail = (message: string) => {
    if (!ports.signal.aborted) ports.tell({ type: 'failed', message });
  };
  if (!blob) return fail(gone);
  if (!(await canEncodeOpus(opus))) return fail(noEncoder);
  const opened = await openRecording(blob);
  if (!opened.ok) return fail(opened.message);
  try {
    ports.tell({ type: 'opened', seconds: opened.seconds });
    const { end, brokenAt } = await streamThrough({ opened, options, opus, ports });
    if (ports.signal.aborted) return;
    if (end === 0) return fail(nothingDecoded);
    ports.tell({ type: 'end', seconds: end, note: brokenAt === null ? '' : damagedFrom(brokenAt) });
  } catch (error) {
    fail(sentenceOf(error));
  } finally {
    opened.close();
  }
};
