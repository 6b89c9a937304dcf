// Endpoints as people hand them in, typed or pasted, become settings and secrets. What cannot be taken is refused in a
// sentence before anything is written. Never answers with a secret.
import { readBaseUrl } from '../../lib/domain/address.ts';
import { withEndpoint, withKey, withKeyChanged, withoutKey } from '../../lib/domain/change-settings.ts';
import { type EndpointDraft, keyIn } from '../../lib/domain/endpoint-draft.ts';
import { readHeaderName, readHeaderValue } from '../../lib/domain/headers.ts';
import { readEndpointJson } from '../../lib/domain/read-endpoint-json.ts';
import {
  type Endpoint,
  endpointPriority,
  headerSecret,
  type Secrets,
  type Settings,
} from '../../lib/domain/settings.ts';
import type { Engine } from '../../lib/engine/index.ts';
import { last4 } from '../../lib/keys/shape.ts';
import type { Ask, RefusalReply, Reply } from '../../lib/messaging/protocol.ts';
import { presetOf, presets, providers } from '../../lib/providers/index.ts';
import { isSendable, unsendable } from './add-keys.ts';
import type { Choices } from './choices.ts';
import type { KeepAwake } from './keep-awake.ts';

export type EndpointPorts = { choices: Choices; engine: Pick<Engine, 'check' | 'list'>; keepAwake: KeepAwake };

type Refused = { ok: false; message: string };
const ok = <Value>(value: Value) => ({ ok: true as const, value });
const refuse = (message: string): RefusalReply => ({ ok: false, message, fix: 'none' });

/** What a draft comes to. `headers` with a value are new; those without keep the one that they have. */
type Taken = {
  ok: true;
  endpoint: Omit<Endpoint, 'id' | 'on'>;
  key: string;
  headers: readonly { name: string; value: string | null }[];
  note: string;
};

const takeHeaders = (
  given: EndpointDraft['headers'],
  held: readonly string[],
): Pick<Taken, 'ok' | 'headers'> | Refused => {
  const headers: { name: string; value: string | null }[] = [];
  for (const header of given) {
    const name = readHeaderName(header.name);
    if (!name.ok) return name;
    if (headers.some((other) => other.name === name.text))
      return { ok: false, message: `The header ${name.text} stands there twice.` };
    const isHeld = header.value.trim() === '' && held.includes(name.text);
    const value = isHeld ? null : readHeaderValue(name.text, header.value);
    if (value && !value.ok) return value;
    headers.push({ name: name.text, value: value?.text ?? null });
  }
  return { ok: true, headers };
};

/** @param held names of the headers that it has */
const take = (draft: EndpointDraft, held: readonly string[] = []): Taken | Refused => {
  const read = readBaseUrl(draft.baseUrl);
  if (!read.ok) return read;
  const headers = takeHeaders(draft.headers, held);
  if (!headers.ok) return headers;
  const key = keyIn(draft.key);
  if (key !== '' && !isSendable(key)) return { ok: false, message: unsendable };
  const named = draft.models.map((model) => ({ ...model, id: model.id.trim() })).filter(({ id }) => id !== '');
  // The first of two of one name; every id is one target.
  const models = named.filter(({ id }, index) => named.findIndex((other) => other.id === id) === index);
  if (models.length === 0)
    return { ok: false, message: 'Choose at least one model, or enter its id as the service itself calls it.' };
  const { priority } = draft;
  const endpoint = {
    name: draft.name.trim() || new URL(read.baseUrl).host,
    baseUrl: read.baseUrl,
    headerNames: headers.headers.length > 0 ? headers.headers.map(({ name }) => name) : undefined,
    preset: presetOf(draft.preset)?.id,
    priority: priority === null || priority === endpointPriority ? undefined : priority,
    models,
  };
  return { ok: true, endpoint, key, headers: headers.headers, note: read.note };
};

const withHeaders = (secrets: Secrets, id: string, headers: Taken['headers']): Secrets => ({
  ...secrets,
  ...Object.fromEntries(
    headers.flatMap(({ name, value }) => (value === null ? [] : [[headerSecret(id, name), value]])),
  ),
});

type Chosen = { settings: Settings; secrets: Secrets };

/** A key that is new has an id of its own, so that nothing that was learned of the one before holds against it. */
const withNewKey = (
  { settings, secrets }: Chosen,
  owner: Endpoint,
  secret: string,
  plan: EndpointDraft['plan'],
): Chosen => {
  const key = { id: crypto.randomUUID(), owner: owner.id, label: owner.name, last4: last4(secret), plan, on: true };
  return { settings: withKey(settings, key), secrets: { ...secrets, [key.id]: secret } };
};

const added = (before: Chosen, id: string, taken: Taken, plan: EndpointDraft['plan']): Chosen => {
  const endpoint = { id, on: true, ...taken.endpoint };
  const settings = withEndpoint(before.settings, endpoint);
  const after = { settings, secrets: withHeaders(before.secrets, id, taken.headers) };
  return taken.key === '' ? after : withNewKey(after, endpoint, taken.key, plan);
};

const keysOf = ({ keys }: Settings, owner: string): string[] =>
  keys.filter((key) => key.owner === owner && key.on).map(({ id }) => id);

/** Asks again whether keys are right, after what they open has changed. Whoever changed it does not wait for that. */
export const checkAgain = ({ choices, engine, keepAwake }: EndpointPorts, owner: string): void => {
  for (const key of keysOf(choices.settings(), owner)) keepAwake(engine.check({ key })).catch(() => {});
};

export const addEndpoint = async (ports: EndpointPorts, draft: Ask<'endpoint.add'>): Promise<Reply<'endpoint.add'>> => {
  const taken = take(draft);
  if (!taken.ok) return refuse(taken.message);
  const id = crypto.randomUUID();
  await ports.choices.change((settings, secrets) => added({ settings, secrets }, id, taken, draft.plan));
  checkAgain(ports, id);
  return ok({ id, note: taken.note });
};

const changed = (before: Chosen, endpoint: Endpoint, taken: Taken, ask: Ask<'endpoint.change'>): Chosen => {
  const after = { ...endpoint, ...taken.endpoint };
  const own = before.settings.keys.filter(({ owner }) => owner === endpoint.id);
  const plan = ask.draft?.plan ?? 'paid';
  const staying = taken.key === '' && !ask.removeKey ? own : [];
  const kept = own.reduce(
    (settings, { id }) => (staying.length > 0 ? withKeyChanged(settings, id, { plan }) : withoutKey(settings, id)),
    withEndpoint(before.settings, after),
  );
  const chosen = { settings: kept, secrets: withHeaders(before.secrets, endpoint.id, taken.headers) };
  return taken.key === '' ? chosen : withNewKey(chosen, after, taken.key, plan);
};

/** By what stands there when the change is made, so that an endpoint that was removed meanwhile does not come back. */
export const changeEndpoint = async (
  ports: EndpointPorts,
  ask: Ask<'endpoint.change'>,
): Promise<Reply<'endpoint.change'>> => {
  let reply: Reply<'endpoint.change'> = refuse('This endpoint is not there any more.');
  await ports.choices.change((settings, secrets) => {
    const before = settings.endpoints.find(({ id }) => id === ask.id);
    if (!before) return null;
    const endpoint = { ...before, on: ask.on ?? before.on };
    if (!ask.draft) {
      reply = ok({ note: '' });
      return { settings: withEndpoint(settings, endpoint) };
    }
    const taken = take(ask.draft, before.headerNames);
    reply = taken.ok ? ok({ note: taken.note }) : refuse(taken.message);
    return taken.ok ? changed({ settings, secrets }, endpoint, taken, ask) : null;
  });
  if (reply.ok && ask.draft) checkAgain(ports, ask.id);
  return reply;
};

/** Letters, digits and what UUIDs have: an id stands in the names of targets and secrets. */
const usableId = /^[\w.-]{1,64}$/;

const freeId = (wanted: string | null, { endpoints }: Settings): string => {
  const taken = [...endpoints, ...providers].some(({ id }) => id === wanted);
  return wanted !== null && usableId.test(wanted) && !taken ? wanted : crypto.randomUUID();
};

/** Every endpoint of the text that can be taken, and a sentence for each thing that cannot. */
export const pasteEndpoints = async (
  ports: EndpointPorts,
  { text }: Ask<'endpoints.paste'>,
): Promise<Reply<'endpoints.paste'>> => {
  const { endpoints, problems } = readEndpointJson(text);
  const came: { id: string; name: string; note: string }[] = [];
  await ports.choices.change((settings, secrets) => {
    let chosen: Chosen = { settings, secrets };
    for (const { id: wanted, draft } of endpoints) {
      const taken = take(draft);
      if (!taken.ok) {
        problems.push(`${draft.name || draft.baseUrl || 'An endpoint'}: ${taken.message}`);
        continue;
      }
      const id = freeId(wanted, chosen.settings);
      chosen = added(chosen, id, taken, draft.plan);
      came.push({ id, name: taken.endpoint.name, note: taken.note });
    }
    return came.length > 0 ? chosen : null;
  });
  if (came.length === 0) return refuse(['Nothing was added.', ...problems].join(' '));
  for (const { id } of came) checkAgain(ports, id);
  return ok({ added: came, problems });
};

/** Reads the list of models at an address that may not be in the settings yet. What is not typed is what is held. */
export const listModels = async (
  { choices, engine, keepAwake }: EndpointPorts,
  ask: Ask<'endpoint.models'>,
): Promise<Reply<'endpoint.models'>> => {
  const read = readBaseUrl(ask.baseUrl);
  if (!read.ok) return refuse(read.message);
  const endpoint = choices.settings().endpoints.find(({ id }) => id === ask.id);
  const headers = takeHeaders(ask.headers, endpoint?.headerNames ?? []);
  if (!headers.ok) return refuse(headers.message);
  const secrets = choices.secrets();
  const [held] = endpoint ? keysOf(choices.settings(), endpoint.id) : [];
  const key = keyIn(ask.key) || (held === undefined ? '' : (secrets[held] ?? ''));
  if (key !== '' && !isSendable(key)) return refuse(unsendable);
  const values = headers.headers.map(({ name, value }) => [
    name,
    value ?? secrets[headerSecret(endpoint?.id ?? '', name)] ?? '',
  ]);
  const wire = { baseUrl: read.baseUrl, secret: key || null, headers: Object.fromEntries(values) };
  const listing = await keepAwake(engine.list(wire, presetOf(ask.preset)?.modelListQuery ?? ''));
  return listing.ok ? ok({ models: listing.models, note: read.note }) : refuse(listing.message);
};

export const readPresets = (): Reply<'presets.read'> =>
  ok({
    presets: presets.map(({ id, name, kind, baseUrl, key, keyPage, headers, context, note }) => ({
      ...{ id, name, kind, baseUrl, keyPage, context, note, needsKey: key },
      headers: headers.map((header) => ({ ...header })),
    })),
  });
