// What the background and whoever records for it (the offscreen document; in Firefox the microphone page) say to each
// other, over a port of its own. It carries no sound, which is stored part by part where it is made.
import { browser } from 'wxt/browser';
import { type CaptureCommand, type CaptureEvent, captureCommandSchema } from '../domain/capture.ts';

export const capturePort = 'capture';
export const microphonePage = 'microphone.html';

export type CaptureTeller = { tell(event: CaptureEvent): void; close(): void };

/** The side that records. @param onGone the background is gone; it comes back when somebody connects anew */
export const connectCapture = (take: (command: CaptureCommand) => void, onGone: () => void): CaptureTeller => {
  const port = browser.runtime.connect({ name: capturePort });
  let open = true;
  port.onMessage.addListener((message: unknown) => {
    const command = captureCommandSchema.safeParse(message).data;
    if (command) take(command);
  });
  port.onDisconnect.addListener(() => {
    open = false;
    onGone();
  });
  return {
    tell: (event) => {
      if (open) port.postMessage(event);
    },
    close: () => {
      open = false;
      port.disconnect();
    },
  };
};
