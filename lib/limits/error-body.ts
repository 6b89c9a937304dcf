// Takes the body of an error answer apart into the parts that all services share: words, codes, a status, numbers.
// Pure and lenient. It follows only the fields that carry a cause, so that a quoted prompt is never read as one.
import { type Loose, readLoose } from './lenient-json.ts';

/** One quota that an answer says was hit, as Google's services write it. */
export type NamedQuota = { name: string; limit: number | null };

export type ErrorBody = {
  /** The sentences of the answer, outermost first. */
  texts: string[];
  /** Codes, types, statuses and reasons that are words. */
  codes: string[];
  /** The HTTP status that the body itself names, outermost first; 400 to 599, or null. */
  status: number | null;
  /** Response headers that are quoted inside the body. */
  headers: Record<string, string>;
  /** Numbers by the name of their field, in lower case. */
  numbers: Record<string, number>;
  quotas: NamedQuota[];
  isHtml: boolean;
};

type Members = { [key: string]: Loose };

const longestBody = 40_000;
const deepest = 8;

const textFields =
  /^(?:message|messages|msg|error|errors|error_?message|error_?msg|detail|details|description|error_description|title|raw|body|status_msg|reason_phrase|hint)$/i;
const codeFields =
  /^(?:code|type|status|error_?code|error_?type|reason|reasons|__type|err_?code|limit_source|provider_code|param)$/i;
const statusFields = /^(?:code|status|status_?code|raw_status_code|error_?code)$/i;
const partFields =
  /^(?:message|error|errors|detail|details|metadata|inner_?error|response|data|cause|base_resp|violations|body|raw|fault|result)$/i;
const waitFields = /^retry_?(?:after|delay|in)/i;

const emptyBody = (): ErrorBody => ({
  texts: [],
  codes: [],
  status: null,
  headers: {},
  numbers: {},
  quotas: [],
  isHtml: false,
});

const isMembers = (value: Loose): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asStatus = (value: Loose): number | null => {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : null;
};

/** What a text of any length says, it says at its start or, after a trace of calls, at its end. */
const shortened = (text: string): string =>
  text.length <= 4_000 ? text : `${text.slice(0, 3_000)} … ${text.slice(-900)}`;

const addText = (body: ErrorBody, text: string): void => {
  const line = shortened(text.replace(/\s+/g, ' ').trim());
  if (line && !body.texts.some((known) => known.includes(line))) body.texts.push(line);
};

const addQuota = (body: ErrorBody, members: Members): void => {
  const { quotaId, quotaMetric, quotaValue } = members;
  if (quotaId === undefined && quotaMetric === undefined) return;
  const limit = Number(quotaValue ?? Number.NaN);
  const name = [quotaId, quotaMetric].filter((part) => typeof part === 'string').join(' ');
  body.quotas.push({ name, limit: Number.isFinite(limit) ? limit : null });
};

const addHeaders = (body: ErrorBody, value: Loose): void => {
  if (!isMembers(value)) return;
  for (const [name, content] of Object.entries(value)) {
    if (typeof content === 'string' || typeof content === 'number') body.headers[name.toLowerCase()] = String(content);
  }
};

const addField = (body: ErrorBody, name: string, value: Loose, depth: number): void => {
  if (statusFields.test(name)) body.status ??= asStatus(value);
  if (typeof value === 'number') {
    body.numbers[name.toLowerCase()] = value;
    if (codeFields.test(name)) body.codes.push(String(value));
  } else if (typeof value === 'string') {
    if (textFields.test(name)) addString(body, value, depth);
    else if (waitFields.test(name)) addText(body, `retry after ${value}`);
    else if (codeFields.test(name)) body.codes.push(value);
  } else if (name.toLowerCase() === 'headers') {
    addHeaders(body, value);
  } else if (Array.isArray(value) && codeFields.test(name)) {
    body.codes.push(...value.filter((part) => typeof part === 'string'));
  } else if (partFields.test(name)) {
    addValue(body, value, depth + 1);
  }
};

const addValue = (body: ErrorBody, value: Loose, depth: number): void => {
  if (depth > deepest) return;
  if (typeof value === 'string') addString(body, value, depth);
  else if (Array.isArray(value)) for (const part of value.slice(0, 20)) addValue(body, part, depth + 1);
  else if (isMembers(value)) {
    addQuota(body, value);
    for (const [name, content] of Object.entries(value)) addField(body, name, content, depth);
  }
};

const hasCause = (value: Loose): boolean => {
  if (Array.isArray(value)) return value.some((part) => isMembers(part) && hasCause(part));
  return isMembers(value) && Object.keys(value).some((name) => textFields.test(name) || /^base_resp$/.test(name));
};

const reasonPhrase =
  /^(?:bad request|unauthorized|payment required|forbidden|not found|too many requests|internal server error|bad gateway|service unavailable|gateway timeout)\W*$/i;

/** A sentence, or a sentence around a value that was printed into it. */
const addString = (body: ErrorBody, text: string, depth: number): void => {
  const start = depth < deepest ? text.search(/[{[]\s*["'{[]/) : -1;
  const inner = start < 0 ? null : readLoose(text, start);
  if (inner === null || !hasCause(inner.value)) {
    addText(body, text);
    return;
  }
  const before = text.slice(0, start);
  // `404 Not Found {…}`: the phrase belongs to the status, and what is in the braces knows better.
  if (!reasonPhrase.test(before.trim())) addText(body, before.replace(/[\s:-]+$/, ''));
  addValue(body, inner.value, depth + 1);
  addText(body, text.slice(inner.end).replace(/^[\s."'\])]+/, ''));
};

const stripped = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;|&#?\w{1,8};/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const addHtml = (body: ErrorBody, html: string): void => {
  body.isHtml = true;
  for (const tag of ['title', 'h1', 'h2', 'pre']) {
    const [, content] = new RegExp(`<${tag}\\b[^>]*>([\\s\\S]{0,400}?)</${tag}>`, 'i').exec(html) ?? [];
    if (content) addText(body, stripped(content));
  }
  if (body.texts.length === 0) addText(body, stripped(html).slice(0, 200));
};

/** `429 …`, `Error code: 429 - …`, `[API Error: 429 …]`, `HTTP 503: …` */
const leadingStatus =
  /^[\s[(]*(?:(?:api |http )?error(?: code)?:?\s*|http(?:\/\d(?:\.\d)?)?:?\s*|status(?: code)?:?\s*)?(?:([45]\d\d)\b|none\b)[\s:,-]*/i;

/** `event: error` and `data:` of a stream, in front of what it carries. */
const eventLead = /^\s*(?:event:[^\n]*\n\s*)?data:\s*/;

/** What SDKs write where nothing came. */
const noBody = /^(?:status code )?\(no body\)$|^(?:\{\s*\}|\[\s*\]|null|""|undefined)$/i;

/** @param text the body as it came, whatever its content type says */
export const readErrorBody = (text: string): ErrorBody => {
  const body = emptyBody();
  const whole = text.slice(0, longestBody).replace(eventLead, '').trim();
  const [lead, status] = leadingStatus.exec(whole) ?? [];
  if (status) body.status = Number(status);
  const behind = whole.slice(lead?.length ?? 0);
  const rest = lead?.includes('[') ? behind.replace(/\]$/, '') : behind;
  if (/<(?:!doctype|html|head|title|body|center|h1)\b/i.test(rest.slice(0, 2_000))) addHtml(body, rest);
  else if (/^["[{]/.test(rest) && hasValue(rest)) addValue(body, readLoose(rest).value, 0);
  else addString(body, noBody.test(rest) ? '' : rest, 0);
  // Nothing that looks like a cause: then the whole is the cause, in whatever shape it came.
  if (body.texts.length + body.codes.length === 0 && !body.isHtml) addText(body, noBody.test(rest) ? '' : rest);
  return body;
};

const hasValue = (text: string): boolean => text.startsWith('"') || hasCause(readLoose(text).value);
