// The background: builds everything once and registers every listener in the first tick, since a worker that is
// woken by an event has only that tick to say that it listens.
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { isUnfinished } from '../../lib/domain/job.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { createJobs } from '../../lib/jobs/index.ts';
import { watchPort } from '../../lib/messaging/port-name.ts';
import type { View } from '../../lib/messaging/protocol.ts';
import { providers } from '../../lib/providers/index.ts';
import { deleteBlob, getBlob, putBlob, sweepBlobs } from '../../lib/storage/blobs.ts';
import { closeToContentScripts, engineState } from '../../lib/storage/items.ts';
import { allJobs, removeJob, saveJob } from '../../lib/storage/jobs.ts';
import { openChoices } from './choices.ts';
import { createHandlers } from './handlers.ts';
import { keepAwake } from './keep-awake.ts';
import { isOwnPage, receive } from './receive.ts';
import { createPages } from './view.ts';

const jobAlarm = 'jobs';

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const faces = providers.map(({ id, name, keyPage, keyShape, baseUrl, uploads }) => ({
  id,
  name,
  keyPage,
  keyExample: keyShape?.example ?? '',
  baseUrl,
  maxUploadBytes: uploads.maxBytes,
}));

const build = async () => {
  // First of all, before a secret is read or written.
  await closeToContentScripts();
  const choices = await openChoices((settings, secrets) => {
    engine.update(settings, secrets);
    pages.refresh();
  });
  const engine = createEngine({
    settings: choices.settings(),
    secrets: choices.secrets(),
    state: await engineState.get(),
    onState: (state) => {
      void engineState.set(state);
      pages.refresh();
    },
  });
  const pages = createPages(async (): Promise<View> => {
    const all = await jobs.all();
    return { settings: choices.settings(), status: engine.status(), faces, jobs: all };
  });
  /** While a job is unfinished an alarm stands, so that work goes on after the worker or the browser died. */
  const watchOver = async () => {
    const unfinished = (await jobs.all()).some(isUnfinished);
    const standing = await browser.alarms.get(jobAlarm);
    if (unfinished && !standing) await browser.alarms.create(jobAlarm, { periodInMinutes: 0.5 });
    if (!unfinished && standing) await browser.alarms.clear(jobAlarm);
  };
  const jobs = createJobs({
    engine,
    journal: { save: saveJob, remove: removeJob, all: allJobs },
    blobs: { put: putBlob, get: getBlob, remove: deleteBlob },
    keepAwake,
    now: Date.now,
    sleep,
    newId: () => crypto.randomUUID(),
    onJob: (job) => {
      pages.push({ type: 'job', job });
      void watchOver();
    },
    onText: (id, at, delta) => pages.push({ type: 'job-text', id, at, delta }),
    onRemoved: (id) => pages.push({ type: 'job-removed', id }),
  });
  await jobs.resume();
  await watchOver();
  const kept = (await jobs.all()).flatMap(({ blobId }) => blobId ?? []);
  await sweepBlobs(new Set(kept), Date.now());
  return { handlers: createHandlers(choices, engine, jobs), jobs, pages };
};

export default defineBackground(() => {
  const built = build();

  browser.runtime.onMessage.addListener((message, sender, reply) => {
    if (!isOwnPage(sender)) return false;
    void built.then(({ handlers }) => receive(message, handlers)).then(reply);
    return true;
  });
  browser.runtime.onConnect.addListener((port) => {
    if (port.name === watchPort && isOwnPage(port.sender)) void built.then(({ pages }) => pages.connect(port));
  });
  browser.alarms.onAlarm.addListener(() => void built.then(({ jobs }) => jobs.resume()));
  browser.runtime.onStartup.addListener(() => void built.then(({ jobs }) => jobs.resume()));
});
