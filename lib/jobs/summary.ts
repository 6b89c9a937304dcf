// A summary from the page's text to the answer: one call of the engine, asked again after rests that outlast a request.
import type { FaultKind } from '../domain/fault.ts';
import type { SummaryJob } from '../domain/job.ts';
import type { Answer, ChatRequest, EngineEvent, Refusal } from '../domain/request.ts';
import { estimateMessages } from '../limits/tokens.ts';
import { type Fitted, fitText } from '../summary/fit.ts';
import { summaryMessages } from '../summary/prompt.ts';
import { fail, mostRounds, start, waitHereMs } from './life.ts';
import type { JobPorts } from './ports.ts';
import type { Row } from './row.ts';
import { cutShort, refusalNote, sourceGone, waitingNote } from './words.ts';

type Outcome = { result: Answer | Refusal; shareRead: number };
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

const summarize = async (
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
  const requestOf = (part: string) => summaryRequest(messagesOf(part));
  /** @param refused tokens of a request that was too long for somebody: whoever holds no more was not even asked */
  const cut = (refused = Number.POSITIVE_INFINITY): Fitted => {
    const route = ports.engine.plan(requestOf(text));
    const isFree = route.targets.length > 0 && refused === Number.POSITIVE_INFINITY;
    if (isFree || route.mostTokens === 0) return { text, share: 1 };
    return fitText(text, Math.floor(Math.min(route.mostTokens, refused) * spare) - summaryOutput - frame);
  };
  let fitted = cut();
  for (let cuts = 1; ; cuts++) {
    await onShare(fitted.share);
    const request = requestOf(fitted.text);
    const result = await ports.engine.chat(request, listening);
    const refused = estimateMessages(request.messages) + summaryOutput;
    const next = wasTooLong(result) && cuts < mostCuts && !listening.signal.aborted ? cut(refused) : fitted;
    if (next.text === fitted.text) return { result, shareRead: fitted.share };
    fitted = next;
  }
};

/** Ends that waiting does not mend: they lie in the request itself, or were wanted. */
const final: readonly FaultKind[] = ['bad_request', 'content_blocked', 'cancelled'];

/**
 * When to ask again: as soon as somebody is free who rests or is full and was not asked in vain already. The engine has
 * waited for whoever was free before the request's deadline; this is about hours and days.
 */
const nextRound = ({ fault, trace }: Refusal, rounds: number): number | null => {
  const ends = trace.leftOut.flatMap(({ code, until }) =>
    (code === 'resting' || code === 'full') && until !== null ? [until] : [],
  );
  return ends.length > 0 && rounds < mostRounds && !final.includes(fault.kind) ? Math.min(...ends) : null;
};

const finish = async (ports: JobPorts, row: Row, { result, shareRead }: Outcome & { result: { ok: true } }) => {
  const { blobId } = row.job();
  const { text, target, usage, costUsd, trace } = result;
  const note = result.cutShort ? cutShort : '';
  await row.change({
    state: 'done',
    text,
    target,
    usage,
    costUsd,
    trace,
    note,
    retryAt: null,
    blobId: null,
    shareRead,
  });
  if (blobId) await ports.blobs.remove(blobId);
};

export const carrySummary = async (ports: JobPorts, row: Row<SummaryJob>, signal: AbortSignal): Promise<void> => {
  if (!(await start(row, { text: '' }))) return;
  for (;;) {
    const job = row.job();
    const source = job.blobId === null ? null : await ports.blobs.get(job.blobId);
    if (!source) return fail(row, sourceGone);
    const listening = { signal, onEvent: row.follow };
    const outcome = await summarize(ports, job, source, listening, (shareRead) => row.change({ shareRead }));
    if (signal.aborted) return;
    const { result } = outcome;
    if (result.ok) return finish(ports, row, { ...outcome, result });
    const { rounds } = row.job();
    const at = nextRound(result, rounds);
    if (at === null) return fail(row, refusalNote(result), result);
    const wait = Math.max(0, at - ports.now());
    const note = waitingNote(result);
    await row.change({
      ...{ state: 'waiting', text: '', note, retryAt: at, trace: result.trace, starts: 0, rounds: rounds + 1 },
    });
    if (wait > waitHereMs) return;
    await ports.sleep(wait, signal).catch(() => {});
    if (signal.aborted) return;
    await row.change({ state: 'running', note: '', retryAt: null });
  }
};
