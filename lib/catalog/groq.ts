// What is known of the models of Groq, as of November 2026. Facts with their sources; never what to do with them.
// Models of the plan of October 2025 stand here too, with the day on which they ended: wherever a key's own list still
// names one, it is used again in the plan's place.
import type { PooledModel } from '../domain/catalog.ts';
import {
  announced,
  chosen,
  k131,
  modelsDev,
  modelsOf,
  notes,
  pi,
  plan,
  planned,
  remembered,
  source,
  usd,
} from './source.ts';

const model = modelsOf('groq');

/** Headers and refusals that free keys got, 2026-07 to 2026-10; they agree with the published table. */
const answers = source('answers to free keys', '2026-10');
const table = source('table of free limits', '2026-07');
const tried = source('a reader’s test of a free key', '2026-10-06');

const free = (RPM: number, RPD: number, TPM: number, TPD: number) => ({ RPM, RPD, TPM, TPD });
const freeSpeech = { RPM: 20, RPD: 2_000, ASH: 7_200, ASD: 28_800 };
const text = { tools: true, parallelTools: true, json: true, vision: false } as const;
/** Images as base64, which is how Rondo sends them: 4 MB for the whole request, 33 megapixels each. */
const base64 = { bytes: 4_000_000, pixels: 33_000_000 };
/** Images by their address, which Rondo never sends. */
const byAddress = '20 MB per image URL';
const documented = notes('provider’s documentation', '2026-11-23');

/** They call one tool in a turn, and take text alone: an image is refused with “content must be a string”. */
const gptOss = { tools: true, parallelTools: false, json: true, vision: false } as const;

export const groqModels: readonly PooledModel[] = [
  model(
    'openai/gpt-oss-20b',
    { fast: 2 },
    pi({ context: k131, maxOutput: 65_536, price: usd(0.075, 0.3), abilities: gptOss }),
    answers({ freeLimits: free(30, 1_000, 8_000, 200_000) }),
    remembered({ firstTokenMs: 300 }),
  ),
  model(
    'openai/gpt-oss-120b',
    { research: 4, fast: 20, code: 20 },
    pi({ context: k131, maxOutput: 65_536, price: usd(0.15, 0.6), abilities: gptOss }),
    answers({ freeLimits: free(30, 1_000, 8_000, 200_000) }),
    remembered({ firstTokenMs: 400 }),
  ),
  model(
    'qwen/qwen3.8-27b',
    { vision: 20 },
    pi({ context: k131, maxOutput: 16_384, price: usd(0.8, 4), abilities: { tools: true, parallelTools: true } }),
    announced({ abilities: { vision: { images: 3, ...base64 } } }),
    documented({ abilities: byAddress }),
    // Input and output are counted apart, and no header says so.
    answers({ freeLimits: { ...free(30, 1_000, 8_000, 200_000), ITPM: 7_000, OTPM: 1_000 } }),
  ),
  model(
    'qwen/qwen3.6-27b',
    { vision: 21 },
    pi({ price: usd(0.6, 3) }),
    announced({ abilities: { tools: true, vision: { images: 5, ...base64 } } }),
    remembered({ context: k131, maxOutput: 16_384 }),
    answers({ freeLimits: { ...free(30, 1_000, 8_000, 200_000), ITPM: 7_000, OTPM: 1_000 } }),
    // It found only the 3.8 there.
    tried({ successor: 'groq/qwen/qwen3.8-27b' }),
  ),
  model(
    'whisper-large-v3-turbo',
    {},
    announced({ pricePerHour: 0.04, times: 'words' }),
    answers({ freeLimits: freeSpeech }),
    planned({ uploads: '100 MB', pricePerHour: 'free' }),
  ),
  model(
    'whisper-large-v3',
    {},
    announced({ pricePerHour: 0.111, times: 'words' }),
    answers({ freeLimits: freeSpeech }),
    planned({ uploads: '100 MB', pricePerHour: 'free' }),
  ),

  // Of the plan, and of its time.
  model(
    'llama-3.1-8b-instant',
    { fast: 1 },
    modelsDev({ context: k131, maxOutput: k131, price: usd(0.05, 0.08) }),
    remembered({ abilities: text, firstTokenMs: 200 }),
    table({ freeLimits: free(30, 14_400, 6_000, 500_000) }),
    planned({ price: '$0.05 per million tokens', context: '131K' }),
    announced({ retiresOn: '2026-08-16', successor: 'groq/openai/gpt-oss-20b' }),
  ),
  model(
    'llama-3.3-70b-versatile',
    { research: 3, code: 4 },
    modelsDev({ context: k131, maxOutput: 32_768, price: usd(0.59, 0.79) }),
    remembered({ abilities: text, firstTokenMs: 300 }),
    table({ freeLimits: free(30, 1_000, 12_000, 100_000) }),
    announced({ retiresOn: '2026-08-16', successor: 'groq/openai/gpt-oss-120b' }),
  ),
  model(
    'meta-llama/llama-4-scout-17b-16e-instruct',
    { vision: 1 },
    modelsDev({ context: k131, maxOutput: 8_192, price: usd(0.11, 0.34) }),
    plan({ abilities: { tools: true, json: true } }),
    remembered({ abilities: { parallelTools: true }, firstTokenMs: 300 }),
    announced({ abilities: { vision: { images: 5, ...base64 } } }),
    planned({ abilities: byAddress, price: '$0.18 per million tokens', context: '131K' }),
    table({ freeLimits: free(30, 1_000, 30_000, 500_000) }),
    announced({ retiresOn: '2026-07-17' }),
    chosen({ successor: 'groq/qwen/qwen3.8-27b' }),
  ),
  model(
    'meta-llama/llama-4-maverick-17b-128e-instruct',
    { vision: 2 },
    modelsDev({ context: k131, maxOutput: 8_192, price: usd(0.2, 0.6) }),
    plan({ abilities: { tools: true, json: true } }),
    remembered({ abilities: { parallelTools: true }, firstTokenMs: 350 }),
    announced({ abilities: { vision: { images: 5, ...base64 } } }),
    planned({ abilities: byAddress, price: '$0.27 per million tokens', context: '1M' }),
    table({ freeLimits: free(30, 1_000, 6_000, 500_000) }),
    announced({ retiresOn: '2026-03-09' }),
    chosen({ successor: 'groq/qwen/qwen3.6-27b' }),
  ),
  model(
    'qwen/qwen3-32b',
    {},
    modelsDev({ context: k131, maxOutput: 40_960, price: usd(0.29, 0.59), abilities: { tools: true } }),
    remembered({ abilities: { vision: false } }),
    table({ freeLimits: free(60, 1_000, 6_000, 500_000) }),
    announced({ retiresOn: '2026-07-17' }),
    chosen({ successor: 'groq/qwen/qwen3.6-27b' }),
  ),
];
