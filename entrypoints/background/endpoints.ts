// Endpoints as people hand them in, typed or pasted, become settings and secrets. What cannot be taken is refused in a
// sentence before anything is written. Never answers with a secret.
import { isBare, readBaseUrl } from '../../lib/domain/address.ts';
import { withEndpoint, withKey, withKeyChanged, withoutKey } from '../../lib/domain/change-settings.ts';
import { type EndpointDraft, keyIn } from '../../lib/domain/endpoint-draft.ts';
import { readEndpointJson } from '../../lib/domain/read-endpoint-json.ts';
import { type Endpoint, headerSecret, type Secrets, type Settings } from '../../lib/domain/settings.ts';
import type { Wire } from '../../lib/domain/wire.ts';
import type { Engine } from '../../lib/engine/index.ts';
import { last4 } from '../../lib/keys/shape.ts';
import type { Ask, Reply } from '../../lib/messaging/protocol.ts';
import { presetOf, presets, providers } from '../../lib/providers/index.ts';
import { isSendable, unsendable } from './add-keys.ts';
import type { Choices } from './choices.ts';
import type { KeepAwake } from './keep-awake.ts';
import { ok, refuse } from './replies.ts';
import { type Refused, type Taken, take, takeHeaders } from './take-endpoint.ts';

export type EndpointPorts = {
  choices: Choices;
  engine: Pick<Engine, 'check' | 'list' | 'place'>;
  keepAwake: KeepAwake;
};

const withHeaders = (secrets: Secrets, id: string, headers: Taken['headers']): Secrets => ({
  ...secrets,
  ...Object.fromEntries(
    headers.flatMap(({ name, value }) => (value === null ? [] : [[headerSecret(id, name), value]])),
  ),
});

type Address = Pick<EndpointDraft, 'baseUrl' | 'key' | 'headers'>;

/** How the address of a draft is called. What is not typed is what the endpoint has. */
const wireOf = (
  choices: Choices,
  draft: Address,
  endpoint: Endpoint | undefined,
): { ok: true; wire: Wire; note: string } | Refused => {
  const read = readBaseUrl(draft.baseUrl);
  if (!read.ok) return read;
  const headers = takeHeaders(draft.headers, endpoint?.headerNames ?? []);
  if (!headers.ok) return headers;
  const secrets = choices.secrets();
  const [held = ''] = endpoint ? keysOf(choices.settings(), endpoint.id) : [];
  const key = keyIn(draft.key) || (secrets[held] ?? '');
  if (key !== '' && !isSendable(key)) return { ok: false, message: unsendable };
  const values = headers.headers.map(({ name, value }) => [
    name,
    value ?? secrets[headerSecret(endpoint?.id ?? '', name)] ?? '',
  ]);
  const wire = { baseUrl: read.baseUrl, secret: key || null, headers: Object.fromEntries(values) };
  return { ok: true, wire, note: read.note };
};

const joined = (...notes: string[]): string => notes.filter((note) => note !== '').join(' ');

/**
 * The draft with an address that says where on its server something answers, where it named no more than the server.
 * Nobody is asked about an address that stands there already.
 */
const place = async <Draft extends Address>(
  { choices, engine, keepAwake }: EndpointPorts,
  draft: Draft,
  endpoint?: Endpoint,
): Promise<{ draft: Draft; note: string }> => {
  const read = wireOf(choices, draft, endpoint);
  if (!read.ok || !isBare(draft.baseUrl) || read.wire.baseUrl === endpoint?.baseUrl) return { draft, note: '' };
  const baseUrl = await keepAwake(engine.place(read.wire));
  const path = baseUrl.slice(read.wire.baseUrl.length);
  return {
    draft: { ...draft, baseUrl },
    note: joined(read.note, path === '' ? '' : `${path} was added to its address.`),
  };
};

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
  const placed = await place(ports, draft);
  const taken = take(placed.draft);
  if (!taken.ok) return refuse(taken.message);
  const id = crypto.randomUUID();
  await ports.choices.change((settings, secrets) => added({ settings, secrets }, id, taken, draft.plan));
  checkAgain(ports, id);
  return ok({ id, note: joined(placed.note, taken.note) });
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
  const standing = ports.choices.settings().endpoints.find(({ id }) => id === ask.id);
  const placed = ask.draft && (await place(ports, ask.draft, standing));
  await ports.choices.change((settings, secrets) => {
    const before = settings.endpoints.find(({ id }) => id === ask.id);
    if (!before) return null;
    const endpoint = { ...before, on: ask.on ?? before.on };
    if (!placed) {
      reply = ok({ note: '' });
      return { settings: withEndpoint(settings, endpoint) };
    }
    const taken = take(placed.draft, before.headerNames);
    reply = taken.ok ? ok({ note: joined(placed.note, taken.note) }) : refuse(taken.message);
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
  const pasted = await Promise.all(
    endpoints.map(async ({ id, draft }) => ({ wanted: id, ...(await place(ports, draft)) })),
  );
  const came: { id: string; name: string; note: string }[] = [];
  await ports.choices.change((settings, secrets) => {
    let chosen: Chosen = { settings, secrets };
    for (const { wanted, draft, note } of pasted) {
      const taken = take(draft);
      if (!taken.ok) {
        problems.push(`${draft.name || draft.baseUrl || 'An endpoint'}: ${taken.message}`);
        continue;
      }
      const id = freeId(wanted, chosen.settings);
      chosen = added(chosen, id, taken, draft.plan);
      came.push({ id, name: taken.endpoint.name, note: joined(note, taken.note) });
    }
    return came.length > 0 ? chosen : null;
  });
  if (came.length === 0) return refuse(['Nothing was added.', ...problems].join(' '));
  for (const { id } of came) checkAgain(ports, id);
  return ok({ added: came, problems });
};

/** Reads the list of models at an address that may not be in the settings yet. */
export const listModels = async (
  ports: EndpointPorts,
  ask: Ask<'endpoint.models'>,
): Promise<Reply<'endpoint.models'>> => {
  const endpoint = ports.choices.settings().endpoints.find(({ id }) => id === ask.id);
  const placed = await place(ports, ask, endpoint);
  const read = wireOf(ports.choices, placed.draft, endpoint);
  if (!read.ok) return refuse(read.message);
  const { engine, keepAwake } = ports;
  const listing = await keepAwake(engine.list(read.wire, presetOf(ask.preset)?.modelListQuery ?? ''));
  if (!listing.ok) return refuse(listing.message);
  return ok({ models: listing.models, baseUrl: read.wire.baseUrl, note: joined(placed.note, read.note) });
};

export const readPresets = (): Reply<'presets.read'> =>
  ok({
    presets: presets.map(({ id, name, kind, baseUrl, key, keyPage, headers, context, note }) => ({
      ...{ id, name, kind, baseUrl, keyPage, context, note, needsKey: key },
      headers: headers.map((header) => ({ ...header })),
    })),
  });
