// Records: takes commands, hands each part to whoever stores it as soon as it is there, and tells how it goes. One
// capture at a time. Runs in the offscreen document, in Firefox in the microphone page; needs the background only to be
// told what to do, and goes on while that is gone.
import { type CaptureCommand, type CaptureEvent, type CaptureNow, partMs } from '../domain/capture.ts';
import { isNoRoom } from '../domain/no-room.ts';
import { busyAlready, noRoom, noSound, notStored, recorderBroke } from './capture-words.ts';
import { createMix, type Mix } from './mix.ts';
import { closeSource, type NotOpened, openMicrophone, openTab, type Source } from './sources.ts';

/** What the browser has for recording. */
export type Media = {
  openMicrophone: typeof openMicrophone;
  openTab: typeof openTab;
  createMix: typeof createMix;
  createRecorder(stream: MediaStream): MediaRecorder;
};

export type RecorderPorts = {
  media: Media;
  /** Stores one part. Rejects where there is no room. */
  putPart(captureId: string, index: number, bytes: ArrayBuffer): Promise<void>;
  tell(event: CaptureEvent): void;
  now(): number;
  /** The user can be asked here. */
  mayAsk: boolean;
};

export type Recorder = {
  take(command: CaptureCommand): void;
  /** Null: nothing is being recorded. */
  now(): CaptureNow | null;
  isBusy(): boolean;
};

const tellsEvery = 250;
/** Opus for speech: 14 MB an hour. */
const bitsPerSecond = 32_000;
const kinds = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus'];

export const browserMedia: Media = {
  openMicrophone,
  openTab,
  createMix,
  createRecorder: (stream) => {
    const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
    return new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
  },
};

type Start = Extract<CaptureCommand, { type: 'start' }>;

type Session = {
  id: string;
  now(): CaptureNow;
  pause(): void;
  resume(): void;
  stop(note: string): void;
};

/** Counts the time that is recorded, pauses left out. */
const createWatch = (now: () => number) => {
  let counted = 0;
  let since: number | null = now();
  const seconds = () => (counted + (since === null ? 0 : now() - since)) / 1000;
  return {
    seconds,
    hold: () => {
      counted = seconds() * 1000;
      since = null;
    },
    go: () => {
      since ??= now();
    },
  };
};

/** Stores what comes, in order. @param onFailed is called once, when a part could not be stored */
const createStore = (id: string, putPart: RecorderPorts['putPart'], onFailed: (note: string) => void) => {
  let stored = Promise.resolve();
  let next = 0;
  let failed = false;
  const store = async (blob: Blob) => {
    if (failed) return;
    try {
      await putPart(id, next, await blob.arrayBuffer());
      next += 1;
    } catch (error) {
      failed = true;
      onFailed(isNoRoom(error) ? noRoom : notStored);
    }
  };
  return {
    put: (blob: Blob) => {
      if (blob.size > 0) stored = stored.then(() => store(blob));
    },
    settled: () => stored,
  };
};

const openSources = async (
  { microphone, streamId }: Start,
  { media, mayAsk }: RecorderPorts,
): Promise<Source[] | NotOpened> => {
  const sources: Source[] = [];
  const openings = [
    // The microphone first: where the user has yet to be asked for it, the tab is not touched.
    ...(microphone ? [() => media.openMicrophone(mayAsk, streamId !== null)] : []),
    ...(streamId === null ? [] : [() => media.openTab(streamId)]),
  ];
  for (const open of openings) {
    const opened = await open();
    if (!opened.ok) {
      for (const source of sources) closeSource(source);
      return opened;
    }
    sources.push(opened.source);
  }
  return sources;
};

const record = (id: string, sources: readonly Source[], mix: Mix, ports: RecorderPorts, onEnd: () => void): Session => {
  const recorder = ports.media.createRecorder(mix.stream);
  const watch = createWatch(ports.now);
  let note = '';
  const stop = (why: string) => {
    // Where the browser ends it for a fault, or its last part finds no room, it is over already, and the note is still due.
    note ||= why;
    if (recorder.state === 'inactive') return;
    watch.hold();
    recorder.stop();
  };
  const store = createStore(id, ports.putPart, stop);
  const now = (): CaptureNow => ({
    id,
    seconds: watch.seconds(),
    paused: recorder.state === 'paused',
    sounds: mix.sounds(ports.now()),
  });
  const timer = setInterval(() => {
    const standing = now();
    ports.tell({ type: 'now', now: standing });
    // The tab was closed, or the microphone pulled out.
    if (standing.sounds.every(({ state }) => state === 'ended')) stop('');
  }, tellsEvery);
  recorder.ondataavailable = ({ data }) => store.put(data);
  recorder.onerror = () => stop(recorderBroke);
  recorder.onstop = async () => {
    clearInterval(timer);
    await store.settled();
    for (const source of sources) closeSource(source);
    await mix.close();
    onEnd();
    ports.tell({ type: 'ended', id, note });
  };
  recorder.start(partMs);
  return {
    ...{ id, now, stop },
    pause: () => {
      if (recorder.state !== 'recording') return;
      recorder.pause();
      watch.hold();
    },
    resume: () => {
      if (recorder.state !== 'paused') return;
      recorder.resume();
      watch.go();
    },
  };
};

export const createRecorder = (ports: RecorderPorts): Recorder => {
  let session: Session | null = null;
  /** `wanted`: nobody has asked for its end yet. */
  let opening: { id: string; wanted: boolean } | null = null;
  const now = () => session?.now() ?? null;

  const begin = async (start: Start, isWanted: () => boolean): Promise<NotOpened | null> => {
    const sources = await openSources(start, ports);
    if ('ok' in sources) return sources;
    const mix = isWanted() ? await ports.media.createMix(sources) : null;
    if (mix && isWanted()) {
      session = record(start.id, sources, mix, ports, () => {
        session = null;
      });
      return null;
    }
    for (const source of sources) closeSource(source);
    await mix?.close();
    return { ok: false, cause: 'failed', message: noSound };
  };

  const start = async (command: Start): Promise<void> => {
    const { id } = command;
    if (session || opening) return ports.tell({ type: 'refused', id, cause: 'failed', message: busyAlready });
    const own = { id, wanted: true };
    opening = own;
    const failed = await begin(command, () => own.wanted).catch(
      (): NotOpened => ({ ok: false, cause: 'failed', message: noSound }),
    );
    opening = null;
    // Its end has been told already.
    if (!own.wanted) return;
    if (failed) ports.tell({ type: 'refused', id, cause: failed.cause, message: failed.message });
    else ports.tell({ type: 'now', now: now() });
  };

  const stop = (id: string): void => {
    if (opening?.id === id) opening.wanted = false;
    if (session?.id === id) session.stop('');
    // Nothing was recorded: whoever asks need not wait until the browser has opened what will be closed again.
    else if (session === null) ports.tell({ type: 'ended', id, note: '' });
  };

  const on: { [Type in CaptureCommand['type']]: (command: Extract<CaptureCommand, { type: Type }>) => void } = {
    start: (command) => void start(command),
    pause: ({ id }) => session?.id === id && session.pause(),
    resume: ({ id }) => session?.id === id && session.resume(),
    stop: ({ id }) => stop(id),
  };
  return {
    take: (command) => on[command.type](command as never),
    now,
    isBusy: () => session !== null || opening !== null,
  };
};
