// Groq, as of November 2026. Facts only; what is done with them stands in limits, routing and transcription.
import { groqModels } from '../catalog/groq.ts';
import type { Provider } from '../domain/provider.ts';

export const groq: Provider = {
  id: 'groq',
  name: 'Groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  keyPage: 'https://console.groq.com/keys',
  keyShape: { pattern: /^gsk_\w{8,}$/, example: 'gsk_…' },
  // A Groq account starts on the free plan; a paid one is the exception that its owner can tick.
  firstPlan: 'free',
  // console.groq.com/docs/rate-limits: `requests` counts the day, `tokens` the minute, `audio-seconds` the hour.
  headers: [
    {
      dimension: 'RPD',
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
    {
      dimension: 'ASH',
      limit: 'x-ratelimit-limit-audio-seconds',
      remaining: 'x-ratelimit-remaining-audio-seconds',
      reset: 'x-ratelimit-reset-audio-seconds',
      resetFormat: 'duration',
    },
  ],
  // A daily limit too refills all day long: wait = (used + requested - limit) x window / limit fits every quoted answer.
  refill: 'continuous',
  // What a free key may do differs by model and stands in the catalog.
  limits: {},
  // Each upload is billed and counted as 10 s at least.
  leastAudioSeconds: 10,
  // Measured on a paid developer key on 2026-08-21: 26,214,400 bytes pass, 26,738,688 are refused with 413.
  // The plan of October 2025 says 100 MB; that holds only for audio given as a public address.
  uploads: { maxBytes: 26_214_400, maxSeconds: null },
  // Free and fast, so it goes first (plan of October 2025).
  transcription: {
    turn: 1,
    models: ['whisper-large-v3-turbo', 'whisper-large-v3'],
    detectLanguage: null,
    // Longer ones are refused with 400 (seen live, 2026).
    mostPrompt: 896,
  },
  patienceMs: 20_000,
  modelListQuery: '',
  models: groqModels,
  modelsDev: 'groq',
};
