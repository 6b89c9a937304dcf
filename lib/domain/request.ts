// What the engine is asked, what it answers and what it says on the way.
import type { Fault } from './fault.ts';
import type { TargetId } from './settings.ts';
import type { Task } from './task.ts';
import type { LeftOut, TargetName, Trace, Usage } from './trace.ts';
import type { Segment } from './transcript.ts';

/** A picture, or words beside it. Its size in pixels is told where it is known; else it is tried and learned from. */
export type Part = { type: 'text'; text: string } | { type: 'image'; image: Blob; width?: number; height?: number };
export type Content = string | readonly Part[];

/** A function that the model may ask to have called, in OpenAI's form. `parameters` is a JSON schema. */
export type Tool = {
  type: 'function';
  function: { name: string; description?: string; parameters?: Record<string, unknown>; strict?: boolean };
};
/** `arguments` is JSON, as the model wrote it. */
export type ToolCall = { id: string; name: string; arguments: string };

/** Words alone. */
export type PlainMessage = { role: 'system' | 'user' | 'assistant'; content: string };
export type Message =
  | { role: 'system' | 'user'; content: Content }
  | { role: 'assistant'; content: Content; toolCalls?: readonly ToolCall[] }
  | { role: 'tool'; content: string; toolCallId: string };

export type ChatRequest = {
  kind: 'chat';
  task: Exclude<Task, 'transcription'>;
  messages: readonly Message[];
  /** Most tokens that the answer may have. Always sent: several providers refuse or overcharge a request without it. */
  maxOutput?: number;
  /** Ms from now after which the request is given up. Default 300 s. */
  deadlineMs?: number;
  /** Most that it may cost, in USD. */
  maxUsd?: number;
  /** A follow-up stays where the talk began, while that can take it: prompt caches are there. */
  stay?: TargetId;
  tools?: readonly Tool[];
  /** True: the answer may need several tool calls at once. False: one at a time. Absent: as the model does. */
  parallelTools?: boolean;
  /** The answer is to be one JSON value. */
  json?: boolean;
};

export type TranscribeRequest = {
  kind: 'transcribe';
  audio: Blob;
  /** With its true ending: Groq and OpenAI judge the format by it. */
  fileName: string;
  /** Length in seconds; null: unknown. */
  seconds: number | null;
  /** Times that are wanted. Who cannot give them is asked only where nobody else can be. */
  needs: 'text' | 'segments' | 'words';
  /** Who speaks has to be told: nobody else is asked than who can. */
  speakers?: boolean;
  /** ISO 639-1; absent: let the model find out. */
  language?: string;
  /** Words that occur, for their spelling. Each provider is sent as much of it as it takes. */
  prompt?: string;
  /** Targets that gave no good answer to this already. */
  exclude?: readonly TargetId[];
  /** All who are ready take turns at once, whoever is preferred: sooner done, at a price. */
  spread?: boolean;
  deadlineMs?: number;
  maxUsd?: number;
};

export type EngineRequest = ChatRequest | TranscribeRequest;

export type Answer = {
  ok: true;
  text: string;
  target: TargetName;
  usage: Usage;
  costUsd: number;
  trace: Trace;
  segments?: readonly Segment[];
  words?: readonly Segment[];
  language?: string;
  /** What the model asks to have called; `text` may be empty then. */
  toolCalls?: readonly ToolCall[];
  /** The model stopped at the most tokens that it was allowed: the end is missing. */
  cutShort?: boolean;
};
/** `retryAt`: when the first target that was left out for a time is free again, in ms since 1970. */
export type Refusal = { ok: false; fault: Fault; trace: Trace; retryAt?: number };
export type ChatResult = Answer | Refusal;
export type TranscribeResult = Answer | Refusal;

/** `waiting`: nobody can take it now, but somebody will; `until` in ms since 1970, null where only the end of other
 * calls can tell. `restart`: what was shown so far is void; another model begins from the first word. */
export type EngineEvent =
  | { type: 'target-chosen'; target: TargetName }
  | { type: 'waiting'; until: number | null }
  | { type: 'text-delta'; delta: string }
  | { type: 'restart' }
  | { type: 'target-switched'; from: TargetName; to: TargetName; fault: Fault }
  | { type: 'end' };

/** A dry run: who would be asked, in order, who not and why, and what it would cost at most. */
export type Route = {
  targets: readonly { target: TargetName; costUsd: number }[];
  leftOut: readonly LeftOut[];
  retryAt?: number;
  /**
   * Largest request, in tokens of input and output together, that any target takes that is ready for a smaller one;
   * where nobody is, that any takes that only rests or is full. 0: nobody would take any.
   */
  mostTokens: number;
  /** Largest upload in bytes, of the same targets; null: no limit is known. */
  mostBytes: number | null;
  /** For speech: everybody who could take an upload of the smallest size now or after a rest, in the order of turns. */
  rooms: readonly UploadRoom[];
};

/** What of a limit is left at this moment. It refills evenly over its whole time. */
export type Left = { limit: number; left: number };

/** What one target can take of a long recording. */
export type UploadRoom = {
  target: TargetName;
  /** Lower goes first; those of equal rank take turns, provider by provider. */
  rank: number;
  /** When it can be asked, in ms since 1970; null: after other calls have ended. */
  readyAt: number | null;
  /** Of one upload; null: no limit is known. */
  maxBytes: number | null;
  maxSeconds: number | null;
  /** Seconds that each upload counts for at least. */
  leastSeconds: number;
  /** Targets with the same `meter` share what is left. */
  meter: string;
  /** Seconds of audio in an hour and in a day; null: no limit is known. */
  hour: Left | null;
  day: Left | null;
  /** 0: free. Null: nobody knows. */
  usdPerHour: number | null;
  /** What this month may still cost there, of all its keys; null: the user set no limit. */
  usdLeft: number | null;
};
