// Which model is asked before which, task by task: first the plan of October 2025 with its own numbers, then the
// models that are alive in November 2026. Order only; whether one can take a request is for routing to say.
import type { PoolEntry } from '../domain/catalog.ts';
import type { Task } from '../domain/task.ts';

const inOrder = (from: number, refs: readonly string[]): PoolEntry[] =>
  refs.map((ref, index) => ({ ref, priority: from + index }));

/** Priorities of the living models begin here, after every one of the plan. */
const living = 20;

export const pools: Record<Exclude<Task, 'transcription'>, readonly PoolEntry[]> = {
  fast: [
    ...inOrder(1, [
      'groq/llama-3.1-8b-instant',
      'groq/openai/gpt-oss-20b',
      'openai/gpt-4o-mini',
      'together/meta-llama/Llama-3.3-70B-Instruct-Turbo',
    ]),
    ...inOrder(living, [
      'groq/openai/gpt-oss-120b',
      'openai/gpt-6-luna',
      'together/Qwen/Qwen3.5-9B',
      'together/zai-org/GLM-5.3-Flash',
      'openai/gpt-5.6-luna',
      'together/openai/gpt-oss-120b',
    ]),
  ],
  research: [
    ...inOrder(1, ['together/meta-llama/Llama-3.3-70B-Instruct-Turbo', 'together/deepseek-ai/DeepSeek-V3.1']),
    ...inOrder(3, ['groq/llama-3.3-70b-versatile', 'groq/openai/gpt-oss-120b', 'openai/gpt-4o']),
    { ref: 'together/Qwen/Qwen2.5-72B-Instruct-Turbo', priority: 6 },
    ...inOrder(living, [
      'together/zai-org/GLM-5.3-Flash',
      'together/deepseek-ai/DeepSeek-V4.1-Flash',
      'openai/gpt-6-luna',
      'together/openai/gpt-oss-120b',
      'openai/gpt-6.1-terra',
      'together/MiniMaxAI/MiniMax-M3',
    ]),
  ],
  code: [
    { ref: 'together/Qwen/Qwen2.5-Coder-32B-Instruct', priority: 1 },
    ...inOrder(2, ['openai/gpt-4.1-mini', 'openai/gpt-4.1', 'groq/llama-3.3-70b-versatile']),
    ...inOrder(living, [
      'groq/openai/gpt-oss-120b',
      'openai/gpt-6.1-terra',
      'together/zai-org/GLM-5.3',
      'together/moonshotai/Kimi-K3.1-Pro',
      'openai/gpt-6.1-sol',
    ]),
  ],
  vision: [
    ...inOrder(1, [
      'groq/meta-llama/llama-4-scout-17b-16e-instruct',
      'groq/meta-llama/llama-4-maverick-17b-128e-instruct',
      'together/meta-llama/Llama-4-Scout-17B-16E-Instruct',
      'together/Qwen/Qwen2.5-VL-72B-Instruct',
      'openai/gpt-4o-mini',
      'openai/gpt-4o',
    ]),
    ...inOrder(living, [
      'groq/qwen/qwen3.8-27b',
      'groq/qwen/qwen3.6-27b',
      'openai/gpt-6-luna',
      'together/Qwen/Qwen3.5-9B',
      'together/zai-org/GLM-5.3-Flash',
      'together/nvidia/NVIDIA-Nemotron-3.5-Super-VL',
      'together/MiniMaxAI/MiniMax-M3',
    ]),
  ],
};
