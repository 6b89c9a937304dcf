// The page's side of the protocol: ask the background, and watch how things stand.
// Knows nothing of what the messages mean.
import { browser } from 'wxt/browser';
import { watchPort } from './port-name.ts';
import type { Ask, MessageName, Push, Reply, Trouble } from './protocol.ts';

/** Asks the background. Answers with its reply; where none comes (it was being restarted), with a refusal in words. */
export const ask = async <Name extends MessageName>(name: Name, payload: Ask<Name>): Promise<Reply<Name>> => {
  // A worker that dies with a question open rejects it; a second question wakes a new one.
  for (let tries = 1; ; tries++) {
    try {
      return await browser.runtime.sendMessage({ name, payload });
    } catch {
      if (tries === 2) return { ok: false, message: 'Rondo was just restarting. Please press again.', fix: 'none' };
    }
  }
};

/**
 * Calls `onPush` with a whole view first and then with each change, across restarts of the background. Where the
 * background could not start it calls `onTrouble` with a sentence instead; a view may still follow. Returns the stop.
 */
export const watch = (onPush: (push: Push) => void, onTrouble: (message: string) => void = () => {}): (() => void) => {
  let stopped = false;
  let port: ReturnType<typeof browser.runtime.connect>;
  const connect = () => {
    port = browser.runtime.connect({ name: watchPort });
    port.onMessage.addListener((said: Push | Trouble) => {
      if (said.type === 'trouble') onTrouble(said.message);
      else onPush(said);
    });
    port.onDisconnect.addListener(() => {
      if (!stopped) setTimeout(connect, 100);
    });
  };
  connect();
  return () => {
    stopped = true;
    port.disconnect();
  };
};
