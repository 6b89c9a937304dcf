// The `openai` SDK alone, in the version that Rondo's own clients take their types from.
import OpenAI from 'openai';
import { type Contender, maxOutput, refused, said } from './contender.ts';

export const openai: Contender = {
  name: 'openai SDK',
  switches: false,
  open: ([place], fetch) => {
    const client = new OpenAI({ apiKey: place?.secret, baseURL: place?.baseUrl, maxRetries: 0, fetch });
    const requestOf = (prompt: string) => ({
      model: place?.model ?? '',
      messages: [{ role: 'user' as const, content: prompt }],
      max_tokens: maxOutput,
    });
    return {
      stream: async (prompt, signal) => {
        let text = '';
        let model: string | null = null;
        let outputTokens: number | null = null;
        try {
          const stream = await client.chat.completions.create(
            { ...requestOf(prompt), stream: true, stream_options: { include_usage: true } },
            { signal },
          );
          for await (const chunk of stream) {
            text += chunk.choices[0]?.delta?.content ?? '';
            model = chunk.model ?? model;
            outputTokens = chunk.usage?.completion_tokens ?? outputTokens;
          }
          return said(text, model, outputTokens);
        } catch (error) {
          return refused(error, text);
        }
      },
      json: async (prompt, signal) => {
        try {
          const answer = await client.chat.completions.create(requestOf(prompt), { signal });
          const text = answer.choices[0]?.message?.content ?? '';
          return said(text, answer.model, answer.usage?.completion_tokens ?? null);
        } catch (error) {
          return refused(error);
        }
      },
    };
  },
};
