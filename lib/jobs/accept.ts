// What is looked at before a job begins, so that a person hears of it at the press and not after an upload.
import type { Route } from '../domain/request.ts';
import { audioFileName, wavSeconds } from '../transcription/audio-kind.ts';
import type { JobPorts } from './ports.ts';
import { tooLargeNote } from './words.ts';

/** `fix` names the place in the settings that mends it. */
export type Refused = { ok: false; message: string; fix: 'add-key' | 'options' | 'none' };
export type Begun = { ok: true; jobId: string } | Refused;

const refused = (message: string, fix: Refused['fix'] = 'none'): Refused => ({ ok: false, message, fix });

/** Nobody was even left out: there is no key that could be asked. */
const noKeyYet = (route: Route, what: string): Refused | null =>
  route.targets.length === 0 && route.leftOut.length === 0
    ? refused(`No key can ${what} yet. Add one first; Groq gives one for free.`, 'add-key')
    : null;

export const acceptText = (ports: JobPorts, text: string): Refused | null => {
  if (text.trim() === '') return refused('No text was found on this page.');
  return noKeyYet(ports.engine.plan({ kind: 'chat', task: 'fast', messages: [] }), 'summarize');
};

const headBytes = 64;

export const headOf = async (audio: Blob): Promise<Uint8Array> =>
  new Uint8Array(await audio.slice(0, headBytes).arrayBuffer());

/** @returns the name under which the file can be sent, or why it cannot */
export const acceptAudio = async (
  ports: JobPorts,
  blobId: string,
  fileName: string,
): Promise<{ ok: true; fileName: string; bytes: number } | Refused> => {
  const audio = await ports.blobs.get(blobId);
  if (!audio) return refused('The file did not arrive. Please choose it again.');
  if (audio.size === 0) return refused(`“${fileName}” is empty.`);
  const head = await headOf(audio);
  const name = audioFileName(head, fileName);
  if (!name)
    return refused(`“${fileName}” is no recording that Rondo knows. It takes WAV, MP3, M4A, Ogg, Opus, FLAC and WebM.`);
  const route = ports.engine.plan({
    kind: 'transcribe',
    audio,
    fileName: name,
    seconds: wavSeconds(head, audio.size),
    needs: 'text',
  });
  const none = noKeyYet(route, 'transcribe');
  if (none) return none;
  const codes = route.leftOut.map(({ code }) => code);
  // Whoever only rests could take it later.
  const mayWait = codes.includes('resting') || codes.includes('full');
  if (route.targets.length === 0 && codes.includes('too_large') && !mayWait && route.mostBytes)
    return refused(tooLargeNote(audio.size, route.mostBytes), 'options');
  return { ok: true, fileName: name, bytes: audio.size };
};
