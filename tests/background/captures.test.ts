// Captures as the background keeps them: one at a time, found again, handed over, and kept where nobody takes them.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaptureLineEnds } from '../../entrypoints/background/capture-line.ts';
import {
  type CapturePorts,
  createCaptures,
  type TakeCaptured,
  type Taken,
} from '../../entrypoints/background/captures.ts';
import type { Capture, CaptureCommand, CaptureEvent, Captures } from '../../lib/domain/capture.ts';
import type { Forecast } from '../../lib/domain/forecast.ts';

/** A disk that outlives the background. */
const createDisk = () => ({ rows: new Map<string, Capture>(), parts: new Map<string, string[]>() });
type Disk = ReturnType<typeof createDisk>;

type Life = {
  disk?: Disk;
  /** Somebody who records is there. */
  there?: boolean;
  taken?: Taken;
  part?: Partial<CapturePorts>;
};

const begin = ({ disk = createDisk(), there = true, taken = { ok: true, jobId: 'job' }, part = {} }: Life = {}) => {
  const said: CaptureCommand[] = [];
  const views: Captures[] = [];
  const took: [Capture, string][] = [];
  const pages: unknown[][] = [];
  const blobs = new Set<string>();
  let ends: CaptureLineEnds | null = null;
  let held = 0;
  let ids = 0;
  const take = async (capture: Capture, blobId: string) => {
    took.push([capture, blobId]);
    return taken;
  };
  const captures = createCaptures({
    line: {
      listen: (next) => {
        ends = next;
      },
      send: (command) => {
        said.push(command);
        return there;
      },
      arrival: async () => there,
    },
    hold: async () => {
      held += 1;
      return () => {
        held -= 1;
      };
    },
    tabOf: async (which) => ({ id: which === 'front' ? 7 : which, title: 'A talk' }),
    tabSound: async (id) => ({ ok: true, streamId: `sound of ${id}` }),
    openMicrophonePage: async (...how) => void pages.push(how),
    rows: {
      save: async (row) => void disk.rows.set(row.id, row),
      remove: async (id) => void disk.rows.delete(id),
      all: async () => [...disk.rows.values()],
    },
    parts: {
      count: async (id) => disk.parts.get(id)?.length ?? 0,
      join: async (id) => (disk.parts.has(id) ? new Blob(disk.parts.get(id)) : null),
      remove: async (id) => void disk.parts.delete(id),
    },
    blobs: {
      put: async (blob) => {
        const id = `stored: ${await blob.text()}`;
        blobs.add(id);
        return id;
      },
      remove: async (id) => void blobs.delete(id),
    },
    take: { transcript: take, dictation: take },
    isBegun: async () => false,
    keepAwake: (work) => work,
    now: () => Date.UTC(2026, 10, 23, 14, 5),
    newId: () => `capture${++ids}`,
    onChange: (view) => void views.push(view),
    ...part,
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const tell = async (event: CaptureEvent) => {
    ends?.onEvent(event);
    await settle();
  };
  const records = (id = 'capture1', seconds = 1) =>
    tell({
      type: 'now',
      now: { id, seconds, paused: false, sounds: [{ from: 'microphone', level: 0.1, state: 'heard' }] },
    });
  /** Begun, with two parts on disk. */
  const started = async (wish: Parameters<typeof captures.start>[0] = { microphone: true, tab: null }) => {
    const starting = captures.start(wish);
    await settle();
    await records();
    disk.parts.set('capture1', ['one ', 'two']);
    return starting;
  };
  return {
    ...{ captures, disk, said, took, views, pages, blobs, settle, tell, records, started },
    held: () => held,
    gone: async () => {
      ends?.onGone();
      await settle();
    },
  };
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a capture', () => {
  it('stands in its row before the first sound, and begins once somebody records it', async () => {
    const { captures, disk, said, settle, records } = begin();
    const starting = captures.start({ microphone: true, tab: 'front' });
    await settle();
    expect(disk.rows.get('capture1')).toMatchObject({ title: 'A talk', sources: ['tab', 'microphone'], state: 'open' });
    expect(said).toEqual([{ type: 'start', id: 'capture1', microphone: true, streamId: 'sound of 7' }]);
    await records();
    expect(await starting).toEqual({ ok: true, asks: false });
    expect(captures.view().current).toMatchObject({ id: 'capture1', now: { seconds: 1 } });
  });

  it('of the microphone alone has the date for its name', async () => {
    const { started, captures } = begin();
    await started();
    expect(captures.view().current?.title).toMatch(/^Recording, \d+ Nov, \d\d:05$/);
  });

  it('is handed over when it is stopped, once its last part is stored, and then forgotten', async () => {
    const { captures, disk, said, took, started, settle, tell, held } = begin();
    await started();
    expect(held()).toBe(1);
    const stopping = captures.stop();
    await settle();
    expect(said.at(-1)).toEqual({ type: 'stop', id: 'capture1' });
    expect(took).toEqual([]);
    disk.parts.get('capture1')?.push(' three');
    await tell({ type: 'ended', id: 'capture1', note: '' });
    expect(await stopping).toEqual({ ok: true, jobId: 'job' });
    expect(took.map(([, blobId]) => blobId)).toEqual(['stored: one two three']);
    expect(disk).toEqual(createDisk());
    expect(captures.view()).toMatchObject({ current: null, kept: [] });
    expect(held()).toBe(0);
  });

  it('is handed over to whoever it was made for', async () => {
    const { captures, started, tell, took, settle } = begin({
      part: {
        take: {
          transcript: async () => ({ ok: true, jobId: null }),
          dictation: async () => ({ ok: true, jobId: 'mine' }),
        },
      },
    });
    await started({ microphone: true, tab: null, purpose: 'dictation' });
    const stopping = captures.stop();
    await settle();
    await tell({ type: 'ended', id: 'capture1', note: '' });
    expect(await stopping).toEqual({ ok: true, jobId: 'mine' });
    expect(took).toEqual([]);
  });

  it('is handed over too when it ends by itself', async () => {
    const { started, tell, took, disk, captures } = begin();
    await started();
    await tell({ type: 'ended', id: 'capture1', note: '' });
    expect(took).toHaveLength(1);
    expect(disk.rows.size).toBe(0);
    expect(captures.view().current).toBeNull();
  });

  it('is paused and goes on by its id', async () => {
    const { captures, started, said } = begin();
    captures.pause();
    expect(said).toEqual([]);
    await started();
    captures.pause();
    captures.resume();
    expect(said.slice(1)).toEqual([
      { type: 'pause', id: 'capture1' },
      { type: 'resume', id: 'capture1' },
    ]);
  });

  it('is there once at a time', async () => {
    const { captures, started, said } = begin();
    await started();
    expect(await captures.start({ microphone: true, tab: null })).toMatchObject({ ok: false });
    expect(said).toHaveLength(1);
  });

  it('leaves nothing where it is discarded', async () => {
    const { captures, disk, started, tell, settle, took } = begin();
    await started();
    const discarding = captures.discard('capture1');
    await settle();
    await tell({ type: 'ended', id: 'capture1', note: '' });
    await discarding;
    expect(took).toEqual([]);
    expect(disk).toEqual(createDisk());
    expect(captures.view().current).toBeNull();
  });

  it('is handed over as it is where whoever records does not answer any more', async () => {
    const { captures, started, took } = begin();
    await started();
    const stopping = captures.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await stopping).toMatchObject({ ok: true });
    expect(took).toHaveLength(1);
  });
});

describe('the beginning of a capture', () => {
  const ended: CaptureEvent = { type: 'ended', id: 'capture1', note: '' };

  it('is given up where it is discarded meanwhile, and the next one can begin', async () => {
    const { captures, disk, said, settle, tell, held, records } = begin();
    const starting = captures.start({ microphone: true, tab: null });
    await settle();
    const discarding = captures.discard('capture1');
    await settle();
    expect(said.at(-1)).toEqual({ type: 'stop', id: 'capture1' });
    await tell(ended);
    await discarding;
    expect(await starting).toMatchObject({ ok: false });
    expect(captures.view().current).toBeNull();
    expect(disk).toEqual(createDisk());
    expect(held()).toBe(0);
    const next = captures.start({ microphone: true, tab: null });
    await settle();
    await records('capture2');
    expect(await next).toEqual({ ok: true, asks: false });
  });

  it('is given up too where nobody answers', async () => {
    const { captures, settle, held } = begin();
    const starting = captures.start({ microphone: true, tab: null });
    await settle();
    void captures.discard('capture1');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await starting).toMatchObject({ ok: false });
    expect(captures.view().current).toBeNull();
    expect(held()).toBe(0);
  });

  it('ends with whoever records, also where a discard waits for that', async () => {
    const { captures, settle, gone } = begin();
    const starting = captures.start({ microphone: true, tab: null });
    await settle();
    const discarding = captures.discard('capture1');
    await gone();
    await discarding;
    expect(await starting).toMatchObject({ ok: false });
  });

  it('that ends by itself is none', async () => {
    const { captures, settle, tell, held } = begin();
    const starting = captures.start({ microphone: true, tab: null });
    await settle();
    await tell(ended);
    expect(await starting).toMatchObject({ ok: false });
    expect(captures.view()).toMatchObject({ current: null, kept: [] });
    expect(held()).toBe(0);
  });

  it('lets go of whoever was to record where it fails on the way', async () => {
    const { captures, held } = begin({
      part: {
        tabSound: async () => {
          throw new Error('The tab is gone.');
        },
      },
    });
    await expect(captures.start({ microphone: true, tab: 'front' })).rejects.toThrow();
    expect(held()).toBe(0);
    expect(captures.view().current).toBeNull();
  });

  it('is refused where nobody hears of it', async () => {
    const { captures, disk, held } = begin({
      part: { line: { listen: () => {}, send: () => false, arrival: async () => true } },
    });
    expect(await captures.start({ microphone: true, tab: null })).toMatchObject({ ok: false });
    expect(disk).toEqual(createDisk());
    expect(held()).toBe(0);
  });
});

describe('a recording that nobody knows of', () => {
  it('is ended', async () => {
    const { captures, said, records, held } = begin();
    await records('stranger');
    expect(said).toEqual([{ type: 'stop', id: 'stranger' }]);
    expect(captures.view().current).toBeNull();
    expect(held()).toBe(0);
  });
});

describe('the microphone', () => {
  const refusal = (cause: 'ask' | 'denied' | 'failed'): CaptureEvent => ({
    ...{ type: 'refused', id: 'capture1', cause, message: 'No.' },
  });

  it.each(['ask', 'denied'] as const)(
    'is asked for in a page with the same tab where the answer was “%s”',
    async (cause) => {
      const { captures, disk, pages, settle, tell, held } = begin();
      const starting = captures.start({ microphone: true, tab: 'front' });
      await settle();
      await tell(refusal(cause));
      expect(await starting).toEqual({ ok: true, asks: true });
      expect(pages).toEqual([[7, 'transcript']]);
      expect(disk).toEqual(createDisk());
      expect(captures.view().current).toBeNull();
      expect(held()).toBe(0);
    },
  );

  it('is not asked for again by a page that has just asked', async () => {
    const { captures, pages, settle, tell } = begin();
    const starting = captures.start({ microphone: true, tab: null, asked: true });
    await settle();
    await tell(refusal('denied'));
    expect(await starting).toMatchObject({ ok: false, message: expect.stringContaining('microphone') });
    expect(pages).toEqual([]);
  });

  it('that fails is told of in the words of whoever tried', async () => {
    const { captures, settle, tell } = begin();
    const starting = captures.start({ microphone: true, tab: null });
    await settle();
    await tell(refusal('failed'));
    expect(await starting).toEqual({ ok: false, message: 'No.', fix: 'none' });
  });

  it('needs a page of its own where nobody else can record', async () => {
    const { captures, pages } = begin({ part: { hold: async () => null, tabSound: null } });
    expect(await captures.start({ microphone: true, tab: null, purpose: 'dictation' })).toEqual({
      ok: true,
      asks: true,
    });
    expect(pages).toEqual([[null, 'dictation']]);
    expect(captures.view().canTab).toBe(false);
    expect(await captures.start({ microphone: false, tab: 'front' })).toMatchObject({ ok: false });
  });
});

describe('where the browser lets nobody in who could record', () => {
  it('a beginning is refused in words, and the next one tries again', async () => {
    let closed = true;
    const hold = async () => {
      if (closed) throw new Error('no document');
      return () => {};
    };
    const { captures, pages, started } = begin({ part: { hold } });
    expect(await captures.start({ microphone: false, tab: 'front' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('did not open'),
    });
    expect(pages).toEqual([]);
    closed = false;
    await started();
    expect(captures.view().current).not.toBeNull();
  });
});

describe('what was recorded', () => {
  it('is kept with its sound where nobody takes it, and can be handed over later', async () => {
    const taken: Taken[] = [
      { ok: false, message: 'No key can transcribe yet.', fix: 'add-key' },
      { ok: true, jobId: 'late' },
    ];
    const take = async () => taken.shift() as Taken;
    const { captures, disk, started, tell, settle } = begin({ part: { take: { transcript: take, dictation: take } } });
    await started();
    const stopping = captures.stop();
    await settle();
    await tell({ type: 'ended', id: 'capture1', note: '' });
    expect(await stopping).toMatchObject({ ok: false, fix: 'add-key' });
    expect(captures.view().kept).toMatchObject([{ id: 'capture1', seconds: 5, note: 'No key can transcribe yet.' }]);
    expect(disk.parts.get('capture1')).toEqual(['one ', 'two']);
    expect(await captures.handOver('capture1', null)).toEqual({ ok: true, jobId: 'late' });
    expect(captures.view().kept).toEqual([]);
    expect(disk).toEqual(createDisk());
  });

  it('is kept with what it takes where it is long, until the user has seen that', async () => {
    const offer: Forecast = { seconds: 10_800, short: false, usual: null, faster: null, left: [] };
    const agreements: unknown[] = [];
    const take: TakeCaptured = async (_capture, _blobId, agreed) => {
      agreements.push(agreed);
      return agreed === null ? { ok: true, offer } : { ok: true, jobId: 'job' };
    };
    const { captures, disk, started, tell, settle, blobs } = begin({
      part: { take: { transcript: take, dictation: take } },
    });
    await started();
    const stopping = captures.stop();
    await settle();
    await tell({ type: 'ended', id: 'capture1', note: '' });
    expect(await stopping).toEqual({ ok: true, jobId: null });
    expect(captures.view()).toMatchObject({ current: null, kept: [{ id: 'capture1', note: '', forecast: offer }] });
    expect([...blobs]).toEqual([]);
    const next = begin({ disk, part: { take: { transcript: take, dictation: take } } });
    await next.captures.recover();
    expect(next.captures.view().kept).toMatchObject([{ id: 'capture1', forecast: null }]);
    expect(await next.captures.handOver('capture1', null)).toEqual({ ok: true, jobId: null });
    expect(next.captures.view().kept).toMatchObject([{ id: 'capture1', forecast: offer }]);
    expect(await next.captures.handOver('capture1', { faster: true })).toEqual({ ok: true, jobId: 'job' });
    expect(agreements).toEqual([null, null, { faster: true }]);
    expect(disk).toEqual(createDisk());
  });

  it('is kept, and not sent, where whoever recorded it is gone', async () => {
    const { captures, started, gone, took } = begin();
    await started();
    await gone();
    expect(took).toEqual([]);
    expect(captures.view()).toMatchObject({ current: null, kept: [{ id: 'capture1', seconds: 5 }] });
  });

  it('is kept, and not sent, where something went wrong with it', async () => {
    const { captures, started, tell, took } = begin();
    await started();
    await tell({ type: 'ended', id: 'capture1', note: 'There was no room left.' });
    expect(took).toEqual([]);
    expect(captures.view()).toMatchObject({ current: null, kept: [{ note: 'There was no room left.' }] });
  });

  it('is kept where there is no room to put it together', async () => {
    const { captures, started, tell, took, settle } = begin({
      part: {
        blobs: {
          put: async () => {
            throw new DOMException('', 'QuotaExceededError');
          },
          remove: async () => {},
        },
      },
    });
    await started();
    const stopping = captures.stop();
    await settle();
    await tell({ type: 'ended', id: 'capture1', note: '' });
    expect(await stopping).toMatchObject({ ok: false, message: expect.stringContaining('no room') });
    expect(took).toEqual([]);
    expect(captures.view().kept).toHaveLength(1);
  });

  it('is kept in the next life where the browser died, until the user says what becomes of it', async () => {
    const first = begin();
    await first.started();
    const next = begin({ disk: first.disk, there: false });
    await next.captures.recover();
    expect(next.took).toEqual([]);
    expect(next.captures.view().kept).toMatchObject([{ note: expect.stringContaining('browser was closed') }]);
    const after = begin({ disk: first.disk, there: false });
    await after.captures.recover();
    expect(after.captures.view().kept).toEqual(next.captures.view().kept);
    await after.captures.discard('capture1');
    expect(first.disk).toEqual(createDisk());
  });

  it('is handed over in the next life where its end was asked for in this one', async () => {
    const first = begin();
    await first.started();
    void first.captures.stop();
    await first.settle();
    const next = begin({ disk: first.disk, there: false });
    await next.captures.recover();
    expect(next.took).toHaveLength(1);
    expect(first.disk).toEqual(createDisk());
  });

  it('is handed over once, however often its end is asked for', async () => {
    const { captures, started, settle, tell, took } = begin();
    await started();
    const stops = [captures.stop(), captures.stop()];
    await settle();
    stops.push(captures.stop());
    await tell({ type: 'ended', id: 'capture1', note: '' });
    expect(await Promise.all(stops)).toEqual(stops.map(() => ({ ok: true, jobId: 'job' })));
    expect(took).toHaveLength(1);
  });

  it('is handed over once where it was kept, however often that is asked for', async () => {
    const first = begin();
    await first.started();
    await first.gone();
    const both = await Promise.all([
      first.captures.handOver('capture1', null),
      first.captures.handOver('capture1', null),
    ]);
    expect(both).toEqual([
      { ok: true, jobId: 'job' },
      { ok: true, jobId: 'job' },
    ]);
    expect(first.took).toHaveLength(1);
  });

  it.each<Taken>([
    { ok: true, jobId: 'job' },
    { ok: false, message: 'No key can transcribe yet.', fix: 'add-key' },
  ])('is stopped all the same where there is no room to write down that it is to be', async (taken) => {
    const disk = createDisk();
    const { captures, started, settle, tell, took } = begin({
      ...{ disk, taken },
      part: {
        rows: {
          save: async (row) => {
            if (row.state !== 'open') throw new DOMException('', 'QuotaExceededError');
            disk.rows.set(row.id, row);
          },
          remove: async (id) => void disk.rows.delete(id),
          all: async () => [...disk.rows.values()],
        },
      },
    });
    await started();
    const stopping = captures.stop();
    await settle();
    await tell({ type: 'ended', id: 'capture1', note: '' });
    expect(await stopping).toEqual(taken);
    expect(took).toHaveLength(1);
    expect(captures.view().kept).toHaveLength(taken.ok ? 0 : 1);
  });

  it('leaves nothing in the store of files where nobody takes it', async () => {
    const { captures, started, settle, tell, blobs } = begin({ taken: { ok: false, message: 'No.', fix: 'none' } });
    await started();
    const stopping = captures.stop();
    await settle();
    await tell({ type: 'ended', id: 'capture1', note: '' });
    await stopping;
    expect([...blobs]).toEqual([]);
  });

  it('is all shown in the next life where there is no room to write anything', async () => {
    const first = begin();
    await first.started();
    await first.gone();
    const { disk } = first;
    const row = disk.rows.get('capture1');
    if (row) disk.rows.set('older', { ...row, id: 'older', startedAt: 1 });
    disk.parts.set('older', ['sound']);
    const next = begin({
      disk,
      part: {
        rows: {
          save: async () => {
            throw new DOMException('', 'QuotaExceededError');
          },
          remove: async () => {},
          all: async () => [...disk.rows.values()],
        },
      },
    });
    await next.captures.recover();
    expect(next.captures.view().kept.map(({ id }) => id)).toEqual(['older', 'capture1']);
  });

  it('is not lost in the next life where it ends while it is being found again', async () => {
    const first = begin();
    await first.started();
    const next = begin({ disk: first.disk });
    const recovering = next.captures.recover();
    const [now, ended] = [next.records('capture1', 40), next.tell({ type: 'ended', id: 'capture1', note: 'No room.' })];
    await Promise.all([now, ended, recovering]);
    expect(next.captures.view()).toMatchObject({ current: null, kept: [{ id: 'capture1', note: 'No room.' }] });
    expect(next.held()).toBe(0);
  });

  it('goes on in the next life where whoever records lives on', async () => {
    const first = begin();
    await first.started();
    const next = begin({ disk: first.disk });
    const recovering = next.captures.recover();
    await next.records('capture1', 40);
    await next.records('capture1', 41);
    await recovering;
    expect(next.captures.view()).toMatchObject({ current: { id: 'capture1', now: { seconds: 41 } }, kept: [] });
    expect(next.held()).toBe(1);
    const stopping = next.captures.stop();
    await next.settle();
    await next.tell({ type: 'ended', id: 'capture1', note: '' });
    expect(await stopping).toEqual({ ok: true, jobId: 'job' });
  });

  it('without any sound is forgotten', async () => {
    const first = begin();
    await first.started();
    first.disk.parts.clear();
    const next = begin({ disk: first.disk, there: false });
    await next.captures.recover();
    expect(next.captures.view().kept).toEqual([]);
    expect(first.disk.rows.size).toBe(0);
  });
});
