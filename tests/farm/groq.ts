// Groq as of November 2026: models, limits, headers and error bodies. Facts only; what is not known is said so.
import { goDuration } from './durations.ts';
import { type Answer, chatModel, type Dimension, type Excess, json, type Kind, speechModel } from './kind.ts';

const endings = ['flac', 'mp3', 'mp4', 'mpeg', 'mpga', 'm4a', 'ogg', 'opus', 'wav', 'webm'];

const error = (status: number, message: string, type: string, code?: string, headers?: Record<string, string>) =>
  json(status, { error: { message, type, ...(code ? { code } : {}) } }, headers);
const invalid = (status: number, message: string, code?: string): Answer =>
  error(status, message, 'invalid_request_error', code);

const names: Record<Dimension, string> = {
  RPS: 'requests per second (RPS)',
  RPM: 'requests per minute (RPM)',
  RPD: 'requests per day (RPD)',
  TPS: 'tokens per second (TPS)',
  TPM: 'tokens per minute (TPM)',
  ITPM: 'input tokens per minute (ITPM)',
  ASH: 'seconds of audio per hour (ASH)',
  ASD: 'seconds of audio per day (ASD)',
};
const types: Record<Dimension, string> = {
  RPS: 'requests',
  RPM: 'requests',
  RPD: 'requests',
  TPS: 'tokens',
  TPM: 'tokens',
  ITPM: 'tokens',
  ASH: 'seconds',
  ASD: 'seconds',
};

const where = ({ model, organization, dimension }: Excess): string =>
  `for model \`${model}\` in organization \`${organization}\` service tier \`on_demand\` on ${names[dimension]}`;
const upgrade = 'Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing';

/** One call of a tool in each answer. */
const gptOss = { context: 131_072, maxOutput: 65_536, severalCalls: false };
const qwen = { context: 131_072, maxOutput: 16_384, vision: true };

export const groq: Kind = {
  id: 'groq',
  root: '/openai/v1',
  needsKey: true,
  plan: 'free',
  models: [
    chatModel('openai/gpt-oss-20b', 'OpenAI', gptOss),
    chatModel('openai/gpt-oss-120b', 'OpenAI', gptOss),
    chatModel('qwen/qwen3.8-27b', 'Alibaba Cloud', qwen),
    chatModel('qwen/qwen3.6-27b', 'Alibaba Cloud', qwen),
    speechModel('whisper-large-v3', 'OpenAI'),
    speechModel('whisper-large-v3-turbo', 'OpenAI'),
  ],
  list: (models) => ({
    object: 'list',
    data: models.map((model) => ({
      id: model.id,
      object: 'model',
      created: 1_754_408_224,
      owned_by: model.owner,
      active: true,
      context_window: model.context ?? 448,
      public_apps: null,
      max_completion_tokens: model.does === 'speech' ? 448 : model.maxOutput,
    })),
  }),
  // Free: the published table. Paid: no table is published, so these are only large; 400,000 audio seconds were seen.
  limits: (model, plan) => {
    if (model.does === 'speech')
      return plan === 'free'
        ? { RPM: 20, RPD: 2_000, ASH: 7_200, ASD: 28_800 }
        : { RPM: 400, RPD: 200_000, ASH: 400_000 };
    if (plan === 'paid') return { RPM: 1_000, RPD: 500_000, TPM: 250_000 };
    if (model.freeLimits) return model.freeLimits;
    const input = model.id.startsWith('qwen/') ? { ITPM: 7_000 } : {};
    return { RPM: 30, RPD: 1_000, TPM: 8_000, ...input };
  },
  // `requests` counts the day, `tokens` the minute, `audio-seconds` the hour. RPM has no header at all.
  rateHeaders: ({ RPD, TPM, ASH }) => {
    const headers: Record<string, string> = {};
    for (const [name, reading] of [
      ['requests', RPD],
      ['tokens', TPM],
      ['audio-seconds', ASH],
    ] as const) {
      if (!reading) continue;
      headers[`x-ratelimit-limit-${name}`] = String(reading.limit);
      headers[`x-ratelimit-remaining-${name}`] = String(reading.remaining);
      headers[`x-ratelimit-reset-${name}`] = goDuration(reading.msToFull);
    }
    return headers;
  },
  retryHeaders: (waitMs) => ({ 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) }),
  ownHeaders: () => ({ 'x-groq-region': 'practice', 'x-request-id': `req_${crypto.randomUUID().replaceAll('-', '')}` }),
  cors: true,
  upload: { most: 26_214_400, counts: 'file' },
  endings,
  leastSeconds: 10,
  // Read off the strictest way: 4 MB for a request with pictures in it, 33 megapixels each.
  pictures: ({ id }) => ({ most: id.includes('qwen3.8') ? 3 : 5, bytes: 4_000_000, pixels: 33_177_600 }),
  toolsOrJson: true,
  wantsWordOfJson: true,
  mostPrompt: 896,
  rejectsMaxTokens: () => false,
  refuse: {
    badKey: () => invalid(401, 'Invalid API Key', 'invalid_api_key'),
    // Not known of Groq keys; OpenAI's meaning in Groq's shape.
    missingScope: () => invalid(403, 'Not allowed to list models with this key.', 'permission_denied'),
    unknownUrl: (method, path) =>
      invalid(
        404,
        `Unknown request URL: ${method} ${path}. Please check the URL for typos, or see the docs at https://console.groq.com/docs/`,
        'unknown_url',
      ),
    badRequest: (message) => invalid(400, message),
    noModel: (id) =>
      invalid(404, `The model \`${id}\` does not exist or you do not have access to it.`, 'model_not_found'),
    wrongModel: (id, path) =>
      invalid(400, `The model \`${id}\` does not support ${path === 'chat' ? 'chat completions' : 'transcription'}`),
    noPictures: () => invalid(400, 'messages[0].content must be a string'),
    tooManyPictures: (most) => invalid(400, `Too many images provided. This model supports up to ${most} images`),
    // Not known; only that there is such a limit.
    pictureTooFine: (most) => invalid(400, `Image resolution exceeds the maximum of ${most} pixels per image`),
    badPicture: () => invalid(400, 'invalid image data'),
    noTools: (id) => invalid(400, `\`tool calling\` is not supported with this model: ${id}`),
    noJson: () => invalid(400, 'This model does not support response format `json_object`.'),
    badJson: () =>
      json(400, {
        error: {
          message: "Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details.",
          type: 'invalid_request_error',
          code: 'json_validate_failed',
          failed_generation: 'Here is the JSON that you wanted:',
        },
      }),
    contextTooLong: () =>
      invalid(400, 'Please reduce the length of the messages or completion.', 'context_length_exceeded'),
    tooLarge: (excess) =>
      error(
        413,
        `Request too large ${where(excess)}: Limit ${excess.limit}, Requested ${excess.requested}, please reduce your message size and try again. ${upgrade}`,
        types[excess.dimension],
        'rate_limit_exceeded',
      ),
    rateLimited: (excess) => {
      const again = excess.waitMs === null ? '' : ` Please try again in ${goDuration(excess.waitMs)}.`;
      return error(
        429,
        `Rate limit reached ${where(excess)}: Limit ${excess.limit}, Used ${excess.used}, Requested ${excess.requested}.${again} ${upgrade}`,
        types[excess.dimension],
        'rate_limit_exceeded',
      );
    },
    fileTooLarge: () => invalid(413, 'Request Entity Too Large', 'request_too_large'),
    bodyTooLarge: () => invalid(413, 'Request Entity Too Large', 'request_too_large'),
    badEnding: () =>
      invalid(400, `file must be one of the following types: [${endings.join(' ')}]`, 'unsupported_audio_format'),
    badAudio: () => invalid(400, 'could not process file - is it a valid media file?'),
    badFormat: (_format, _model, formats) =>
      invalid(400, `response_format must be one of the following values: [${formats.join(' ')}]`),
    audioTooLong: () => invalid(400, 'could not process file - is it a valid media file?'),
    noCredit: () =>
      invalid(
        429,
        'You have no credits remaining. Add credits to continue using the API at https://console.groq.com/settings/billing',
      ),
    contentBlocked: () => invalid(400, 'The request was refused because of its content.', 'content_policy_violation'),
    serverError: () => error(500, 'Internal Server Error', 'internal_server_error'),
    overloaded: (model) =>
      error(
        503,
        `${model} is currently over capacity. Please try again and back off exponentially. Visit https://groqstatus.com to see if there is an active incident.`,
        'internal_server_error',
      ),
  },
};
