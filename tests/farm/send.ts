// Writes answers to the connection: whole, or as a stream with pauses between its pieces, and breaks them where a
// fault says so. Decides nothing about what is said.
import type { ServerResponse } from 'node:http';
import type { Stream } from './chat.ts';
import type { FarmClock } from './clock.ts';
import type { Fault } from './faults.ts';
import type { Answer } from './kind.ts';
import type { LogEntry } from './log.ts';

export type Line = {
  response: ServerResponse;
  entry: LogEntry;
  /** Ended when the client hangs up. */
  gone: AbortSignal;
  clock: FarmClock;
};

/** Broken off by us, so that it does not count as the client's doing. */
export const breakOff = ({ response, entry, clock }: Line, how: 'end' | 'reset'): void => {
  entry.endedAt = clock.now();
  if (how === 'reset') response.socket?.resetAndDestroy();
  else response.destroy();
};

const flush = ({ response }: Line, text: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => response.write(text, () => resolve()));

/** Waits, or returns false when the client hung up meanwhile. */
export const pause = async ({ gone, clock }: Line, ms: number): Promise<boolean> => {
  if (ms > 0) await clock.sleep(ms, gone).catch(() => {});
  return !gone.aborted;
};

const begin = ({ response, entry }: Line, status: number, headers: Record<string, string>): void => {
  entry.status = status;
  response.writeHead(status, headers);
};

export const sendWhole = async (line: Line, answer: Answer, fault: Fault | null): Promise<void> => {
  const body = Buffer.from(answer.body);
  const headers = { ...answer.headers, 'content-type': answer.type, 'content-length': String(body.length) };
  begin(line, answer.status, headers);
  if (fault?.kind === 'cut' || fault?.kind === 'stalled') {
    await flush(line, body.subarray(0, Math.floor(body.length / 2)));
    if (fault.kind === 'cut') breakOff(line, 'end');
    return;
  }
  if (fault?.kind === 'late') {
    line.response.flushHeaders();
    if (!(await pause(line, fault.afterMs ?? 1_000))) return;
  }
  line.response.end(body);
};

export type StreamOptions = {
  headers: Record<string, string>;
  deltaMs: number;
  fault: Fault | null;
  /** Resolves when the last delta may go out. */
  mayEnd: () => Promise<void>;
  errorEvent: string;
};

/** @returns false where the stream is over at this delta */
const breakAt = async (line: Line, index: number, { fault, errorEvent }: StreamOptions): Promise<boolean> => {
  if (index !== (fault?.deltas ?? 3)) return true;
  if (fault?.kind === 'cut') {
    breakOff(line, 'end');
    return false;
  }
  if (fault?.kind === 'stalled') return false;
  if (fault?.kind === 'error-inside') {
    await flush(line, errorEvent);
    line.response.end();
    return false;
  }
  return true;
};

export const sendStream = async (line: Line, stream: Stream, options: StreamOptions): Promise<void> => {
  const { response, entry, gone } = line;
  const { fault, deltaMs } = options;
  begin(line, 200, { 'cache-control': 'no-cache', ...options.headers, 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (fault?.kind === 'late' && !(await pause(line, fault.afterMs ?? 1_000))) return;
  for (const event of stream.before) await flush(line, event);
  // A fault after more deltas than there are comes after the last one.
  const at = Math.min(fault?.deltas ?? 3, stream.deltas.length);
  const within = { ...options, fault: fault ? { ...fault, deltas: at } : null };
  for (const [index, event] of stream.deltas.entries()) {
    if (!(await breakAt(line, index, within))) return;
    if (fault?.kind === 'garbage' && index === 1) await flush(line, 'data: {"id":"chatcmpl-","choices":[{"del\n\n');
    if (index === stream.deltas.length - 1) await Promise.race([options.mayEnd(), hungUp(gone)]);
    if (gone.aborted) return;
    await flush(line, event);
    entry.deltasSent += 1;
    if (!(await pause(line, deltaMs))) return;
  }
  if (!(await breakAt(line, stream.deltas.length, within))) return;
  const end = fault?.kind === 'unfinished' ? stream.after : [...stream.after, stream.done];
  response.end(end.join(''));
};

const hungUp = (gone: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (gone.aborted) resolve();
    gone.addEventListener('abort', () => resolve(), { once: true });
  });
