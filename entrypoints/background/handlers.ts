// Message name -> one call. What a message means is said here and nowhere else; how it is done stands elsewhere.
import { readBaseUrl } from '../../lib/domain/address.ts';
import {
  withEndpoint,
  withHedge,
  withKey,
  withKeyChanged,
  withOtherTry,
  withoutEndpoint,
  withoutKey,
  withPool,
  withProvider,
  withSpend,
} from '../../lib/domain/change-settings.ts';
import type { Endpoint } from '../../lib/domain/settings.ts';
import { textTasks } from '../../lib/domain/task.ts';
import type { Engine } from '../../lib/engine/index.ts';
import type { Begun, Jobs } from '../../lib/jobs/index.ts';
import { last4 } from '../../lib/keys/shape.ts';
import type { Ask, MessageName, RefusalReply, Reply } from '../../lib/messaging/protocol.ts';
import { providers } from '../../lib/providers/index.ts';
import { addKeys, isSendable, unsendable } from './add-keys.ts';
import type { Choices } from './choices.ts';
import type { KeepAwake } from './keep-awake.ts';
import type { ReadTab } from './read-tab.ts';

export type Handlers = { [Name in MessageName]: (ask: Ask<Name>) => Promise<Reply<Name>> };

export type HandlerPorts = {
  choices: Choices;
  engine: Pick<Engine, 'check' | 'pools' | 'models' | 'limits'>;
  jobs: Omit<Jobs, 'resume' | 'all'>;
  keepAwake: KeepAwake;
  readTab(): Promise<ReadTab>;
};

const ok = <Value>(value: Value) => ({ ok: true as const, value });
const refuse = (message: string, fix: RefusalReply['fix'] = 'none'): RefusalReply => ({ ok: false, message, fix });
const begun = (outcome: Begun) => (outcome.ok ? ok({ jobId: outcome.jobId }) : outcome);

const changeProvider = async (choices: Choices, ask: Ask<'provider.change'>): Promise<Reply<'provider.change'>> => {
  const provider = providers.find(({ id }) => id === ask.id);
  if (!provider) return refuse('There is no such provider.');
  const { id, baseUrl: typed, ...rest } = ask;
  const read = typed ? readBaseUrl(typed) : null;
  if (read && !read.ok) return refuse(read.message);
  const isOwn = read?.baseUrl === provider.baseUrl;
  const baseUrl = read ? (isOwn ? null : read.baseUrl) : typed === undefined ? undefined : null;
  await choices.change((settings) => ({ settings: withProvider(settings, id, { ...rest, baseUrl }) }));
  return ok({ baseUrl: choices.settings().providers[id]?.baseUrl ?? provider.baseUrl, note: read?.note ?? '' });
};

const addEndpoint = async (choices: Choices, ask: Ask<'endpoint.add'>): Promise<Reply<'endpoint.add'>> => {
  const read = readBaseUrl(ask.baseUrl);
  if (!read.ok) return refuse(read.message);
  const model = ask.model.trim();
  if (model === '') return refuse('Enter the model’s id, as the service itself calls it.');
  const id = crypto.randomUUID();
  const name = ask.name.trim() || new URL(read.baseUrl).host;
  const secret = ask.key.trim();
  if (secret !== '' && !isSendable(secret)) return refuse(unsendable);
  const endpoint: Endpoint = {
    id,
    name,
    baseUrl: read.baseUrl,
    on: true,
    models: [{ id: model, tasks: ask.use === 'text' ? [...textTasks] : ['transcription'], context: null }],
  };
  await choices.change((settings, secrets) => {
    const added = withEndpoint(settings, endpoint);
    if (secret === '') return { settings: added };
    const key = {
      id: crypto.randomUUID(),
      owner: id,
      label: name,
      last4: last4(secret),
      plan: 'paid' as const,
      on: true,
    };
    return { settings: withKey(added, key), secrets: { ...secrets, [key.id]: secret } };
  });
  return ok({ id, note: read.note });
};

/** By what stands there when the change is made, so that an endpoint that was removed meanwhile does not come back. */
const changeEndpoint = async (
  choices: Choices,
  { id, on }: Ask<'endpoint.change'>,
): Promise<Reply<'endpoint.change'>> => {
  let there = false;
  await choices.change((settings) => {
    const endpoint = settings.endpoints.find((candidate) => candidate.id === id);
    if (!endpoint) return null;
    there = true;
    return { settings: withEndpoint(settings, { ...endpoint, on: on ?? endpoint.on }) };
  });
  return there ? ok({}) : refuse('This endpoint is not there any more.');
};

export const createHandlers = ({ choices, engine, jobs, keepAwake, readTab }: HandlerPorts): Handlers => ({
  'keys.add': async ({ owner, lines }) => ok({ lines: await keepAwake(addKeys(choices, engine, owner, lines)) }),
  'key.change': async ({ id, ...change }) => {
    await choices.change((settings) => ({ settings: withKeyChanged(settings, id, change) }));
    return ok({});
  },
  'key.remove': async ({ id }) => {
    await choices.change((settings) => ({ settings: withoutKey(settings, id) }));
    return ok({});
  },
  'key.check': async ({ id }) => ok(await keepAwake(engine.check({ key: id }))),
  'provider.change': (ask) => changeProvider(choices, ask),
  'endpoint.add': (ask) => addEndpoint(choices, ask),
  'endpoint.change': (ask) => changeEndpoint(choices, ask),
  'endpoint.remove': async ({ id }) => {
    await choices.change((settings) => ({ settings: withoutEndpoint(settings, id) }));
    return ok({});
  },
  'endpoint.check': async ({ id }) => ok(await keepAwake(engine.check({ endpoint: id }))),
  'spend.change': async (change) => {
    await choices.change((settings) => ({ settings: withSpend(settings, change) }));
    return ok({});
  },
  'otherTry.change': async (change) => {
    await choices.change((settings) => ({ settings: withOtherTry(settings, change) }));
    return ok({});
  },
  'hedge.change': async (change) => {
    await choices.change((settings) => ({ settings: withHedge(settings, change) }));
    return ok({});
  },
  'pool.change': async ({ task, ...change }) => {
    await choices.change((settings) => ({ settings: withPool(settings, task, change) }));
    return ok({});
  },
  'pools.read': async () => ok({ pools: engine.pools() }),
  'models.read': async () => ok({ models: engine.models() }),
  'limits.read': async ({ id }) => ok({ limits: engine.limits(id) }),
  summarize: async () => {
    const read = await readTab();
    return read.ok ? begun(await jobs.summarize(read.page)) : refuse(read.message);
  },
  transcribe: async ({ blobId, fileName }) => begun(await jobs.transcribe(blobId, fileName)),
  'job.cancel': async ({ id }) => {
    await jobs.cancel(id);
    return ok({});
  },
  'job.retry': async ({ id }) => {
    await jobs.retry(id);
    return ok({});
  },
  'job.remove': async ({ id }) => {
    await jobs.remove(id);
    return ok({});
  },
});
