// What the practice providers list where a test wants October 2025: the models of that time, as far as the plan of this
// product and the providers' pages of then name them. Facts only.
import { chatModel, type Kind, type ModelFacts, speechModel } from './kind.ts';

/** Free limits of then. */
const free = (TPM: number, RPD = 1_000, RPM = 30) => ({ freeLimits: { RPM, RPD, TPM } });
const gptOss = { context: 131_072, maxOutput: 65_536, severalCalls: false, ...free(8_000) };

const together = (id: string, input: number, output: number, facts: Partial<ModelFacts> = {}): ModelFacts =>
  chatModel(id, id.split('/')[0] ?? '', { price: { input, output }, ...facts });
const k32 = { context: 32_768 };
const seeing = { vision: true };
const long = { context: 1_047_576, maxOutput: 32_768, ...seeing };
const short = { context: 128_000, ...seeing };
const thinking = { context: 400_000, maxOutput: 128_000, ...seeing };

export const october2025: Partial<Record<Kind['id'], readonly ModelFacts[]>> = {
  groq: [
    chatModel('llama-3.1-8b-instant', 'Meta', { maxOutput: 131_072, ...free(6_000, 14_400) }),
    chatModel('llama-3.3-70b-versatile', 'Meta', { maxOutput: 32_768, ...free(12_000) }),
    chatModel('openai/gpt-oss-20b', 'OpenAI', gptOss),
    chatModel('openai/gpt-oss-120b', 'OpenAI', gptOss),
    chatModel('meta-llama/llama-4-scout-17b-16e-instruct', 'Meta', { maxOutput: 8_192, ...seeing, ...free(30_000) }),
    chatModel('meta-llama/llama-4-maverick-17b-128e-instruct', 'Meta', { maxOutput: 8_192, ...seeing, ...free(6_000) }),
    chatModel('qwen/qwen3-32b', 'Alibaba Cloud', { maxOutput: 40_960, ...free(6_000, 1_000, 60) }),
    chatModel('moonshotai/kimi-k2-instruct-0905', 'Moonshot AI', { context: 262_144, ...free(10_000, 1_000, 60) }),
    speechModel('whisper-large-v3', 'OpenAI'),
    speechModel('whisper-large-v3-turbo', 'OpenAI'),
  ],
  openai: [
    chatModel('gpt-4o', 'system', short),
    chatModel('gpt-4o-mini', 'system', short),
    chatModel('gpt-4.1', 'system', long),
    chatModel('gpt-4.1-mini', 'system', long),
    chatModel('gpt-4.1-nano', 'system', long),
    chatModel('gpt-5', 'system', thinking),
    chatModel('gpt-5-mini', 'system', thinking),
    chatModel('gpt-5-nano', 'system', thinking),
    speechModel('gpt-4o-mini-transcribe', 'system', { formats: ['json'], maxSeconds: 1_500 }),
    speechModel('gpt-4o-transcribe', 'system', { formats: ['json'], maxSeconds: 1_500 }),
    speechModel('whisper-1', 'openai-internal', { formats: ['json', 'text', 'srt', 'verbose_json', 'vtt'] }),
  ],
  together: [
    together('meta-llama/Llama-3.3-70B-Instruct-Turbo', 0.88, 0.88),
    together('deepseek-ai/DeepSeek-V3.1', 0.6, 1.7, { context: 128_000 }),
    together('Qwen/Qwen2.5-72B-Instruct-Turbo', 1.2, 1.2, k32),
    together('Qwen/Qwen2.5-Coder-32B-Instruct', 0.8, 0.8, k32),
    together('meta-llama/Llama-4-Scout-17B-16E-Instruct', 0.18, 0.59, seeing),
    together('Qwen/Qwen2.5-VL-72B-Instruct', 1.95, 8, { ...k32, ...seeing }),
    together('openai/gpt-oss-120b', 0.15, 0.6),
    together('openai/gpt-oss-20b', 0.05, 0.2),
    speechModel('openai/whisper-large-v3', 'openai', { formats: ['json', 'verbose_json'], maxSeconds: 14_400 }),
  ],
};
