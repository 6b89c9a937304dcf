// The page's end of the port: pushes to one, trouble to the other, and a new port when the background died.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Listener = (message?: unknown) => void;
type PageEnd = { messages: Listener[]; ends: Listener[]; closed: boolean };

const ports: PageEnd[] = [];

const watching = async () => {
  vi.stubGlobal('chrome', {
    runtime: {
      id: 'rondo',
      connect: () => {
        const end: PageEnd = { messages: [], ends: [], closed: false };
        ports.push(end);
        return {
          onMessage: { addListener: (listener: Listener) => end.messages.push(listener) },
          onDisconnect: { addListener: (listener: Listener) => end.ends.push(listener) },
          disconnect: () => {
            end.closed = true;
          },
        };
      },
    },
  });
  // The browser is looked up when the module is first read.
  const { watch } = await import('../../lib/messaging/ask.ts');
  return watch;
};

beforeEach(() => {
  ports.length = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const say = (message: unknown) => {
  for (const listener of ports.at(-1)?.messages ?? []) listener(message);
};

describe('a page that watches', () => {
  it('hears pushes and trouble apart, and trouble is no push to one who does not ask for it', async () => {
    const watch = await watching();
    const pushes: unknown[] = [];
    const troubles: string[] = [];
    watch(
      (push) => pushes.push(push),
      (message) => troubles.push(message),
    );
    say({ type: 'trouble', message: 'It could not start.' });
    say({ type: 'job-removed', id: '1' });
    expect(troubles).toEqual(['It could not start.']);
    expect(pushes).toEqual([{ type: 'job-removed', id: '1' }]);
    watch((push) => pushes.push(push));
    say({ type: 'trouble', message: 'It could not start.' });
    expect(pushes).toHaveLength(1);
  });

  it('connects anew when the background dies, until it stops', async () => {
    const watch = await watching();
    const stop = watch(() => {});
    for (const end of ports.at(-1)?.ends ?? []) end();
    await vi.advanceTimersByTimeAsync(100);
    expect(ports).toHaveLength(2);
    stop();
    expect(ports[1]?.closed).toBe(true);
    for (const end of ports.at(-1)?.ends ?? []) end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ports).toHaveLength(2);
  });
});
