// What a failed call says about the service, as a cause and a sentence for a person. Pure. Never the raw body: it may be
// a page of HTML.
import { isLocal } from '../domain/address.ts';
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { Failed } from '../domain/wire.ts';
import { connectionOutcome, type Outcome, type Reached } from './check-connection.ts';

const stillLoading = /\bload(ing|s) .*\bmodel\b|\bmodel\b.*\bload(ing|ed)\b/i;

const causes: Partial<Record<FaultKind, (to: Reached, fault: Fault) => Outcome>> = {
  invalid_key: ({ name, withKey }) => ({
    cause: 'invalid_key',
    message: withKey
      ? `${name} refused this key. Copy it again, or make a new one.`
      : `${name} answers only to those who have a key. Add the one that it takes.`,
  }),
  quota_exhausted: ({ name }) => ({
    cause: 'no_credit',
    message: `The key is right, but ${name} says no credit is left on it.`,
  }),
  rate_limited: ({ name }) => ({
    cause: 'rate_limited',
    message: `${name} answers, but the key is at its limit just now. It will be used again by itself.`,
  }),
  model_unavailable: ({ name }) => ({
    cause: 'model_missing',
    message: `${name} answers, but does not have this model.`,
  }),
  unsupported_capability: ({ name }, { message }) => ({
    cause: 'unsupported',
    message: `${name} answers, but this model cannot do it: ${message}`,
  }),
  timeout: ({ name }, { message }) => ({ cause: 'slow', message: `${name} answers, but not in time: ${message}` }),
  overloaded: ({ name }, { message }) =>
    // llama.cpp answers so until it is ready (503, “Loading model”).
    stillLoading.test(message)
      ? { cause: 'slow', message: `${name} is still loading the model. Test it again in a minute.` }
      : { cause: 'failed', message: `${name} answers that it is overloaded. Try again in a minute.` },
};

/** A call that was never answered. */
const silent = ({ name, baseUrl }: Reached, { message }: Fault): Outcome => ({
  cause: 'slow',
  message: `${name} took the call and then stayed silent. ${message} ${
    isLocal(baseUrl) ? 'It may still be loading the model: test it again in a minute.' : 'It may be busy: try again.'
  }`,
});

const wrongPath = ({ name, baseUrl }: Reached): Outcome => ({
  cause: 'wrong_path',
  message: `${name} is there, but nothing of the OpenAI kind lies under ${baseUrl}.`,
});

const forms: Record<NonNullable<Failed['failure']['instead']>, (to: Reached) => Outcome> = {
  web_page: ({ name, baseUrl }) => ({
    cause: 'web_page',
    message: `${baseUrl} answered with a web page: nothing of the OpenAI kind lies there. Is this the address of ${name}’s programming interface, or does it ask for a sign-in first?`,
  }),
  elsewhere: ({ name, baseUrl }) => ({
    cause: 'wrong_path',
    message: `${baseUrl} sends callers elsewhere, and nothing is sent after that. Enter the address under which ${name} itself answers.`,
  }),
  not_json: ({ name, baseUrl }) => ({
    cause: 'not_json',
    message: `${baseUrl} answered, but not with JSON as the OpenAI form has it. Is this the address of ${name}?`,
  }),
};

const refusedOrigin = ({ name }: Reached): Outcome => ({
  cause: 'refused_origin',
  message: `${name} refuses calls from browser extensions (403). Allow this extension in its settings; for Ollama that is OLLAMA_ORIGINS.`,
});

/** Somebody answered who is not the one that was meant: a gate before it, or another service under its path. */
const turnedAway = (to: Reached, { message }: Fault, status: number): Outcome => {
  if (status >= 500)
    return { cause: 'unreachable', message: `${to.name} answers, but cannot reach what lies behind it: ${message}` };
  if (status === 404 || status === 405) return wrongPath(to);
  return { cause: 'failed', message: `${to.name} lets nobody in from here (${status}). ${message}` };
};

/** @param named what the browser calls a connection that failed, where it tells */
export const outcomeOf = (failed: Failed, fault: Fault, to: Reached, named: string | null): Outcome => {
  const { status, body, instead } = failed.failure;
  if (status === null && fault.kind === 'timeout') return silent(to, fault);
  if (instead) return forms[instead](to);
  if (status === 403 && body.trim() === '') return refusedOrigin(to);
  if (status !== null && status < 300)
    return { cause: 'not_compatible', message: `${to.name} answered, but not in the OpenAI form. ${fault.message}` };
  if (fault.kind === 'endpoint_unreachable')
    return status === null ? connectionOutcome(to, named, fault.message) : turnedAway(to, fault, status);
  if (status === 405 || (status === 404 && fault.kind !== 'model_unavailable')) return wrongPath(to);
  return (
    causes[fault.kind]?.(to, fault) ?? {
      cause: 'failed',
      message: `${to.name} answered with an error: ${fault.message}`,
    }
  );
};
