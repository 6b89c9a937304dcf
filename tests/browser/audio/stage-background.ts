// The background of the stage: the product's own hands for audio with nobody behind them but a test. Never part of a build.
import { browser } from 'wxt/browser';
import { audioHands, connectAudio } from '../../../entrypoints/background/audio.ts';
import type { PreparationEnd, PreparationEvent, PreparationOptions } from '../../../lib/domain/preparation.ts';
import { audioPort } from '../../../lib/messaging/audio.ts';

export type Heard = { at: number; event: PreparationEvent };
export type Preparing = { heard: Heard[]; end: PreparationEnd | null; endedAt: number };
export type StageCall =
  | { call: 'prepare'; blobId: string; options: PreparationOptions; takeNone?: boolean }
  | { call: 'look' }
  | { call: 'take' }
  | { call: 'cancel' };

let state: Preparing = { heard: [], end: null, endedAt: 0 };
let controller = new AbortController();
let takers: (() => void)[] = [];

const begin = ({ blobId, options, takeNone }: Extract<StageCall, { call: 'prepare' }>): void => {
  const began = performance.now();
  const own: Preparing = { heard: [], end: null, endedAt: 0 };
  state = own;
  controller = new AbortController();
  const onEvent = (event: PreparationEvent): Promise<void> | void => {
    own.heard.push({ at: performance.now() - began, event });
    if (takeNone && event.type === 'chunk') return new Promise((resolve) => takers.push(resolve));
  };
  void audioHands.prepare(blobId, options, onEvent, controller.signal).then((end) => {
    own.end = end;
    own.endedAt = performance.now() - began;
  });
};

const answer = (call: StageCall): unknown => {
  if (call.call === 'prepare') begin(call);
  if (call.call === 'cancel') controller.abort();
  if (call.call === 'take') {
    const taken = takers;
    takers = [];
    for (const take of taken) take();
  }
  return state;
};

browser.runtime.onConnect.addListener((port) => {
  if (port.name === audioPort) connectAudio(port);
});
browser.runtime.onMessage.addListener((call: StageCall, _sender, reply) => {
  reply(answer(call));
  return true;
});
