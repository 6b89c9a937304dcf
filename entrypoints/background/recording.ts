// The background's recording, put together of this browser's own parts: who records, what the browser knows of tabs, where
// it is stored, and what becomes of it.
import { browser } from 'wxt/browser';
import type { Captures, Purpose } from '../../lib/domain/capture.ts';
import type { Jobs } from '../../lib/jobs/index.ts';
import { microphonePage } from '../../lib/messaging/capture.ts';
import { deleteBlob, putBlob } from '../../lib/storage/blobs.ts';
import { allCaptures, removeCapture, saveCapture } from '../../lib/storage/captures.ts';
import { countParts, joinParts, removeParts } from '../../lib/storage/parts.ts';
import { audioHands } from './audio.ts';
import { showBadge } from './badge.ts';
import { createCaptureLine } from './capture-line.ts';
import { type CaptureController, createCaptures } from './captures.ts';
import { keepAwake } from './keep-awake.ts';
import { tabOf, tabSound } from './tab-sound.ts';
import { dictate, transcribe } from './take-captured.ts';

const line = createCaptureLine();

/** To be called with every port that somebody who records opens. */
export const connectRecorder = line.connect;

const openMicrophonePage = async (tabId: number | null, purpose: Purpose): Promise<void> => {
  const [front] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  const query = new URLSearchParams({ purpose, fresh: '', ...(tabId === null ? {} : { tab: String(tabId) }) });
  // When it is closed the browser goes back to the tab from which it was opened.
  await browser.tabs.create({
    url: `${browser.runtime.getURL(`/${microphonePage}`)}?${query}`,
    openerTabId: front?.id,
  });
};

const speaksWithin = 3_000;
/** In Firefox the microphone page records, and stays by itself while it does. */
const holdPage = async (asked: boolean) => (asked && (await line.arrival(speaksWithin)) ? () => {} : null);

const holdDocument = async () => {
  const release = await audioHands.hold();
  if (!release) throw new Error('The offscreen document could not be opened.');
  return release;
};

export const openRecording = (
  jobs: Pick<Jobs, 'forecast' | 'transcribe' | 'all'>,
  onChange: (captures: Captures) => void,
): CaptureController =>
  createCaptures({
    line,
    hold: import.meta.env.FIREFOX ? holdPage : holdDocument,
    tabOf,
    tabSound: import.meta.env.FIREFOX ? null : tabSound,
    openMicrophonePage,
    rows: { save: saveCapture, remove: removeCapture, all: allCaptures },
    parts: { count: countParts, join: joinParts, remove: removeParts },
    blobs: { put: putBlob, remove: deleteBlob },
    take: { transcript: transcribe(jobs), dictation: dictate(jobs) },
    isBegun: async (id) => (await jobs.all()).some((job) => job.id === id),
    keepAwake,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    onChange: (captures) => {
      showBadge(captures);
      onChange(captures);
    },
  });
