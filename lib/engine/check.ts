// Asks a key or an endpoint itself: does it work, and if not, what is the cause? A key is asked for its model list,
// never for a chat (a probe model that is retired would fail every valid key); an endpoint also for a real small answer.
import { type Fault, type FaultKind, faultOf } from '../domain/fault.ts';
import type { Provider } from '../domain/provider.ts';
import type { Endpoint, Key } from '../domain/settings.ts';
import type { Check } from '../domain/status.ts';
import type { Failed, ListedModels, Wire } from '../domain/wire.ts';
import { learnFault, learnSuccess } from '../limits/learn.ts';
import { learnList } from '../limits/learn-list.ts';
import type { Target } from '../routing/targets.ts';
import { probeWave } from '../transcription/probe.ts';
import { attemptChat, attemptTranscription, faultFrom, type Ports } from './attempt.ts';
import type { Memory } from './memory.ts';

const listWithinMs = 15_000;
/** Enough for a model that thinks before it says one word. */
const fewTokens = 256;

type Cause = Check['cause'];
type Outcome = { cause: Cause; message: string };

const causes: Partial<Record<FaultKind, (fault: Fault, name: string) => Outcome>> = {
  invalid_key: (_fault, name) => ({
    cause: 'invalid_key',
    message: `${name} refused this key. Copy it again, or make a new one.`,
  }),
  quota_exhausted: (_fault, name) => ({
    cause: 'no_credit',
    message: `The key is right, but ${name} says no credit is left on it.`,
  }),
  rate_limited: (_fault, name) => ({
    cause: 'rate_limited',
    message: `${name} answers, but the key is at its limit just now. It will be used again by itself.`,
  }),
  model_unavailable: (_fault, name) => ({
    cause: 'model_missing',
    message: `${name} answers, but does not have this model.`,
  }),
  overloaded: (_fault, name) => ({
    cause: 'failed',
    message: `${name} answers that it is overloaded. Try again in a minute.`,
  }),
  timeout: (_fault, name) => ({
    cause: 'unreachable',
    message: `${name} took the call and then stayed silent. It may still be loading the model.`,
  }),
};

const notConnected = (name: string, baseUrl: string): Outcome => ({
  cause: 'unreachable',
  message: `Nothing answers at ${baseUrl}. Is ${name} running, and are host and port right?`,
});

const wrongPath = (name: string, baseUrl: string): Outcome => ({
  cause: 'wrong_path',
  message: `${name} is there, but nothing of the OpenAI kind lies under ${baseUrl}.${
    /\/v1$/.test(baseUrl) ? '' : ` Most services want /v1 at the end: ${baseUrl}/v1.`
  }`,
});

/** What a failed call says about the service, for a person. Never the raw body: it may be a page of HTML. */
export const outcomeOf = (failed: Failed, fault: Fault, name: string, baseUrl: string): Outcome => {
  const { status, body } = failed.failure;
  if (status === 403 && body.trim() === '')
    return {
      cause: 'refused_origin',
      message: `${name} refuses calls from browser extensions (403). Allow this extension in its settings; for Ollama that is OLLAMA_ORIGINS.`,
    };
  if (fault.kind === 'endpoint_unreachable')
    return status === null ? notConnected(name, baseUrl) : wrongPath(name, baseUrl);
  if (status === 404 && fault.kind !== 'model_unavailable') return wrongPath(name, baseUrl);
  if (status !== null && status < 300)
    return { cause: 'not_compatible', message: `${name} answered, but not in the OpenAI form. ${fault.message}` };
  return (
    causes[fault.kind]?.(fault, name) ?? {
      cause: 'failed',
      message: `${name} answered with an error: ${fault.message}`,
    }
  );
};

/** What `work` gives; where it gives nothing in time, that is the fault, whatever the ended call says of itself. */
const within = async <Given extends { ok: true }>(
  ports: Ports,
  ms: number,
  work: (signal: AbortSignal) => Promise<Given | Failed>,
): Promise<Given | Failed> => {
  const ended = new AbortController();
  const timer = new AbortController();
  ports.sleep(ms, timer.signal).then(
    () => ended.abort(),
    () => {},
  );
  const answer = await work(ended.signal);
  timer.abort();
  if (answer.ok || !ended.signal.aborted) return answer;
  const fault = faultOf('timeout', 'endpoint', `No answer came within ${Math.round(ms / 1_000)} s.`);
  return { ok: false, failure: { status: null, headers: {}, body: '', fault } };
};

/** A list that the key may not see (a key made for chat alone) is no sign of a bad key. */
const isHiddenList = (failed: Failed, fault: Fault) =>
  failed.failure.status === 403 &&
  failed.failure.body.trim() !== '' &&
  !['invalid_key', 'quota_exhausted', 'endpoint_unreachable'].includes(fault.kind);

export const askList = (ports: Ports, provider: Pick<Provider, 'modelListQuery'>, wire: Wire): Promise<ListedModels> =>
  within(ports, listWithinMs, (signal) => ports.send.modelList(wire, provider.modelListQuery, signal));

export const checkKey = async (
  ports: Ports,
  memory: Memory,
  provider: Provider,
  key: Key,
  wire: Wire,
): Promise<Check> => {
  const startedAt = ports.now();
  const done = (outcome: Outcome, ok: boolean, models: string[] | null): Check => {
    memory.settle();
    return { ...outcome, ok, models, ms: ports.now() - startedAt };
  };
  const answer = await askList(ports, provider, wire);
  if (answer.ok) {
    // A list with nothing in it says nothing of what the key can call.
    const models = answer.models.length > 0 ? answer.models : null;
    memory.change((state) => learnList(state, key.id, { models, facts: answer.facts, readAt: ports.now() }, 'by hand'));
    const said = models ? `It can call ${models.length} models.` : 'Its list of models is empty.';
    return done({ cause: 'accepted', message: `Key accepted; credit not tested. ${said}` }, true, models);
  }
  const fault = faultFrom({ provider }, answer, ports.now());
  if (isHiddenList(answer, fault)) {
    memory.change((state) => learnList(state, key.id, { models: null, readAt: ports.now() }, 'by hand'));
    const message = 'Key accepted; credit not tested. Its list of models is unknown: the key may not read it.';
    return done({ cause: 'list_unknown', message }, true, null);
  }
  const place = {
    target: key.id,
    key: key.id,
    owner: provider.id,
    ref: '',
    local: true,
    law: provider.refill,
    limits: {},
  };
  if (fault.kind === 'invalid_key' || fault.kind === 'quota_exhausted')
    memory.change((state) => learnFault(state, place, fault, ports.now(), ports.random(), null));
  return done(outcomeOf(answer, fault, provider.name, wire.baseUrl), false, null);
};

const probe = (
  ports: Ports,
  target: Target,
  wire: Wire,
  forSpeech: boolean,
  signal: AbortSignal,
): Promise<{ ok: true; text: string } | Failed> =>
  forSpeech
    ? attemptTranscription(
        ports,
        target,
        wire,
        { kind: 'transcribe', audio: probeWave(), fileName: 'probe.wav', seconds: 1, needs: 'text' },
        signal,
      )
    : attemptChat(
        ports,
        target,
        wire,
        {
          kind: 'chat',
          task: 'fast',
          messages: [{ role: 'user', content: 'Reply with the single word: ready' }],
          maxOutput: fewTokens,
        },
        signal,
        () => {},
      );

/** @param targets the endpoint's targets; the first is asked */
export const checkEndpoint = async (
  ports: Ports,
  memory: Memory,
  endpoint: Endpoint,
  target: Target | undefined,
  forSpeech: boolean,
  wire: Wire,
): Promise<Check> => {
  const startedAt = ports.now();
  const { name, baseUrl } = endpoint;
  if (!target) return { ok: false, cause: 'failed', message: `${name} has no model yet.`, models: null, ms: 0 };
  const listed = await askList(ports, target.provider, wire);
  const models = listed.ok ? listed.models : null;
  const answer = await within(ports, target.provider.patienceMs, (signal) =>
    probe(ports, target, wire, forSpeech, signal),
  );
  const ms = ports.now() - startedAt;
  if (answer.ok) {
    const list = { models, facts: listed.ok ? listed.facts : undefined, readAt: ports.now() };
    memory.change((state) =>
      // It was asked for just now and answered: whatever rest was believed in, it is over.
      learnSuccess(learnList(state, target.place.key, list, 'by hand'), target.place, Number.POSITIVE_INFINITY),
    );
    memory.settle();
    const said = forSpeech ? 'It took a short recording.' : `It said: “${answer.text.trim().slice(0, 80)}”`;
    return { ok: true, cause: 'answered', message: `${name} works. ${said}`, models, ms };
  }
  const fault = faultFrom(target, answer, ports.now());
  if (fault.kind === 'endpoint_unreachable' || fault.kind === 'timeout')
    memory.change((state) => learnFault(state, target.place, fault, ports.now(), ports.random(), null));
  memory.settle();
  const outcome = outcomeOf(answer, fault, name, baseUrl);
  const known = outcome.cause === 'model_missing' && models?.length ? ` It has: ${models.slice(0, 8).join(', ')}.` : '';
  return { ...outcome, message: outcome.message + known, ok: false, models, ms };
};
