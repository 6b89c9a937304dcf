// A chat call, always streamed: only a stream shows that a model is at work. Decodes events with the openai package's
// reader; its client class stays out (ARCHITECTURE.md says what it weighs).
// Knows nothing of limits or of other targets.
import { _iterSSEMessages } from 'openai/core/streaming';
import { faultOf } from '../domain/fault.ts';
import { noUsage, type Usage } from '../domain/trace.ts';
import type { ChatAnswer, ChatCall, Failed, OnPiece, Wire } from '../domain/wire.ts';
import { z } from '../domain/zod.ts';
import { chatBody } from './chat-body.ts';
import { broken, contentType, exchange, type Fetch, failed, headersOf, notJson, readJson } from './exchange.ts';
import { type Hidden, hiddenOf, withoutSecrets } from './hidden.ts';
import { createScrubber } from './scrub.ts';
import { createToolCalls, fragmentsSchema, isJson, type ToolCalls } from './tool-calls.ts';

const usageSchema = z
  .object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() })
  .nullish()
  .catch(null);
const groqSchema = z.object({ error: z.unknown().optional(), usage: usageSchema.optional() }).nullish().catch(null);

const said = z.object({ content: z.string().nullish(), tool_calls: z.unknown().optional() }).nullish();
const finish = z.string().nullish();
/** Lenient: services add fields, leave others out and send null for both. A stream has hundreds of pieces, of which one
 * or two carry more than words, so that the rest of a piece is read only where it is there. */
const envelope = { usage: z.unknown().optional(), error: z.unknown().optional(), x_groq: z.unknown().optional() };
const pieceSchema = z.object({
  choices: z.array(z.object({ delta: said, finish_reason: finish })).nullish(),
  ...envelope,
});
const wholeSchema = z.object({
  choices: z.array(z.object({ message: said, finish_reason: finish })).nullish(),
  ...envelope,
});
type Envelope = { usage?: unknown; error?: unknown; x_groq?: unknown };

const usageIn = ({ usage, x_groq }: Envelope): Usage | null => {
  if (!usage && !x_groq) return null;
  const told = usageSchema.parse(usage) ?? groqSchema.parse(x_groq)?.usage;
  return told
    ? { ...noUsage, inputTokens: told.prompt_tokens ?? null, outputTokens: told.completion_tokens ?? null }
    : null;
};

const parsePiece = (data: string): z.infer<typeof pieceSchema> | null => {
  try {
    return pieceSchema.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
};

/**
 * An error that comes in place of, or in the middle of, an answer under status 200.
 * @param body what came, for the failure; asked for only where there is one
 */
const errorInside = (
  { error, x_groq }: Envelope,
  finish: string | null | undefined,
  body: () => string,
  response: Response,
): Failed | null => {
  if (error || (x_groq && groqSchema.parse(x_groq)?.error))
    return failed({ status: response.status, headers: headersOf(response), body: body() });
  // Whatever was said up to here is half an answer.
  if (finish !== 'content_filter') return null;
  const message = 'It stopped its answer because of the content.';
  return failed({ status: response.status, fault: faultOf('content_blocked', 'request', message) });
};

const nothingSaid = (response: Response): Failed =>
  failed({ status: response.status, fault: faultOf('server_error', 'model', 'The answer was empty.') });

type Finish = string | null | undefined;

/** It said something, but not what it was asked for. To give the answer more room is for the asker. */
const unusable = (response: Response, what: string, finish: Finish): Failed => {
  const { status } = response;
  return finish === 'length'
    ? failed({
        status,
        fault: faultOf('bad_request', 'request', `It came to its longest answer before ${what} ended.`),
      })
    : failed({ status, fault: faultOf('server_error', 'request', `What it gave as ${what} cannot be read.`) });
};

type Heard = { text: string; calls: ToolCalls; usage: Usage; finish: Finish };

/** What was heard, as an answer, if it is one. */
const given = (response: Response, hidden: Hidden, call: ChatCall, heard: Heard): ChatAnswer => {
  const { text, usage, finish } = heard;
  const toolCalls = heard.calls.whole(hidden);
  if (toolCalls === null) return unusable(response, 'the call of a tool', finish);
  if (toolCalls.length === 0 && text.trim() === '') return nothingSaid(response);
  if (call.json && toolCalls.length === 0 && !isJson(text)) return unusable(response, 'JSON', finish);
  return {
    ...{ ok: true, text, usage, headers: headersOf(response) },
    ...(finish === 'length' ? { cutShort: true } : {}),
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
  };
};

type ReadAnswer = (
  response: Response,
  wire: Wire,
  call: ChatCall,
  signal: AbortSignal,
  onPiece: OnPiece,
) => Promise<ChatAnswer>;

/** Reads the stream to its end. Complete means that the model said so: `[DONE]`, or a reason for finishing. */
const readStream: ReadAnswer = async (response, wire, call, signal, onPiece) => {
  const hidden = hiddenOf(wire);
  const scrubber = createScrubber(hidden);
  const calls = createToolCalls();
  let text = '';
  let usage = noUsage;
  let finish: string | null = null;
  let complete = false;
  let pieces = 0;
  const say = (piece: string) => {
    text += piece;
    onPiece(piece);
  };
  try {
    const events = _iterSSEMessages(response, new AbortController());
    for (let next = await events.next(); !next.done; next = await events.next()) {
      const event = next.value;
      if (event.data.startsWith('[DONE]')) {
        complete = true;
        // The answer is whole now. Its last bytes are read behind its back: a connection that is hung up on cannot be
        // used again, and the next call would have to open one anew.
        void events.next().catch(() => {});
        break;
      }
      const piece = parsePiece(event.data);
      // One malformed line does not spoil an answer whose other lines are whole.
      if (!piece) continue;
      pieces += 1;
      const choice = piece.choices?.[0];
      const error = errorInside(piece, choice?.finish_reason, () => withoutSecrets(event.data, hidden), response);
      if (error) {
        void events.return().catch(() => {});
        return error;
      }
      usage = usageIn(piece) ?? usage;
      finish = choice?.finish_reason ?? finish;
      if (choice?.delta?.tool_calls) calls.push(fragmentsSchema.parse(choice.delta.tool_calls));
      if (choice) say(scrubber.push(choice.delta?.content ?? ''));
    }
    if (scrubber.rest()) say(scrubber.rest());
  } catch (error) {
    return failed({ status: response.status, fault: broken(error, signal) });
  }
  if (pieces === 0 && !complete && !contentType(response).includes('event-stream'))
    return failed({ status: response.status, ...notJson });
  if (!complete && finish === null) {
    const message = 'The answer broke off before its end.';
    return failed({ status: response.status, fault: faultOf('server_error', 'model', message) });
  }
  return given(response, hidden, call, { text, calls, usage, finish });
};

/** Some services ignore `stream` and answer at once. */
const readWhole: ReadAnswer = async (response, wire, call, signal, onPiece) => {
  const hidden = hiddenOf(wire);
  const read = await readJson(response, hidden, signal);
  if (!read.ok) return read;
  const whole = wholeSchema.safeParse(read.json).data;
  if (!whole) return nothingSaid(response);
  const choice = whole.choices?.[0];
  const error = errorInside(whole, choice?.finish_reason, () => read.body, response);
  if (error) return error;
  const text = choice?.message?.content ?? '';
  const calls = createToolCalls();
  calls.push(fragmentsSchema.parse(choice?.message?.tool_calls));
  const usage = usageIn(whole) ?? noUsage;
  const answer = given(response, hidden, call, { text, calls, usage, finish: choice?.finish_reason });
  if (answer.ok) onPiece(text);
  return answer;
};

export const chat = async (
  fetch: Fetch,
  wire: Wire,
  call: ChatCall,
  signal: AbortSignal,
  onPiece: OnPiece,
): Promise<ChatAnswer> => {
  const reached = await exchange(fetch, wire, '/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream, application/json' },
    body: await chatBody(call),
    signal,
  });
  if (!reached.ok) return reached;
  const read = contentType(reached.response).includes('application/json') ? readWhole : readStream;
  return read(reached.response, wire, call, signal, onPiece);
};
