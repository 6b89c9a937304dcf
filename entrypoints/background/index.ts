// The background: builds everything once and registers every listener in the first tick, since a worker that is
// woken by an event has only that tick to say that it listens.
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { catalog } from '../../lib/catalog/index.ts';
import { withRefreshed } from '../../lib/catalog/refreshed.ts';
import { fetchModelsDev } from '../../lib/clients/models-dev.ts';
import { originPattern } from '../../lib/domain/address.ts';
import { createEngine, type Engine } from '../../lib/engine/index.ts';
import { fitImage } from '../../lib/images/index.ts';
import type { Jobs } from '../../lib/jobs/index.ts';
import { audioPort, offscreenPage } from '../../lib/messaging/audio.ts';
import { capturePort, microphonePage } from '../../lib/messaging/capture.ts';
import { watchPort } from '../../lib/messaging/port-name.ts';
import type { View } from '../../lib/messaging/protocol.ts';
import { providers } from '../../lib/providers/index.ts';
import { sweepBlobs } from '../../lib/storage/blobs.ts';
import {
  closeToContentScripts,
  openChoicesStore,
  openDownloadsStore,
  openRefreshedStore,
  openStateStore,
} from '../../lib/storage/items.ts';
import { sweepParts } from '../../lib/storage/parts.ts';
import { connectAudio } from './audio.ts';
import { createCheck } from './checks.ts';
import { openChoices } from './choices.ts';
import { createDictation } from './dictation.ts';
import { type Built, createDoor } from './door.ts';
import { faceOf } from './faces.ts';
import { findMedia } from './find-media.ts';
import { createHandlers } from './handlers.ts';
import { keepAwake } from './keep-awake.ts';
import { createMediaMenu, mediaClicked } from './media-menu.ts';
import { openDownloads } from './open-downloads.ts';
import { openJobs } from './open-jobs.ts';
import { createOriginKeeper } from './origin-rules.ts';
import { openCallErrors, ownOrigin } from './own-calls.ts';
import { readTab } from './read-tab.ts';
import { isOwnPage } from './receive.ts';
import { connectRecorder, openRecording } from './recording.ts';
import { openRefresh, type Refresh } from './refresh.ts';
import { createPages } from './view.ts';
import { createWorkAlarm } from './work-alarm.ts';
import { tabWriter } from './write-in-tab.ts';

/** Recordings are kept for days, so that looking twice a day is often enough; each start of the background looks too. */
const tidyAlarm = { name: 'tidy', periodInMinutes: 720 };
const refreshWithin = 60_000;
/** As the manifest names it. */
const dictateCommand = 'dictate';

const faces = providers.map(faceOf);

const isAllowed = (baseUrl: string) => browser.permissions.contains({ origins: [originPattern(baseUrl)] });

const openOriginKeeper = () =>
  createOriginKeeper({
    ownHost: new URL(browser.runtime.getURL('/')).host,
    isAllowed,
    replaceRules: async (addRules) => {
      const standing = await browser.declarativeNetRequest.getSessionRules();
      await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: standing.map(({ id }) => id), addRules });
    },
  });

/** Where the browser does not let it be opened, what it would show waits there. */
const openPopup = async (): Promise<void> => browser.action.openPopup?.().catch(() => {});

type Started = { jobs: Jobs; engine: Engine; refresh: Refresh; watch: () => Promise<void>; tidy: () => Promise<void> };

/** What begins by itself once all is built. Nobody waits for it. */
const begin = async ({ jobs, engine, refresh, watch, tidy }: Started): Promise<void> => {
  await jobs.resume();
  void keepAwake(engine.readLists());
  void keepAwake(refresh.goOn());
  await watch();
  await tidy();
  const { name, periodInMinutes } = tidyAlarm;
  if (!(await browser.alarms.get(name))) await browser.alarms.create(name, { periodInMinutes });
};

const build = async (): Promise<Built> => {
  // First of all, before a secret is read or written.
  await closeToContentScripts();
  const states = openStateStore();
  const { state } = await states.load();
  const origins = openOriginKeeper();
  const choices = await openChoices(openChoicesStore(), async (settings, secrets) => {
    engine.update(settings, secrets);
    pages.refresh();
    await origins.keep(settings);
  });
  // Such rules go when the browser is closed. They stand again before the first request.
  await origins.keep(choices.settings());
  const errors = openCallErrors();
  const knownNow = () => withRefreshed(catalog, refresh.refreshed(), providers);
  const refresh = await openRefresh({
    store: openRefreshedStore(),
    ask: (etag) => fetchModelsDev(providers, etag, AbortSignal.timeout(refreshWithin)),
    now: Date.now,
    onChange: () => {
      engine.update(choices.settings(), choices.secrets(), knownNow());
      pages.refresh();
    },
  });
  const engine = createEngine({
    settings: choices.settings(),
    secrets: choices.secrets(),
    catalog: knownNow(),
    fitImage,
    causeOf: errors.causeOf,
    state,
    onState: (next) => {
      // The next one comes within a second.
      states.save({ state: next }).catch(() => {});
      pages.refresh();
    },
  });
  const pages = createPages(async (): Promise<View> => {
    const all = await jobs.all();
    const [settings, status] = [choices.settings(), engine.status()];
    return { settings, status, faces, jobs: all, captures: captures.view(), downloads: downloads.all() };
  });
  const jobs = openJobs(engine, () => choices.settings().transcription, pages, {
    hear: (job) => {
      dictation.hear(job);
      void watch();
    },
    gone: (id) => dictation.gone(id),
  });
  const watch = createWorkAlarm({
    jobs: jobs.all,
    isFetching: () => downloads.all().some(({ state }) => state === 'running'),
    alarms: browser.alarms,
  });
  const captures = openRecording(jobs, (next) => pages.push({ type: 'captures', captures: next }));
  const store = openDownloadsStore();
  const stored = await store.load();
  // The last thing that can fail; before it no work was begun that a second building would begin again.
  const begun = new Set((await jobs.all()).map(({ id }) => id));
  const downloads = openDownloads({ store, jobs, isAllowed }, { stored: stored.downloads, begun }, pages, watch);
  const tidy = async () => {
    await downloads.expire();
    await sweepBlobs(new Set([...(await jobs.sweep()), ...downloads.blobs()]), Date.now());
    await sweepParts();
  };
  const recovered = captures.recover().catch(() => {});
  const dictation = createDictation({ captures, jobs, tab: tabWriter, recovered, openPopup, keepAwake, now: Date.now });
  begin({ jobs, engine, refresh, watch, tidy }).catch(() => {});
  const check = createCheck({
    ...{ check: engine.check, settings: choices.settings, errors, isAllowed },
    system: async () => (await browser.runtime.getPlatformInfo()).os,
    origin: ownOrigin(),
  });
  const list: Engine['list'] = (wire, query) => errors.during(wire.baseUrl, () => engine.list(wire, query));
  const handlers = createHandlers({
    choices,
    engine: { ...engine, check, list },
    jobs,
    captures,
    refresh,
    keepAwake,
    media: { ...downloads, find: findMedia },
    readTab,
  });
  const allowed = async () => {
    await origins.keep(choices.settings());
    await downloads.allowed();
  };
  return { handlers, jobs, pages, allowed, tidy, dictation };
};

export default defineBackground(() => {
  const own = { id: browser.runtime.id, url: browser.runtime.getURL('/') };
  const door = createDoor(build);
  void door.wake();

  browser.runtime.onMessage.addListener((message, sender, reply) => {
    if (!isOwnPage(sender, own)) return false;
    void door.answer(message).then(reply);
    return true;
  });
  browser.runtime.onConnect.addListener((port) => {
    if (!isOwnPage(port.sender, own)) return;
    if (port.name === watchPort) door.connect(port);
    const page = port.sender?.url?.slice(own.url.length).split(/[?#]/)[0];
    if (port.name === audioPort && page === offscreenPage) connectAudio(port);
    if (port.name === capturePort && (page === offscreenPage || page === microphonePage)) connectRecorder(port);
  });
  browser.permissions.onAdded.addListener(() => void door.allowed());
  browser.permissions.onRemoved.addListener(() => void door.allowed());
  browser.alarms.onAlarm.addListener(({ name }) => void (name === tidyAlarm.name ? door.tidy() : door.wake()));
  browser.runtime.onStartup.addListener(() => void door.wake());
  browser.runtime.onInstalled.addListener(() => void createMediaMenu());
  // Last, since Firefox on a phone has neither.
  browser.contextMenus?.onClicked.addListener((click, tab) => {
    const clicked = mediaClicked(click, tab?.title ?? '');
    if (clicked === null) return;
    void door.answer({ name: 'media.take', payload: clicked.wanted });
    // It shows how far it is, and must not stand in the way of the browser's own question.
    void clicked.answered.then(openPopup);
  });
  browser.commands?.onCommand.addListener((command, tab) => {
    if (command === dictateCommand) void door.dictate(tab?.id ?? null);
  });
});
