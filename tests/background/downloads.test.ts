// Recordings of pages on their way here: what comes of each, whatever dies or is withdrawn meanwhile.
import { describe, expect, it } from 'vitest';
import { createDownloads, type DownloadPorts } from '../../entrypoints/background/downloads.ts';
import { createRedirects } from '../../entrypoints/background/redirects.ts';
import type { MediaAnswer, MediaRequest } from '../../lib/clients/media.ts';
import type { Forecast } from '../../lib/domain/forecast.ts';
import type { Download } from '../../lib/domain/media.ts';
import { forecast as short } from './fakes.ts';

const url = 'https://a.test/talk.mp3';
const long: Forecast = { ...short, short: false, seconds: 3_600 };
const came: MediaAnswer = { ok: true, blob: new Blob(['sound']), fileName: 'talk.mp3' };

type Given = {
  answer?: (request: MediaRequest, signal: AbortSignal) => MediaAnswer | Promise<MediaAnswer>;
  forecast?: Forecast | string;
  /** There is none. */
  key?: string;
  /** What a job says that does not begin. */
  refusal?: string;
  /** A job begins when the test says so. */
  slow?: boolean;
  closed?: string[];
  to?: string[];
  stored?: Download[];
  onSave?: () => void;
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

const open = async ({
  answer = () => came,
  forecast = short,
  key,
  refusal,
  slow = false,
  onSave,
  closed = [],
  to = [],
  stored = [],
}: Given = {}) => {
  const calls: unknown[][] = [];
  const said: Download[] = [];
  const saves: Download[][] = [];
  const blobs = new Set<string>();
  // Resolved by a test that looks at what comes meanwhile.
  const beginning = slow ? Promise.withResolvers<void>() : { promise: Promise.resolve(), resolve: () => {} };
  const [barred, clock] = [new Set(closed), { now: 0 }];
  const ports: DownloadPorts = {
    store: {
      save: async ({ downloads }) => {
        saves.push(structuredClone(downloads));
        onSave?.();
      },
    },
    jobs: {
      forecast: async (what) => {
        if (!('blobId' in what)) {
          const answer = { ok: true as const, forecast: short };
          return key === undefined ? answer : { ok: false, message: key, fix: 'add-key' };
        }
        calls.push(['forecast', what.blobId]);
        return typeof forecast === 'string' ? { ok: false, message: forecast, fix: 'none' } : { ok: true, forecast };
      },
      transcribe: async (blobId, fileName) => {
        calls.push(['transcribe', blobId, fileName]);
        await beginning.promise;
        return refusal === undefined ? { ok: true, jobId: 'job' } : { ok: false, message: refusal, fix: 'none' };
      },
      remove: async (id) => void calls.push(['remove job', id]),
    },
    blobs: {
      put: async (_blob, id) => {
        blobs.add(id);
        return id;
      },
      remove: async (id) => void blobs.delete(id),
    },
    fetchMedia: async (request, signal) => {
      calls.push(['fetch', request.address, request.most]);
      return answer(request, signal);
    },
    isAllowed: async (address) => !barred.has(new URL(address).host),
    redirectsOf: async (_address, work) => ({ value: await work(), to }),
    room: async () => 1_000,
    keepAwake: (work) => {
      calls.push(['awake']);
      return work;
    },
    now: () => clock.now,
    newId: () => `id ${saves.length}`,
    onDownload: (download) => void said.push(download),
    onRemoved: (id) => void calls.push(['removed', id]),
  };
  const downloads = createDownloads(structuredClone(stored), new Set(), ports);
  const take = async (address = url, title = 'Talk') => {
    const id = await downloads.take({ url: address, title });
    await settled();
    return id;
  };
  return { ...downloads, take, calls, said, saves, blobs, barred, clock, beginning };
};

describe('a recording of a page', () => {
  it('is fetched while the background is kept awake, and a short one is transcribed at once', async () => {
    const { take, calls, all, saves } = await open();
    const id = await take();
    expect(calls).toEqual([
      ['awake'],
      ['fetch', url, 1_000],
      ['forecast', 'id 0'],
      ['transcribe', 'id 0', 'talk.mp3'],
      ['removed', id],
    ]);
    expect(all()).toEqual([]);
    expect(saves.at(-1)).toEqual([]);
  });

  it('that is long waits with what it will take, and leaves no bytes behind where it is not wanted', async () => {
    const { take, all, drop, blobs, blobs: there, ...desk } = await open({ forecast: long });
    const id = await take();
    expect(all()).toMatchObject([{ state: 'ready', forecast: long, fileName: 'talk.mp3', blobId: 'id 0' }]);
    expect(desk.saves.at(-1)).toHaveLength(1);
    await drop(id);
    expect([all(), there.size]).toEqual([[], 0]);
  });

  it('keeps its bytes where a job has them now, and is no download any more', async () => {
    const { take, all, begun, blobs, calls } = await open({ forecast: long });
    const id = await take();
    await begun('somebody else’s');
    expect(all()).toHaveLength(1);
    await begun('id 0');
    expect([all(), blobs.size, calls.at(-1)]).toEqual([[], 1, ['removed', id]]);
  });

  it('is asked for and kept without a name and a password in its address', async () => {
    const { take, calls, saves } = await open();
    await take('https://me:secret@a.test/talk.mp3#t=9');
    expect(calls).toContainEqual(['fetch', url, 1_000]);
    expect(JSON.stringify(saves)).not.toContain('secret');
  });

  it('says how far it is, and no more than four times a second', async () => {
    const desk = await open({
      answer: ({ onProgress }) => {
        for (const received of [0, 1, 2, 3, 4]) {
          onProgress(received, 4);
          desk.clock.now += 100;
        }
        return came;
      },
      forecast: long,
    });
    await desk.take();
    const numbers = desk.said.filter(({ state }) => state === 'running').map(({ received }) => received);
    expect(numbers).toEqual([0, 0, 3]);
  });

  it.each([
    ['the client', { answer: () => ({ ok: false, why: 'other', message: 'Gone.' }) }, 'Gone.'],
    ['whoever looks at the file', { forecast: '“talk.mp3” is no recording.' }, '“talk.mp3” is no recording.'],
  ] as [string, Given, string][])(
    'that is refused by %s says why, and can be fetched again',
    async (_who, given, message) => {
      const { take, all, blobs } = await open(given);
      const first = await take();
      expect(all()).toMatchObject([{ state: 'failed', message, record: false, allow: null }]);
      expect(blobs.size).toBe(0);
      const second = await take();
      expect(second).not.toBe(first);
      expect(all()).toHaveLength(1);
    },
  );

  it.each([
    ['a blob', 'blob:https://a.test/1', {}],
    ['no address', '', {}],
    ['a list of pieces', url, { answer: () => ({ ok: false, why: 'playlist' }) }],
  ] as [string, string, Given][])('of %s offers to record the tab', async (_what, address, given) => {
    const { take, all } = await open(given);
    await take(address);
    expect(all()).toMatchObject([{ state: 'failed', record: true, message: expect.stringMatching(/record its tab/) }]);
  });

  it('is fetched once, however often it is asked for', async () => {
    const { take, calls, all } = await open({ answer: () => new Promise(() => {}) });
    expect(await take()).toBe(await take());
    expect(all()).toHaveLength(1);
    expect(calls.filter(([what]) => what === 'fetch')).toHaveLength(1);
  });
});

describe('a recording that lies in its own address', () => {
  const body = 'UklGRiQAAABXQVZF';
  const address = `data:audio/wav;base64,${body}`;

  it('is read from there, and only what it is gets stored', async () => {
    const { take, calls, saves, said } = await open({ forecast: long });
    await take(address);
    await take(address);
    expect(calls.filter(([what]) => what === 'fetch')).toEqual([
      ['fetch', address, 1_000],
      ['fetch', address, 1_000],
    ]);
    expect(JSON.stringify([saves, said])).not.toContain(body);
    expect(said.at(-1)).toMatchObject({ url: 'data:audio/wav', state: 'ready' });
  });

  it('says that it is lost with the process', async () => {
    const first = await open({ answer: () => new Promise(() => {}) });
    await first.take(address);
    const second = await open({ stored: first.all() });
    await settled();
    expect(second.all()).toMatchObject([{ state: 'failed', message: expect.stringMatching(/ended Rondo while/) }]);
    expect(second.calls).toEqual([]);
  });
});

it('that lies in its page alone says so', async () => {
  const { take, all } = await open();
  await take('blob:https://a.test/1');
  expect(all()).toMatchObject([{ message: expect.stringMatching(/lies in its page alone/) }]);
});

it('of a list of pieces is stored without a name and a password too', async () => {
  const { take, saves } = await open();
  await take('https://me:secret@a.test/list.m3u8');
  expect(JSON.stringify(saves)).not.toContain('secret');
});

describe('a permission', () => {
  it('that is missing is waited for, and with it the fetch begins by itself', async () => {
    const { take, all, allowed, barred, calls } = await open({ closed: ['a.test'] });
    await take();
    expect(all()).toMatchObject([{ state: 'waiting', allow: url, message: 'Rondo may not fetch from a.test yet.' }]);
    await allowed();
    expect(all()).toHaveLength(1);
    expect(calls).toEqual([]);
    barred.clear();
    await allowed();
    await settled();
    expect(calls.map(([what]) => what)).toContain('transcribe');
  });

  it('that comes at the very moment in which it is looked for is not missed, and fetches once', async () => {
    const desk = await open({ closed: ['a.test'] });
    const taken = desk.take();
    const allowed = desk.allowed();
    desk.barred.clear();
    await Promise.all([taken, allowed, desk.allowed()]);
    await settled();
    expect(desk.calls.filter(([what]) => what === 'fetch')).toHaveLength(1);
    expect(desk.all()).toEqual([]);
  });

  it('for where it is sent on to is asked for by that name', async () => {
    const cdn = 'https://cdn.test/x.mp3';
    const given: Given = { answer: () => ({ ok: false, why: 'unreachable', message: 'Nobody.' }), to: [url, cdn] };
    const { take, all, barred } = await open({ ...given, closed: ['cdn.test'] });
    await take();
    expect(all()).toMatchObject([
      { state: 'waiting', allow: cdn, message: expect.stringMatching(/a\.test sends on to cdn\.test/) },
    ]);
    barred.clear();
    await take();
    expect(all()).toMatchObject([{ state: 'failed', message: 'Nobody.' }]);
  });
});

it('that is sent on to the user’s own network asks nobody to open it', async () => {
  const given: Given = { answer: () => ({ ok: false, why: 'unreachable', message: 'Nobody.' }) };
  const { take, all } = await open({ ...given, to: ['http://192.168.0.1/camera'], closed: ['192.168.0.1'] });
  await take();
  expect(all()).toMatchObject([
    { state: 'failed', allow: null, message: expect.stringMatching(/in your own network/) },
  ]);
});

it('a permission that comes while the answer is on its way to be waited for is not missed', async () => {
  const cdn = 'https://cdn.test/x.mp3';
  const desk = await open({
    answer: () => ({ ok: false, why: 'unreachable', message: 'Nobody.' }),
    to: [cdn],
    closed: ['cdn.test'],
    onSave: () => {
      if (desk.all()[0]?.state !== 'waiting') return;
      desk.barred.clear();
      void desk.allowed();
    },
  });
  await desk.take();
  await settled();
  expect(desk.all()).toMatchObject([{ state: 'failed', message: 'Nobody.' }]);
});

describe('what is under way', () => {
  it('is ended when it is not wanted any more', async () => {
    let seen: AbortSignal | undefined;
    const { take, drop, all } = await open({
      answer: (_request, signal) => {
        seen = signal;
        return new Promise(() => {});
      },
    });
    await drop(await take());
    expect([seen?.aborted, all()]).toEqual([true, []]);
  });

  it('is not begun where it is not wanted any more by the time that it could be', async () => {
    const { take, all, drop, calls } = await open();
    const taking = take();
    await drop(all()[0]?.id ?? '');
    await taking;
    expect(calls.filter(([what]) => what === 'fetch')).toEqual([]);
  });

  it('is fetched anew after the process died, and what was here stays', async () => {
    const first = await open({ answer: () => new Promise(() => {}) });
    await first.take();
    const ready = await open({ forecast: long });
    await ready.take('https://b.test/other.mp3');
    const stored = [...first.all(), ...ready.all()].map((one, index) => ({ ...one, id: String(index) }));
    const second = await open({ stored, forecast: long });
    await settled();
    expect(second.calls.filter(([what]) => what === 'fetch')).toEqual([['fetch', url, 1_000]]);
    expect(second.all().map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect(second.blobs).toContain('0');
  });

  it.each([
    ['the browser has no room for it', new DOMException('Full.', 'QuotaExceededError'), /no room/],
    ['something else went wrong', new TypeError('It is undefined.'), /went wrong inside Rondo/],
  ])('fails in words where %s', async (_why, error, sentence) => {
    const { take, all } = await open({ answer: () => Promise.reject(error) });
    await take();
    expect(all()).toMatchObject([{ state: 'failed', message: expect.stringMatching(sentence) }]);
  });

  it('is begun anew a few times only, where each start is the end of the process', async () => {
    let stored: Download[] = [];
    const fetches: unknown[][] = [];
    for (let life = 0; life < 8; life += 1) {
      const desk = await open({ stored, answer: () => new Promise(() => {}) });
      if (life === 0) await desk.take();
      await settled();
      stored = desk.saves.at(-1) ?? stored;
      fetches.push(...desk.calls.filter(([what]) => what === 'fetch'));
    }
    expect(fetches).toHaveLength(5);
    expect(stored).toMatchObject([{ state: 'failed', message: expect.stringMatching(/ended Rondo each time/) }]);
  });

  it('that waits or has failed goes after some days, and with the history; what is on its way stays', async () => {
    const desk = await open({ forecast: long });
    await desk.take();
    desk.clock.now += 3 * 86_400_000 - 1;
    await desk.expire();
    expect(desk.all()).toHaveLength(1);
    desk.clock.now += 1;
    await desk.expire();
    expect([desk.all(), desk.saves.at(-1), desk.blobs.size]).toEqual([[], [], 0]);
    await desk.take();
    const going = await open({ answer: () => new Promise(() => {}) });
    await going.take();
    await desk.empty();
    await going.empty();
    expect([desk.all(), desk.blobs.size, going.all().length]).toEqual([[], 0, 1]);
  });

  it('is not fetched where there is no key that could write it down', async () => {
    const { take, all, calls } = await open({ key: 'No key yet.' });
    await take();
    expect(all()).toMatchObject([{ state: 'failed', message: 'No key yet.' }]);
    expect(calls.filter(([what]) => what === 'fetch')).toEqual([]);
  });

  it('keeps its bytes where no job could begin with them', async () => {
    const { take, all, blobs } = await open({ refusal: 'Not now.' });
    await take();
    expect(all()).toMatchObject([{ state: 'ready', blobId: 'id 0', forecast: short }]);
    expect(blobs.size).toBe(1);
  });

  it('takes the job along that began while it was cancelled', async () => {
    const { take, drop, all, calls, beginning, blobs } = await open({ slow: true });
    const id = await take();
    expect(calls.at(-1)).toEqual(['transcribe', 'id 0', 'talk.mp3']);
    await drop(id);
    beginning.resolve();
    await settled();
    expect(calls.slice(-2)).toEqual([
      ['removed', id],
      ['remove job', 'job'],
    ]);
    // What is the job's goes with the job.
    expect([all(), blobs.size]).toEqual([[], 1]);
  });
});

it('redirects are followed by their chain, and those of other calls are none of ours', async () => {
  let hear = (_from: string, _to: string) => {};
  let stopped = 0;
  const redirects = createRedirects((onRedirect) => {
    hear = onRedirect;
    return () => {
      stopped += 1;
    };
  });
  const { value, to } = await redirects('https://a.test/1', async () => {
    hear('https://other.test/', 'https://elsewhere.test/');
    hear('https://a.test/1', 'https://b.test/2');
    hear('https://b.test/2', 'https://c.test/3');
    return 'done';
  });
  expect([value, to, stopped]).toEqual(['done', ['https://b.test/2', 'https://c.test/3'], 1]);
});
