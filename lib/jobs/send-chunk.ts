// One chunk on its way: one call of the engine, which goes from target to target by itself. What its answer is worth is
// judged elsewhere.
import type { ChunkRow } from '../domain/journal.ts';
import type { Answer, EngineEvent, Refusal, TranscribeRequest, UploadRoom } from '../domain/request.ts';
import type { TargetName } from '../domain/trace.ts';
import { promptFor, promptOf } from '../transcription/prompt.ts';
import type { JobPorts } from './ports.ts';
import { excludedFrom } from './witnesses.ts';

/** What holds for every chunk of a recording. */
export type Manner = Pick<TranscribeRequest, 'language' | 'speakers' | 'spread'> & {
  words: readonly string[];
  /** Everybody who may be asked. */
  rooms: readonly UploadRoom[];
};

export const requestFor = (row: ChunkRow, audio: Blob, manner: Manner, now: number): TranscribeRequest => ({
  kind: 'transcribe',
  audio,
  fileName: row.prepared?.fileName ?? '',
  seconds: row.prepared?.seconds || null,
  needs: 'words',
  language: manner.language,
  speakers: manner.speakers,
  spread: manner.spread,
  prompt: promptFor(row.chunk, promptOf(manner.words)),
  exclude: excludedFrom(row, manner.rooms, now),
});

export type Sent = {
  result: Answer | Refusal;
  /** Everybody who is left rests: until when, in ms since 1970. It is waited for outside of the engine, written down. */
  parkedUntil: number | null;
  /** Seconds of audio that went out, every attempt counted. */
  seconds: number;
};

/** @param onTarget who has it now */
export const sendChunk = async (
  { engine }: Pick<JobPorts, 'engine'>,
  request: TranscribeRequest,
  onTarget: (target: TargetName) => void,
  signal: AbortSignal,
): Promise<Sent> => {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  signal.addEventListener('abort', cancel, { once: true });
  let parkedUntil: number | null = null;
  const onEvent = (event: EngineEvent) => {
    if (event.type === 'target-chosen') onTarget(event.target);
    if (event.type === 'target-switched') onTarget(event.to);
    // Where only the end of others' calls can tell, the engine knows best.
    if (event.type !== 'waiting' || event.until === null) return;
    parkedUntil = event.until;
    controller.abort();
  };
  try {
    const result = await engine.transcribe(request, { signal: controller.signal, onEvent });
    const attempts = result.trace.attempts.filter(({ fault }) => fault?.kind !== 'endpoint_unreachable');
    // An answer that came all the same is not thrown away.
    return {
      result,
      parkedUntil: result.ok ? null : parkedUntil,
      seconds: attempts.length * (request.seconds ?? 0),
    };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};
