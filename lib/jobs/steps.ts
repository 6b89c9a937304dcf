// The two kinds of work that a job does, each as one call of the engine. What to do with the outcome is index.ts's.
import type { SummaryJob, TranscriptionJob } from '../domain/job.ts';
import type { Answer, ChatRequest, EngineEvent, Refusal, TranscribeRequest } from '../domain/request.ts';
import { estimateMessages } from '../limits/tokens.ts';
import { type Fitted, fitText } from '../summary/fit.ts';
import { summaryMessages } from '../summary/prompt.ts';
import { wavSeconds } from '../transcription/audio-kind.ts';
import { headOf } from './accept.ts';
import type { JobPorts } from './ports.ts';

export type Outcome = { result: Answer | Refusal; shareRead?: number };
type Listening = { signal: AbortSignal; onEvent: (event: EngineEvent) => void };

/** Summaries are short; a model that thinks first needs the rest. */
const summaryOutput = 1_024;
/** Kept free in what a target takes, since token counts are estimates. */
const spare = 0.97;

const summaryRequest = (messages: ChatRequest['messages']): ChatRequest => ({
  kind: 'chat',
  task: 'fast',
  messages,
  maxOutput: summaryOutput,
});

/** Sizes that were learned while asking call for another cut, this many times at most. */
const mostCuts = 3;

/** Whether anybody at all found it too long: the one who was asked last may have failed for another reason. */
const wasTooLong = (result: Answer | Refusal): boolean =>
  !result.ok &&
  result.trace.attempts.some(({ fault }) => fault?.kind === 'request_too_large' || fault?.kind === 'context_too_long');

export const summarize = async (
  ports: JobPorts,
  job: SummaryJob,
  source: Blob,
  listening: Listening,
  onShare: (share: number) => Promise<void>,
): Promise<Outcome> => {
  const text = await source.text();
  const fence = `----- ${ports.newId()} -----`;
  const messagesOf = (part: string) => summaryMessages(job.title, part, fence);
  const frame = estimateMessages(messagesOf(''));
  const cut = (): Fitted => {
    const route = ports.engine.plan(summaryRequest(messagesOf(text)));
    return route.targets.length > 0 || route.mostTokens === 0
      ? { text, share: 1 }
      : fitText(text, Math.floor(route.mostTokens * spare) - summaryOutput - frame);
  };
  let fitted = cut();
  for (let cuts = 1; ; cuts++) {
    await onShare(fitted.share);
    const result = await ports.engine.chat(summaryRequest(messagesOf(fitted.text)), listening);
    const next = wasTooLong(result) && cuts < mostCuts && !listening.signal.aborted ? cut() : fitted;
    if (next.text === fitted.text) return { result, shareRead: fitted.share };
    fitted = next;
  }
};

export const transcribe = async (
  ports: JobPorts,
  job: TranscriptionJob,
  audio: Blob,
  listening: Listening,
): Promise<Outcome> => {
  const request: TranscribeRequest = {
    kind: 'transcribe',
    audio,
    fileName: job.fileName,
    seconds: wavSeconds(await headOf(audio), audio.size),
    needs: 'segments',
  };
  return { result: await ports.engine.transcribe(request, listening) };
};
