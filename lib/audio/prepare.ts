// Makes a recording of any length ready to send: reads it as a stream, cuts it where the planner says, and stores each
// chunk as a mono Ogg Opus file. Never holds more of it than may still be needed; what is chosen, stored and told is
// handed in.
import {
  type Chunk,
  type CreatePlanner,
  goesOnAt,
  type Planner,
  type PreparedChunk,
  type Span,
} from '../domain/audio.ts';
import type { PreparationEvent, PreparationOptions } from '../domain/preparation.ts';
import { givenCuts } from './given-cuts.ts';
import { createLevelMeter } from './levels.ts';
import { type Opened, openRecording, ProtectedSound, whyNothing } from './open.ts';
import { canEncodeOpus, type OpusOptions } from './opus.ts';
import { createPress, type Press } from './press.ts';
import { soundOf } from './sound.ts';
import { broken, damagedFrom, gone, noEncoder, noRoom, protectedSound } from './words.ts';

export type PreparationPorts = {
  createPlanner: CreatePlanner;
  /** @returns the id under which it lies */
  store(blob: Blob): Promise<string>;
  tell(event: PreparationEvent): void;
  /** Resolves once a further chunk may be prepared. */
  room(): Promise<void>;
  signal: AbortSignal;
};

/** Seconds of sound between two words about progress. */
const tellsEvery = 5;

const fileNameOf = ({ index }: Chunk): string => `chunk-${String(Math.floor(index) + 1).padStart(4, '0')}.ogg`;

/** Where to begin and to end reading, and who decides on what comes of it. */
const planOf = (
  { limits, after, only }: PreparationOptions,
  total: number | null,
  createPlanner: CreatePlanner,
): { from: number; until: number; planner: Planner } => {
  if (only) {
    const from = only[0]?.start ?? 0;
    return { from, until: only.at(-1)?.end ?? from, planner: givenCuts(only, from) };
  }
  const planner = createPlanner({ limits, total: total ?? undefined, after: after ?? undefined });
  return { from: goesOnAt(after ?? undefined), until: Number.POSITIVE_INFINITY, planner };
};

type Work = { opened: Opened; options: PreparationOptions; opus: OpusOptions; ports: PreparationPorts };

const deliver = async (press: Press, chunk: Chunk, { room, store, tell, signal }: PreparationPorts): Promise<void> => {
  if (chunk.silent) {
    press.discard();
    return tell({ type: 'silent', chunk });
  }
  await room();
  const { blob, seconds } = await press.finish(chunk.start, chunk.end);
  if (signal.aborted) return;
  const blobId = await store(blob);
  const prepared: PreparedChunk = { chunk, blobId, fileName: fileNameOf(chunk), bytes: blob.size, seconds };
  tell({ type: 'chunk', prepared });
};

/** @returns the second up to which the recording was read, and the one from which on nothing could be */
const streamThrough = async ({ opened, options, opus, ports }: Work) => {
  const { tell, signal } = ports;
  const { from, until, planner } = planOf(options, opened.seconds, ports.createPlanner);
  const press = createPress(from, opus);
  const meter = createLevelMeter(opus.rate);
  let brokenAt: number | null = null;
  let told = from;

  const goOn = async (levels: Float32Array): Promise<void> => {
    for (const chunk of planner.feed(levels)) await deliver(press, chunk, ports);
    const { start, settled } = planner.open();
    if (start !== null && settled > start) await press.grow(start, settled);
    press.release(start ?? settled);
  };
  const sound = soundOf(opened, {
    from,
    rate: opus.rate,
    onDamage: (span: Span) => tell({ type: 'damage', span }),
    onBroken: (second: number) => {
      brokenAt = second;
    },
  });
  try {
    for await (const samples of sound) {
      if (signal.aborted) break;
      press.push(samples);
      await goOn(meter.push(samples));
      const second = press.end();
      if (second >= until) break;
      if (second - told < tellsEvery) continue;
      told = second;
      tell({ type: 'progress', second });
    }
    const end = press.end();
    if (!signal.aborted && end > from) {
      await goOn(meter.finish());
      for (const chunk of planner.finish(end)) await deliver(press, chunk, ports);
    }
    return { end, brokenAt };
  } finally {
    press.discard();
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
    if (end === 0) return fail(await whyNothing(opened.track));
    ports.tell({ type: 'end', seconds: end, note: brokenAt === null ? '' : damagedFrom(brokenAt) });
  } catch (error) {
    fail(sentenceOf(error));
  } finally {
    opened.close();
  }
};
