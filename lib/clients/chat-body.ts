// What a chat call sends: the openai package's request, as JSON. Pictures go along as data URLs, since no service can
// fetch what lies on this computer. Knows nothing of what any model can take.
import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { Content, Message, Part } from '../domain/request.ts';
import type { ChatCall } from '../domain/wire.ts';

/** What a picture's first bytes say it is, whatever its name said. As Latin-1. */
const imageKinds: readonly { begins: RegExp; type: string }[] = [
  { begins: /^\x89PNG/, type: 'image/png' },
  { begins: /^\xff\xd8\xff/, type: 'image/jpeg' },
  { begins: /^GIF8/, type: 'image/gif' },
  { begins: /^RIFF.{4}WEBP/s, type: 'image/webp' },
];

/** So many characters at once: the arguments of one call lie on the stack. */
const pieceBytes = 0x8000;

const binary = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += pieceBytes)
    text += String.fromCharCode(...bytes.subarray(at, at + pieceBytes));
  return text;
};

const dataUrl = async (image: Blob): Promise<string> => {
  const bytes = binary(new Uint8Array(await image.arrayBuffer()));
  const type = imageKinds.find(({ begins }) => begins.test(bytes.slice(0, 12)))?.type ?? image.type;
  return `data:${type || 'image/jpeg'};base64,${btoa(bytes)}`;
};

const partOf = async (part: Part): Promise<ChatCompletionContentPart> =>
  part.type === 'text'
    ? { type: 'text', text: part.text }
    : { type: 'image_url', image_url: { url: await dataUrl(part.image) } };

type Written = { role: Message['role']; content: string | ChatCompletionContentPart[] | null };

const messageOf = async (message: Message): Promise<ChatCompletionMessageParam> => {
  const { role, content } = message;
  const parts = typeof content === 'string' ? content : await Promise.all(content.map(partOf));
  const written: Written = { role, content: parts };
  if (message.role === 'tool') return { ...written, tool_call_id: message.toolCallId } as ChatCompletionMessageParam;
  const calls = message.role === 'assistant' ? message.toolCalls : undefined;
  if (!calls?.length) return written as ChatCompletionMessageParam;
  return {
    ...written,
    content: content.length === 0 ? null : parts,
    tool_calls: calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    })),
  } as ChatCompletionMessageParam;
};

/** Nothing about it has to be written otherwise than it is. */
const isPlain = (message: Message): boolean =>
  typeof message.content === 'string' &&
  message.role !== 'tool' &&
  (message.role !== 'assistant' || message.toolCalls === undefined);

const wordsIn = (content: Content): string =>
  typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join(' ');

const askForJson = 'Answer with JSON.';

/**
 * OpenAI refuses `json_object` where no message speaks of JSON (from memory: “'messages' must contain the word 'json' in
 * some form”), and others answer with blanks without end.
 */
const speakingOfJson = (messages: readonly Message[]): readonly Message[] => {
  if (messages.some(({ content }) => /json/i.test(wordsIn(content)))) return messages;
  const [first, ...others] = messages;
  if (first?.role !== 'system' || typeof first.content !== 'string')
    return [{ role: 'system', content: askForJson }, ...messages];
  return [{ ...first, content: `${first.content}\n\n${askForJson}` }, ...others];
};

const bodyWith = (call: ChatCall, messages: ChatCompletionMessageParam[]): ChatCompletionCreateParamsStreaming => ({
  model: call.model,
  messages,
  stream: true,
  stream_options: { include_usage: true },
  [call.outputField]: call.maxOutput,
  ...(call.tools ? { tools: [...call.tools] as ChatCompletionCreateParamsStreaming['tools'] } : {}),
  ...(call.tools && call.parallelTools !== undefined ? { parallel_tool_calls: call.parallelTools } : {}),
  ...(call.json ? { response_format: { type: 'json_object' as const } } : {}),
});

export const chatBody = async (call: ChatCall): Promise<string> => {
  const messages = call.json ? speakingOfJson(call.messages) : call.messages;
  const written = messages.every(isPlain)
    ? (messages as ChatCompletionMessageParam[])
    : await Promise.all(messages.map(messageOf));
  return JSON.stringify(bodyWith(call, written));
};
