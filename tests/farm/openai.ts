// OpenAI as of November 2026: models, limits, headers and error bodies. Facts only; what is not known is said so.
import { goDuration } from './durations.ts';
import { type Answer, chatModel, type Dimension, type Excess, json, type Kind, speechModel } from './kind.ts';

const endings = ['flac', 'mp3', 'mp4', 'mpeg', 'mpga', 'm4a', 'ogg', 'wav', 'webm'];

const error = (
  status: number,
  message: string,
  type: string,
  code: string | null = null,
  param: string | null = null,
): Answer => json(status, { error: { message, type, param, code } });
const invalid = (status: number, message: string, code: string | null = null, param: string | null = null): Answer =>
  error(status, message, 'invalid_request_error', code, param);

const names: Record<Dimension, string> = {
  RPS: 'requests per sec (RPS)',
  RPM: 'requests per min (RPM)',
  RPD: 'requests per day (RPD)',
  TPS: 'tokens per sec (TPS)',
  TPM: 'tokens per min (TPM)',
  ITPM: 'input tokens per min (ITPM)',
  ASH: 'audio seconds per hour (ASH)',
  ASD: 'audio seconds per day (ASD)',
};
const typeOf = (dimension: Dimension): string => (dimension.startsWith('R') ? 'requests' : 'tokens');
const seeLimits = 'Visit https://platform.openai.com/account/rate-limits to learn more.';
const organizationOf = ({ organization }: Excess): string => organization.replace(/^org_/, 'org-');

/** As the real answer does: enough to recognise the key, too little to use it. */
const masked = (key: string): string =>
  key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;

const reasoning = { context: 400_000, maxOutput: 128_000, vision: true };

export const openai: Kind = {
  id: 'openai',
  root: '/v1',
  needsKey: true,
  plan: 'paid',
  models: [
    chatModel('gpt-6-luna', 'system', reasoning),
    chatModel('gpt-5.6-luna', 'system', reasoning),
    chatModel('gpt-6.1-terra', 'system', reasoning),
    chatModel('gpt-6.1-sol', 'system', reasoning),
    speechModel('gpt-transcribe', 'system', { formats: ['json'] }),
    speechModel('gpt-4o-mini-transcribe', 'system', { formats: ['json'], maxSeconds: 1_400, shutdown: '2027-02-26' }),
    speechModel('gpt-4o-transcribe', 'system', { formats: ['json'], maxSeconds: 1_400, shutdown: '2027-02-26' }),
    speechModel('gpt-4o-transcribe-diarize', 'system', {
      formats: ['json', 'text', 'diarized_json'],
      maxSeconds: 1_400,
      shutdown: '2027-02-26',
    }),
    speechModel('whisper-1', 'openai-internal', {
      formats: ['json', 'text', 'srt', 'verbose_json', 'vtt'],
      shutdown: '2027-02-26',
    }),
  ],
  list: (models) => ({
    object: 'list',
    data: models.map((model) => ({
      id: model.id,
      object: 'model',
      created: 1_715_367_049,
      owned_by: model.owner,
      shutdown_date: model.shutdown ?? null,
    })),
  }),
  // No table is published any more; these are only large enough for one person.
  limits: (model) => (model.does === 'speech' ? { RPM: 500 } : { RPM: 500, TPM: 200_000 }),
  rateHeaders: ({ RPM, TPM }) => {
    const headers: Record<string, string> = {};
    for (const [name, reading] of [
      ['requests', RPM],
      ['tokens', TPM],
    ] as const) {
      if (!reading) continue;
      headers[`x-ratelimit-limit-${name}`] = String(reading.limit);
      headers[`x-ratelimit-remaining-${name}`] = String(reading.remaining);
      headers[`x-ratelimit-reset-${name}`] = goDuration(reading.msToFull);
    }
    return headers;
  },
  retryHeaders: (waitMs) => ({
    'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
    'retry-after-ms': String(Math.ceil(waitMs)),
  }),
  ownHeaders: () => ({
    'openai-version': '2020-10-01',
    'openai-processing-ms': '12',
    'x-request-id': `req_${crypto.randomUUID().replaceAll('-', '')}`,
  }),
  cors: true,
  // Counts the whole multipart body.
  upload: { most: 26_214_400, counts: 'body' },
  endings,
  leastSeconds: 0,
  pictures: () => ({ most: 1_500, bytes: 512_000_000, pixels: null }),
  toolsOrJson: false,
  wantsWordOfJson: true,
  mostPrompt: null,
  rejectsMaxTokens: (model) => /^gpt-[56]/.test(model),
  refuse: {
    // Real 401s come as text/plain holding JSON.
    badKey: (key) => ({
      ...invalid(
        401,
        key === null
          ? "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth."
          : `Incorrect API key provided: ${masked(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
        key === null ? null : 'invalid_api_key',
      ),
      type: 'text/plain; charset=utf-8',
    }),
    // The error is a plain string here, as read in 2026.
    missingScope: () =>
      json(403, {
        error:
          "You have insufficient permissions for this operation. Missing scopes: api.model.read. Check that you have the correct role in your organization (Reader, Writer, Owner) and project (Viewer, Member, Owner), and if you're using a restricted API key, that it has the necessary scopes.",
      }),
    unknownUrl: (method, path) => invalid(404, `Invalid URL (${method} ${path})`),
    badRequest: (message, param) =>
      invalid(
        400,
        message,
        param === 'max_tokens' ? 'unsupported_parameter' : param === null ? null : 'missing_required_parameter',
        param,
      ),
    noModel: (id) =>
      invalid(404, `The model \`${id}\` does not exist or you do not have access to it.`, 'model_not_found'),
    wrongModel: (_id, path) =>
      path === 'chat'
        ? invalid(
            404,
            'This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?',
            null,
            'model',
          )
        : invalid(400, 'invalid model ID', null, 'model'),
    noPictures: () =>
      invalid(400, 'Invalid content type. image_url is only supported by certain models.', null, 'messages'),
    tooManyPictures: (most, given) => invalid(400, `Too many images in request: ${given}, maximum allowed: ${most}.`),
    pictureTooFine: (most) => invalid(400, `Image exceeds the maximum of ${most} pixels.`, 'image_too_large'),
    badPicture: () =>
      invalid(
        400,
        "You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].",
        'invalid_image_format',
      ),
    noTools: () =>
      invalid(
        400,
        "Unsupported parameter: 'tools' is not supported with this model.",
        'unsupported_parameter',
        'tools',
      ),
    noJson: () =>
      invalid(
        400,
        "Invalid parameter: 'response_format' of type 'json_object' is not supported with this model.",
        null,
        'response_format',
      ),
    badJson: () => null,
    contextTooLong: (context, requested) =>
      invalid(
        400,
        `This model's maximum context length is ${context} tokens. However, your messages resulted in ${requested} tokens. Please reduce the length of the messages.`,
        'context_length_exceeded',
        'messages',
      ),
    // Not 413, and not a rate either, in spite of the status.
    tooLarge: (excess) =>
      error(
        429,
        `Request too large for ${excess.model} in organization ${organizationOf(excess)} on ${names[excess.dimension]}: Limit ${excess.limit}, Requested ${excess.requested}. The input or output tokens must be reduced in order to run successfully. ${seeLimits}`,
        typeOf(excess.dimension),
        'rate_limit_exceeded',
      ),
    rateLimited: (excess) => {
      const again = excess.waitMs === null ? '' : ` Please try again in ${goDuration(excess.waitMs)}.`;
      return error(
        429,
        `Rate limit reached for ${excess.model} in organization ${organizationOf(excess)} on ${names[excess.dimension]}: Limit ${excess.limit}, Used ${excess.used}, Requested ${excess.requested}.${again} ${seeLimits}`,
        typeOf(excess.dimension),
        'rate_limit_exceeded',
      );
    },
    fileTooLarge: (bytes, most) =>
      error(413, `Maximum content size limit (${most}) exceeded (${bytes} bytes read)`, 'server_error'),
    bodyTooLarge: () => error(413, 'Request body is too large.', 'invalid_request_error'),
    badEnding: (fileName) =>
      invalid(400, `Unsupported file format ${fileName.split('.').at(-1) ?? ''}`, 'unsupported_value', 'file'),
    badAudio: () => invalid(400, 'Audio file might be corrupted or unsupported', 'invalid_value', 'file'),
    badFormat: (format, model, formats) =>
      invalid(
        400,
        `response_format '${format}' is not compatible with model '${model}'. Use ${formats.map((one) => `'${one}'`).join(' or ')} instead.`,
        'unsupported_value',
        'response_format',
      ),
    audioTooLong: (seconds, most) =>
      invalid(
        400,
        `audio duration ${seconds} seconds is longer than ${most} seconds which is the maximum for this model`,
        'invalid_value',
      ),
    noCredit: () =>
      error(
        429,
        'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
        'insufficient_quota',
        'insufficient_quota',
      ),
    contentBlocked: () =>
      invalid(
        400,
        'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.',
        'invalid_prompt',
      ),
    serverError: () =>
      error(500, 'The server had an error while processing your request. Sorry about that!', 'server_error'),
    overloaded: () =>
      error(503, 'The engine is currently overloaded, please try again later', 'server_error', 'server_is_overloaded'),
  },
};
