// Which meaning an error has: one table, read from the top; the first rule that holds decides. Pure.
// Words stand before status, because services disagree about statuses and not about words.
import type { AbilityName } from '../domain/abilities.ts';
import type { FaultKind, FaultLimit, FaultScope } from '../domain/fault.ts';
import { noLimit } from '../domain/fault.ts';
import { readAffordable } from './error-numbers.ts';
import * as words from './error-patterns.ts';
import { readContext, readFileSize, readImages, readPixels } from './size-numbers.ts';

/** What is known of an answer before it has a kind. */
export type Evidence = {
  /** The status that counts: the answer's own, else the one that its body names; null where there is none. */
  status: number | null;
  /** Plain words of the sentences, without offers. */
  text: string;
  /** Plain words of codes and types. */
  codes: string;
  /** Both. */
  said: string;
  /** The rate that words or quotas name. Headers have no say in the kind: they come with every answer. */
  rate: FaultLimit;
  numbers: Readonly<Record<string, number>>;
  isHtml: boolean;
};

export type Verdict = {
  kind: FaultKind;
  scope: FaultScope;
  limit: FaultLimit;
  /** Which abilities are said to be missing; absent where that is not what it is about. */
  abilities?: AbilityName[];
};

type Rule = {
  kind: FaultKind;
  holds: (evidence: Evidence) => boolean;
  /** Default: the scope that usually belongs to the kind. */
  scope?: (evidence: Evidence) => FaultScope;
  limit?: (evidence: Evidence) => FaultLimit;
};

const usualScope: Record<FaultKind, FaultScope> = {
  invalid_key: 'key',
  quota_exhausted: 'key',
  rate_limited: 'model',
  request_too_large: 'request',
  context_too_long: 'request',
  file_too_large: 'request',
  model_unavailable: 'model',
  unsupported_capability: 'model',
  overloaded: 'model',
  server_error: 'endpoint',
  timeout: 'endpoint',
  endpoint_unreachable: 'endpoint',
  content_blocked: 'request',
  bad_request: 'request',
  no_target: 'request',
  cancelled: 'request',
};

const namesModel = /\bmodels?\b|\{model\}|\bdeployment\b/;

const rateOf = ({ rate }: Evidence): FaultLimit => rate;
const contextOf = ({ text, numbers }: Evidence): FaultLimit => readContext(text, numbers);
const fileOf = ({ said }: Evidence): FaultLimit => readFileSize(said);
const onRequest = (): FaultScope => 'request';
const onModel = (): FaultScope => 'model';
const onModelIfNamed = ({ text }: Evidence): FaultScope => (namesModel.test(text) ? 'model' : 'endpoint');

const isOneOf = (status: number | null, ...statuses: number[]): boolean => status !== null && statuses.includes(status);

/** Per model, as far as anything hints at it; a bare "rate limit exceeded" is the key's, and so is a shared free pool. */
const rateScope = ({ text, rate }: Evidence): FaultScope => {
  if (/\bfree models per\b|\btrial key\b|\baccount\b/.test(text)) return 'key';
  if (text === '' || rate.dimension !== null) return 'model';
  return namesModel.test(text) || /\b(?:upstream|provider returned|dynamic|operation)\b/.test(text) ? 'model' : 'key';
};

const isRateText = ({ text, codes, rate, status }: Evidence): boolean =>
  words.tooFast.test(text) ||
  (words.currentQuota.test(text) && words.googleExhausted.test(codes)) ||
  (rate.dimension !== null && isOneOf(status, 429) && /\b(?:limit|exceed|reached|quota)/.test(text));

const images = ({ text, rate }: Evidence): number | null => (rate.dimension === null ? readImages(text) : null);

/** Characters are counted where a field is too long; no window is counted in them. */
const isAboutCharacters = ({ text }: Evidence): boolean => /\bcharacters?\b/.test(text) && !/\btokens?\b/.test(text);

const rules: readonly Rule[] = [
  // No answer came: whatever the words say of keys or limits, they are our own runtime's.
  { kind: 'endpoint_unreachable', holds: ({ status, text }) => status === null && words.noConnection.test(text) },
  // A proxy answers for a server that it cannot reach.
  {
    kind: 'endpoint_unreachable',
    holds: ({ status, text }) =>
      (status ?? 0) >= 500 &&
      /\bconnection (?:refused|timed out)\b|\becon\w+|\bno such host\b|\bdial tcp\b|\bgetaddrinfo\b/.test(text),
  },
  // Before keys and models: a 403 at the door says nothing about either.
  {
    kind: 'endpoint_unreachable',
    holds: ({ text, said }) =>
      words.forbiddenPlace.test(said) ||
      (words.shutOut.test(said) && !namesModel.test(text) && !/\bfree tier\b/.test(text)),
  },
  // A zero is a fact about the plan. It comes in the grammar of a rate limit, so it stands before that.
  {
    kind: 'quota_exhausted',
    holds: (evidence) => evidence.rate.limit === 0 && (isRateText(evidence) || isOneOf(evidence.status, 429)),
    scope: onModel,
    limit: rateOf,
  },
  { kind: 'unsupported_capability', holds: (evidence) => images(evidence) === 0 },
  {
    kind: 'unsupported_capability',
    holds: (evidence) => (images(evidence) ?? 0) > 0 || /\btoo many images\b/.test(evidence.text),
    scope: onRequest,
    limit: (evidence) => ({ ...noLimit, dimension: 'images_per_request', limit: images(evidence) }),
  },
  // Before uploads, which are measured in bytes.
  {
    kind: 'file_too_large',
    holds: ({ text, rate }) => rate.dimension === null && words.tooFine(text),
    limit: ({ text }) => readPixels(text),
  },
  // One request above a cap per minute: waiting never helps. Before context and uploads, which share "too large".
  {
    kind: 'request_too_large',
    holds: ({ text, rate }) =>
      rate.dimension !== null &&
      (/\brequest too large\b/.test(text) || (rate.limit !== null && (rate.requested ?? 0) > rate.limit)),
    limit: rateOf,
  },
  {
    kind: 'request_too_large',
    holds: ({ text, codes, status }) =>
      /\brequest too large\b/.test(text) && (isOneOf(status, 429) || /\brate limit exceeded\b|^tokens$/m.test(codes)),
    limit: rateOf,
  },
  // Before context: it names the window too, but only the answer's own cap is at fault.
  { kind: 'bad_request', holds: ({ text }) => words.overOutput.test(text) && !words.aboutInput.test(text) },
  {
    kind: 'context_too_long',
    holds: (evidence) =>
      evidence.rate.dimension === null &&
      !isAboutCharacters(evidence) &&
      (words.overContext.test(evidence.said) || words.negativeRest.test(evidence.said)),
    limit: contextOf,
  },
  // Tokens without a period and without a window: a cap of the plan on each single request.
  {
    kind: 'request_too_large',
    holds: ({ text, status }) =>
      !isOneOf(status, 402, 429) &&
      words.aboutTokens.test(text) &&
      /\btoo large\b|\bmax size\b|\btokens limit exceeded\b/.test(text) &&
      !/\bcontext\b/.test(text),
    limit: contextOf,
  },
  {
    kind: 'request_too_large',
    holds: ({ text }) => /\b(?:messages|input|prompt)\b.{0,30}: ?string too long\b/.test(text),
  },
  {
    kind: 'file_too_large',
    holds: ({ said, rate, status }) => rate.dimension === null && status !== 429 && words.overUpload.test(said),
    limit: fileOf,
  },
  // Before keys: proxies answer 401 to an empty budget. Before rates: an empty account answers 429.
  {
    kind: 'quota_exhausted',
    holds: ({ said, text, codes, rate }) =>
      (words.noMoney.test(said) && !words.thinkingBudget.test(text)) ||
      (words.currentQuota.test(text) && rate.dimension === null && !words.googleExhausted.test(codes)),
    scope: ({ text }) => (words.forOneModel.test(text) ? 'model' : 'key'),
    limit: ({ text }) => readAffordable(text),
  },
  // Before content: an account is also closed "for violating our policies".
  { kind: 'invalid_key', holds: ({ said }) => words.accountClosed.test(said) },
  { kind: 'content_blocked', holds: ({ said }) => words.contentRefused.test(said) },
  // The sentence only; codes that speak of rates also stand on answers of a busy server, and come further down.
  { kind: 'rate_limited', holds: isRateText, scope: rateScope, limit: rateOf },
  // Before models: "no capacity available for model X" is about now, not about X.
  { kind: 'overloaded', holds: ({ text }) => words.overBusy.test(text) },
  { kind: 'overloaded', holds: ({ said, status }) => isOneOf(status, 503, 529) && /\bunavailable\b/.test(said) },
  // Before keys: "requires a key to access this model" is about the model; the key that was sent is good.
  { kind: 'model_unavailable', holds: ({ said }) => words.modelGone.test(said) },
  {
    kind: 'invalid_key',
    holds: ({ said, status }) =>
      words.keyRefused.test(said) || (isOneOf(status, 401, 403) && words.tokenRefused.test(said)),
  },
  {
    kind: 'model_unavailable',
    holds: ({ said, status }) => isOneOf(status, 401, 403) && words.notPermitted.test(said),
  },
  // Before abilities: "file type not supported" is about the bytes.
  { kind: 'bad_request', holds: ({ said }) => words.badMedia.test(said) },
  { kind: 'server_error', holds: ({ said }) => words.badAnswer.test(said), scope: onRequest },
  {
    kind: 'unsupported_capability',
    holds: ({ said, status }) => !isOneOf(status, 401, 402, 429) && words.cannotDo.test(said),
  },
  { kind: 'overloaded', holds: ({ codes }) => words.overBusy.test(codes) },
  { kind: 'rate_limited', holds: ({ codes }) => words.tooFast.test(codes), scope: rateScope, limit: rateOf },
  {
    kind: 'timeout',
    holds: ({ said, status }) =>
      (status === null || status >= 500 || isOneOf(status, 408, 429, 499)) && words.tooSlow.test(said),
    scope: onModelIfNamed,
  },
  { kind: 'endpoint_unreachable', holds: ({ text }) => words.wrongPath.test(text) },
  { kind: 'server_error', holds: ({ text }) => words.broken.test(text), scope: onModelIfNamed },
  // A missing thing, and a model is named: the model.
  { kind: 'model_unavailable', holds: ({ text, status }) => isOneOf(status, 404, 410) && namesModel.test(text) },
];

/** What a status means where no word helps. Statuses that are not listed: see `kindOfStatus`. */
const statuses: Record<number, FaultKind> = {
  401: 'invalid_key',
  402: 'quota_exhausted',
  404: 'endpoint_unreachable',
  405: 'endpoint_unreachable',
  407: 'endpoint_unreachable',
  408: 'timeout',
  410: 'endpoint_unreachable',
  413: 'file_too_large',
  421: 'endpoint_unreachable',
  424: 'server_error',
  425: 'overloaded',
  429: 'rate_limited',
  451: 'endpoint_unreachable',
  498: 'overloaded',
  499: 'timeout',
  503: 'overloaded',
  504: 'timeout',
  521: 'endpoint_unreachable',
  522: 'endpoint_unreachable',
  523: 'endpoint_unreachable',
  524: 'timeout',
  525: 'endpoint_unreachable',
  526: 'endpoint_unreachable',
  529: 'overloaded',
  530: 'endpoint_unreachable',
};

const scopeOfStatus: Partial<Record<FaultKind, (evidence: Evidence) => FaultScope>> = {
  rate_limited: rateScope,
  server_error: onModelIfNamed,
  timeout: onModelIfNamed,
  overloaded: ({ isHtml }) => (isHtml ? 'endpoint' : 'model'),
};

const limitOfStatus: Partial<Record<FaultKind, (evidence: Evidence) => FaultLimit>> = {
  rate_limited: rateOf,
  file_too_large: fileOf,
};

/** A 403 without a cause is a block in front of the service as often as anything else: never the key. */
const isDoor = ({ status, text, isHtml }: Evidence): boolean =>
  status === 403 && (isHtml || text === '' || /\bforbidden\b|\baccess denied\b|\bnot allowed\b/.test(text));

/** What a 400 would say, where the status is lost: an event in a stream, an error inside a 200. */
const blamesRequest = /\b(?:invalid (?:request|argument|value|param\w*)|bad request|validation)\b/;

const kindOfStatus = (evidence: Evidence): FaultKind => {
  const { status, text, isHtml } = evidence;
  if (isDoor(evidence)) return 'endpoint_unreachable';
  const isBlame = (status === null || status < 400) && blamesRequest.test(evidence.said);
  if (isBlame) return 'bad_request';
  if (status === null) return text === '' ? 'endpoint_unreachable' : 'server_error';
  const known = statuses[status];
  if (known) return known;
  if (status < 400) return isHtml || status >= 300 ? 'endpoint_unreachable' : 'server_error';
  if (status >= 500) return 'server_error';
  // A service that is asked for JSON and answers with a page is not the service that was meant.
  return isHtml ? 'endpoint_unreachable' : 'bad_request';
};

/** @returns kind, scope and learned limit; there always is one */
export const judge = (evidence: Evidence): Verdict => {
  const rule = rules.find(({ holds }) => holds(evidence));
  const kind = rule?.kind ?? kindOfStatus(evidence);
  const limit = rule ? rule.limit : limitOfStatus[kind];
  const scope = rule ? rule.scope : scopeOfStatus[kind];
  const verdict = { kind, scope: scope?.(evidence) ?? usualScope[kind], limit: limit?.(evidence) ?? noLimit };
  const abilities = kind === 'unsupported_capability' ? words.abilitiesIn(evidence.said) : [];
  return abilities.length > 0 ? { ...verdict, abilities } : verdict;
};
