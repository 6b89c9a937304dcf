// Bare fetch: what a person writes in an hour. POST, look at the status, parse.
import { type Contender, maxOutput, refused, said, type Told } from './contender.ts';

type Chunk = {
  model?: string;
  choices?: { delta?: { content?: string }; message?: { content?: string } }[];
  usage?: { completion_tokens?: number } | null;
};

const readEvents = async (response: Response): Promise<Told> => {
  let [text, rest] = ['', ''];
  let model: string | null = null;
  let outputTokens: number | null = null;
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? new ReadableStream<Uint8Array>()) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      const chunk: Chunk = JSON.parse(line.slice(6));
      text += chunk.choices?.[0]?.delta?.content ?? '';
      model = chunk.model ?? model;
      outputTokens = chunk.usage?.completion_tokens ?? outputTokens;
    }
  }
  return said(text, model, outputTokens);
};

const readWhole = async (response: Response): Promise<Told> => {
  const chunk: Chunk = await response.json();
  return said(chunk.choices?.[0]?.message?.content ?? '', chunk.model ?? null, chunk.usage?.completion_tokens ?? null);
};

export const bare: Contender = {
  name: 'bare fetch',
  switches: false,
  open: ([place], fetch) => {
    const ask = async (prompt: string, signal: AbortSignal, stream: boolean): Promise<Told> => {
      try {
        const response = await fetch(`${place?.baseUrl}/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${place?.secret}` },
          body: JSON.stringify({
            model: place?.model,
            messages: [{ role: 'user', content: prompt }],
            max_tokens: maxOutput,
            ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
          }),
          signal,
        });
        if (!response.ok) return refused(`${response.status} ${await response.text()}`);
        return await (stream ? readEvents(response) : readWhole(response));
      } catch (error) {
        return refused(error);
      }
    };
    return {
      stream: (prompt, signal) => ask(prompt, signal, true),
      json: (prompt, signal) => ask(prompt, signal, false),
    };
  },
};
