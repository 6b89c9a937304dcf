// The answers of scripted faults: the provider's own words, with numbers that fit the call they answer, so that what is
// learned from them holds. They carry no rate headers, only the time that the test asked for.
import type { Arrived, Desk } from './call.ts';
import { modelNamed } from './call.ts';
import { countInput } from './chat.ts';
import type { Fault, StatusFault } from './faults.ts';
import { limitsOf } from './keys.ts';
import type { Answer, Dimension, Excess } from './kind.ts';

const statusKinds: readonly string[] = ['401', '402', '403', '404', '413', '429', '500', '503', 'context', 'content'];
export const isStatusFault = (kind: Fault['kind']): kind is StatusFault => statusKinds.includes(kind);

const excessOf = (
  desk: Desk,
  call: Arrived,
  dimension: Dimension,
): Pick<Excess, 'model' | 'organization' | 'limit'> => {
  const name = modelNamed(call) ?? '';
  const account = desk.keys.find(call.keyHash);
  const model = desk.models().find(({ id }) => id === name);
  const limit = (account && model && limitsOf(desk.kind, account, model)[dimension]) ?? 30;
  return { model: name, organization: account?.organization ?? 'org_practice', limit };
};

const tooLarge = (desk: Desk, call: Arrived): Answer => {
  const { refuse } = desk.kind;
  // Half of what came: what this teaches makes the same call unfit, and nothing smaller than needed.
  if (call.path === 'transcriptions') return refuse.fileTooLarge(call.bytes, Math.floor(call.bytes / 2));
  if (desk.kind.id !== 'groq' || !call.body.chat) return refuse.bodyTooLarge();
  const requested = countInput(call.body.chat);
  const limit = Math.max(1, Math.floor(requested / 2));
  return refuse.tooLarge({ ...excessOf(desk, call, 'TPM'), dimension: 'TPM', limit, used: 0, requested, waitMs: null });
};

const rateLimited = (desk: Desk, call: Arrived, { retryAfterSeconds }: Fault): Answer => {
  const { kind } = desk;
  const waitMs = retryAfterSeconds === undefined ? null : retryAfterSeconds * 1000;
  const dimension = kind.id === 'together' ? 'RPS' : 'RPM';
  const { limit, ...rest } = excessOf(desk, call, dimension);
  const answer = kind.refuse.rateLimited({ ...rest, dimension, limit, used: limit, requested: 1, waitMs });
  return waitMs === null ? answer : { ...answer, headers: kind.retryHeaders(waitMs) };
};

const contextTooLong = ({ kind }: Desk, call: Arrived): Answer => {
  const requested = call.body.chat ? countInput(call.body.chat) : 1;
  return kind.refuse.contextTooLong(Math.max(1, Math.floor(requested / 2)), requested);
};

export const stagedAnswer = (desk: Desk, call: Arrived, kind: StatusFault, fault: Fault): Answer => {
  const { refuse } = desk.kind;
  const model = modelNamed(call) ?? '';
  const answers: Record<StatusFault, () => Answer> = {
    401: () => refuse.badKey(call.key),
    402: () => refuse.noCredit(),
    403: () => ({ status: 403, type: 'text/plain', body: '' }),
    404: () => ({ ...refuse.noModel(model), status: 404 }),
    413: () => tooLarge(desk, call),
    429: () => rateLimited(desk, call, fault),
    500: () => refuse.serverError(),
    503: () => refuse.overloaded(model),
    context: () => contextTooLong(desk, call),
    content: () => refuse.contentBlocked(),
  };
  const answer = answers[kind]();
  const named = fault.retryAfterSeconds;
  return named === undefined
    ? answer
    : { ...answer, headers: { 'retry-after': String(Math.ceil(named)), ...answer.headers } };
};

const webPage = '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to go on</h1></body></html>';

/** Answers that look well by their status and are none. Null: this fault does not replace the answer. */
export const falseAnswer = ({
  kind: { kind },
  desk,
  call,
}: {
  kind: Fault;
  desk: Desk;
  call: Arrived;
}): Answer | null => {
  if (kind === 'html') return { status: 200, type: 'text/html; charset=utf-8', body: webPage };
  if (kind === 'plain') return { status: 200, type: 'text/plain', body: 'It works!' };
  if (kind === 'redirect')
    return { status: 307, type: 'text/plain', body: '', headers: { location: `${call.url.origin}/elsewhere` } };
  const streams = call.body.chat?.stream === true;
  if (kind === 'error-inside' && !streams)
    return { ...desk.kind.refuse.overloaded(modelNamed(call) ?? ''), status: 200 };
  return kind === 'empty' && !streams ? { status: 200, type: 'application/json', body: '{}' } : null;
};
