// What a model is likely good for, by its name alone: for a first choice that a person can change. Pure, and without a
// schema, so that pages may use it.
import type { Task } from './task.ts';

const speech = /whisper|transcri|parakeet|canary|voxtral|speech-to-text|\bstt\b|\basr\b/i;
/** They answer no chat and write down no speech. */
const neither = /embed|rerank|\btts\b|text-to-speech|kokoro|moderation|guard|\bbge\b|dall-e|stable-diffusion|flux/i;
const looking =
  /vision|llava|moondream|pixtral|minicpm-v|gemini|gpt-4o|gpt-5|gemma-?[34]|llama-?4|[-_./\d]vl\b|[-_.]vl[-_.:]/i;

/** Empty: it serves none of the tasks. */
export const guessTasks = (modelId: string): Task[] => {
  if (speech.test(modelId)) return ['transcription'];
  if (neither.test(modelId)) return [];
  return ['fast', 'research', 'code', ...(looking.test(modelId) ? ['vision' as const] : [])];
};
