// Captures as the background keeps them: begins and ends one at a time, and finds it again after its own death, since
// whoever records goes on meanwhile. Every effect is handed in.
import type { Capture, CaptureEvent, CaptureNow, Captures, Purpose } from '../../lib/domain/capture.ts';
import type { RefusalReply } from '../../lib/messaging/protocol.ts';
import type { CaptureLine } from './capture-line.ts';
import {
  already,
  brokeOff,
  cutShort,
  denied,
  endedFirst,
  nameAt,
  nobody,
  noneNow,
  noTab,
  noTabs,
  notThere,
} from './capture-sentences.ts';
import type { KeepAwake } from './keep-awake.ts';
import { type Agreed, createKeptCaptures, type KeptPorts, type Taken } from './kept-captures.ts';

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
   * Has somebody who records stay until released. Null: in this browser a page has to be opened for it. Rejects where
   * the browser lets nobody in.
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
  /** Hands over one that was kept. @param agreed null: a long one is told of first */
  handOver(id: string, agreed: Agreed): Promise<Taken>;
  view(): Captures;
  /** Looks after what an earlier life left behind; resolves once all of it is known. */
  recover(): Promise<void>;
};

/** What came of a beginning. `gone`: nobody is there any more who could say. `over`: its end came first. */
type Beginning = Extract<CaptureEvent, { type: 'refused' }> | 'records' | 'gone' | 'over';
/** `note`: what went wrong, in a sentence; else empty. */
type End = { note: string };

type Current = {
  capture: Capture;
  now: CaptureNow | null;
  release(): void;
  begun: PromiseWithResolvers<Beginning>;
  over: PromiseWithResolvers<End>;
};
/** Somebody records what this background knows nothing of. `later`: what was heard of it meanwhile. */
type Finding = { id: string; later: (() => void)[]; found: Promise<void> };

/** One that goes on while this background begins speaks up within this time. */
const speaksUpWithin = 3_000;
const speaksWithin = 10_000;
const endsWithin = 10_000;

const refuse = (message: string): RefusalReply => ({ ok: false, message, fix: 'none' });

export const createCaptures = (ports: CapturePorts): CaptureController => {
  const { line, rows } = ports;
  const kept = createKeptCaptures(ports);
  let current: Current | null = null;
  let starting = false;
  let finding: Finding | null = null;
  /** What becomes of those that are being settled right now, by their ids. */
  const fates = new Map<string, Promise<Taken>>();

  const view = (): Captures => ({
    current: current && { ...current.capture, now: current.now },
    kept: kept.list(),
    canTab: ports.tabSound !== null,
  });
  const tell = () => ports.onChange(view());

  /** Nothing becomes of one twice: whoever asks meanwhile gets what comes of the first asking. */
  const settle = (id: string, work: () => Promise<Taken>): Promise<Taken> => {
    const going = fates.get(id);
    if (going) return going;
    const fate = work().finally(() => fates.delete(id));
    fates.set(id, fate);
    return fate;
  };
  /** It is over, or is to be. @param work what becomes of it */
  const close = (closing: Current, work: () => Promise<Taken>): Promise<Taken> =>
    settle(closing.capture.id, async () => {
      try {
        return await work();
      } finally {
        closing.begun.resolve('over');
        closing.over.resolve({ note: '' });
        closing.release();
        if (current === closing) current = null;
        tell();
      }
    });
  const forget = async (id: string): Promise<Taken> => {
    await kept.forget(id);
    return refuse(notThere);
  };
  const keep = async (capture: Capture, note: string): Promise<Taken> => {
    await kept.keep(capture, note);
    return refuse(note);
  };
  const open = (capture: Capture, release: () => void): Current => {
    const opened: Current = {
      ...{ capture, release, now: null },
      begun: Promise.withResolvers(),
      over: Promise.withResolvers(),
    };
    current = opened;
    const settled = opened.over.promise.then(async ({ note }) => {
      // Nobody asked for this end: a source is gone, or whoever recorded it.
      if (current === opened) await close(opened, () => (note === '' ? kept.handOver(capture) : keep(capture, note)));
    });
    void ports.keepAwake(settled).catch(() => {});
    return opened;
  };
  /** Asks for its end and waits until all of it is stored, but not for ever. */
  const end = async (ending: Current): Promise<void> => {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, endsWithin);
    if (line.send({ type: 'stop', id: ending.capture.id })) await Promise.race([ending.over.promise, late.promise]);
    clearTimeout(timer);
  };
  const showEnding = (ending: Current): void => {
    ending.capture = { ...ending.capture, state: 'ending' };
    tell();
  };

  const stop = async (): Promise<Taken> => {
    const ending = current;
    if (!ending) return refuse(noneNow);
    return close(ending, async () => {
      showEnding(ending);
      // Should this process die now, the next one still knows what was wanted. Where there is no room it ends all the same.
      await rows.save(ending.capture).catch(() => {});
      await end(ending);
      return kept.handOver(ending.capture);
    });
  };

  /** It was begun in an earlier life. */
  const findAgain = async (id: string, later: Finding['later']): Promise<void> => {
    const release = await ports.hold(true).catch(() => null);
    const capture = (await rows.all()).find((row) => row.id === id);
    if (!capture || fates.has(id)) {
      release?.();
      // It was thrown away, or handed over, when whoever records could not be reached.
      if (!capture) line.send({ type: 'stop', id });
      return;
    }
    kept.letGo(id);
    const found = open({ ...capture, state: 'open', note: '' }, release ?? (() => {}));
    found.begun.resolve('records');
    for (const play of later) play();
    // Its end was asked for when the earlier life ended.
    if (capture.state === 'ending') await stop();
  };
  const find = (id: string): void => {
    const later: Finding['later'] = [];
    const found = findAgain(id, later)
      .catch(() => {})
      .finally(() => {
        finding = null;
      });
    finding = { id, later, found };
  };

  const take = (event: CaptureEvent, taking: Current): void => {
    const { begun, over } = taking;
    if (event.type === 'refused') begun.resolve(event);
    else if (event.type === 'ended') {
      begun.resolve('over');
      over.resolve({ note: event.note });
    } else {
      taking.now = event.now;
      begun.resolve('records');
      tell();
    }
  };
  const hear = (event: CaptureEvent): void => {
    const id = event.type === 'now' ? event.now?.id : event.id;
    if (id === undefined) return;
    if (current?.capture.id === id) take(event, current);
    else if (finding?.id === id) finding.later.push(() => hear(event));
    else if (event.type === 'now' && !current && !starting && !finding) find(id);
  };
  const onGone = (): void => {
    if (!current) return void finding?.later.push(onGone);
    current.begun.resolve('gone');
    current.over.resolve({ note: brokeOff });
  };
  line.listen({ onEvent: hear, onGone });

  const begin = async ({ microphone, tab: which, purpose = 'transcript', asked = false }: CaptureWish) => {
    const tab = which === null ? null : await ports.tabOf(which);
    if (which !== null && !tab) return refuse(noTab);
    if (tab && !ports.tabSound) return refuse(noTabs);
    const askFirst = async (): Promise<Started> => {
      if (asked) return refuse(denied);
      await ports.openMicrophonePage(tab?.id ?? null, purpose);
      return { ok: true, asks: true };
    };
    const release = await ports.hold(asked).catch(() => 'nobody' as const);
    if (release === 'nobody') return refuse(nobody);
    if (!release) return askFirst();
    let opened: Current | null = null;
    try {
      if (!(await line.arrival(speaksWithin))) return refuse(nobody);
      const sound = tab && ports.tabSound ? await ports.tabSound(tab.id) : null;
      if (sound && !sound.ok) return refuse(sound.message);
      const at = ports.now();
      const capture: Capture = {
        ...{ id: ports.newId(), startedAt: at, title: tab?.title || nameAt(at), purpose, state: 'open', note: '' },
        sources: [...(tab ? (['tab'] as const) : []), ...(microphone ? (['microphone'] as const) : [])],
      };
      // Before the first sound: what is recorded has to be somebody's.
      await rows.save(capture);
      opened = open(capture, release);
      const hears = line.send({ type: 'start', id: capture.id, microphone, streamId: sound?.streamId ?? null });
      if (!hears) opened.begun.resolve('gone');
    } finally {
      if (!opened) release();
    }
    const { begun, capture } = opened;
    const beginning = await begun.promise;
    if (beginning === 'records') return { ok: true as const, asks: false };
    if (beginning === 'over') return refuse(endedFirst);
    await close(opened, () => forget(capture.id));
    if (beginning === 'gone') return refuse(nobody);
    return beginning.cause === 'failed' ? refuse(beginning.message) : askFirst();
  };

  return {
    view,
    stop,
    start: async (wish) => {
      if (current || starting || finding) return refuse(already);
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
      // What was asked for first comes first; then there may be nothing left to throw away.
      if (fates.has(id)) await fates.get(id);
      else if (ending)
        await close(ending, async () => {
          showEnding(ending);
          await end(ending);
          return forget(id);
        });
      await settle(id, () => forget(id));
      tell();
    },
    handOver: async (id, agreed) => {
      const taken = await settle(id, async () => {
        const capture = kept.find(id);
        return capture ? kept.handOver(capture, agreed) : refuse(notThere);
      });
      tell();
      return taken;
    },
    recover: async () => {
      const left = await rows.all();
      // One that fails hides none of the others.
      for (const row of left) if (row.state === 'kept') await kept.show(row).catch(() => {});
      const open = left.filter(({ state }) => state !== 'kept');
      if (open.length === 0) return tell();
      await line.arrival(speaksUpWithin);
      await finding?.found;
      for (const row of open) {
        if (current?.capture.id === row.id) continue;
        const become = () => (row.state === 'ending' ? kept.handOver(row) : keep(row, cutShort));
        await settle(row.id, become).catch(() => {});
      }
      tell();
    },
  };
};
