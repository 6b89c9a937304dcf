// One OpenAI-compatible server as people run them at home or in a company: no limits of its own, no rate headers,
// no key unless a test adds one. Its words are those that such servers share; it imitates no single one.
import { type Answer, chatModel, json, type Kind, noPictureLimits, speechModel } from './kind.ts';

const error = (status: number, message: string, type: string, param: string | null = null): Answer =>
  json(status, { error: { message, type, param, code: status } });

export const generic: Kind = {
  id: 'generic',
  root: '/v1',
  needsKey: false,
  plan: 'paid',
  models: [
    chatModel('practice-small', 'practice', { context: 131_072 }),
    speechModel('whisper-practice', 'practice', { formats: ['json', 'text', 'verbose_json'] }),
  ],
  list: (models) => ({
    object: 'list',
    data: models.map((model) => ({ id: model.id, object: 'model', created: 1_760_000_000, owned_by: model.owner })),
  }),
  limits: () => ({}),
  rateHeaders: () => ({}),
  retryHeaders: (waitMs) => ({ 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) }),
  ownHeaders: () => ({}),
  cors: false,
  upload: null,
  endings: null,
  leastSeconds: 0,
  pictures: () => noPictureLimits,
  toolsOrJson: false,
  wantsWordOfJson: false,
  mostPrompt: null,
  rejectsMaxTokens: () => false,
  refuse: {
    badKey: () => error(401, 'Invalid API key', 'invalid_request_error'),
    missingScope: () => error(403, 'This key may not list models', 'permission_error'),
    // A web framework's own answer, as many of these servers give it.
    unknownUrl: () => json(404, { detail: 'Not Found' }),
    badRequest: (message, param) => error(400, message, 'invalid_request_error', param),
    noModel: (id) => error(404, `model '${id}' not found`, 'not_found_error', 'model'),
    wrongModel: (id, path) => error(400, `model '${id}' does not support ${path}`, 'invalid_request_error', 'model'),
    noPictures: () => error(400, 'At most 0 image(s) may be provided in one prompt', 'BadRequestError'),
    tooManyPictures: (most) =>
      error(400, `At most ${most} image(s) may be provided in one request.`, 'BadRequestError'),
    pictureTooFine: (most) => error(400, `image resolution is larger than ${most} pixels`, 'invalid_request_error'),
    badPicture: () => error(400, 'cannot identify image file', 'BadRequestError'),
    noTools: (id) => error(400, `${id} does not support tools`, 'api_error'),
    noJson: () => error(400, "'response_format.type' must be 'json_schema' or 'text'", 'invalid_request_error'),
    badJson: () => null,
    contextTooLong: (context, requested) =>
      error(
        400,
        `This model's maximum context length is ${context} tokens. However, you requested ${requested} tokens. Please reduce the length of the messages or completion.`,
        'BadRequestError',
      ),
    tooLarge: (excess) =>
      error(429, `Request too large: limit ${excess.limit}, requested ${excess.requested}`, 'rate_limit_error'),
    rateLimited: (excess) =>
      error(
        429,
        excess.waitMs === null
          ? 'Rate limit exceeded'
          : `Rate limit exceeded. Try again in ${Math.ceil(excess.waitMs / 1000)} seconds.`,
        'rate_limit_error',
      ),
    fileTooLarge: () => error(413, 'Request Entity Too Large', ''),
    bodyTooLarge: () => error(413, 'Request Entity Too Large', ''),
    badEnding: () =>
      error(400, 'Failed to decode audio. The provided file type is not supported.', 'invalid_request_error'),
    badAudio: () =>
      error(400, 'Failed to decode audio. The provided file type is not supported.', 'invalid_request_error'),
    badFormat: (format) => error(400, `response_format '${format}' is not supported`, 'invalid_request_error'),
    audioTooLong: () => error(400, 'audio is too long', 'invalid_request_error'),
    noCredit: () => error(402, 'Budget has been exceeded!', 'budget_exceeded'),
    contentBlocked: () =>
      error(
        400,
        'The response was filtered due to the prompt triggering the content management policy.',
        'content_filter',
      ),
    serverError: () => error(500, 'Internal Server Error', 'server_error'),
    overloaded: () => error(503, 'Loading model', 'unavailable_error'),
  },
};
