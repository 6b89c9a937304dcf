// Asks a key or an endpoint itself: does it work, and if not, what is the cause? A key is asked for its model list,
// never for a chat (a probe model that is retired would fail every valid key); of an endpoint each model is asked for a
// real small answer to everything that it is said to be able to do.
import type { AbilityName } from '../domain/abilities.ts';
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { Provider } from '../domain/provider.ts';
import type { Endpoint, Key } from '../domain/settings.ts';
import type { Check, CheckCause, CheckFix, CheckRow } from '../domain/status.ts';
import { type Task, textTasks } from '../domain/task.ts';
import type { Failed, ListedModels, Wire } from '../domain/wire.ts';
import { learnFault, learnSuccess, withoutLack } from '../limits/learn.ts';
import { learnList } from '../limits/learn-list.ts';
import { abilityLessons } from '../limits/teachings.ts';
import type { Target } from '../routing/targets.ts';
import { faultFrom, type Ports } from './attempt.ts';
import type { Outcome, Reached } from './check-connection.ts';
import { outcomeOf } from './check-outcome.ts';
import type { Compiled } from './compile.ts';
import type { Memory } from './memory.ts';
import { type Ability, probes } from './probes.ts';
import { askList, readList } from './read-list.ts';
import { findRightPath } from './right-path.ts';
import { within } from './within.ts';

/** A first sign that comes later than this is worth a word. */
const slowMs = 5_000;
/** How many models are named in a sentence. */
const mostNamed = 8;

type Mended = Outcome & { fix?: CheckFix };

const reachedBy = ({ name }: Provider, { baseUrl, secret }: Wire): Reached => ({
  name,
  baseUrl,
  withKey: secret !== null,
});

/** What the browser calls the failure of a call that nobody answered. */
export const nameOf = async ({ causeOf }: Ports, { failure }: Failed, { baseUrl }: Wire, path: string) =>
  failure.status === null && causeOf ? causeOf(baseUrl + path) : null;

const hasOtherForm: readonly CheckCause[] = ['wrong_path', 'web_page', 'not_json', 'not_compatible'];

/** Where something else than the OpenAI form lies at the address, the right one is looked for beside it. */
const mended = async (ports: Ports, provider: Provider, wire: Wire, outcome: Outcome): Promise<Mended> => {
  if (!hasOtherForm.includes(outcome.cause)) return outcome;
  const baseUrl = await findRightPath(ports, wire);
  if (baseUrl === null)
    return { ...outcome, message: `${outcome.message} Nor was it found in the usual places beside it.` };
  return {
    cause: 'wrong_path',
    message: `${provider.name} is there, but not under ${wire.baseUrl}: what Rondo needs lies under ${baseUrl}.`,
    fix: { kind: 'base-url', baseUrl },
  };
};

export const checkKey = async (
  ports: Ports,
  memory: Memory,
  provider: Provider,
  key: Key,
  wire: Wire,
): Promise<Check> => {
  const startedAt = ports.now();
  const done = (outcome: Mended, ok: boolean, models: string[] | null): Check => {
    memory.settle();
    return { ...outcome, ok, models, ms: ports.now() - startedAt };
  };
  const read = await readList(ports, memory, provider, key.id, wire, 'by hand');
  if (read.ok && read.hidden) {
    const message = 'Key accepted; credit not tested. Its list of models is unknown: the key may not read it.';
    return done({ cause: 'list_unknown', message }, true, null);
  }
  if (read.ok) {
    const said = read.models ? `It can call ${read.models.length} models.` : 'Its list of models is empty.';
    return done({ cause: 'accepted', message: `Key accepted; credit not tested. ${said}` }, true, read.models);
  }
  const { failed, fault } = read;
  const outcome = outcomeOf(failed, fault, reachedBy(provider, wire), await nameOf(ports, failed, wire, '/models'));
  const isOwnAddress = wire.baseUrl !== provider.baseUrl || provider.keyPage === null;
  return done(isOwnAddress ? await mended(ports, provider, wire, outcome) : outcome, false, null);
};

/** What it is there for and what it is said to be able to do, the plainest first. */
const abilitiesOf = ({ tasks, abilities }: Endpoint['models'][number]): { ability: Ability; task: Task }[] => {
  const text = tasks.find((task) => textTasks.includes(task));
  const claimed = (['tools', 'parallelTools', 'json', 'vision'] as const).filter((ability) => abilities?.[ability]);
  const ofText: Ability[] = ['text', ...claimed];
  return [
    ...(text ? ofText.map((ability) => ({ ability, task: text })) : []),
    ...(tasks.includes('transcription') ? [{ ability: 'speech' as const, task: 'transcription' as const }] : []),
  ];
};

type Planned = { id: string; ability: Ability; target: Target };

/** Everything to be asked for, model by model. Of several keys the first that is switched on asks. */
const planOf = (endpoint: Endpoint, targets: Readonly<Record<Task, readonly Target[]>>): Planned[] =>
  endpoint.models.flatMap((model) =>
    abilitiesOf(model).flatMap(({ ability, task }) => {
      const own = targets[task].filter(({ name }) => name.owner === endpoint.id && name.model === model.id);
      const target = own.find(({ off }) => off !== 'key_off') ?? own[0];
      return target ? [{ id: model.id, ability, target }] : [];
    }),
  );

/** Whatever else would be asked then would come to the same. */
const endsAll: readonly CheckCause[] = [
  ...(['refused', 'reset', 'unknown_host', 'tls', 'unreachable', 'not_permitted', 'refused_origin'] as const),
  ...(['wrong_path', 'web_page', 'invalid_key', 'no_credit', 'rate_limited', 'slow'] as const),
];

const isBesides = (ability: Ability): ability is AbilityName => ability !== 'text' && ability !== 'speech';
const isVague: readonly CheckCause[] = ['failed', 'not_compatible'];

const isLearned: readonly FaultKind[] = ['endpoint_unreachable', 'timeout', 'invalid_key', 'quota_exhausted'];

const askOne = async (
  ports: Ports,
  memory: Memory,
  { id, ability, target }: Planned,
  wire: Wire,
  listed: ListedModels,
): Promise<CheckRow> => {
  const sentAt = ports.now();
  let firstSignAt: number | null = null;
  const answer = await within(ports, target.provider.patienceMs, (signal) =>
    probes[ability](ports, target, wire, signal, () => {
      firstSignAt ??= ports.now();
    }),
  );
  const row = { id, ability, ms: ports.now() - sentAt };
  if (answer.ok && 'lacking' in answer) return { ...row, ok: false, cause: 'unsupported', message: answer.lacking };
  if (answer.ok) {
    const read = listed.ok ? { models: listed.models, facts: listed.facts } : { models: null };
    const list = { ...read, readAt: ports.now() };
    const about = isBesides(ability) ? abilityLessons[ability] : 'unsupported';
    memory.change((state) =>
      // It was asked for just now and answered: whatever rest was believed in, it is over.
      learnSuccess(
        learnList(withoutLack(state, target.place, about), target.place.key, list, 'by hand'),
        target.place,
        Number.POSITIVE_INFINITY,
      ),
    );
    const late = (firstSignAt ?? ports.now()) - sentAt;
    if (late < slowMs) return { ...row, ok: true, cause: 'answered', message: answer.shown };
    const why = `It took ${Math.round(late / 1_000)} s to begin: most likely it had to load the model first.`;
    return { ...row, ok: true, cause: 'slow', message: `${answer.shown} ${why}` };
  }
  const fault: Fault = faultFrom(target, answer, ports.now());
  if (isLearned.includes(fault.kind))
    memory.change((state) => learnFault(state, target.place, fault, ports.now(), ports.random(), null));
  const path = ability === 'speech' ? '/audio/transcriptions' : '/chat/completions';
  const named = await nameOf(ports, answer, wire, path);
  const outcome = outcomeOf(answer, fault, reachedBy(target.provider, wire), named);
  const models = listed.ok ? listed.models : [];
  const isMissing = outcome.cause === 'model_missing' && models.length > 0;
  const known = isMissing ? ` It has: ${models.slice(0, mostNamed).join(', ')}.` : '';
  // It answers; whatever went wrong now has to do with what was asked besides.
  const cause = isBesides(ability) && isVague.includes(outcome.cause) ? 'unsupported' : outcome.cause;
  return { ...row, cause, message: outcome.message + known, ok: false };
};

/** All that was asked, in one or two sentences. */
const summed = (name: string, rows: readonly CheckRow[]): Outcome => {
  const [first] = rows;
  const bad = rows.filter(({ ok }) => !ok);
  const [worst] = bad;
  if (!first) return { cause: 'failed', message: `${name} has no model yet.` };
  if (worst) {
    if (rows.length === 1) return worst;
    const passed = `${rows.length - bad.length} of ${rows.length} tests passed.`;
    return { cause: worst.cause, message: `${passed} ${worst.id}: ${worst.message}` };
  }
  const cause = rows.find((row) => row.cause === 'slow')?.cause ?? 'answered';
  if (rows.length === 1) return { cause, message: `${name} works. ${first.message}` };
  return { cause, message: `${name} works: all ${rows.length} tests passed.` };
};

/** @param wireOf what is needed to reach a target of this endpoint */
export const checkEndpoint = async (
  ports: Ports,
  memory: Memory,
  provider: Provider,
  endpoint: Endpoint,
  targets: Readonly<Record<Task, readonly Target[]>>,
  wireOf: (target: Target) => Wire,
): Promise<Check> => {
  const startedAt = ports.now();
  const plan = planOf(endpoint, targets);
  const [first] = plan;
  if (!first) return { ...summed(endpoint.name, []), ok: false, models: null, ms: 0 };
  const listed = await askList(ports, provider, wireOf(first.target));
  const models = listed.ok ? listed.models : null;
  const rows: CheckRow[] = [];
  for (const planned of plan) {
    // A model that does not answer the plainest thing answers no other.
    if (rows.some(({ id, ability, ok }) => id === planned.id && ability === 'text' && !ok)) continue;
    rows.push(await askOne(ports, memory, planned, wireOf(planned.target), listed));
    if (rows.some(({ ok, cause }) => !ok && endsAll.includes(cause))) break;
  }
  memory.settle();
  const outcome = summed(endpoint.name, rows);
  const [only, ...others] = rows;
  const ms = only && others.length === 0 ? only.ms : ports.now() - startedAt;
  const told: Mended = listed.ok ? outcome : await mended(ports, provider, wireOf(first.target), outcome);
  return { cause: told.cause, message: told.message, fix: told.fix, ok: rows.every(({ ok }) => ok), models, ms, rows };
};

const missing: Check = {
  ok: false,
  cause: 'failed',
  message: 'It is not in the settings any more.',
  models: null,
  ms: 0,
};

export const checkNamed = async (
  ports: Ports,
  memory: Memory,
  { world, targets, wireTo, wireOf }: Compiled,
  what: { key: string } | { endpoint: string },
): Promise<Check> => {
  const { keys, endpoints, providers } = world.settings;
  const providerOf = (owner: string | undefined) => world.providers.find(({ id }) => id === owner);
  if ('endpoint' in what) {
    const endpoint = endpoints.find(({ id }) => id === what.endpoint);
    const provider = providerOf(endpoint?.id);
    return endpoint && provider ? checkEndpoint(ports, memory, provider, endpoint, targets, wireOf) : missing;
  }
  const key = keys.find(({ id }) => id === what.key);
  const provider = providerOf(key?.owner);
  if (!key || !provider) return missing;
  const baseUrl = providers[provider.id]?.baseUrl ?? provider.baseUrl;
  return checkKey(ports, memory, provider, key, wireTo(provider.id, baseUrl, key.id));
};
