// Captures as the background keeps them: begins and ends one at a time, and finds it again after its own death, since
// whoever records goes on meanwhile. Every effect is handed in.
import type { Capture, CaptureEvent, CaptureNow, Captures, Purpose } from '../../lib/domain/capture.ts';
import type { RefusalReply } from '../../lib/messaging/protocol.ts';
import type { CaptureLine } from './capture-line.ts';
import type { KeepAwake } from './keep-awake.ts';
import { createKeptCaptures, type KeptPorts, type Taken } from './kept-captures.ts';

export type { TakeCaptured, Taken } from './kept-captures.ts';

export type CaptureWish = {
  microphone: boolean;
  /** The tab whose sound is recorded; null: none. */
  tab: 'front' | number | null;
  /** Who takes what was recorded. Default: a transcript. */
  purpose?: Purpose;
  /** The user was asked for the microphone just now, so that no page is opened for it again. */
  asked?: boolean;
};
export type Started = { ok: true; asks: boolean } | RefusalReply;

export type CapturePorts = KeptPorts & {
  line: Pick<CaptureLine, 'listen' | 'send' | 'arrival'>;
  /**
   * Has somebody who records stay until released. Null: in this browser a page has to be opened for it.
   * @param asked that page has done its part
   */
  hold(asked: boolean): Promise<(() => void) | null>;
  /** Null: there is none. */
  tabOf(which: 'front' | number): Promise<{ id: number; title: string } | null>;
  /** The browser's name for a tab's sound. Null: this browser gives none away. */
  tabSound: ((tabId: number) => Promise<{ ok: true; streamId: string } | { ok: false; message: string }>) | null;
  /** Opens the page that asks for the microphone and, where a transcript is wanted, begins anew with that tab. */
  openMicrophonePage(tabId: number | null, purpose: Purpose): Promise<void>;
  keepAwake: KeepAwake;
  now(): number;
  newId(): string;
  onChange(captures: Captures): void;
};

export type CaptureController = {
  /** `asks`: the page that asks for the microphone was opened instead. */
  start(wish: CaptureWish): Promise<Started>;
  pause(): void;
  resume(): void;
  /** Ends the one that goes on and hands it over. */
  stop(): Promise<Taken>;
  /** Throws away the one that goes on, or one that was kept. */
  discard(id: string): Promise<void>;
  /** Hands over one that was kept. */
  handOver(id: string): Promise<Taken>;
  view(): Captures;
  /** Looks after what an earlier life left behind; resolves once all of it is known. */
  recover(): Promise<void>;
};

/** What whoever records said of the beginning; `gone`: nothing, for nobody is there any more. */
type Beginning = Extract<CaptureEvent, { type: 'refused' }> | 'records' | 'gone';
/** `note`: what went wrong, in a sentence; else empty. */
type End = { note: string };

type Current = {
  capture: Capture;
  now: CaptureNow | null;
  release(): void;
  begun: PromiseWithResolvers<Beginning>;
  over: PromiseWithResolvers<End>;
  /** Somebody sees to what becomes of it. */
  claimed: boolean;
};

/** One that goes on while this background begins speaks up within this time. */
const speaksUpWithin = 3_000;
const speaksWithin = 10_000;
const endsWithin = 10_000;

const refuse = (message: string): RefusalReply => ({ ok: false, message, fix: 'none' });

const already = 'Rondo is recording already. Stop that recording first.';
const noneNow = 'Rondo is not recording any more.';
const noTab = 'There is no tab in front whose sound could be recorded. Open one and press again.';
const noTabs = 'This browser does not let extensions record the sound of a tab.';
const nobody = 'The browser did not open the part of Rondo that records. Restart the browser and press again.';
const brokeOff = 'The part of Rondo that recorded was closed. What had come by then is here.';
const cutShort = 'The browser was closed while this was recorded. What had come by then is here.';
const denied =
  'The browser does not let Rondo use the microphone. Allow it in the browser’s settings for this extension and press again.';

/** `Recording, 23 Nov, 14:05`, in the user's own time. */
const nameAt = (at: number): string => {
  const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(at);
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
  return `Recording, ${date}, ${time}`;
};

export const createCaptures = (ports: CapturePorts): CaptureController => {
  const { line, rows } = ports;
  const kept = createKeptCaptures(ports);
  let current: Current | null = null;
  let starting = false;
  let finding: Promise<void> | null = null;

  const view = (): Captures => ({
    current: current && { ...current.capture, now: current.now },
    kept: kept.list(),
    canTab: ports.tabSound !== null,
  });
  const tell = () => ports.onChange(view());

  /** It is over. @param settle what becomes of it */
  const close = async <Result>(closing: Current, settle: () => Promise<Result>): Promise<Result> => {
    closing.claimed = true;
    try {
      return await settle();
    } finally {
      closing.release();
      if (current === closing) current = null;
      tell();
    }
  };
  const open = (capture: Capture, release: () => void): Current => {
    const opened: Current = {
      ...{ capture, release, now: null, claimed: false },
      begun: Promise.withResolvers(),
      over: Promise.withResolvers(),
    };
    current = opened;
    void ports.keepAwake(opened.over.promise).then((end) => {
      // Nobody asked for this end: a source is gone, or whoever recorded it.
      if (opened.claimed) return;
      const settle = () => (end.note === '' ? kept.handOver(capture) : kept.keep(capture, end.note));
      close<unknown>(opened, settle).catch(() => {});
    });
    return opened;
  };
  /** Asks for its end and waits until all of it is stored, but not for ever. */
  const end = async (ending: Current): Promise<void> => {
    ending.claimed = true;
    ending.capture = { ...ending.capture, state: 'ending' };
    tell();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, endsWithin);
    if (line.send({ type: 'stop', id: ending.capture.id })) await Promise.race([ending.over.promise, late.promise]);
    clearTimeout(timer);
    ending.over.resolve({ note: '' });
  };

  /** Somebody records what this background knows nothing of: it was begun in an earlier life. */
  const findAgain = async (id: string): Promise<void> => {
    const capture = (await rows.all()).find((row) => row.id === id);
    if (!capture || current) return;
    const release = await ports.hold(true);
    if (current) return release?.();
    kept.letGo(id);
    const found = open({ ...capture, state: 'open', note: '' }, release ?? (() => {}));
    found.begun.resolve('records');
    // Its end was asked for when the earlier life ended.
    if (capture.state === 'ending') await stop();
  };
  const hear = (event: CaptureEvent) => {
    const id = event.type === 'now' ? event.now?.id : event.id;
    if (id === undefined) return;
    if (current?.capture.id !== id) {
      if (event.type === 'now' && !current && !starting)
        finding ??= findAgain(id).finally(() => {
          finding = null;
        });
      return;
    }
    if (event.type === 'refused') return current.begun.resolve(event);
    if (event.type === 'ended') return current.over.resolve({ note: event.note });
    current.now = event.now;
    current.begun.resolve('records');
    tell();
  };
  line.listen({
    onEvent: hear,
    onGone: () => {
      current?.begun.resolve('gone');
      current?.over.resolve({ note: brokeOff });
    },
  });

  const begin = async ({ microphone, tab: which, purpose = 'transcript', asked = false }: CaptureWish) => {
    const tab = which === null ? null : await ports.tabOf(which);
    if (which !== null && !tab) return refuse(noTab);
    if (tab && !ports.tabSound) return refuse(noTabs);
    const askFirst = async (): Promise<Started> => {
      if (asked) return refuse(denied);
      await ports.openMicrophonePage(tab?.id ?? null, purpose);
      return { ok: true, asks: true };
    };
    const release = await ports.hold(asked);
    if (!release) return askFirst();
    const leave = <Result>(result: Result): Result => {
      release();
      return result;
    };
    if (!(await line.arrival(speaksWithin))) return leave(refuse(nobody));
    const sound = tab && ports.tabSound ? await ports.tabSound(tab.id) : null;
    if (sound && !sound.ok) return leave(refuse(sound.message));
    const at = ports.now();
    const capture: Capture = {
      ...{ id: ports.newId(), startedAt: at, title: tab?.title || nameAt(at), purpose, state: 'open', note: '' },
      sources: [...(tab ? (['tab'] as const) : []), ...(microphone ? (['microphone'] as const) : [])],
    };
    // Before the first sound: what is recorded has to be somebody's.
    await rows.save(capture);
    const opened = open(capture, release);
    line.send({ type: 'start', id: capture.id, microphone, streamId: sound?.streamId ?? null });
    const beginning = await opened.begun.promise;
    if (beginning === 'records') return { ok: true as const, asks: false };
    await close(opened, () => kept.forget(capture.id));
    opened.over.resolve({ note: '' });
    if (beginning === 'gone') return refuse(nobody);
    return beginning.cause === 'failed' ? refuse(beginning.message) : askFirst();
  };

  const stop = async (): Promise<Taken> => {
    const ending = current;
    if (!ending || ending.claimed) return refuse(noneNow);
    // Should this process die now, the next one still knows what was wanted.
    await rows.save({ ...ending.capture, state: 'ending' });
    await end(ending);
    return close(ending, () => kept.handOver(ending.capture));
  };

  return {
    view,
    stop,
    start: async (wish) => {
      if (current || starting) return refuse(already);
      starting = true;
      try {
        return await begin(wish);
      } finally {
        starting = false;
      }
    },
    pause: () => void (current && line.send({ type: 'pause', id: current.capture.id })),
    resume: () => void (current && line.send({ type: 'resume', id: current.capture.id })),
    discard: async (id) => {
      const ending = current?.capture.id === id ? current : null;
      if (ending) {
        await end(ending);
        return close(ending, () => kept.forget(id));
      }
      await kept.forget(id);
      tell();
    },
    handOver: async (id) => {
      const capture = kept.find(id);
      const taken = capture ? await kept.handOver(capture) : refuse('This recording is not there any more.');
      tell();
      return taken;
    },
    recover: async () => {
      const left = await rows.all();
      for (const row of left) if (row.state === 'kept') await kept.keep(row, row.note);
      const open = left.filter(({ state }) => state !== 'kept');
      if (open.length === 0) return tell();
      await line.arrival(speaksUpWithin);
      await finding;
      for (const row of open) {
        if (view().current?.id === row.id) continue;
        if (row.state === 'ending') await kept.handOver(row);
        else await kept.keep(row, cutShort);
      }
      tell();
    },
  };
};
