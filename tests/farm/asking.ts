// How the tests of this folder call a practice provider: plain fetch, no product code.
import type { PracticeProvider } from './index.ts';

export type Asked = { status: number; headers: Headers; text: string; json: () => Json };
// Error bodies and answers differ from provider to provider; each test names the part that it means.
export type Json = { [name: string]: Json } & { toString(): string };

const read = async (response: Response): Promise<Asked> => {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
};

const authorization = (key: string | null): Record<string, string> => (key ? { authorization: `Bearer ${key}` } : {});

export type ChatOptions = { signal?: AbortSignal; body?: object };

export const openChat = (
  provider: PracticeProvider,
  key: string | null,
  model: string,
  content: string,
  { signal, body }: ChatOptions = {},
): Promise<Response> =>
  fetch(`${provider.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { ...authorization(key), 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content }], ...body }),
    ...(signal ? { signal } : {}),
  });

export const chat = async (...call: Parameters<typeof openChat>): Promise<Asked> => read(await openChat(...call));

export const listModels = async (provider: PracticeProvider, key: string | null, query = ''): Promise<Asked> =>
  read(await fetch(`${provider.baseUrl}/models${query}`, { headers: authorization(key) }));

export type UploadFields = Record<string, string | string[]>;

export const upload = async (
  provider: PracticeProvider,
  key: string | null,
  fields: UploadFields,
  file: Uint8Array | null,
  fileName = 'speech.wav',
): Promise<Asked> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  if (file) form.append('file', new Blob([file as Uint8Array<ArrayBuffer>]), fileName);
  const url = `${provider.baseUrl}/audio/transcriptions`;
  return read(await fetch(url, { method: 'POST', headers: authorization(key), body: form }));
};

export type Chunk = {
  choices: { delta: { content?: string }; finish_reason: string | null }[];
  usage?: { prompt_tokens: number; completion_tokens: number };
};

/** The `data:` lines of a stream, parsed but for `[DONE]`. */
export const eventsOf = (stream: string): (Chunk | '[DONE]')[] =>
  stream
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => (event === 'data: [DONE]' ? '[DONE]' : JSON.parse(event.slice(6))));

export const saidIn = (stream: string): string =>
  eventsOf(stream)
    .map((event) => (event === '[DONE]' ? '' : (event.choices[0]?.delta.content ?? '')))
    .join('');

/** The text of an answer that came whole. */
export const saidBy = (asked: Asked): string => JSON.parse(asked.text).choices[0].message.content;

/** Twelve sentences about one thing, for any model to find the best of. */
export const lighthouse = `The lighthouse on the point was built of granite.
It took eleven years, because the stone had to be landed at low tide. The lamp of the lighthouse burned whale oil at first.
Keepers carried the oil up two hundred steps each evening. Fog made the lamp useless, so a bell was hung beside it.
The bell could be heard by ships three miles away. Later the lamp was lit by electricity, and the keepers grew bored.
One keeper painted every ship that passed the lighthouse. His pictures hang in the harbour office today.
The last keeper left the lighthouse in a rowing boat with a cat. Now the lamp switches itself on at dusk.
Ships still set their course by it, although satellites would do.`;

export const summarize = `Summarize the text between the marks in five points.\n\n<text>\n${lighthouse}\n</text>`;
