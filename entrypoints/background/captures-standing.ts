// How captures stand just now, as one value: the one that goes on, the one that is being found again, what is becoming of
// others, and what was kept. Whoever begins, finds or ends one takes it and says what it does to it; it decides nothing.
import type { Capture, CaptureEvent, CaptureNow, Captures, Purpose } from '../../lib/domain/capture.ts';
import type { CaptureLine } from './capture-line.ts';
import type { KeepAwake } from './keep-awake.ts';
import { createKeptCaptures, type KeptCaptures, type KeptPorts, type Taken } from './kept-captures.ts';

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

/** What came of a beginning. `gone`: nobody is there any more who could say. `over`: its end came first. */
export type Beginning = Extract<CaptureEvent, { type: 'refused' }> | 'records' | 'gone' | 'over';

/** The one that goes on. */
export type Current = {
  capture: Capture;
  now: CaptureNow | null;
  /** Lets whoever records go. */
  release(): void;
  begun: PromiseWithResolvers<Beginning>;
  /** `note`: what went wrong, in a sentence; else empty. */
  over: PromiseWithResolvers<{ note: string }>;
};

/** Somebody records what this background knows nothing of. `later`: what was heard of it meanwhile. */
export type Finding = { id: string; later: (() => void)[]; found: Promise<void> };

export type Standing = {
  readonly ports: CapturePorts;
  readonly kept: KeptCaptures;
  /** What becomes of those that are being settled right now, by their ids. */
  readonly fates: Map<string, Promise<Taken>>;
  current: Current | null;
  starting: boolean;
  finding: Finding | null;
};

export const freshStanding = (ports: CapturePorts): Standing => ({
  ...{ ports, kept: createKeptCaptures(ports), fates: new Map() },
  ...{ current: null, starting: false, finding: null },
});

export const viewOf = ({ ports, kept, current }: Standing): Captures => ({
  current: current && { ...current.capture, now: current.now },
  kept: kept.list(),
  canTab: ports.tabSound !== null,
});

export const tell = (standing: Standing): void => standing.ports.onChange(viewOf(standing));
