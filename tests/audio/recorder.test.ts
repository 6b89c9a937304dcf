// The recorder with a practice microphone: what it tells, what it stores, and that nothing stays open.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noRoom, noSound, notStored, recorderBroke } from '../../lib/audio/capture-words.ts';
import { createRecorder } from '../../lib/audio/recorder.ts';
import type { Opened } from '../../lib/audio/sources.ts';
import type { CaptureEvent } from '../../lib/domain/capture.ts';

/** Records nothing, but tells of it as the browser's own does: with an error it is over before it says so. */
class PracticeRecorder {
  state: RecordingState = 'inactive';
  ondataavailable: ((event: { data: Blob }) => void) | null = null;
  onerror: (() => void) | null = null;
  onstop: (() => Promise<void>) | null = null;
  start() {
    this.state = 'recording';
  }
  part() {
    this.ondataavailable?.({ data: new Blob(['sound']) });
  }
  async stop() {
    this.state = 'inactive';
    this.part();
    await this.onstop?.();
  }
  async fail() {
    this.state = 'inactive';
    this.onerror?.();
    await this.stop();
  }
}

type Part = { putPart?: () => Promise<void>; opened?: Promise<Opened>; mixed?: Promise<void>; deaf?: boolean };

const begin = ({ putPart = async () => {}, opened, mixed, deaf = false }: Part = {}) => {
  const told: CaptureEvent[] = [];
  const browser = new PracticeRecorder();
  let open = 0;
  const source = () => {
    open += 1;
    const stop = () => {
      open -= 1;
    };
    return { from: 'microphone' as const, stream: { getTracks: () => [{ stop }] } as unknown as MediaStream };
  };
  const recorder = createRecorder({
    ...{ putPart, now: Date.now, mayAsk: false, tell: (event) => void told.push(event) },
    media: {
      openMicrophone: async () => (opened ? await opened : { ok: true, source: source() }),
      openTab: async () => ({ ok: true, source: source() }),
      createMix: async (sources) => {
        await mixed;
        if (deaf) return null;
        return {
          stream: sources[0]?.stream as MediaStream,
          sounds: () => [{ from: 'microphone', level: 0.1, state: 'heard' }],
          close: async () => {},
        };
      },
      createRecorder: () => browser as unknown as MediaRecorder,
    },
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const start = async (id = 'one') => {
    recorder.take({ type: 'start', id, microphone: true, streamId: null });
    await settle();
  };
  const stop = async (id = 'one') => {
    recorder.take({ type: 'stop', id });
    await settle();
  };
  return { recorder, browser, told, source, settle, start, stop, open: () => open };
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the recorder', () => {
  it('tells of the end once the last part is stored, and closes what it opened', async () => {
    const stored: string[] = [];
    const { told, start, stop, open, recorder } = begin({ putPart: async () => void stored.push('part') });
    await start();
    expect([open(), recorder.isBusy()]).toEqual([1, true]);
    await stop();
    expect(stored).toEqual(['part']);
    expect(told.at(-1)).toEqual({ type: 'ended', id: 'one', note: '' });
    expect([open(), recorder.isBusy()]).toEqual([0, false]);
  });

  it('says why where the browser gave up on the recording', async () => {
    const { browser, told, start, settle } = begin();
    await start();
    await browser.fail();
    await settle();
    expect(told.at(-1)).toEqual({ type: 'ended', id: 'one', note: recorderBroke });
  });

  it.each([
    ['there is no room', new DOMException('', 'QuotaExceededError'), noRoom],
    ['something else is wrong', new DOMException('', 'UnknownError'), notStored],
  ])('says where a part cannot be stored that %s', async (_case, error, note) => {
    const { browser, told, start, settle } = begin({ putPart: () => Promise.reject(error) });
    await start();
    browser.part();
    await settle();
    expect(told.at(-1)).toEqual({ type: 'ended', id: 'one', note });
  });

  it('says it too where it is the last part', async () => {
    const full = new DOMException('', 'QuotaExceededError');
    const { told, start, stop } = begin({ putPart: () => Promise.reject(full) });
    await start();
    await stop();
    expect(told.at(-1)).toEqual({ type: 'ended', id: 'one', note: noRoom });
  });

  it('that is stopped while it opens the microphone records nothing, and leaves nothing open', async () => {
    const { promise, resolve } = Promise.withResolvers<Opened>();
    const { recorder, told, source, settle, start, stop, open } = begin({ opened: promise });
    await start();
    await stop();
    expect(told).toEqual([{ type: 'ended', id: 'one', note: '' }]);
    resolve({ ok: true, source: source() });
    await settle();
    expect(open()).toBe(0);
    expect(recorder.now()).toBeNull();
    expect(recorder.isBusy()).toBe(false);
    expect(told).toHaveLength(1);
  });

  it('that is stopped while it mixes leaves nothing open either', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { recorder, told, settle, start, stop, open } = begin({ mixed: promise });
    await start();
    expect(open()).toBe(1);
    await stop();
    resolve();
    await settle();
    expect([open(), recorder.isBusy()]).toEqual([0, false]);
    expect(told).toHaveLength(1);
  });

  it('says so where the browser lets no sound through, and leaves nothing open', async () => {
    const { recorder, told, start, open } = begin({ deaf: true });
    await start();
    expect(told).toEqual([{ type: 'refused', id: 'one', cause: 'failed', message: noSound }]);
    expect([open(), recorder.isBusy()]).toEqual([0, false]);
  });

  it('answers who asks for the end of what it does not record', async () => {
    const { told, stop } = begin();
    await stop('unknown');
    expect(told).toEqual([{ type: 'ended', id: 'unknown', note: '' }]);
  });

  it('records one at a time', async () => {
    const { told, start, stop } = begin();
    await start();
    await start('two');
    expect(told.at(-1)).toMatchObject({ type: 'refused', id: 'two', cause: 'failed' });
    await stop('two');
    expect(told.some((event) => event.type === 'ended')).toBe(false);
  });
});
