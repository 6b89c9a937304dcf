// Message name -> one call. What a message means is said here and nowhere else; how it is done stands elsewhere.
import { readBaseUrl } from '../../lib/domain/address.ts';
import {
  withHedge,
  withKeyChanged,
  withOtherTry,
  withoutEndpoint,
  withoutKey,
  withPool,
  withProvider,
  withSpend,
  withTranscription,
} from '../../lib/domain/change-settings.ts';
import type { FoundMedia } from '../../lib/domain/media.ts';
import type { Engine } from '../../lib/engine/index.ts';
import type { Begun, Jobs } from '../../lib/jobs/index.ts';
import type { Ask, MessageName, Reply } from '../../lib/messaging/protocol.ts';
import { presets, providers } from '../../lib/providers/index.ts';
import { addKeys } from './add-keys.ts';
import type { CaptureController, Taken } from './captures.ts';
import type { Choices } from './choices.ts';
import type { Downloads } from './downloads.ts';
import {
  addEndpoint,
  changeEndpoint,
  checkAgain,
  type EndpointPorts,
  listModels,
  pasteEndpoints,
  readPresets,
} from './endpoints.ts';
import { findServers } from './find-servers.ts';
import type { KeepAwake } from './keep-awake.ts';
import type { ReadTab } from './read-tab.ts';
import type { Refresh } from './refresh.ts';
import { ok, refuse } from './replies.ts';

export type Handlers = { [Name in MessageName]: (ask: Ask<Name>) => Promise<Reply<Name>> };

export type HandlerPorts = {
  choices: Choices;
  engine: Pick<Engine, 'check' | 'list' | 'place' | 'find' | 'pools' | 'models' | 'limits'>;
  jobs: Omit<Jobs, 'resume' | 'all' | 'sweep'>;
  captures: Omit<CaptureController, 'view' | 'recover'>;
  refresh: Pick<Refresh, 'start' | 'stop'>;
  keepAwake: KeepAwake;
  media: Pick<Downloads, 'take' | 'drop' | 'begun' | 'empty'> & { find(): Promise<FoundMedia[]> };
  readTab(): Promise<ReadTab>;
};

const taken = (outcome: Taken) => (outcome.ok ? ok({ jobId: outcome.jobId }) : outcome);
const begun = (outcome: Begun) => (outcome.ok ? ok({ jobId: outcome.jobId }) : outcome);

const changeProvider = async (ports: EndpointPorts, ask: Ask<'provider.change'>): Promise<Reply<'provider.change'>> => {
  const { choices } = ports;
  const provider = providers.find(({ id }) => id === ask.id);
  if (!provider) return refuse('There is no such provider.');
  const { id, baseUrl: typed, ...rest } = ask;
  const read = typed ? readBaseUrl(typed) : null;
  if (read && !read.ok) return refuse(read.message);
  const isOwn = read?.baseUrl === provider.baseUrl;
  const baseUrl = read ? (isOwn ? null : read.baseUrl) : typed === undefined ? undefined : null;
  const address = () => choices.settings().providers[id]?.baseUrl ?? provider.baseUrl;
  const before = address();
  await choices.change((settings) => ({ settings: withProvider(settings, id, { ...rest, baseUrl }) }));
  if (address() !== before) checkAgain(ports, id);
  return ok({ baseUrl: address(), note: read?.note ?? '' });
};

export const createHandlers = ({
  choices,
  engine,
  jobs,
  captures,
  refresh,
  keepAwake,
  media,
  readTab,
}: HandlerPorts): Handlers => ({
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
  'provider.change': (ask) => changeProvider({ choices, engine, keepAwake }, ask),
  'endpoint.add': (draft) => addEndpoint({ choices, engine, keepAwake }, draft),
  'endpoint.change': (ask) => changeEndpoint({ choices, engine, keepAwake }, ask),
  'endpoint.models': (ask) => listModels({ choices, engine, keepAwake }, ask),
  'endpoints.paste': (ask) => pasteEndpoints({ choices, engine, keepAwake }, ask),
  'presets.read': async () => readPresets(),
  'servers.find': () => keepAwake(findServers(engine, presets)),
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
  'transcription.change': async (change) => {
    await choices.change((settings) => ({ settings: withTranscription(settings, change) }));
    return ok({});
  },
  'pools.read': async () => ok({ pools: engine.pools() }),
  'models.read': async () => ok({ models: engine.models() }),
  'limits.read': async ({ id }) => ok({ limits: engine.limits(id) }),
  'catalog.refresh': async () => {
    const answer = await keepAwake(refresh.start());
    return answer.ok ? ok({ models: answer.models }) : refuse(answer.message);
  },
  'catalog.stop': async () => {
    await refresh.stop();
    return ok({});
  },
  summarize: async () => {
    const read = await readTab();
    return read.ok ? begun(await jobs.summarize(read.page)) : refuse(read.message);
  },
  transcribe: async ({ blobId, fileName, ...wishes }) => {
    const outcome = await jobs.transcribe(blobId, fileName, wishes);
    if (outcome.ok) await media.begun(blobId);
    return begun(outcome);
  },
  'transcription.estimate': async (what) => {
    const told = await jobs.forecast(what);
    return told.ok ? ok({ forecast: told.forecast }) : told;
  },
  'capture.start': async (wish) => {
    const started = await captures.start(wish);
    return started.ok ? ok({ asks: started.asks }) : started;
  },
  'capture.pause': async () => {
    captures.pause();
    return ok({});
  },
  'capture.resume': async () => {
    captures.resume();
    return ok({});
  },
  'capture.stop': async () => taken(await captures.stop()),
  'capture.discard': async ({ id }) => {
    await captures.discard(id);
    return ok({});
  },
  'capture.transcribe': async ({ id, faster }) =>
    taken(await captures.handOver(id, faster === undefined ? null : { faster })),
  'media.find': async () => ok({ media: await media.find() }),
  'media.take': async (wanted) => ok({ id: await media.take(wanted) }),
  'media.drop': async ({ id }) => {
    await media.drop(id);
    return ok({});
  },
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
  'transcript.read': async ({ id }) => ok({ entry: await jobs.history.read(id) }),
  'transcript.rename': async ({ id, title }) => {
    await jobs.history.rename(id, title);
    return ok({});
  },
  'transcript.write': async ({ id, form }) => {
    const file = await jobs.history.write(id, form);
    return file ? ok({ file }) : refuse('This transcript is not there any more.');
  },
  'transcript.summarize': async ({ id }) => begun(await jobs.summarizeTranscript(id)),
  'recording.remove': async ({ id }) => {
    await jobs.history.dropAudio(id);
    return ok({});
  },
  'transcripts.list': async () => ok({ heads: await jobs.history.list() }),
  'transcripts.search': async ({ query }) => ok({ heads: await jobs.history.list(query) }),
  'history.empty': async () => {
    await jobs.history.empty();
    await media.empty();
    return ok({});
  },
});
