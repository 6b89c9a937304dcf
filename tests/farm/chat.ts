// Chat: what a model says to the messages it was given, whole or as a stream of events. Reads only the last thing the
// user said. Knows nothing of connections; it hands its events on.

import type { Fault } from './faults.ts';
import { longPart, summaryOf } from './key-sentences.ts';
import { type Answer, json, type Kind, type ModelFacts } from './kind.ts';
import { lookAt, pictureSays, type Seen } from './pictures.ts';
import { asDeltas, asMessage, type Call, callsIn, readTools, type Tool } from './tools.ts';

export type ChatRequest = {
  model: string;
  messages: { role: string; content: unknown }[];
  stream: boolean;
  includeUsage: boolean;
  maxTokens: number | null;
  saysMaxTokens: boolean;
  tools: Tool[];
  /** False: one call at a time. */
  several: boolean;
  json: boolean;
  /** Every picture of the request, once somebody has looked at them. */
  seen: readonly Seen[];
};

/** Server-sent events, ready to write: what comes before the text, one for each piece of it, what comes after. */
export type Stream = { before: string[]; deltas: string[]; after: string[]; done: string };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export const readChat = (body: unknown): ChatRequest | null => {
  if (!isObject(body) || !Array.isArray(body.messages)) return null;
  const options = isObject(body.stream_options) ? body.stream_options : {};
  const most = body.max_completion_tokens ?? body.max_tokens;
  return {
    model: typeof body.model === 'string' ? body.model : '',
    messages: body.messages.filter(isObject).map(({ role, content }) => ({ role: String(role), content })),
    stream: body.stream === true,
    includeUsage: options.include_usage === true,
    maxTokens: typeof most === 'number' ? most : null,
    saysMaxTokens: body.max_tokens !== undefined && body.max_tokens !== null,
    tools: readTools(body.tools),
    several: body.parallel_tool_calls !== false,
    json: isObject(body.response_format) && body.response_format.type === 'json_object',
    seen: [],
  };
};

const partsOf = (content: unknown): Record<string, unknown>[] =>
  Array.isArray(content) ? content.filter(isObject) : [];

export const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : partsOf(content)
        .map((part) => (typeof part.text === 'string' ? part.text : ''))
        .join('\n\n');

export const picturesOf = (content: unknown): string[] =>
  partsOf(content).flatMap((part) => {
    const picture = isObject(part.image_url) ? part.image_url.url : part.image_url;
    return part.type === 'image_url' && typeof picture === 'string' ? [picture] : [];
  });

export const lookAtAll = async (request: ChatRequest): Promise<ChatRequest> => ({
  ...request,
  seen: await Promise.all(request.messages.flatMap(({ content }) => picturesOf(content)).map(lookAt)),
});

/** About four characters a token, as is true of English; a picture counts 2,048. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4);
export const countInput = ({ messages }: ChatRequest): number =>
  messages.reduce((sum, { content }) => sum + countTokens(textOf(content)) + 4 + picturesOf(content).length * 2_048, 3);

const replyWith = /\b(?:reply|answer|respond|say)\b[^.\n]*?\bwords?\b[:\s]*["“'‘`]?([\p{L}\p{N}][\p{L}\p{N}-]*)/iu;

const replyOnly =
  /^(?:please\s+)?(?:reply|answer|respond|say)(?:\s+(?:with|just|only|exactly))*:?\s+["“'‘`]?([\p{L}\p{N}-]+)["”'’`]?[.!]?$/iu;

const lastOf = (messages: ChatRequest['messages'], role: string): unknown =>
  messages.findLast((message) => message.role === role)?.content ?? '';

/** What the model says. */
export const sayTo = ({ messages, seen = [] }: Pick<ChatRequest, 'messages'> & Partial<ChatRequest>): string => {
  if (messages.at(-1)?.role === 'tool') return `The tool said: ${textOf(lastOf(messages, 'tool'))}`;
  const last = lastOf(messages, 'user');
  const pictures = picturesOf(last).length;
  if (pictures > 0) return seen.slice(-pictures).map(pictureSays).join(' ');
  const message = textOf(last).trim();
  const word = message.length < 300 ? (replyWith.exec(message) ?? replyOnly.exec(message))?.[1] : undefined;
  if (word) return word;
  const said = summaryOf(longPart(message));
  return said === '' ? 'There was nothing to read.' : said;
};

/** Pieces of a few words, each with the space before it. */
export const piecesOf = (text: string): string[] => {
  const words = text.match(/\s*\S+/g) ?? [];
  const pieces: string[] = [];
  for (let at = 0; at < words.length; ) {
    const size = 2 + (pieces.length % 3);
    pieces.push(words.slice(at, at + size).join(''));
    at += size;
  }
  return pieces;
};

export type Said = {
  text: string;
  calls: readonly Call[];
  finish: 'stop' | 'length' | 'tool_calls';
  input: number;
  output: number;
};

export const answerTo = (request: ChatRequest, model: ModelFacts, fault: Fault | null): Said => {
  const input = countInput(request);
  const isAnswered = request.messages.at(-1)?.role === 'tool';
  const asked = isAnswered ? '' : textOf(lastOf(request.messages, 'user'));
  const calls = callsIn(asked, request.tools, request.several && model.severalCalls);
  if (calls.length > 0)
    return { text: '', calls, finish: 'tool_calls', input, output: countTokens(JSON.stringify(calls)) };
  const most = (request.maxTokens ?? model.maxOutput) * 4;
  const words = sayTo(request);
  const whole = request.json && fault?.kind !== 'not-json' ? JSON.stringify({ answer: words }) : words;
  const text = whole.length > most ? whole.slice(0, Math.max(0, most)) : whole;
  return { text, calls, finish: text.length < whole.length ? 'length' : 'stop', input, output: countTokens(text) };
};

const usageOf = ({ input, output }: Said) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
});

const headOf = (model: string, object: string) => ({
  id: `chatcmpl-${crypto.randomUUID()}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model,
});

export const wholeAnswer = (kind: Kind, request: ChatRequest, said: Said): Answer => {
  const called = said.calls.length > 0;
  const message = called
    ? { role: 'assistant', content: null, tool_calls: asMessage(said.calls) }
    : { role: 'assistant', content: said.text };
  const head = headOf(request.model, 'chat.completion');
  return json(200, {
    ...head,
    choices: [{ index: 0, message, logprobs: null, finish_reason: said.finish }],
    usage: usageOf(said),
    ...(kind.id === 'groq' ? { x_groq: { id: `req_${head.id.slice(9)}` } } : {}),
  });
};

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

export const streamAnswer = (kind: Kind, request: ChatRequest, said: Said): Stream => {
  const head = headOf(request.model, 'chat.completion.chunk');
  const groq = { id: `req_${head.id.slice(9)}` };
  const chunk = (delta: unknown, finish: string | null, more: object = {}) =>
    event({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...more });
  const usage = usageOf(said);
  const last = kind.id === 'groq' ? { x_groq: { ...groq, usage } } : kind.id === 'together' ? { usage } : {};
  return {
    before: [chunk({ role: 'assistant', content: '' }, null, kind.id === 'groq' ? { x_groq: groq } : {})],
    deltas: [
      ...asDeltas(said.calls, kind.id === 'groq').map((delta) => chunk(delta, null)),
      ...piecesOf(said.text).map((content) => chunk({ content }, null)),
    ],
    after: [chunk({}, said.finish, last), ...(request.includeUsage ? [event({ ...head, choices: [], usage })] : [])],
    done: 'data: [DONE]\n\n',
  };
};

/** The error in the middle of a stream whose status was 200. */
export const errorEvent = (kind: Kind, model: string): string => {
  const { error } = JSON.parse(kind.refuse.overloaded(model).body);
  const named = kind.id === 'groq' || kind.id === 'openai' ? 'event: error\n' : '';
  return `${named}${event({ error })}`;
};
