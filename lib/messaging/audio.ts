// What the background and those who handle audio for it (the offscreen document) say to each other, over a port of their
// own. Commands go one way and events the other; neither carries sound, which lies in the blob store, nor a key.
import { browser } from 'wxt/browser';
import { preparationCommandSchema, preparationEventSchema } from '../domain/preparation.ts';
import { z } from '../domain/zod.ts';

export const audioPort = 'audio';
export const offscreenPage = 'offscreen.html';

export const audioCommandSchema = preparationCommandSchema;
export type AudioCommand = z.infer<typeof audioCommandSchema>;

export const audioEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('preparation'), work: z.string(), event: preparationEventSchema }),
  /** Whoever worked at it broke down. It can begin anew behind its last chunk. */
  z.object({ type: z.literal('lost'), work: z.string() }),
]);
export type AudioEvent = z.infer<typeof audioEventSchema>;

export type AudioLine = { tell(event: AudioEvent): void };

/** The side that handles audio. @param onGone the background is gone, and with it all that it had asked for */
export const connectToBackground = (take: (command: AudioCommand) => void, onGone: () => void): AudioLine => {
  const port = browser.runtime.connect({ name: audioPort });
  port.onMessage.addListener((message: unknown) => {
    const command = audioCommandSchema.safeParse(message).data;
    if (command) take(command);
  });
  port.onDisconnect.addListener(onGone);
  return { tell: (event) => port.postMessage(event) };
};
