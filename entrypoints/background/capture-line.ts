// The background's end of the line to whoever records: the offscreen document, in Firefox the microphone page. They
// speak first, whenever they come or come back; there is one of them at a time.
import type { Browser } from 'wxt/browser';
import { type CaptureCommand, type CaptureEvent, captureEventSchema } from '../../lib/domain/capture.ts';
import { createArrival } from './arrival.ts';

type Port = Browser.runtime.Port;

export type CaptureLineEnds = { onEvent(event: CaptureEvent): void; onGone(): void };

export type CaptureLine = {
  connect(port: Port): void;
  /** Who hears what is said from now on. */
  listen(ends: CaptureLineEnds): void;
  /** @returns whether somebody is there to hear it */
  send(command: CaptureCommand): boolean;
  /** @returns whether somebody has spoken by then */
  arrival(withinMs: number): Promise<boolean>;
};

export const createCaptureLine = (): CaptureLine => {
  let port: Port | null = null;
  /** There once it has spoken. */
  const speaker = createArrival<Port>();
  let ends: CaptureLineEnds | null = null;
  /** Said before anybody listened. */
  let unheard: CaptureEvent[] = [];
  return {
    connect: (arrived) => {
      // A second page that could record has nothing to do.
      if (port) return;
      port = arrived;
      arrived.onMessage.addListener((message: unknown) => {
        const event = captureEventSchema.safeParse(message).data;
        if (event && ends) ends.onEvent(event);
        else if (event) unheard.push(event);
        speaker.come(arrived);
      });
      arrived.onDisconnect.addListener(() => {
        if (port !== arrived) return;
        port = null;
        speaker.go();
        ends?.onGone();
      });
    },
    listen: (next) => {
      ends = next;
      for (const event of unheard) next.onEvent(event);
      unheard = [];
    },
    send: (command) => {
      port?.postMessage(command);
      return port !== null;
    },
    arrival: async (withinMs) => (await speaker.within(withinMs)) !== null,
  };
};
