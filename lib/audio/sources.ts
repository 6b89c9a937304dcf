// Opens what is to be recorded: the microphone, if the user allowed it, and a tab's sound under the name that the browser
// gave it. Asks the user only where it was told that it may.
import type { captureRefusalSchema, SoundFrom } from '../domain/capture.ts';
import type { z } from '../domain/zod.ts';
import { microphoneTaken, noMicrophone, noTabSound } from './capture-words.ts';

export type Source = { from: SoundFrom; stream: MediaStream };
export type NotOpened = { ok: false; cause: z.infer<typeof captureRefusalSchema>; message: string };
export type Opened = { ok: true; source: Source } | NotOpened;

/** What the browser says without asking. One that cannot say it has to ask. */
export const microphonePermission = async (): Promise<PermissionState> => {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state;
  } catch {
    return 'prompt';
  }
};

/** Without a message the cause says it all: what the user reads then depends on who asked. */
const refused = (cause: NotOpened['cause'], message = ''): NotOpened => ({ ok: false, cause, message });

const microphoneRefusals: Record<string, NotOpened> = {
  NotAllowedError: refused('denied'),
  NotFoundError: refused('failed', noMicrophone),
};

/**
 * Speech models were trained on speech in noise; what takes noise out takes speech with it. Only what the loudspeakers
 * play has to go, where it is recorded anyway.
 */
const constraintsOf = (withTab: boolean): MediaTrackConstraints => ({
  channelCount: 1,
  echoCancellation: withTab,
  noiseSuppression: false,
  autoGainControl: true,
});

export const openMicrophone = async (mayAsk: boolean, withTab: boolean): Promise<Opened> => {
  const permission = await microphonePermission();
  if (permission === 'denied') return refused('denied');
  // Where nobody can be shown a question, asking counts as a refusal, and a few of those close the door for good.
  if (permission === 'prompt' && !mayAsk) return refused('ask');
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: constraintsOf(withTab) });
    return { ok: true, source: { from: 'microphone', stream } };
  } catch (error) {
    return microphoneRefusals[error instanceof DOMException ? error.name : ''] ?? refused('failed', microphoneTaken);
  }
};

/** Chromium's own way to say which tab; no type of the web knows it. */
type TabConstraints = { mandatory: { chromeMediaSource: 'tab'; chromeMediaSourceId: string } };

export const openTab = async (streamId: string): Promise<Opened> => {
  const audio: TabConstraints = { mandatory: { chromeMediaSource: 'tab', chromeMediaSourceId: streamId } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: audio as MediaTrackConstraints });
    return { ok: true, source: { from: 'tab', stream } };
  } catch {
    return refused('failed', noTabSound);
  }
};

export const closeSource = ({ stream }: Source): void => {
  for (const track of stream.getTracks()) track.stop();
};

/** Asks the user, and lets go of the microphone again. */
export const askForMicrophone = async (): Promise<{ ok: true } | NotOpened> => {
  const opened = await openMicrophone(true, false);
  if (!opened.ok) return opened;
  closeSource(opened.source);
  return { ok: true };
};

/** Tells what the browser allows, now and whenever that changes. @returns the stop */
export const watchMicrophone = (onState: (state: PermissionState) => void): (() => void) => {
  let stop = () => {};
  const begin = async () => {
    const status = await navigator.permissions.query({ name: 'microphone' });
    const tell = () => onState(status.state);
    status.addEventListener('change', tell);
    stop = () => status.removeEventListener('change', tell);
    tell();
  };
  begin().catch(() => onState('prompt'));
  return () => stop();
};
