// What a practice provider is made of: one value of facts per provider, and the shapes that the shared machinery
// passes around. Types and one small maker only; never any behaviour.

export type Plan = 'free' | 'paid';
export type Path = 'chat' | 'transcriptions' | 'models';

/** What is counted. ITPM and TPS are internal: no test sets them, but real answers are shaped by them. */
export type Dimension = 'RPS' | 'RPM' | 'RPD' | 'TPS' | 'TPM' | 'ITPM' | 'ASH' | 'ASD';
export type Limits = Partial<Record<Dimension, number>>;

export type ModelFacts = {
  id: string;
  owner: string;
  does: 'chat' | 'speech';
  /** Tokens in and out together; null: no limit is enforced. */
  context: number | null;
  maxOutput: number;
  /** Takes pictures. */
  vision: boolean;
  /** Chat only: calls tools; several in one answer; can be held to JSON. */
  tools: boolean;
  severalCalls: boolean;
  json: boolean;
  /** Speech only: the answers it can give. */
  formats: readonly string[];
  /** Speech only: longest audio in seconds; null: no limit. */
  maxSeconds: number | null;
  /** Dollars per million tokens, where the provider's own list says it. */
  price?: { input: number; output: number };
  /** What a free key may do with it, where that differs from what the provider's others allow. */
  freeLimits?: Limits;
  shutdown?: string;
};

/** What one request may carry of pictures; null: no limit is enforced. `bytes` counts the whole request. */
export type PictureLimits = { most: number | null; bytes: number | null; pixels: number | null };

/** What one upload may carry; null: nothing is too large. */
export type UploadLimits = { bytes: number | null; seconds: number | null };

export type Answer = { status: number; headers?: Record<string, string>; type: string; body: string };

/** Where one limit stands. Times in real ms. */
export type Reading = { limit: number; remaining: number; msToFull: number };
export type Readings = Partial<Record<Dimension, Reading>>;

export type Excess = {
  model: string;
  organization: string;
  dimension: Dimension;
  limit: number;
  used: number;
  requested: number;
  /** Null: the answer names no time. */
  waitMs: number | null;
};

/** Each provider's own words for no. */
export type Refusals = {
  badKey(key: string | null): Answer;
  missingScope(): Answer;
  unknownUrl(method: string, path: string): Answer;
  badRequest(message: string, param: string | null): Answer;
  noModel(id: string): Answer;
  /** The model is there, but for the other kind of work. */
  wrongModel(id: string, path: Path): Answer;
  noPictures(id: string): Answer;
  tooManyPictures(most: number, given: number): Answer;
  pictureTooFine(most: number): Answer;
  badPicture(): Answer;
  noTools(id: string): Answer;
  noJson(id: string): Answer;
  /** What the model wrote is no JSON; null: it is given out as it is. */
  badJson(): Answer | null;
  contextTooLong(context: number, requested: number): Answer;
  /** More than the limit holds when it is full. */
  tooLarge(excess: Excess): Answer;
  rateLimited(excess: Excess): Answer;
  fileTooLarge(bytes: number, most: number): Answer;
  bodyTooLarge(): Answer;
  badEnding(fileName: string): Answer;
  badAudio(): Answer;
  badFormat(format: string, model: string, formats: readonly string[]): Answer;
  audioTooLong(seconds: number, most: number): Answer;
  noCredit(): Answer;
  contentBlocked(): Answer;
  serverError(): Answer;
  overloaded(model: string): Answer;
};

export type Kind = {
  id: 'groq' | 'openai' | 'together' | 'generic';
  root: string;
  /** False: with no key added, anyone may call, also without a key. */
  needsKey: boolean;
  plan: Plan;
  models: readonly ModelFacts[];
  list(models: readonly ModelFacts[], query: URLSearchParams): unknown;
  limits(model: ModelFacts, plan: Plan): Limits;
  rateHeaders(readings: Readings): Record<string, string>;
  retryHeaders(waitMs: number): Record<string, string>;
  ownHeaders(): Record<string, string>;
  /** Readable by any web page. */
  cors: boolean;
  upload: { most: number; counts: 'file' | 'body' } | null;
  /** Endings of file names it takes; null: it looks inside instead. */
  endings: readonly string[] | null;
  /** Seconds that each upload counts for at least. */
  leastSeconds: number;
  pictures(model: ModelFacts): PictureLimits;
  /** Tools and JSON cannot be asked for together. */
  toolsOrJson: boolean;
  /** JSON is given only where a message speaks of it. */
  wantsWordOfJson: boolean;
  mostPrompt: number | null;
  rejectsMaxTokens(model: string): boolean;
  refuse: Refusals;
};

export const json = (status: number, value: unknown, headers?: Record<string, string>): Answer => ({
  status,
  ...(headers ? { headers } : {}),
  type: 'application/json',
  body: JSON.stringify(value),
});

const chatDefaults = {
  does: 'chat',
  context: 131_072,
  maxOutput: 16_384,
  vision: false,
  tools: true,
  severalCalls: true,
  json: true,
  formats: [],
  maxSeconds: null,
};
const speechDefaults = { ...chatDefaults, does: 'speech', context: null, formats: ['json', 'text', 'verbose_json'] };

export const chatModel = (id: string, owner: string, facts: Partial<ModelFacts> = {}): ModelFacts =>
  ({ ...chatDefaults, id, owner, ...facts }) as ModelFacts;

export const speechModel = (id: string, owner: string, facts: Partial<ModelFacts> = {}): ModelFacts =>
  ({ ...speechDefaults, id, owner, ...facts }) as ModelFacts;

/** A model that a test named and no list knows. What it can do is told by its name. */
export const strangerModel = (id: string): ModelFacts =>
  /whisper|transcri|parakeet|speech|voxtral/i.test(id)
    ? speechModel(id, 'unknown')
    : chatModel(id, 'unknown', {
        vision: /vision|-vl-|-eyes|llama-4-|gpt-4/i.test(id),
        tools: !/-plain/i.test(id),
        json: !/-plain/i.test(id),
      });

export const noPictureLimits: PictureLimits = { most: null, bytes: null, pixels: null };
