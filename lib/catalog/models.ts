// What is known of each model, as of November 2026. Facts with their sources; never what to do with them.
// Models of the plan of October 2025 stand here too, with the day on which they ended: wherever a key's own
// list still names one, it is used again in the plan's place.
import { unknownAbilities } from '../domain/abilities.ts';
import type { Fact, Model } from '../domain/catalog.ts';

const [pi, docs, errors, plan]: [Fact, Fact, Fact, Fact] = [
  { field: 'all', source: 'pi-ai model data', date: '2026-11-10' },
  { field: 'all', source: 'provider documentation', date: '2026-11-23' },
  { field: 'all', source: 'answers to free keys', date: '2026-10' },
  { field: 'all', source: 'plan of October 2025', date: '2025-10' },
];

type Facts = Partial<Omit<Model, 'ref' | 'owner' | 'id'>>;

const model = (owner: string, id: string, facts: Facts): Model => ({
  ref: `${owner}/${id}`,
  owner,
  id,
  context: null,
  maxOutput: null,
  outputField: 'max_tokens',
  abilities: unknownAbilities,
  uploads: null,
  price: null,
  pricePerHour: null,
  freeLimits: {},
  firstTokenMs: null,
  times: 'none',
  retiresOn: null,
  successor: null,
  facts: [pi],
  ...facts,
});

const usd = (input: number, output: number) => ({ input, output });

const groq = (id: string, facts: Facts) => model('groq', id, facts);
/** The reasoning models refuse `max_tokens` (400 unsupported_parameter). */
const openai = (id: string, facts: Facts) => model('openai', id, { outputField: 'max_completion_tokens', ...facts });
const together = (id: string, facts: Facts) => model('together', id, facts);

const k131 = 131_072;

/** Limits of a free Groq key (documentation and live headers, 2026-07 to 2026-10). */
const freeText = { RPM: 30, RPD: 1_000, TPM: 8_000, TPD: 200_000 };
/** Input and output are counted apart there, and no header says so. */
const freeQwen = { ...freeText, ITPM: 7_000, OTPM: 1_000 };
const freeSpeech = { RPM: 20, RPD: 2_000, ASH: 7_200, ASD: 28_800 };

const speech1400: Facts = {
  uploads: { maxBytes: null, maxSeconds: 1_400 },
  retiresOn: '2027-02-26',
  facts: [docs],
};

export const models: readonly Model[] = [
  // Groq, living.
  groq('openai/gpt-oss-20b', { context: k131, price: usd(0.075, 0.3), freeLimits: freeText }),
  groq('openai/gpt-oss-120b', { context: k131, price: usd(0.15, 0.6), freeLimits: freeText }),
  groq('qwen/qwen3.8-27b', { context: k131, price: usd(0.8, 4), freeLimits: freeQwen, facts: [errors] }),
  groq('qwen/qwen3.6-27b', { context: k131, price: usd(0.6, 3), freeLimits: freeQwen, facts: [errors] }),
  groq('whisper-large-v3-turbo', { pricePerHour: 0.04, times: 'words', freeLimits: freeSpeech, facts: [docs] }),
  groq('whisper-large-v3', { pricePerHour: 0.111, times: 'words', freeLimits: freeSpeech, facts: [docs] }),
  // Groq, of the plan.
  groq('llama-3.1-8b-instant', {
    context: k131,
    price: usd(0.05, 0.08),
    freeLimits: { RPM: 30, RPD: 14_400, TPM: 6_000, TPD: 500_000 },
    retiresOn: '2026-08-16',
  }),
  groq('llama-3.3-70b-versatile', {
    context: k131,
    price: usd(0.59, 0.79),
    freeLimits: { RPM: 30, RPD: 1_000, TPM: 12_000 },
    retiresOn: '2026-08-16',
  }),
  groq('meta-llama/llama-4-scout-17b-16e-instruct', {
    context: k131,
    price: usd(0.11, 0.34),
    freeLimits: { RPM: 30, RPD: 1_000, TPM: 30_000 },
    retiresOn: '2026-07-17',
  }),
  groq('meta-llama/llama-4-maverick-17b-128e-instruct', {
    context: k131,
    price: usd(0.2, 0.6),
    freeLimits: { RPM: 30, RPD: 1_000, TPM: 6_000 },
    retiresOn: '2026-03-09',
  }),

  // OpenAI, living. Input above 272k tokens costs double, so that is where they end for us.
  openai('gpt-6-luna', { context: 272_000, price: usd(0.1, 0.5) }),
  openai('gpt-5.6-luna', { context: 272_000, price: usd(0.2, 1.2) }),
  openai('gpt-6.1-terra', { context: 272_000, price: usd(1, 5) }),
  openai('gpt-6.1-sol', { context: 272_000, price: usd(2, 10) }),
  openai('gpt-transcribe', { pricePerHour: 0.27, facts: [docs] }),
  openai('whisper-1', { pricePerHour: 0.36, times: 'words', retiresOn: '2027-02-26', facts: [docs] }),
  // 1,400 s since 2026, 1,500 before (speakr#168: “audio duration … is longer than 1400 seconds”).
  openai('gpt-4o-mini-transcribe', { pricePerHour: 0.18, ...speech1400 }),
  openai('gpt-4o-transcribe', { pricePerHour: 0.36, ...speech1400 }),
  openai('gpt-4o-transcribe-diarize', { times: 'segments', speakers: 'always', ...speech1400 }),
  // OpenAI, of the plan; still living today.
  openai('gpt-4o', { context: 128_000, outputField: 'max_tokens', price: usd(2.5, 10), retiresOn: '2027-01-14' }),
  openai('gpt-4o-mini', {
    context: 128_000,
    outputField: 'max_tokens',
    price: usd(0.15, 0.6),
    retiresOn: '2027-01-14',
  }),
  openai('gpt-4.1', { context: 1_047_576, outputField: 'max_tokens', price: usd(2, 8), retiresOn: '2027-01-14' }),
  openai('gpt-4.1-mini', {
    context: 1_047_576,
    outputField: 'max_tokens',
    price: usd(0.4, 1.6),
    retiresOn: '2027-01-14',
  }),

  // TogetherAI, living. Windows that no source gives are left to be learned.
  together('Qwen/Qwen3.5-9B', { context: 262_144, price: usd(0.17, 0.25) }),
  together('zai-org/GLM-5.3-Flash', { context: 1_000_000, price: usd(0.15, 0.5) }),
  together('nvidia/NVIDIA-Nemotron-3.5-Super-VL', { price: usd(0.15, 0.5) }),
  together('openai/gpt-oss-120b', { context: k131, price: usd(0.15, 0.6) }),
  together('MiniMaxAI/MiniMax-M3', { price: usd(0.3, 1.2) }),
  together('deepseek-ai/DeepSeek-V4.1-Flash', { price: usd(0.3, 1.2) }),
  together('zai-org/GLM-5.3', { price: usd(1.4, 4.4) }),
  together('moonshotai/Kimi-K3.1-Pro', { price: usd(2, 10) }),
  // No price was found for speech here; $0.09 an hour is remembered, not read.
  together('openai/whisper-large-v3', {
    pricePerHour: 0.09,
    times: 'words',
    speakers: 'asked',
    facts: [{ field: 'all', source: 'from memory', date: '2026-11-23', remembered: true }],
  }),
  // TogetherAI, of the plan; none was served any more on 2026-11-10.
  together('meta-llama/Llama-3.3-70B-Instruct-Turbo', {
    context: k131,
    price: usd(0.88, 0.88),
    retiresOn: '2026-11-10',
  }),
  together('deepseek-ai/DeepSeek-V3.1', { context: 128_000, price: usd(0.6, 1.7), retiresOn: '2026-07-02' }),
  together('Qwen/Qwen2.5-72B-Instruct-Turbo', {
    context: 32_768,
    price: usd(1.2, 1.2),
    retiresOn: '2026-09-15',
    facts: [plan],
  }),
  together('Qwen/Qwen2.5-Coder-32B-Instruct', {
    context: 32_768,
    price: usd(0.8, 0.8),
    retiresOn: '2026-09-15',
    facts: [plan],
  }),
  together('meta-llama/Llama-4-Scout-17B-16E-Instruct', {
    context: k131,
    price: usd(0.18, 0.59),
    retiresOn: '2026-07-02',
  }),
  together('Qwen/Qwen2.5-VL-72B-Instruct', {
    context: 32_768,
    price: usd(1.95, 1.95),
    retiresOn: '2026-09-15',
    facts: [plan],
  }),
];
