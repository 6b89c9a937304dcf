// What a page can do: one action per message, and the few things that are done in the page itself.
// Decides nothing and keeps nothing; every change comes back as a push.
import { browser } from 'wxt/browser';
import type { Forecast } from '../domain/forecast.ts';
import type { WrittenFile } from '../domain/history.ts';
import { ask } from '../messaging/ask.ts';
import type { Ask, MessageName, RefusalReply, Reply } from '../messaging/protocol.ts';
import { deleteBlob, putBlob } from '../storage/blobs.ts';
import { askForOrigin, askForOrigins, type OriginAnswer } from './origin.ts';
import { type OpenRecording, openRecording, save } from './own-files.ts';
import { changeShortcut, readShortcut } from './shortcut.ts';
import { askForTabSound } from './tab-sound.ts';

export type MessageActions = { [Name in MessageName]: (payload: Ask<Name>) => Promise<Reply<Name>> };

/** A long recording that waits for a word before it is begun. */
export type Offer = { blobId: string; fileName: string; bytes: number; forecast: Forecast };

export type PageActions = {
  /** To be called at the press itself, before any `await`. */
  askForOrigin: (address: string) => Promise<OriginAnswer>;
  askForOrigins: (addresses: readonly string[]) => Promise<OriginAnswer>;
  /** Lays the file down for the background. A short one is transcribed at once; of a long one is told what it takes. */
  transcribeFile: (file: File) => Promise<{ ok: true; value: { jobId: string } | { offer: Offer } } | RefusalReply>;
  /** Begins to record the tab in front. To be called at the press itself, before any `await`. */
  recordTab: (wish: { microphone: boolean }) => Promise<Reply<'capture.start'>>;
  /** A file that was laid down is not to be transcribed after all. */
  forgetFile: (blobId: string) => Promise<void>;
  /** `place` is the id of an element of the options page. */
  openSettings: (place?: string) => void;
  /** Opens the popup as a tab, where a file dialog cannot close it. */
  openTab: () => void;
  /** Opens what a job has become to be read; without an id the history. */
  openReading: (id?: string) => void;
  /** A recording that is kept, to be played; null: it is not kept any more. */
  openRecording: (blobId: string) => Promise<OpenRecording | null>;
  /** Has the browser save a file, as after a click on a download. */
  save: (file: WrittenFile) => void;
  copy: (text: string) => Promise<boolean>;
  /** The shortcut for dictation; null: none is set. */
  readShortcut: () => Promise<string | null | undefined>;
  /** Opens the browser's own place for shortcuts. */
  changeShortcut: () => void;
};

export type Actions = MessageActions & PageActions;

const messageActions: MessageActions = {
  'keys.add': (payload) => ask('keys.add', payload),
  'key.change': (payload) => ask('key.change', payload),
  'key.remove': (payload) => ask('key.remove', payload),
  'key.check': (payload) => ask('key.check', payload),
  'provider.change': (payload) => ask('provider.change', payload),
  'endpoint.add': (payload) => ask('endpoint.add', payload),
  'endpoint.change': (payload) => ask('endpoint.change', payload),
  'endpoint.models': (payload) => ask('endpoint.models', payload),
  'endpoints.paste': (payload) => ask('endpoints.paste', payload),
  'presets.read': (payload) => ask('presets.read', payload),
  'servers.find': (payload) => ask('servers.find', payload),
  'endpoint.remove': (payload) => ask('endpoint.remove', payload),
  'endpoint.check': (payload) => ask('endpoint.check', payload),
  'spend.change': (payload) => ask('spend.change', payload),
  'otherTry.change': (payload) => ask('otherTry.change', payload),
  'hedge.change': (payload) => ask('hedge.change', payload),
  'pool.change': (payload) => ask('pool.change', payload),
  'transcription.change': (payload) => ask('transcription.change', payload),
  'pools.read': (payload) => ask('pools.read', payload),
  'models.read': (payload) => ask('models.read', payload),
  'limits.read': (payload) => ask('limits.read', payload),
  'catalog.refresh': (payload) => ask('catalog.refresh', payload),
  'catalog.stop': (payload) => ask('catalog.stop', payload),
  summarize: (payload) => ask('summarize', payload),
  transcribe: (payload) => ask('transcribe', payload),
  'capture.start': (payload) => ask('capture.start', payload),
  'capture.pause': (payload) => ask('capture.pause', payload),
  'capture.resume': (payload) => ask('capture.resume', payload),
  'capture.stop': (payload) => ask('capture.stop', payload),
  'capture.discard': (payload) => ask('capture.discard', payload),
  'capture.transcribe': (payload) => ask('capture.transcribe', payload),
  'media.find': (payload) => ask('media.find', payload),
  'media.take': (payload) => ask('media.take', payload),
  'media.drop': (payload) => ask('media.drop', payload),
  'job.cancel': (payload) => ask('job.cancel', payload),
  'job.retry': (payload) => ask('job.retry', payload),
  'job.remove': (payload) => ask('job.remove', payload),
  'transcription.estimate': (payload) => ask('transcription.estimate', payload),
  'transcript.read': (payload) => ask('transcript.read', payload),
  'transcript.rename': (payload) => ask('transcript.rename', payload),
  'transcript.write': (payload) => ask('transcript.write', payload),
  'transcript.summarize': (payload) => ask('transcript.summarize', payload),
  'recording.remove': (payload) => ask('recording.remove', payload),
  'transcripts.list': (payload) => ask('transcripts.list', payload),
  'transcripts.search': (payload) => ask('transcripts.search', payload),
  'history.empty': (payload) => ask('history.empty', payload),
};

/** What was laid down for a question that ended in no job is nobody's. */
const withoutBlob = async <Value extends { ok: boolean }>(blobId: string, reply: Value): Promise<Value> => {
  if (!reply.ok) await deleteBlob(blobId).catch(() => {});
  return reply;
};

const unreadable =
  'This cannot be read: it is a folder, or it was moved or changed meanwhile. Choose the recordings themselves.';

/** A file is only a promise of the browser's: what it stands for can be gone, or no file at all. */
const whyNotKept = (file: File): Promise<string> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () =>
        `The browser had no room to keep ${file.name}. Nothing was sent. Free some disk space, then choose it again.`,
      () => unreadable,
    );

const transcribeFile: PageActions['transcribeFile'] = async (file) => {
  let blobId: string;
  try {
    blobId = await putBlob(file);
  } catch {
    return { ok: false, message: await whyNotKept(file), fix: 'none' };
  }
  const told = await ask('transcription.estimate', { blobId, fileName: file.name });
  if (!told.ok) return withoutBlob(blobId, told);
  const { forecast } = told.value;
  if (!forecast.short)
    return { ok: true, value: { offer: { blobId, fileName: file.name, bytes: file.size, forecast } } };
  const started = await ask('transcribe', { blobId, fileName: file.name });
  return started.ok ? started : withoutBlob(blobId, started);
};

const recordTab: PageActions['recordTab'] = async ({ microphone }) => {
  const allowed = await askForTabSound();
  if (!allowed.ok) return { ...allowed, fix: 'none' };
  return ask('capture.start', { microphone, tab: 'front' });
};

/** Firefox leaves a popup open over the tab that it opened. */
const leavePopup = (): void => {
  if (browser.extension.getViews({ type: 'popup' }).includes(window)) window.close();
};

const openTab = (path: '/options.html' | '/popup.html' | '/sidepanel.html', rest: string): void => {
  void browser.tabs.create({ url: browser.runtime.getURL(path) + rest }).then(leavePopup);
};

export const actions: Actions = {
  ...messageActions,
  askForOrigin,
  askForOrigins,
  readShortcut,
  changeShortcut,
  transcribeFile,
  recordTab,
  forgetFile: (blobId) => deleteBlob(blobId).catch(() => {}),
  openSettings: (place) =>
    place === undefined
      ? void browser.runtime.openOptionsPage().then(leavePopup)
      : openTab('/options.html', `#${encodeURIComponent(place)}`),
  openTab: () => openTab('/popup.html', '?tab'),
  openReading: (id) => openTab('/sidepanel.html', id === undefined ? '' : `#${id}`),
  openRecording,
  save,
  copy: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
};

/** The version of this extension, as its manifest says. */
export const version = (): string => browser.runtime.getManifest().version;
