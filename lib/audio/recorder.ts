// Records: takes commands, hands each part to whoever stores it as soon as it is there, and tells how it goes. One
// capture at a time. Runs in the offscreen document, in Firefox in the microphone page; needs the background only to be
// told what to do, and goes on while that is gone.
import { type CaptureCommand, type CaptureEvent, type CaptureNow, partMs } from '../domain/capture.ts';
import { busyAlready, noRoom, noSound, recorderBroke } from './capture-words.ts';
import { createMix, type Mix } from './mix.ts';
import { closeSource, type NotOpened, openMicrophone, openTab, type Source } from './sources.ts';

export type RecorderPorts = {
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

/** Stores what comes, in order. @param onFull is called once, when a part could not be stored */
const createStore = (id: string, putPart: RecorderPorts['putPart'], onFull: () => void) => {
  let stored = Promise.resolve();
  let next = 0;
  let full = false;
  const store = async (blob: Blob) => {
    if (full) return;
    try {
      await putPart(id, next, await blob.arrayBuffer());
      next += 1;
    } catch {
      full = true;
      onFull();
    }
  };
  return {
    put: (blob: Blob) => {
      if (blob.size > 0) stored = stored.then(() => store(blob));
    },
    settled: () => stored,
  };
};

const openSources = async ({ microphone, streamId }: Start, mayAsk: boolean): Promise<Source[] | NotOpened> => {
  const sources: Source[] = [];
  const openings = [
    // The microphone first: where the user has yet to be asked for it, the tab is not touched.
    ...(microphone ? [() => openMicrophone(mayAsk, streamId !== null)] : []),
    ...(streamId === null ? [] : [() => openTab(streamId)]),
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
  const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(mix.stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
  const watch = createWatch(ports.now);
  let note = '';
  const stop = (why: string) => {
    if (recorder.state === 'inactive') return;
    note = why;
    watch.hold();
    recorder.stop();
  };
  const store = createStore(id, ports.putPart, () => stop(noRoom));
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
  let opening = false;

  const begin = async (start: Start): Promise<NotOpened | null> => {
    if (session || opening) return { ok: false, cause: 'failed', message: busyAlready };
    opening = true;
    try {
      const sources = await openSources(start, ports.mayAsk);
      if ('ok' in sources) return sources;
      const mix = await createMix(sources);
      if (!mix) {
        for (const source of sources) closeSource(source);
        return { ok: false, cause: 'failed', message: noSound };
      }
      session = record(start.id, sources, mix, ports, () => {
        session = null;
      });
      return null;
    } finally {
      opening = false;
    }
  };

  const start = async (command: Start): Promise<void> => {
    const failed = await begin(command).catch((): NotOpened => ({ ok: false, cause: 'failed', message: noSound }));
    if (failed) ports.tell({ type: 'refused', id: command.id, cause: failed.cause, message: failed.message });
    else ports.tell({ type: 'now', now: session?.now() ?? null });
  };

  const on: { [Type in CaptureCommand['type']]: (command: Extract<CaptureCommand, { type: Type }>) => void } = {
    start: (command) => void start(command),
    pause: ({ id }) => session?.id === id && session.pause(),
    resume: ({ id }) => session?.id === id && session.resume(),
    stop: ({ id }) => session?.id === id && session.stop(''),
  };
  return {
    take: (command) => on[command.type](command as never),
    now: () => session?.now() ?? null,
    isBusy: () => session !== null || opening,
  };
};
