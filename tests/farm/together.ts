// TogetherAI as of November 2026: models, limits, headers and error bodies. Facts only; what is not known is said so.
import {
  type Answer,
  chatModel,
  type Dimension,
  json,
  type Kind,
  type ModelFacts,
  noPictureLimits,
  speechModel,
} from './kind.ts';

/** Every answer carries an id of this shape. */
const requestId = (): string => {
  const hex = crypto.randomUUID().replaceAll('-', '');
  return `${hex.slice(0, 7)}-${hex.slice(7, 13)}-${hex.slice(13, 29)}`;
};

const error = (status: number, message: string, type: string, code: string | null = null): Answer =>
  json(status, { id: requestId(), error: { message, type, param: null, code } });
const invalid = (status: number, message: string, code: string | null = null): Answer =>
  error(status, message, 'invalid_request_error', code);

/** Stands in the unfiltered list of models, but a key cannot call it without an endpoint of its own. */
const dedicated = chatModel('mistralai/Mixtral-8x22B-Instruct-v0.1', 'mistralai', { context: 65_536 });

const countsTokens = (dimension: Dimension): boolean => dimension.includes('T');

const chat = (id: string, input: number, output: number, facts: Partial<ModelFacts> = {}): ModelFacts =>
  chatModel(id, id.split('/')[0] ?? '', { price: { input, output }, context: 262_144, ...facts });

export const together: Kind = {
  id: 'together',
  root: '/v1',
  needsKey: true,
  plan: 'paid',
  models: [
    chat('Qwen/Qwen3.5-9B', 0.17, 0.25, { vision: true }),
    chat('zai-org/GLM-5.3-Flash', 0.15, 0.5, { vision: true, context: 1_000_000 }),
    chat('nvidia/NVIDIA-Nemotron-3.5-Super-VL', 0.15, 0.5, { vision: true }),
    chat('openai/gpt-oss-120b', 0.15, 0.6, { context: 131_072 }),
    chat('MiniMaxAI/MiniMax-M3', 0.3, 1.2, { vision: true }),
    chat('deepseek-ai/DeepSeek-V4.1-Flash', 0.3, 1.2),
    chat('zai-org/GLM-5.3', 1.4, 4.4),
    chat('moonshotai/Kimi-K3.1-Pro', 2, 10),
    speechModel('openai/whisper-large-v3', 'openai', { formats: ['json', 'verbose_json'], maxSeconds: 14_400 }),
    speechModel('nvidia/parakeet-tdt-0.6b-v3', 'nvidia', { formats: ['json', 'verbose_json'], maxSeconds: 14_400 }),
  ],
  // A bare array. `?serverless` leaves what a key can call.
  list: (models, query) =>
    (query.has('serverless') ? models : [...models, dedicated]).map((model) => ({
      id: model.id,
      object: 'model',
      created: 1_762_732_800,
      type: model.does === 'chat' ? 'chat' : 'audio',
      running: false,
      display_name: model.id.split('/').at(-1),
      organization: model.owner,
      context_length: model.context ?? 0,
      pricing: { hourly: 0, input: model.price?.input ?? 0, output: model.price?.output ?? 0, base: 0, finetune: 0 },
    })),
  // The real ones are dynamic, from 1 a second upwards. These are those of its old first paid tier.
  limits: (model) => (model.does === 'speech' ? { RPS: 10 } : { RPS: 10, TPS: 100_000 }),
  // Per second.
  rateHeaders: ({ RPS, TPS }) => ({
    ...(RPS
      ? {
          'x-ratelimit-limit': String(RPS.limit),
          'x-ratelimit-remaining': String(RPS.remaining),
          'x-ratelimit-reset': (RPS.msToFull / 1000).toFixed(2),
        }
      : {}),
    ...(TPS ? { 'x-tokenlimit-limit': String(TPS.limit), 'x-tokenlimit-remaining': String(TPS.remaining) } : {}),
  }),
  // The only time its documentation still promises.
  retryHeaders: (waitMs) => ({ 'x-ratelimit-reset': (Math.ceil(waitMs) / 1000).toFixed(3) }),
  ownHeaders: () => ({ 'x-request-id': requestId() }),
  cors: false,
  upload: { most: 80_000_000, counts: 'file' },
  endings: ['wav', 'mp3', 'm4a', 'webm', 'flac', 'ogg', 'opus'],
  leastSeconds: 0,
  // No limit is documented.
  pictures: () => noPictureLimits,
  toolsOrJson: false,
  wantsWordOfJson: false,
  mostPrompt: null,
  rejectsMaxTokens: () => false,
  refuse: {
    badKey: () =>
      invalid(
        401,
        'Invalid API key provided. You can find your API key at https://api.together.ai/settings/api-keys.',
        'invalid_api_key',
      ),
    // Not known of Together keys; OpenAI's meaning in Together's shape.
    missingScope: () => invalid(403, 'This API key is not allowed to list models.'),
    unknownUrl: (_method, path) => invalid(404, `Not found: ${path}`),
    badRequest: (message) => invalid(400, message),
    noModel: (id) =>
      id === dedicated.id
        ? invalid(
            400,
            `The dedicated endpoint for ${id} is not running. Please visit https://api.together.ai/models to start the endpoint.`,
            'dedicated_endpoint_not_running',
          )
        : invalid(
            400,
            `Unable to access non-serverless model ${id}. Please visit https://api.together.ai/models/${id} to create and start a new dedicated endpoint for the model.`,
            'model_not_available',
          ),
    wrongModel: (id, path) => invalid(400, `Model ${id} is not supported for ${path}.`, 'invalid_model'),
    noPictures: (id) => invalid(400, `Model ${id} does not support image input.`),
    tooManyPictures: (most) => invalid(400, `Too many images. At most ${most} images are supported.`),
    pictureTooFine: (most) => invalid(400, `Image is larger than ${most} pixels.`),
    badPicture: () => invalid(400, 'Could not process image'),
    noTools: (id) => invalid(400, `Model ${id} does not support function calling.`),
    noJson: (id) => invalid(400, `Model ${id} does not support JSON mode.`),
    badJson: () => null,
    contextTooLong: (context, requested) =>
      invalid(
        422,
        `Input validation error: \`inputs\` tokens + \`max_new_tokens\` must be <= ${context}. Given: ${requested} \`inputs\` tokens`,
      ),
    // Its limits are dynamic, so that a request larger than a full second's worth is told the same as a too early one.
    tooLarge: (excess) => together.refuse.rateLimited(excess),
    rateLimited: ({ dimension }) => {
      const code = countsTokens(dimension) ? 'dynamic_token_limited' : 'dynamic_request_limited';
      const what = countsTokens(dimension) ? 'Token' : 'Request';
      return error(429, `${code}: ${what} rate exceeded`, code, code);
    },
    fileTooLarge: () => invalid(413, 'The uploaded file is larger than 80 MB.', 'request_too_large'),
    bodyTooLarge: () => invalid(413, 'Request entity too large', 'request_too_large'),
    badEnding: () => invalid(400, 'Unsupported audio format.', 'unsupported_format'),
    badAudio: () =>
      invalid(400, 'The audio could not be read. Supported: wav, mp3, m4a, webm, flac.', 'unsupported_format'),
    badFormat: (format) => invalid(400, `Invalid response_format: ${format}`),
    audioTooLong: () => invalid(400, 'audio_too_long: audio is longer than 4 hours', 'audio_too_long'),
    noCredit: () =>
      error(
        402,
        'Credit limit exceeded. Please navigate to https://api.together.ai/settings/billing to add credit or upgrade your plan.',
        'credit_limit',
      ),
    contentBlocked: () => invalid(400, 'The input was flagged by the safety model.', 'content_flagged'),
    serverError: () => error(500, 'Internal server error', 'server_error'),
    overloaded: () => error(503, 'The server is overloaded or not ready yet.', 'service_unavailable'),
  },
};
