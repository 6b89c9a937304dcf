// What happens to a job when the process dies, when everybody rests, and when the person changes their mind.
// Nothing that was begun is ever lost, and nothing that is finished is done again.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faultOf } from '../../lib/domain/fault.ts';
import { createClock, pause, until } from '../engine/clock.ts';
import { calm, openFarm, openWorld, throughTime } from '../engine/world.ts';
import type { Farm } from '../farm/index.ts';
import { article } from '../summary/sample.ts';
import { begun, emptyStore, jobIn, type Life, live, page, reached, type Stored } from './world.ts';

let farm: Farm;
let stored: Stored;
beforeAll(async () => {
  farm = await openFarm();
});
beforeEach(() => {
  stored = emptyStore();
});
afterAll(() => farm.close());

const text = article(8);
const open = async (wanted: Parameters<typeof openWorld>[1] = {}) => {
  const world = await openWorld(farm, wanted);
  return { ...world, ...live(world.engine, world.clock, stored) };
};

/** The process dies, and another begins with what the first had written down. */
const reborn = (life: Life & { engine: Parameters<typeof live>[0]; clock: Parameters<typeof live>[1] }): Life => {
  life.die();
  return live(life.engine, life.clock, stored);
};

describe('a death', () => {
  it('in mid-answer: the next life writes the whole text, once', async () => {
    const first = await open();
    const whole = await reached(stored, await begun(first.jobs.summarize(page(text))), 'done');
    const release = farm.groq.hold();
    const id = await begun(first.jobs.summarize(page(text)));
    await until('some words', () => (first.shown.get(id) ?? '').length > 10);
    const second = reborn(first);
    release();
    await second.jobs.resume();
    const job = await reached(stored, id, 'done');
    expect([job.text, job.starts]).toEqual([whole.text, 2]);
    expect(stored.blobs.size).toBe(0);
  });

  it('after the end leaves the job done: it is not done again', async () => {
    const first = await open();
    const id = await begun(first.jobs.summarize(page(text)));
    await reached(stored, id, 'done');
    const calls = farm.groq.log.length;
    const second = reborn(first);
    await second.jobs.resume();
    await pause(30);
    expect(farm.groq.log).toHaveLength(calls);
    expect((await second.jobs.all()).map((job) => job.state)).toEqual(['done']);
  });

  it('while it waits: the next life goes on when the time has come, and not before', async () => {
    const first = await open({ keys: ['openai1'] });
    farm.openai.fault({ kind: '429', retryAfterSeconds: 3_600, times: 3 });
    const id = await begun(first.jobs.summarize(page(text)));
    const waiting = await reached(stored, id, 'waiting');
    expect(waiting.retryAt).toBe(first.clock.now() + 3_600_000);
    expect(waiting.note).toContain('goes on by itself');
    const second = reborn(first);
    first.clock.advance(3_599_000);
    const calls = farm.openai.log.length;
    await second.jobs.resume();
    await pause(30);
    expect(farm.openai.log).toHaveLength(calls);
    expect(jobIn(stored, id)).toEqual(waiting);
    first.clock.advance(1_000);
    await second.jobs.resume();
    expect(await reached(stored, id, 'done')).toMatchObject({ retryAt: null, note: '' });
  });

  it('that the job itself causes ends after eight tries, in words', async () => {
    let life = await open();
    const release = farm.groq.hold();
    const id = await begun(life.jobs.summarize(page(text)));
    for (let deaths = 0; deaths < 8; deaths++) {
      await until('the call', () => jobIn(stored, id).starts === deaths + 1);
      life = { ...life, ...reborn(life) };
      await life.jobs.resume();
    }
    const job = await reached(stored, id, 'failed');
    release();
    expect(job.note).toContain('interrupted too often');
    await life.jobs.retry(id);
    expect((await reached(stored, id, 'done')).text).not.toBe('');
  });

  it('that took the page’s text along ends in words', async () => {
    const first = await open();
    const release = farm.groq.hold();
    const id = await begun(first.jobs.summarize(page(text)));
    const second = reborn(first);
    stored.blobs.clear();
    await second.jobs.resume();
    expect((await reached(stored, id, 'failed')).note).toContain('not stored any more');
    release();
  });
});

describe('waiting', () => {
  it('goes on by itself where everybody rests for a while', async () => {
    const { jobs, clock, pushed } = await open({ keys: ['openai1'] });
    farm.openai.fault({ kind: '429', retryAfterSeconds: 20, times: 3 });
    const from = clock.now();
    const id = await begun(jobs.summarize(page(text)));
    const job = await throughTime(farm, clock, reached(stored, id, 'done'));
    expect(job).toMatchObject({ retryAt: null, note: '' });
    expect(clock.now() - from).toBeGreaterThanOrEqual(20_000);
    expect(pushed.some(({ state, retryAt }) => state === 'waiting' && retryAt === from + 20_000)).toBe(true);
  });

  it('is worth it for one that rests, although another is out for good', async () => {
    const { jobs, clock } = await open({ keys: ['groq1', 'openai1'] });
    farm.groq.fault({ kind: '429', retryAfterSeconds: 3_600, times: 2 });
    farm.openai.fault({ kind: '401' });
    const id = await begun(jobs.summarize(page(text)));
    expect((await reached(stored, id, 'waiting', 'failed')).state).toBe('waiting');
    clock.advance(3_600_000);
    await jobs.resume();
    expect((await reached(stored, id, 'done')).target?.owner).toBe('groq');
  });

  it('is not begun twice by alarms that come while it works', async () => {
    const { jobs } = await open();
    const release = farm.groq.hold();
    const id = await begun(jobs.summarize(page(text)));
    await until('the call', () => farm.groq.log.length === 1);
    for (let alarm = 0; alarm < 5; alarm++) await jobs.resume();
    release();
    await reached(stored, id, 'done');
    expect(farm.groq.log).toHaveLength(1);
  });

  it('lets a text that is too long be cut for a key that rests', async () => {
    const { jobs, clock, ask } = await open({ keys: ['groq1'] });
    farm.groq.fault({ kind: '429', retryAfterSeconds: 3_600, times: 2 });
    await ask({ deadlineMs: 1_000 });
    const id = await begun(jobs.summarize(page(article(300))));
    expect((await reached(stored, id, 'waiting', 'failed')).state).toBe('waiting');
    clock.advance(3_600_000);
    await jobs.resume();
    expect((await reached(stored, id, 'done')).text).not.toBe('');
  });
});

describe('a cancel', () => {
  it('ends the call, keeps the source, and stays what it is', async () => {
    const { jobs, awake } = await open();
    const release = farm.groq.hold();
    const id = await begun(jobs.summarize(page(text)));
    await until('the call', () => farm.groq.log.length === 1);
    await jobs.cancel(id);
    await until('the call to be hung up on', () => farm.groq.log[0]?.aborted === true);
    release();
    await until('the process to rest', () => awake() === 0);
    expect(jobIn(stored, id)).toMatchObject({ state: 'cancelled', note: 'Cancelled.', retryAt: null });
    expect(stored.blobs.size).toBe(1);
  });

  it.each([0, 1, 2, 3, 5, 8, 13])(
    'is never undone by what was still on its way (%i ticks after the start)',
    async (ticks) => {
      const { jobs, awake } = await open();
      const id = await begun(jobs.summarize(page(text)));
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      await jobs.cancel(id);
      await until('the process to rest', () => awake() === 0);
      await pause(10);
      expect([jobIn(stored, id).state, (await jobs.all())[0]?.state]).toEqual(['cancelled', 'cancelled']);
    },
  );

  it('of a job that waits, and of one that is done, is a cancel and nothing', async () => {
    const { jobs } = await open({ keys: ['openai1'] });
    const done = await begun(jobs.summarize(page(text)));
    await reached(stored, done, 'done');
    farm.openai.fault({ kind: '429', retryAfterSeconds: 3_600 });
    const waits = await begun(jobs.summarize(page(text)));
    await reached(stored, waits, 'waiting');
    await jobs.cancel(waits);
    await jobs.cancel(done);
    await jobs.cancel('unknown');
    expect([jobIn(stored, waits).state, jobIn(stored, done).state]).toEqual(['cancelled', 'done']);
  });
});

describe('a retry', () => {
  it('begins a failed and a cancelled job again, from the beginning', async () => {
    const { jobs } = await open({ keys: ['openai1'] });
    farm.openai.fault({ kind: 'content', times: 1 });
    const id = await begun(jobs.summarize(page(text)));
    await reached(stored, id, 'failed');
    const release = farm.openai.hold();
    await jobs.retry(id);
    await jobs.cancel(id);
    release();
    expect(jobIn(stored, id).state).toBe('cancelled');
    await jobs.retry(id);
    expect((await reached(stored, id, 'done')).text).not.toBe('');
  });

  it('takes nothing from a job that is done, and begins none twice that runs', async () => {
    const { jobs } = await open();
    const id = await begun(jobs.summarize(page(text)));
    const { text: whole } = await reached(stored, id, 'done');
    await jobs.retry(id);
    await pause(30);
    expect(jobIn(stored, id)).toMatchObject({ state: 'done', text: whole });
    expect(farm.groq.log).toHaveLength(1);
  });
});

describe('removing', () => {
  it('takes the row and the source away, and tells the pages', async () => {
    const { jobs, removed } = await open({ keys: ['groq1'] });
    farm.groq.fault({ kind: '401' });
    const id = await begun(jobs.summarize(page(text)));
    await reached(stored, id, 'failed');
    await jobs.remove(id);
    expect([stored.rows.size, stored.blobs.size, removed, await jobs.all()]).toEqual([0, 0, [id], []]);
  });

  it.each([0, 1, 2, 3, 5, 8, 13])(
    'is never undone by a job that still ran (%i ticks after the start)',
    async (ticks) => {
      const { jobs, awake } = await open();
      const id = await begun(jobs.summarize(page(text)));
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      await jobs.remove(id);
      await until('the process to rest', () => awake() === 0);
      await pause(10);
      expect([stored.rows.size, (await jobs.all()).length]).toEqual([0, 0]);
    },
  );
});

describe('all', () => {
  it('lists the newest first, those of earlier lives too', async () => {
    const first = await open();
    const one = await begun(first.jobs.summarize(page(text)));
    await reached(stored, one, 'done');
    first.clock.advance(1_000);
    const two = await begun(first.jobs.summarize(page(text)));
    await reached(stored, two, 'done');
    expect((await reborn(first).jobs.all()).map(({ id }) => id)).toEqual([two, one]);
    calm(farm);
  });
});

describe('a bug', () => {
  it('in the engine ends the job in words that quote nothing', async () => {
    const clock = createClock();
    const route = { targets: [], leftOut: [], mostTokens: 0, mostBytes: null, rooms: [] };
    const { jobs } = live(
      {
        plan: () => ({ ...route, leftOut: [{}] as never }),
        chat: () => Promise.reject(new Error('sk-secret')),
        transcribe: async () => ({ ok: false, fault: faultOf('no_target', 'request', ''), trace: {} as never }),
      },
      clock,
      stored,
    );
    const job = await reached(stored, await begun(jobs.summarize(page(text))), 'failed');
    expect(job.note).toBe('Something went wrong inside Rondo. Please try again.');
    expect(JSON.stringify(job)).not.toContain('sk-secret');
  });
});
