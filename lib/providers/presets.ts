// Services that people add as endpoints, and what is known of each, as of November 2026. Data alone: no file needs to
// know any of them by name. An endpoint that was made from one keeps its id, so that what is mended here holds there too.
import type { OriginCommands, Preset } from '../domain/preset.ts';

/** What holds where nothing else is known. */
const usual = {
  headers: [],
  outputField: 'max_tokens',
  modelListQuery: '',
  context: null,
  rateHeaders: [],
  originCommands: null,
} as const satisfies Partial<Preset>;

const local = (port: number) => ({ ...usual, kind: 'local', port, keyPage: null }) as const satisfies Partial<Preset>;
const service = { ...usual, kind: 'service', port: null, key: 'needed' } as const satisfies Partial<Preset>;

const everywhere = (command: string): OriginCommands => ({ mac: command, windows: command, linux: command });

export const presets: readonly Preset[] = [
  {
    ...local(11_434),
    id: 'ollama',
    name: 'Ollama',
    baseUrl: 'http://localhost:11434/v1',
    key: 'none',
    // Longer texts are cut at their beginning, without a word.
    context: 4_096,
    originCommands: {
      mac: 'launchctl setenv OLLAMA_ORIGINS "{origin}"',
      windows: 'setx OLLAMA_ORIGINS "{origin}"',
      // Its installer makes it a service of systemd; a variable of the shell does not reach that.
      linux:
        'sudo mkdir -p /etc/systemd/system/ollama.service.d && printf \'[Service]\\nEnvironment="OLLAMA_ORIGINS={origin}"\\n\' | sudo tee /etc/systemd/system/ollama.service.d/rondo.conf && sudo systemctl daemon-reload && sudo systemctl restart ollama',
    },
    note: 'Unless OLLAMA_CONTEXT_LENGTH says otherwise its window is 4,096 tokens, and what is longer is cut without a word.',
    sources: [
      'docs.ollama.com/faq: window of 4,096 tokens, OLLAMA_ORIGINS by system',
      'github.com/ollama/ollama issues 2308 and 2425: 403 with an empty body for extensions',
      'base URL: the plan of October 2025',
    ],
  },
  {
    ...local(1_234),
    id: 'lm-studio',
    name: 'LM Studio',
    baseUrl: 'http://localhost:1234/v1',
    key: 'none',
    originCommands: everywhere('lms server start --cors'),
    note: 'Start its server first: under Developer in the app, or with lms server start.',
    sources: ['models.dev (July 2026): port', 'lmstudio.ai/docs/cli/server-start: --cors'],
  },
  {
    ...local(8_080),
    id: 'llama-cpp',
    name: 'llama.cpp',
    baseUrl: 'http://localhost:8080/v1',
    key: 'optional',
    note: 'llama-server answers 503 while it loads a model; Rondo waits for it.',
    sources: ['ggml-org/llama.cpp, tools/server: port 8080, --api-key', '503 while loading: from memory'],
  },
  {
    ...local(8_000),
    id: 'vllm',
    name: 'vLLM',
    baseUrl: 'http://localhost:8000/v1',
    key: 'optional',
    note: '',
    sources: ['docs.vllm.ai, vllm serve: port 8000, --api-key, any origin allowed by default'],
  },
  {
    ...local(8_080),
    id: 'localai',
    name: 'LocalAI',
    baseUrl: 'http://localhost:8080/v1',
    key: 'optional',
    originCommands: everywhere('local-ai run --cors --cors-allow-origins "{origin}"'),
    note: '',
    sources: ['mudler/LocalAI, docker-compose.yaml: port 8080', '--cors: from memory'],
  },
  {
    ...local(1_337),
    id: 'jan',
    name: 'Jan',
    baseUrl: 'http://127.0.0.1:1337/v1',
    key: 'needed',
    note: 'Start it under Settings, Local API Server, and enter here the key that you made up there.',
    sources: ['jan.ai/docs/local-api: port, and a key that is required'],
  },
  {
    ...local(8_000),
    id: 'speaches',
    name: 'speaches',
    baseUrl: 'http://localhost:8000/v1',
    key: 'optional',
    originCommands: everywhere(`ALLOW_ORIGINS='["{origin}"]'`),
    note: 'It fetches no model by itself: until you have it load one, that one is missing.',
    sources: ['speaches.ai: 404 until POST /v1/models/{id}', 'ALLOW_ORIGINS: from memory'],
  },
  {
    ...service,
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyPage: 'https://openrouter.ai/settings/keys',
    note: 'Models whose id ends in :free cost nothing and have few requests a day. Its list of models can be read without a key.',
    sources: ['openrouter.ai/docs: base URL', 'openrouter.ai/api/v1/models (August 2026)', 'key page: from memory'],
  },
  {
    ...service,
    id: 'mistral',
    name: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    keyPage: 'https://console.mistral.ai/api-keys',
    rateHeaders: [
      { dimension: 'RPM', limit: 'x-ratelimit-limit-req-minute', remaining: 'x-ratelimit-remaining-req-minute' },
      { dimension: 'TPM', limit: 'x-ratelimit-limit-tokens-minute', remaining: 'x-ratelimit-remaining-tokens-minute' },
    ],
    note: '',
    sources: [
      'npm @earendil-works/pi-ai 1.5.2: host',
      'names of its headers that say what remains, key page: from memory',
    ],
  },
  {
    ...service,
    id: 'deepseek',
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyPage: 'https://platform.deepseek.com/api_keys',
    note: '',
    sources: ['npm @earendil-works/pi-ai 1.5.2: host', '/v1, key page: from memory'],
  },
  {
    ...service,
    id: 'gemini',
    name: 'Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyPage: 'https://aistudio.google.com/apikey',
    note: '',
    sources: ['ai.google.dev/gemini-api/docs/openai: base URL, from memory', 'key page: from memory'],
  },
  {
    ...service,
    id: 'cerebras',
    name: 'Cerebras',
    baseUrl: 'https://api.cerebras.ai/v1',
    keyPage: 'https://cloud.cerebras.ai',
    // It sets aside what is asked for here before it answers, and 16,384 tokens where nothing is asked for.
    outputField: 'max_completion_tokens',
    rateHeaders: [
      {
        dimension: 'RPD',
        limit: 'x-ratelimit-limit-requests-day',
        remaining: 'x-ratelimit-remaining-requests-day',
        reset: 'x-ratelimit-reset-requests-day',
        resetFormat: 'seconds',
      },
      {
        dimension: 'TPM',
        limit: 'x-ratelimit-limit-tokens-minute',
        remaining: 'x-ratelimit-remaining-tokens-minute',
        reset: 'x-ratelimit-reset-tokens-minute',
        resetFormat: 'seconds',
      },
    ],
    note: '',
    sources: [
      'inference-docs.cerebras.ai: base URL, names of headers',
      'anomalyco/opencode pull request 5036: max_completion_tokens is reserved',
      'key page: from memory',
    ],
  },
  {
    ...service,
    id: 'fireworks',
    name: 'Fireworks',
    baseUrl: 'https://api.fireworks.ai/inference/v1',
    keyPage: 'https://app.fireworks.ai/settings/users/api-keys',
    note: 'Its model ids are long: accounts/fireworks/models/…',
    sources: ['npm @earendil-works/pi-ai 1.5.2: host', 'key page: from memory'],
  },
  {
    ...service,
    id: 'xai',
    name: 'xAI',
    baseUrl: 'https://api.x.ai/v1',
    keyPage: 'https://console.x.ai',
    outputField: 'max_completion_tokens',
    note: '',
    sources: ['docs.x.ai: base URL, console', 'its reasoning models want max_completion_tokens: from memory'],
  },
  {
    ...usual,
    id: 'litellm',
    name: 'LiteLLM gateway',
    kind: 'gateway',
    port: 4_000,
    baseUrl: 'http://localhost:4000/v1',
    key: 'optional',
    keyPage: null,
    note: 'The key is a virtual key of your gateway, or its master key.',
    sources: ['docs.litellm.ai/docs/proxy/docker_quick_start: port, virtual keys'],
  },
  {
    ...usual,
    id: 'portkey',
    name: 'Portkey gateway',
    kind: 'gateway',
    port: 8_787,
    baseUrl: 'http://localhost:8787/v1',
    key: 'optional',
    keyPage: null,
    headers: [
      { name: 'x-portkey-provider', value: 'openai', what: 'Whose way of speaking is behind the gateway' },
      {
        name: 'x-portkey-custom-host',
        value: '',
        what: 'Where that service is, with /v1; not needed for its own address',
      },
    ],
    note: 'The key is that of the service behind the gateway. Without x-portkey-provider every call is refused.',
    sources: ['npm @portkey-ai/gateway 1.15.2: tried', 'portkey.ai/docs/product/ai-gateway/custom-hosts'],
  },
];

export const presetOf = (id: string | null | undefined): Preset | undefined =>
  presets.find((preset) => preset.id === id);
