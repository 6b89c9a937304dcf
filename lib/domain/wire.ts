// What goes out to one target and what comes back, before anyone reads meaning into it.
// `Send` is the port between the engine's loops and the HTTP clients.
import type { OutputField } from './catalog.ts';
import type { Fault } from './fault.ts';
import type { Message, Tool, ToolCall } from './request.ts';
import type { ListedFacts } from './state.ts';
import type { Usage } from './trace.ts';
import type { Segment } from './transcript.ts';

/** What is needed to reach a model: nothing else of settings goes down to HTTP. */
export type Wire = {
  baseUrl: string;
  secret: string | null;
  /** Extra headers of an endpoint; their values are secrets as the key is. */
  headers?: Readonly<Record<string, string>>;
};

/** What came back instead of an answer. `fault` is set where the cause is known without reading the body. */
export type Failure = {
  status: number | null;
  headers: Record<string, string>;
  body: string;
  fault?: Fault;
  /** What came where an answer was due that is none by its mere form. */
  instead?: 'web_page' | 'elsewhere' | 'not_json';
};
export type Failed = { ok: false; failure: Failure };

export type ChatCall = {
  model: string;
  messages: readonly Message[];
  maxOutput: number;
  outputField: OutputField;
  tools?: readonly Tool[];
  /** Absent: not said. */
  parallelTools?: boolean;
  json?: boolean;
};
/** `cutShort`: the model stopped at the most tokens that it was allowed, and may have had more to say. */
export type ChatAnswer =
  | {
      ok: true;
      text: string;
      usage: Usage;
      headers: Record<string, string>;
      cutShort?: boolean;
      toolCalls?: readonly ToolCall[];
    }
  | Failed;
/** A sign of life: new text, or (empty) a thought that is not shown. */
export type OnPiece = (text: string) => void;

export type Upload = {
  model: string;
  audio: Blob;
  fileName: string;
  times: 'none' | 'segments' | 'words';
  /** How to ask who speaks: by a field of its own, or by the form of the answer, which then is the only one. */
  speakers?: 'field' | 'form';
  /** Absent: none is sent. */
  language?: string;
  prompt?: string;
};
export type Transcript =
  | {
      ok: true;
      text: string;
      segments?: Segment[];
      words?: Segment[];
      language?: string;
      usage: Usage;
      headers: Record<string, string>;
    }
  | Failed;

/** `facts` by model id, of those of which the list says anything. */
export type ListedModels = { ok: true; models: string[]; facts: Record<string, ListedFacts> } | Failed;

/** What a picture may measure: its file in bytes, and its pixels. Null: no limit. */
export type ImageLimits = { bytes: number | null; pixels: number | null };
/** Makes a picture as small as it has to be; null where that cannot be done. The port to whoever can decode pictures. */
export type FitImage = (image: Blob, limits: ImageLimits) => Promise<Blob | null>;

/** The only HTTP there is. Answers with values; never throws, never retries. */
export type Send = {
  chat(wire: Wire, call: ChatCall, signal: AbortSignal, onPiece: OnPiece): Promise<ChatAnswer>;
  transcription(wire: Wire, upload: Upload, signal: AbortSignal): Promise<Transcript>;
  /** @param query e.g. `?serverless`, or empty */
  modelList(wire: Wire, query: string, signal: AbortSignal): Promise<ListedModels>;
};
