// What is looked at before a job begins, so that a person hears of it at the press and not after an upload.
import type { Route, TranscribeRequest } from '../domain/request.ts';
import { audioFileName, wavSeconds } from '../transcription/audio-kind.ts';
import { lengthOf } from './length-of.ts';
import type { JobPorts } from './ports.ts';

/** `fix` names the place in the settings that mends it. */
export type Refused = { ok: false; message: string; fix: 'add-key' | 'options' | 'none' };
export type Begun = { ok: true; jobId: string } | Refused;

const refused = (message: string, fix: Refused['fix'] = 'none'): Refused => ({ ok: false, message, fix });

/** Nobody was even left out: there is no key that could be asked. */
const noKeyYet = (route: Route, what: string): Refused | null =>
  route.targets.length === 0 && route.leftOut.length === 0
    ? refused(`No key can ${what} yet. Add one first; Groq gives one for free.`, 'add-key')
    : null;

/** Whether a recording could be sent to anybody, whatever it is. */
export const refuseAll = (ports: Pick<JobPorts, 'engine'>, request: TranscribeRequest): Refused | null =>
  noKeyYet(ports.engine.plan(request), 'transcribe');

export const acceptText = (ports: JobPorts, text: string): Refused | null => {
  if (text.trim() === '') return refused('There is no text to summarize.');
  return noKeyYet(ports.engine.plan({ kind: 'chat', task: 'fast', messages: [] }), 'summarize');
};

const headBytes = 64;

/** Nobody waits to hear how long a file of this size is: at the least that speech can be sent at it is ten minutes. */
const smallBytes = 1_000_000;
/** What is longer is cut: a part that fails costs less than the whole, and many parts go at once. */
const mostWhole = 600;
/** Sound alone has fewer bytes a second than this in kinds of files that can hold a film too. */
const filmBytesPerSecond = 48_000;

export type AcceptedAudio = {
  ok: true;
  /** Under which it is sent, if it goes as it is. */
  fileName: string;
  bytes: number;
  seconds: number | null;
  /** It goes as it is, in one upload. */
  whole: boolean;
};

/** Whether anybody takes the file as it is, now or after a rest. */
const isTaken = (ports: Pick<JobPorts, 'engine'>, request: TranscribeRequest): boolean => {
  const { targets, leftOut } = ports.engine.plan(request);
  return targets.length > 0 || leftOut.some(({ code }) => code === 'resting' || code === 'full');
};

const mayBeFilm = (fileName: string, bytes: number, seconds: number): boolean =>
  /\.(m4a|webm)$/.test(fileName) && bytes / Math.max(seconds, 1) > filmBytesPerSecond;

/** Looks at the file before anything is begun: whether it can be sent as it is, has to be made ready, or is none. */
export const acceptAudio = async (
  ports: Pick<JobPorts, 'prepare' | 'blobs' | 'engine' | 'recordings'>,
  blobId: string,
  chosenName: string,
  signal?: AbortSignal,
): Promise<AcceptedAudio | Refused> => {
  const audio = await ports.blobs.get(blobId);
  if (!audio) return refused('The file did not arrive. Please choose it again.');
  if (audio.size === 0) return refused('This file is empty. Choose another one.');
  const head = new Uint8Array(await audio.slice(0, headBytes).arrayBuffer());
  const fileName = audioFileName(head, chosenName);
  const told = wavSeconds(head, audio.size);
  const { speakers } = ports.recordings();
  const name = fileName ?? chosenName;
  const request = { kind: 'transcribe' as const, audio, fileName: name, needs: 'words' as const, speakers };
  const none = refuseAll(ports, { ...request, seconds: told });
  if (none) return none;
  const accepted = { ok: true as const, fileName: request.fileName, bytes: audio.size };
  const goesWhole = (seconds: number | null) => fileName !== null && isTaken(ports, { ...request, seconds });
  if (audio.size <= smallBytes && goesWhole(told)) return { ...accepted, seconds: told, whole: true };
  const length = told === null ? await lengthOf(ports, blobId, signal) : { ok: true as const, seconds: told };
  // Who transcribes may know a kind that this browser cannot read.
  if (!length.ok && goesWhole(null)) return { ...accepted, seconds: null, whole: true };
  if (!length.ok) return refused(length.message);
  const { seconds } = length;
  const isShort = seconds !== null && seconds <= mostWhole && !mayBeFilm(request.fileName, audio.size, seconds);
  return { ...accepted, seconds, whole: isShort && goesWhole(seconds) };
};
