// Chromium's way to somebody with hands for audio: the one offscreen document. It is made when needed, speaks first, and is
// closed when nobody needs it.
import { type Browser, browser } from 'wxt/browser';
import { audioEventSchema, offscreenPage } from '../../lib/messaging/audio.ts';
import { createArrival } from './arrival.ts';
import type { Line, LineEnds } from './audio-hands.ts';

type Port = Browser.runtime.Port;

export type Offscreen = {
  /** The document speaks. */
  connect(port: Port): void;
  open(ends: LineEnds): Promise<Line>;
};

/** One that is there already, from before this background was started anew, speaks up again within this time. */
const speaksAgainWithin = 1_500;
const speaksWithin = 10_000;

const isThere = async (): Promise<boolean> =>
  (await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length > 0;

/** The reasons decide how long the browser lets it live, and cannot be changed later, so both stand from the first time. */
const makeDocument = (): Promise<void> =>
  browser.offscreen.createDocument({
    url: offscreenPage,
    reasons: ['USER_MEDIA', 'WORKERS'],
    justification: 'Recordings are made, and cut into pieces in a worker, before they are transcribed.',
  });

const closeDocument = (): Promise<void> => browser.offscreen.closeDocument().catch(() => {});

export const createOffscreen = (): Offscreen => {
  const port = createArrival<Port>();
  let ends: LineEnds | null = null;
  let closing = Promise.resolve();

  const reach = async (): Promise<Port> => {
    await closing;
    if (await isThere()) {
      const again = await port.within(speaksAgainWithin);
      if (again) return again;
      await closeDocument();
    }
    const arriving = port.within(speaksWithin);
    try {
      await makeDocument();
    } catch {
      // One that was about to go stood in the way after all.
      await closeDocument();
      await makeDocument();
    }
    const arrived = await arriving;
    if (!arrived) throw new Error('The offscreen document did not speak.');
    return arrived;
  };
  return {
    connect: (arrived) => {
      arrived.onMessage.addListener((message: unknown) => {
        const event = audioEventSchema.safeParse(message).data;
        if (event) ends?.onEvent(event);
      });
      arrived.onDisconnect.addListener(() => {
        if (port.now() !== arrived) return;
        port.go();
        ends?.onGone();
      });
      port.come(arrived);
    },
    open: async (next) => {
      const reached = await reach();
      ends = next;
      return {
        send: (command) => {
          if (port.now() === reached) reached.postMessage(command);
        },
        close: () => {
          ends = null;
          port.go();
          closing = closeDocument();
        },
      };
    },
  };
};
