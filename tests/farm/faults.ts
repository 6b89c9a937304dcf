// Scripted faults: which call goes wrong in which way. Only remembers and counts them; the server carries them out.
import { createHash } from 'node:crypto';
import type { Path } from './kind.ts';

/** Faults that are answers with an error status. */
export type StatusFault = '401' | '402' | '403' | '404' | '413' | '429' | '500' | '503' | 'context' | 'content';
/** Faults of the connection, before any answer. */
export type ConnectionFault = 'refused' | 'reset' | 'silent' | 'slow';
/** Faults inside an answer that began well. */
export type AnswerFault =
  | 'cut'
  | 'late'
  | 'stalled'
  | 'garbage'
  | 'unfinished'
  | 'error-inside'
  | 'empty'
  | 'not-json'
  | 'redirect'
  | 'html'
  | 'plain';

/** Answers to a recording that are whole, under status 200, and not what was said in it. */
export type HearingFault = 'mute' | 'looped' | 'first-half' | 'second-half' | 'chatter';

export type Fault = {
  /**
   * 401 402 404 413 429 500 503: the provider's own body for it. 403: without a word, as Ollama refuses extensions.
   * `context`, `content`: its 400 for too long, for refused.
   * `refused`: nothing listens, for every call, until clearFaults. `reset`: RST before headers. `silent`: never an answer.
   * `slow`: nothing for `afterMs`. `late`: headers at once, the first delta after `afterMs`.
   * `cut`: the connection breaks after `deltas` deltas. `stalled`: it stays open after them, with no more to come.
   * `garbage`: a line of broken JSON in a whole stream. `unfinished`: a whole stream without `[DONE]`.
   * `error-inside`: an error under status 200, after `deltas` deltas. `empty`: 200 with nothing said.
   * `not-json`: where JSON was asked for, something else comes, or the provider's own refusal of that.
   * `redirect`: 307 to elsewhere. `html`: a web page under status 200. `plain`: a few words under it.
   * Of recordings: `mute`: no text. `looped`: three words again and again from the middle on. `first-half`, `second-half`:
   * the words of one half alone. `chatter`: what models write on silence stands after the last word.
   */
  kind: StatusFault | ConnectionFault | AnswerFault | HearingFault;
  times?: number;
  path?: Path;
  key?: string;
  model?: string;
  retryAfterSeconds?: number;
  afterMs?: number;
  deltas?: number;
};

export type Call = { path: Path | null; keyHash: string | null; model: string | null };

export const hashOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
export const keyHashOf = (key: string): string => hashOf(key).slice(0, 12);

type Scripted = { fault: Fault; keyHash: string | null; left: number };

export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  /** The first that matches and still has times left; it is used up by one. */
  take(call: Call): Fault | null;
};

const matches = ({ fault, keyHash, left }: Scripted, call: Call): boolean =>
  left > 0 &&
  (fault.path === undefined || fault.path === call.path) &&
  (fault.model === undefined || fault.model === call.model) &&
  (keyHash === null || keyHash === call.keyHash);

export const createFaults = (): Faults => {
  let list: Scripted[] = [];
  return {
    add(fault) {
      const keyHash = fault.key === undefined ? null : keyHashOf(fault.key);
      list.push({ fault, keyHash, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clear() {
      list = [];
    },
    take(call) {
      const found = list.find((scripted) => matches(scripted, call));
      if (!found) return null;
      found.left -= 1;
      return found.fault;
    },
  };
};
