// The page of the stage: a test's way to the blob store and to the stage's background. Never part of a build.
import { browser } from 'wxt/browser';
import { deleteBlob, getBlob, putBlob } from '../../../lib/storage/blobs.ts';
import type { StageCall } from './stage-background.ts';

const base64Of = async (blob: Blob): Promise<string> => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
};

const stage = {
  call: (call: StageCall) => browser.runtime.sendMessage(call),
  /** Stores the file that was chosen and answers with its id. */
  keepFile: async () => {
    const file = document.querySelector('input')?.files?.[0];
    return file ? putBlob(file) : null;
  },
  read: async (id: string) => {
    const blob = await getBlob(id);
    return blob ? { type: blob.type, base64: await base64Of(blob) } : null;
  },
  remove: deleteBlob,
};
export type Stage = typeof stage;

Object.assign(globalThis, { stage });
