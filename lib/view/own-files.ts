// The user's own files in a page: a recording to be played, a text to be saved. Nothing here goes anywhere.
import type { WrittenFile } from '../domain/history.ts';
import { getBlob } from '../storage/blobs.ts';

/** A recording under an address of this page alone. `close` gives the address back. */
export type OpenRecording = { url: string; close: () => void };

/** Null: it is not kept any more. */
export const openRecording = async (blobId: string): Promise<OpenRecording | null> => {
  const blob = await getBlob(blobId).catch(() => null);
  if (blob === null) return null;
  const url = URL.createObjectURL(blob);
  return { url, close: () => URL.revokeObjectURL(url) };
};

/** The browser reads it after the press, and does not tell when it has. */
const readWithin = 60_000;

/** As a download of the browser's own. */
export const save = ({ text, fileName, mime }: WrittenFile): void => {
  const url = URL.createObjectURL(new Blob([text], { type: `${mime};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), readWithin);
};
