// TogetherAI, as of November 2026. Facts only.
import { togetherModels } from '../catalog/together.ts';
import type { Provider } from '../domain/provider.ts';

export const together: Provider = {
  id: 'together',
  name: 'TogetherAI',
  baseUrl: 'https://api.together.ai/v1',
  keyPage: 'https://api.together.ai/settings/api-keys',
  // Newer keys are `tgp_v1_` and 43 characters; older ones 64 hex digits (from memory).
  keyShape: { pattern: /^(tgp_v1_[\w-]{8,}|[0-9a-f]{64})$/, example: 'tgp_v1_…' },
  firstPlan: 'paid',
  // Per SECOND: 60 a minute is enforced as one a second. Since mid-2026 only the reset is promised.
  headers: [
    {
      dimension: 'RPS',
      limit: 'x-ratelimit-limit',
      remaining: 'x-ratelimit-remaining',
      reset: 'x-ratelimit-reset',
      resetFormat: 'seconds',
    },
    { dimension: 'TPS', limit: 'x-tokenlimit-limit', remaining: 'x-tokenlimit-remaining' },
  ],
  refill: 'continuous',
  // Dynamic since 2026-01-26, 60 requests a minute at the least; the plan of October 2025 gives 60,000 tokens.
  limits: { RPM: 60, TPM: 60_000 },
  leastAudioSeconds: 0,
  // 80 MB and 4 h directly since 2026-06-23.
  uploads: { maxBytes: 80_000_000, maxSeconds: 14_400 },
  // Without a language it takes everything for English.
  transcription: {
    turn: 2,
    models: ['openai/whisper-large-v3'],
    detectLanguage: 'auto',
    // Not documented; it is the same Whisper that reads 224 tokens.
    mostPrompt: 896,
  },
  patienceMs: 20_000,
  // The unfiltered list names models that answer 400 `model_not_available`.
  modelListQuery: '?serverless',
  models: togetherModels,
  modelsDev: 'togetherai',
};
