// What is known of the models of TogetherAI, as of November 2026. Facts with their sources; never what to do with them.
// Windows and longest answers that no source gives are left to the key's own list, which names them.
import { someVision } from '../domain/abilities.ts';
import type { PooledModel } from '../domain/catalog.ts';
import {
  chosen,
  k131,
  litellm,
  modelsDev,
  modelsOf,
  pi,
  planned,
  remembered,
  type Statement,
  source,
  usd,
} from './source.ts';

const model = modelsOf('together');

/** The provider's own notes for agents. */
const skills = source('TogetherAI’s own notes', '2026-08-18');
/** Lists of what can be called without a machine of one's own. */
const serverless = source('lists of serverless models', '2026-09-15');

const listed: Statement = litellm({ abilities: { tools: true, parallelTools: true } });
const seeing = { vision: someVision } as const;
const textOnly = { vision: false } as const;

export const togetherModels: readonly PooledModel[] = [
  model(
    'openai/gpt-oss-120b',
    { fast: 25, research: 23 },
    pi({ context: k131, price: usd(0.15, 0.6), abilities: textOnly }),
    listed,
    remembered({ firstTokenMs: 500 }),
  ),
  model('deepseek-ai/DeepSeek-V4.1-Flash', { research: 21 }, pi({ price: usd(0.3, 1.2), abilities: textOnly }), listed),
  model(
    'Qwen/Qwen3.5-9B',
    { fast: 22, vision: 24 },
    pi({ context: 262_144, price: usd(0.17, 0.25), abilities: seeing }),
    listed,
  ),
  model(
    'zai-org/GLM-5.3-Flash',
    { fast: 23, research: 20, vision: 25 },
    pi({ context: 1_000_000, price: usd(0.15, 0.5), abilities: seeing }),
    listed,
  ),
  model(
    'nvidia/NVIDIA-Nemotron-3.5-Super-VL',
    { vision: 26 },
    pi({ price: usd(0.15, 0.5), abilities: seeing }),
    listed,
  ),
  model('MiniMaxAI/MiniMax-M3', { research: 25, vision: 27 }, pi({ price: usd(0.3, 1.2), abilities: seeing }), listed),
  model('zai-org/GLM-5.3', { code: 22 }, pi({ price: usd(1.4, 4.4) }), listed),
  model('moonshotai/Kimi-K3.1-Pro', { code: 23 }, pi({ price: usd(2, 10) }), listed),
  // No price was found for speech here.
  model(
    'openai/whisper-large-v3',
    {},
    skills({ times: 'words', speakers: 'asked' }),
    remembered({ pricePerHour: 0.09 }),
    planned({ uploads: '25 MB' }),
  ),

  // Of the plan; none was served any more on 2026-11-10. Whose end nobody announced ended on the day it was missed.
  model(
    'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    { research: 1, fast: 4 },
    modelsDev({ context: k131, maxOutput: k131, price: usd(0.88, 0.88), abilities: textOnly }),
    listed,
    remembered({ abilities: { json: true }, firstTokenMs: 400 }),
    planned({ price: '$0.88 per million tokens' }),
    pi({ retiresOn: '2026-11-10' }),
    // Groq names it in the place of the same model.
    chosen({ successor: 'together/openai/gpt-oss-120b' }),
  ),
  model(
    'deepseek-ai/DeepSeek-V3.1',
    { research: 2 },
    modelsDev({ context: 128_000, maxOutput: 16_384, price: usd(0.6, 1.7), abilities: textOnly }),
    listed,
    remembered({ firstTokenMs: 700 }),
    planned({ price: '$0.60 per million tokens' }),
    modelsDev({ retiresOn: '2026-07-02' }),
    chosen({ successor: 'together/deepseek-ai/DeepSeek-V4.1-Flash' }),
  ),
  model(
    'Qwen/Qwen2.5-72B-Instruct-Turbo',
    { research: 6 },
    listed,
    remembered({ context: 32_768, price: usd(1.2, 1.2), abilities: textOnly, firstTokenMs: 450 }),
    planned({ price: '$1.20 per million tokens' }),
    serverless({ retiresOn: '2026-09-15' }),
    chosen({ successor: 'together/Qwen/Qwen3.5-9B' }),
  ),
  model(
    'Qwen/Qwen2.5-Coder-32B-Instruct',
    { code: 1 },
    listed,
    remembered({ context: 32_768, price: usd(0.8, 0.8), abilities: textOnly, firstTokenMs: 400 }),
    planned({ price: '$0.80 per million tokens' }),
    serverless({ retiresOn: '2026-09-15' }),
    chosen({ successor: 'together/zai-org/GLM-5.3' }),
  ),
  model(
    'meta-llama/Llama-4-Scout-17B-16E-Instruct',
    { vision: 3 },
    litellm({ price: usd(0.18, 0.59), abilities: { tools: true, parallelTools: true, vision: someVision } }),
    remembered({ context: k131, firstTokenMs: 400 }),
    planned({ price: '$0.18 per million tokens' }),
    modelsDev({ retiresOn: '2026-07-02' }),
    chosen({ successor: 'together/zai-org/GLM-5.3-Flash' }),
  ),
  model(
    'Qwen/Qwen2.5-VL-72B-Instruct',
    { vision: 4 },
    listed,
    remembered({ context: 32_768, price: usd(1.95, 8), abilities: seeing, firstTokenMs: 700 }),
    planned({ price: '$1.95 per million tokens' }),
    serverless({ retiresOn: '2026-09-15' }),
    chosen({ successor: 'together/Qwen/Qwen3.5-9B' }),
  ),
];
