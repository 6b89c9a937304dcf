// One try at one target, within its time limits: what went out, what came back, as a value.
// Decides nothing about what comes next.
import { type Fault, faultOf } from '../domain/fault.ts';
import type { ChatRequest, TranscribeRequest } from '../domain/request.ts';
import type { ChatAnswer, Failed, FitImage, Send, Transcript, Upload, Wire } from '../domain/wire.ts';
import { readFault } from '../limits/read-fault.ts';
import { imagesIn } from '../routing/asks.ts';
import type { Target } from '../routing/targets.ts';
import { fitPrompt } from '../transcription/prompt.ts';

export type Ports = {
  send: Send;
  now: () => number;
  random: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Absent: nobody can; pictures go as they are. */
  fitImage?: FitImage;
  /** What the browser itself calls the latest failure of a call to this address; null where it says nothing. */
  causeOf?: (url: string) => Promise<string | null>;
};

/** Where nobody else could be asked, giving up gains nothing: a silent target is heard out for this much longer. */
const aloneFactor = 3;
/** A stream with no delta for this long has stalled. */
const stallMs = 8_000;
export const defaultOutput = 2_048;

/** The slowest connection that an upload is waited for, in bytes per ms. */
const slowestUpload = 50;
const imageBytes = (request: ChatRequest): number => imagesIn(request).reduce((sum, { image }) => sum + image.size, 0);

export const faultFrom = (target: Pick<Target, 'provider'>, failed: Failed, now: number): Fault =>
  failed.failure.fault ?? readFault(failed.failure, now, target.provider.headers);

/** How long may pass without a sign, in ms, and what it is called if it does. */
type Allowance = { ms: number; ifNot: Fault };

/**
 * Ends a call when no sign of life has come for as long as is allowed. One timer for the whole call, which looks again
 * at least as often as a stream may stand still: a stream may have hundreds of pieces, and none of them sets a timer.
 */
const createPatience = (
  ports: Ports,
  outer: AbortSignal,
  first: Allowance,
  /** What is allowed in the end, asked when the first runs out. */
  longer = () => first,
) => {
  const inner = new AbortController();
  const timer = new AbortController();
  let allowed = first;
  let from = ports.now();
  let ranOut: Fault | null = null;
  const onOuter = () => inner.abort(outer.reason);
  if (outer.aborted) onOuter();
  else outer.addEventListener('abort', onOuter, { once: true });
  const isOver = () => ports.now() - from >= allowed.ms;
  const look = () => {
    if (timer.signal.aborted) return;
    if (isOver() && allowed === first) allowed = longer();
    if (!isOver()) return watch();
    ranOut = allowed.ifNot;
    inner.abort();
  };
  const watch = (): void => {
    const left = from + allowed.ms - ports.now();
    ports.sleep(Math.max(1, Math.min(left, stallMs)), timer.signal).then(look, () => {});
  };
  watch();
  return {
    signal: inner.signal,
    /** A sign has come; the next one may take this long. */
    allow(next: Allowance) {
      from = ports.now();
      allowed = next;
    },
    ranOut: () => ranOut,
    end() {
      timer.abort(null);
      outer.removeEventListener('abort', onOuter);
    },
  };
};

const stalled: Allowance = {
  ms: stallMs,
  ifNot: faultOf('timeout', 'model', `The answer stood still for ${stallMs / 1_000} s.`),
};

const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;

/** Where patience ran out, that is the fault; what the aborted request says of itself is beside the point. */
const judged = <Answer extends { ok: true }>(answer: Answer | Failed, ranOut: Fault | null): Answer | Failed =>
  ranOut && !answer.ok ? { ok: false, failure: { status: null, headers: {}, body: '', fault: ranOut } } : answer;

export const attemptChat = async (
  ports: Ports,
  target: Target,
  wire: Wire,
  request: ChatRequest,
  signal: AbortSignal,
  onSign: (text: string) => void,
  isAlone: () => boolean = () => false,
): Promise<ChatAnswer> => {
  // A service that says nothing at all is avoided whole; one that stops in mid-answer may have a better model.
  const within = (ms: number) => ({ ms, ifNot: faultOf('timeout', 'endpoint', `Nothing came within ${seconds(ms)}.`) });
  const usual = within(target.provider.patienceMs + imageBytes(request) / slowestUpload);
  const longer = () => (isAlone() ? within(usual.ms * aloneFactor) : usual);
  const patience = createPatience(ports, signal, usual, longer);
  const call = {
    model: target.model.id,
    messages: request.messages,
    // More than it can say it refuses to be allowed.
    maxOutput: Math.min(request.maxOutput ?? defaultOutput, target.model.maxOutput ?? Number.POSITIVE_INFINITY),
    outputField: target.model.outputField,
    tools: request.tools,
    parallelTools: request.parallelTools,
    json: request.json,
  };
  const answer = await ports.send.chat(wire, call, patience.signal, (delta) => {
    patience.allow(stalled);
    if (!patience.signal.aborted) onSign(delta);
  });
  patience.end();
  return judged(answer, patience.ranOut());
};

/** An upload says nothing until all of it is sent and written down, so that silence shows late; but not only at its end. */
const uploadPatience = (target: Target, bytes: number) => {
  const ms = 2 * target.provider.patienceMs + bytes / slowestUpload;
  return { ms, ifNot: faultOf('timeout', 'endpoint', `No answer came within ${seconds(ms)}.`) };
};

const speakersBy = { asked: 'field', always: 'form' } as const;

/** No answer form is asked of a model that cannot give it; times are asked for wherever there are any. */
const uploadOf = ({ model, provider }: Target, request: TranscribeRequest): Upload => {
  const { audio, fileName, needs, language, prompt } = request;
  const { detectLanguage, mostPrompt } = provider.transcription;
  const speakers = model.speakers && (request.speakers || model.speakers === 'always') && speakersBy[model.speakers];
  return {
    model: model.id,
    audio,
    fileName,
    // Who speaks is told with times alone.
    times: needs === 'text' && !speakers ? 'none' : model.times,
    speakers: speakers || undefined,
    language: language ?? detectLanguage ?? undefined,
    prompt: fitPrompt(prompt, mostPrompt),
  };
};

export const attemptTranscription = async (
  ports: Ports,
  target: Target,
  wire: Wire,
  request: TranscribeRequest,
  signal: AbortSignal,
): Promise<Transcript> => {
  const upload = uploadOf(target, request);
  const patience = createPatience(ports, signal, uploadPatience(target, request.audio.size));
  const send = (one: Upload) => ports.send.transcription(wire, one, patience.signal);
  let answer = await send(upload);
  if (upload.times !== 'none' && !answer.ok && cannotTellTimes(target, answer, ports.now()))
    answer = await send({ ...upload, times: 'none' });
  patience.end();
  return judged(answer, patience.ranOut());
};

/** That a user's own service can tell times is a guess; text without them is better than none. */
const cannotTellTimes = (target: Target, failed: Failed, now: number): boolean =>
  target.provider.keyPage === null && faultFrom(target, failed, now).kind === 'unsupported_capability';
