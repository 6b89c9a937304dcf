// OpenAI, as of November 2026. Facts only.
import { openaiModels } from '../catalog/openai.ts';
import type { Provider } from '../domain/provider.ts';

export const openai: Provider = {
  id: 'openai',
  name: 'OpenAI',
  baseUrl: 'https://api.openai.com/v1',
  keyPage: 'https://platform.openai.com/api-keys',
  // `sk-ant-` is Anthropic's and `sk-or-` OpenRouter's: such a key must not be shown to OpenAI.
  keyShape: { pattern: /^sk-(?!ant-|or-)(proj-|svcacct-|admin-)?[\w-]{16,}$/, example: 'sk-proj-…' },
  firstPlan: 'paid',
  headers: [
    {
      dimension: 'RPM',
      limit: 'x-ratelimit-limit-requests',
      remaining: 'x-ratelimit-remaining-requests',
      reset: 'x-ratelimit-reset-requests',
      resetFormat: 'duration',
    },
    {
      dimension: 'TPM',
      limit: 'x-ratelimit-limit-tokens',
      remaining: 'x-ratelimit-remaining-tokens',
      reset: 'x-ratelimit-reset-tokens',
      resetFormat: 'duration',
    },
  ],
  refill: 'continuous',
  limits: {},
  leastAudioSeconds: 0,
  // 26,214,400 bytes count the whole multipart body, so that 64 KiB are left for the form around the audio.
  uploads: { maxBytes: 26_148_864, maxSeconds: null },
  transcription: {
    turn: 2,
    // gpt-transcribe is the one that stays after 2027-02-26, and has no cap on seconds (1,800 s passed, live).
    models: ['gpt-transcribe', 'whisper-1', 'gpt-4o-mini-transcribe', 'gpt-4o-transcribe', 'gpt-4o-transcribe-diarize'],
    detectLanguage: null,
    // Whisper reads the last 224 tokens and silently drops what stands before: that is about as much.
    mostPrompt: 896,
  },
  patienceMs: 20_000,
  modelListQuery: '',
  // What it makes lately refuses the older name, and what is older takes the new one too.
  outputField: 'max_completion_tokens',
  models: openaiModels,
  modelsDev: 'openai',
};
