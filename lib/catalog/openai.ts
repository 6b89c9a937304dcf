// What is known of the models of OpenAI, as of November 2026. Facts with their sources; never what to do with them.
import type { PooledModel } from '../domain/catalog.ts';
import { announced, chosen, modelsDev, modelsOf, pi, planned, remembered, source, usd } from './source.ts';

const model = modelsOf('openai');

/** The types of the `openai` package: reasoning models refuse `max_tokens` (400 unsupported_parameter). */
const client = source('openai package 7.57.0', '2026-11');
/** A company that sells its models on said on which day it replaced one. */
const reseller = source('reseller’s notice', '2026-10-20');

/** Input beyond this costs double, so that it is where these models end for Rondo. */
const basePriced = 272_000;
const all = { tools: true, parallelTools: true, json: true } as const;
const reasoning = client({ outputField: 'max_completion_tokens' });
/** Limits of a whole request, as one catalog of 2026 has them. */
const manyImages = { images: 1_500, bytes: 512_000_000, pixels: null };
/** The same for the models of 2025. */
const images = { images: 500, bytes: 50_000_000, pixels: null };

/** 400 “audio duration … is longer than 1400 seconds” since 2026, 1,500 before. */
const upTo1400 = [
  announced({ uploads: { maxBytes: null, maxSeconds: 1_400 } }),
  announced({ retiresOn: '2027-02-26', successor: 'openai/gpt-transcribe' }),
];

export const openaiModels: readonly PooledModel[] = [
  model(
    'gpt-6-luna',
    { fast: 21, research: 22, vision: 22 },
    pi({ context: basePriced, price: usd(0.1, 0.5), abilities: { ...all, vision: manyImages } }),
    reasoning,
  ),
  model(
    'gpt-5.6-luna',
    { fast: 24 },
    pi({ context: basePriced, price: usd(0.2, 1.2), abilities: { ...all, vision: manyImages } }),
    reasoning,
  ),
  model(
    'gpt-6.1-terra',
    { research: 24, code: 21, vision: 23 },
    pi({ context: basePriced, price: usd(1, 5), abilities: { ...all, vision: manyImages } }),
    reasoning,
  ),
  model(
    'gpt-6.1-sol',
    { code: 24 },
    pi({ context: basePriced, price: usd(2, 10), abilities: { ...all, vision: manyImages } }),
    reasoning,
  ),
  // The one that stays. No cap on seconds: 1,800 s passed, live.
  model('gpt-transcribe', {}, announced({ pricePerHour: 0.27 })),

  // Of the plan; still living.
  model(
    'gpt-4o',
    { research: 5, vision: 6 },
    modelsDev({ context: 128_000, maxOutput: 16_384, price: usd(2.5, 10), abilities: all }),
    remembered({ abilities: { vision: images }, firstTokenMs: 500 }),
    planned({ price: '$2.50 per million tokens' }),
    announced({ retiresOn: '2027-01-14', successor: 'openai/gpt-6-luna' }),
  ),
  model(
    'gpt-4o-mini',
    { fast: 3, vision: 5 },
    modelsDev({ context: 128_000, maxOutput: 16_384, price: usd(0.15, 0.6), abilities: all }),
    remembered({ abilities: { vision: images }, firstTokenMs: 450 }),
    announced({ retiresOn: '2027-01-14', successor: 'openai/gpt-6-luna' }),
  ),
  model(
    'gpt-4.1',
    { code: 3 },
    modelsDev({ context: 1_047_576, maxOutput: 32_768, price: usd(2, 8), abilities: all }),
    remembered({ abilities: { vision: images }, firstTokenMs: 550 }),
    announced({ retiresOn: '2027-01-14', successor: 'openai/gpt-6-luna' }),
  ),
  model(
    'gpt-4.1-mini',
    { code: 2 },
    modelsDev({ context: 1_047_576, maxOutput: 32_768, price: usd(0.4, 1.6), abilities: all }),
    remembered({ abilities: { vision: images }, firstTokenMs: 450 }),
    announced({ retiresOn: '2027-01-14' }),
    chosen({ successor: 'openai/gpt-6-luna' }),
  ),

  // Beside the plan: what keys of its time list, and what still stands in the lists of today.
  model(
    'gpt-4.1-nano',
    {},
    modelsDev({ context: 1_047_576, maxOutput: 32_768, price: usd(0.1, 0.4), abilities: all }),
    remembered({ abilities: { vision: images } }),
    reseller({ retiresOn: '2026-10-20' }),
    chosen({ successor: 'openai/gpt-6-luna' }),
  ),
  model(
    'gpt-5',
    {},
    modelsDev({ context: basePriced, maxOutput: 128_000, price: usd(1.25, 10), abilities: all }),
    reasoning,
    remembered({ abilities: { vision: images }, firstTokenMs: 5_000 }),
    announced({ retiresOn: '2026-12-11', successor: 'openai/gpt-6.1-sol' }),
  ),
  model(
    'gpt-5-mini',
    {},
    modelsDev({ context: basePriced, maxOutput: 128_000, price: usd(0.25, 2), abilities: all }),
    reasoning,
    remembered({ abilities: { vision: images }, firstTokenMs: 3_000 }),
    announced({ retiresOn: '2026-12-11', successor: 'openai/gpt-6.1-terra' }),
  ),
  model(
    'gpt-5-nano',
    {},
    modelsDev({ context: basePriced, maxOutput: 128_000, price: usd(0.05, 0.4), abilities: all }),
    reasoning,
    remembered({ abilities: { vision: images }, firstTokenMs: 2_500 }),
    announced({ retiresOn: '2026-12-11' }),
    chosen({ successor: 'openai/gpt-6-luna' }),
  ),
  model(
    'gpt-5.1',
    {},
    modelsDev({ context: basePriced, maxOutput: 128_000, price: usd(1.25, 10) }),
    reasoning,
    announced({ retiresOn: '2027-04-01' }),
    chosen({ successor: 'openai/gpt-6.1-terra' }),
  ),
  model('gpt-5.2', {}, modelsDev({ context: basePriced, maxOutput: 128_000, price: usd(1.75, 14) }), reasoning),
  model('gpt-5.4', {}, modelsDev({ context: basePriced, maxOutput: 128_000, price: usd(2.5, 15) }), reasoning),

  // Speech of which the end is announced; notice of 2026-08-26.
  model(
    'whisper-1',
    {},
    announced({ pricePerHour: 0.36, times: 'words', retiresOn: '2027-02-26', successor: 'openai/gpt-transcribe' }),
    planned({ uploads: '25 MB' }),
  ),
  model('gpt-4o-mini-transcribe', {}, announced({ pricePerHour: 0.18 }), ...upTo1400),
  model('gpt-4o-transcribe', {}, announced({ pricePerHour: 0.36 }), ...upTo1400),
  model('gpt-4o-transcribe-diarize', {}, announced({ times: 'segments', speakers: 'always' }), ...upTo1400),
];
