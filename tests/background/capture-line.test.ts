// The line to whoever records: one at a time, heard from their first word on, whenever they come.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Browser } from 'wxt/browser';
import { createCaptureLine } from '../../entrypoints/background/capture-line.ts';
import type { CaptureCommand, CaptureEvent } from '../../lib/domain/capture.ts';

const recorder = () => {
  const heard: CaptureCommand[] = [];
  const messages: ((message: unknown) => void)[] = [];
  const ends: (() => void)[] = [];
  const port = {
    postMessage: (command: CaptureCommand) => void heard.push(command),
    onMessage: { addListener: (listener: (message: unknown) => void) => void messages.push(listener) },
    onDisconnect: { addListener: (listener: () => void) => void ends.push(listener) },
  };
  return {
    // The rest of a port is not touched by the line.
    port: port as unknown as Browser.runtime.Port,
    heard,
    say: (event: unknown) => {
      for (const listener of messages) listener(event);
    },
    leave: () => {
      for (const listener of ends) listener();
    },
  };
};

const idle: CaptureEvent = { type: 'now', now: null };
const pause: CaptureCommand = { type: 'pause', id: 'one' };

const listening = () => {
  const line = createCaptureLine();
  const events: CaptureEvent[] = [];
  let gone = 0;
  const listen = () =>
    line.listen({
      onEvent: (event) => void events.push(event),
      onGone: () => {
        gone += 1;
      },
    });
  return { line, events, listen, gone: () => gone };
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the line', () => {
  it('passes on what was said before anybody listened, and nothing that is no event', () => {
    const { line, events, listen } = listening();
    const one = recorder();
    line.connect(one.port);
    one.say(idle);
    one.say({ type: 'now', now: 'soon' });
    listen();
    one.say({ type: 'ended', id: 'one', note: '' });
    expect(events).toEqual([idle, { type: 'ended', id: 'one', note: '' }]);
  });

  it('tells whether somebody is there to hear a command', () => {
    const { line, listen, gone } = listening();
    listen();
    const one = recorder();
    expect(line.send(pause)).toBe(false);
    line.connect(one.port);
    expect(line.send(pause)).toBe(true);
    expect(one.heard).toEqual([pause]);
    one.leave();
    expect(gone()).toBe(1);
    expect(line.send(pause)).toBe(false);
  });

  it('waits for somebody’s first word, but no longer than told', async () => {
    const { line } = listening();
    const late = line.arrival(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await late).toBe(false);
    const one = recorder();
    const arriving = line.arrival(1_000);
    line.connect(one.port);
    one.say(idle);
    expect(await arriving).toBe(true);
    expect(await line.arrival(0)).toBe(true);
    one.leave();
    const again = line.arrival(10);
    await vi.advanceTimersByTimeAsync(10);
    expect(await again).toBe(false);
  });

  it('is with one at a time: a second has nothing to do, and takes over once the first is gone', () => {
    const { line, events, listen, gone } = listening();
    listen();
    const [one, other, third] = [recorder(), recorder(), recorder()];
    line.connect(one.port);
    line.connect(other.port);
    other.say(idle);
    expect(events).toEqual([]);
    other.leave();
    expect(gone()).toBe(0);
    one.leave();
    line.connect(third.port);
    third.say(idle);
    expect(events).toEqual([idle]);
  });
});
