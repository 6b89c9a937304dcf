// The AI SDK with the two packages that people add to it for going on to another model, each as its README advises:
// ai-retry 2 with its call-level functions (the only ones that can leave a silent stream) and no retries of the SDK's
// own; ai-fallback 3 as one shared model, under the SDK's own retries.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, type LanguageModel, streamText, type TextStreamPart, type ToolSet } from 'ai';
import { createFallback } from 'ai-fallback';
import { experimental_retryableGenerateText as retryableGenerateText } from 'ai-retry/generate-text';
import { error as generateError } from 'ai-retry/generate-text/conditions';
import { experimental_retryableStreamText as retryableStreamText } from 'ai-retry/stream-text';
import { error as streamError } from 'ai-retry/stream-text/conditions';
import type { Place } from '../places.ts';
import { type Contender, maxOutput, refused, said, type Told } from './contender.ts';

// Both tell keys of one provider apart by the provider's name only.
const modelOf = (place: Place, fetch: typeof globalThis.fetch) =>
  createOpenAICompatible({
    name: place.keyId,
    baseURL: place.baseUrl,
    apiKey: place.secret,
    includeUsage: true,
    fetch,
  }).chatModel(place.model);

type Streaming = {
  stream: AsyncIterable<TextStreamPart<ToolSet>>;
  response: PromiseLike<{ modelId: string }>;
  usage: PromiseLike<{ outputTokens: number | undefined }>;
};

const readParts = async (streaming: Streaming): Promise<Told> => {
  let text = '';
  for await (const part of streaming.stream) {
    if (part.type === 'text-delta') text += part.text;
    else if (part.type === 'error') return refused(part.error, text);
    else if (part.type === 'abort') return refused('aborted', text);
  }
  const [{ modelId }, { outputTokens }] = await Promise.all([streaming.response, streaming.usage]);
  return said(text, modelId, outputTokens ?? null);
};

const guarded = async (ask: () => Promise<Told>): Promise<Told> => {
  try {
    return await ask();
  } catch (error) {
    return refused(error);
  }
};

/** `firstChunkMs` does not run before the headers have come, so that only the whole time can end a silent call; it must
 * leave time for a long answer. */
const patience = { firstChunkMs: 2_000, chunkMs: 8_000, totalMs: 15_000 };
const quiet = { onError: () => {} };
/** When all places have failed: the last again and again, for as long as people wait. */
const last = { delay: 2_000, backoffFactor: 2, maxAttempts: 5 };

export const aiRetry: Contender = {
  name: 'AI SDK + ai-retry',
  switches: true,
  open: (places, fetch) => {
    const [first, ...others] = places.map((place) => modelOf(place, fetch));
    if (!first) throw new Error('nobody to ask');
    return {
      stream: (prompt, abortSignal) =>
        guarded(async () =>
          readParts(
            await retryableStreamText({
              ...{ model: first, prompt, maxOutputTokens: maxOutput, abortSignal, ...quiet },
              timeout: patience,
              retry: [
                ...others.map((model) => ({ model, timeout: patience })),
                streamError.isRetryable(true).retry(last),
              ],
            }),
          ),
        ),
      json: (prompt, abortSignal) =>
        guarded(async () => {
          const { text, response, usage } = await retryableGenerateText({
            ...{ model: first, prompt, maxOutputTokens: maxOutput, abortSignal },
            retry: [...others, generateError.isRetryable(true).retry(last)],
          });
          return said(text, response.modelId, usage.outputTokens ?? null);
        }),
    };
  },
};

export const aiFallback: Contender = {
  name: 'AI SDK + ai-fallback',
  switches: true,
  open: (places, fetch) => {
    const models = places.map((place) => modelOf(place, fetch));
    const model: LanguageModel = createFallback({ models, modelResetInterval: 60_000 });
    return {
      stream: (prompt, abortSignal) =>
        guarded(async () =>
          readParts(streamText({ model, prompt, maxOutputTokens: maxOutput, maxRetries: 4, abortSignal, ...quiet })),
        ),
      json: (prompt, abortSignal) =>
        guarded(async () => {
          const given = { model, prompt, maxOutputTokens: maxOutput, maxRetries: 4, abortSignal };
          const { text, response, usage } = await generateText(given);
          return said(text, response.modelId, usage.outputTokens ?? null);
        }),
    };
  },
};
