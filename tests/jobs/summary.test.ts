// A summary from the press to the text: what stands in its row, what pages see of it, and what it says when it fails.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SummaryJob } from '../../lib/domain/job.ts';
import { pause, until } from '../engine/clock.ts';
import { calm, openFarm, openWorld, throughTime } from '../engine/world.ts';
import type { Farm } from '../farm/index.ts';
import { article } from '../summary/sample.ts';
import { begun, emptyStore, jobIn, live, page, reached, type Stored } from './world.ts';

let farm: Farm;
let stored: Stored;
beforeAll(async () => {
  farm = await openFarm();
});
beforeEach(() => {
  stored = emptyStore();
});
afterAll(() => farm.close());

const text = article(10);
const open = async (wanted: Parameters<typeof openWorld>[1] = {}) => {
  const world = await openWorld(farm, wanted);
  return { ...world, ...live(world.engine, world.clock, stored) };
};

describe('a summary', () => {
  it('is done with its text, who answered, what it cost, and what was read of the page', async () => {
    const { jobs } = await open();
    const id = await begun(jobs.summarize(page(text, 'Towns')));
    const job = (await reached(stored, id, 'done')) as SummaryJob;
    expect(job).toMatchObject({
      kind: 'summary',
      title: 'Towns',
      source: 'article',
      url: 'https://example.test/page',
      shareRead: 1,
      target: { owner: 'groq' },
      note: '',
      costUsd: 0,
      retryAt: null,
      blobId: null,
    });
    expect(job.text).toMatch(/^\*\*.+\*\*\n\n- /);
    expect(job.usage.inputTokens).toBeGreaterThan(100);
    expect(job.trace?.attempts).toHaveLength(1);
    expect(stored.blobs.size).toBe(0);
  });

  it('stands in the journal before anything is sent', async () => {
    const world = await openWorld(farm);
    let sentBefore = -1;
    const { jobs } = live(world.engine, world.clock, stored, {
      onJob: () => {
        if (sentBefore < 0) sentBefore = stored.rows.size === 1 ? farm.groq.log.length : 99;
      },
    });
    await begun(jobs.summarize(page(text)));
    expect(sentBefore).toBe(0);
  });

  it('grows before the eyes of whoever looks', async () => {
    const { jobs, shown } = await open();
    const release = farm.groq.hold();
    const id = await begun(jobs.summarize(page(text)));
    await until('some words', () => (shown.get(id) ?? '').length > 20);
    expect(jobIn(stored, id)).toMatchObject({ state: 'running', target: { owner: 'groq' } });
    const seen = shown.get(id) ?? '';
    release();
    const job = await reached(stored, id, 'done');
    expect(job.text.startsWith(seen)).toBe(true);
    expect(shown.get(id)).toBe(job.text);
    expect((await jobs.all()).map((one) => one.text)).toEqual([job.text]);
  });

  it.each([
    ['each second', 400, true],
    ['not with each word', 1, false],
  ])('is written down %s while it grows', async (_when, step, isWritten) => {
    const world = await openWorld(farm);
    let now = world.clock.now();
    const tick = () => {
      now += step;
      return now;
    };
    const { jobs, shown } = live(world.engine, world.clock, stored, { now: tick });
    const release = farm.groq.hold();
    const id = await begun(jobs.summarize(page(text)));
    await until('some words', () => (shown.get(id) ?? '').length > 40);
    await pause(20);
    expect(jobIn(stored, id).text !== '').toBe(isWritten);
    release();
    await reached(stored, id, 'done');
  });

  it('shows one model’s words alone where a stream broke off', async () => {
    const { jobs, shown } = await open();
    const whole = await reached(stored, await begun(jobs.summarize(page(text))), 'done');
    farm.groq.fault({ kind: 'cut', deltas: 4, path: 'chat' });
    const id = await begun(jobs.summarize(page(text)));
    const job = await reached(stored, id, 'done');
    expect([job.text, shown.get(id)]).toEqual([whole.text, whole.text]);
    expect(job.target?.owner).toBe('openai');
  });

  it('keeps the process awake until it is done, and no longer', async () => {
    const { jobs, awake } = await open();
    const release = farm.groq.hold();
    const id = await begun(jobs.summarize(page(text)));
    expect(awake()).toBe(1);
    release();
    await reached(stored, id, 'done');
    await until('the process to rest', () => awake() === 0);
  });

  it('reads of a text that is too long what fits, and says how much', async () => {
    const { jobs } = await open({ keys: ['groq1'] });
    const id = await begun(jobs.summarize(page(article(300))));
    const job = (await reached(stored, id, 'done')) as SummaryJob;
    expect(job.shareRead).toBeGreaterThan(0.1);
    expect(job.shareRead).toBeLessThan(0.5);
    expect(job.trace?.attempts).toHaveLength(1);
  });

  it('reads less of it once a target says that even that was too long', async () => {
    farm.generic.setModels(['practice-small']);
    const { jobs } = await open({ keys: [], endpoints: ['text'] });
    farm.generic.fault({ kind: 'context', times: 1 });
    const id = await begun(jobs.summarize(page(article(60))));
    const job = (await reached(stored, id, 'done')) as SummaryJob;
    expect(job.shareRead).toBeLessThan(0.7);
    farm.generic.setModels(['practice-small', 'whisper-practice']);
  });

  it('reads less of it too where the one that is left failed for another reason', async () => {
    const { jobs } = await open({ keys: ['groq1'], endpoints: ['text'] });
    for (const model of ['openai/gpt-oss-20b', 'openai/gpt-oss-120b'])
      farm.groq.fault({ kind: 'context', times: 1, model });
    farm.generic.fault({ kind: '401' });
    const id = await begun(jobs.summarize(page(article(20))));
    const job = (await reached(stored, id, 'done')) as SummaryJob;
    expect(job.target?.owner).toBe('groq');
    expect(job.shareRead).toBeLessThan(1);
  });
});

describe('a page without text, or without a key', () => {
  it('begins nothing, says why, and leaves nothing behind', async () => {
    const { jobs } = await open({ keys: [] });
    expect(await jobs.summarize(page('  \n '))).toEqual({
      ok: false,
      message: 'There is no text to summarize.',
      fix: 'none',
    });
    expect(await jobs.summarize(page(text))).toMatchObject({ ok: false, fix: 'add-key' });
    expect([stored.rows.size, stored.blobs.size]).toEqual([0, 0]);
  });
});

describe('a summary that nobody gives', () => {
  it.each([
    ['401', /Groq · gpt-oss-20b\. The key was refused\. Replace the key in the settings\.$/],
    ['402', /Groq · gpt-oss-20b\. No credit is left\. Add credit there, or add a key of another provider\.$/],
  ] as const)('after %s says who was asked, what happened and what to do', async (kind, note) => {
    const { jobs } = await open({ keys: ['groq1'] });
    farm.groq.fault({ kind });
    const job = await reached(stored, await begun(jobs.summarize(page(text))), 'failed');
    expect(job.note).toMatch(note);
    expect(job.trace?.attempts).toHaveLength(1);
    expect(job.blobId).not.toBeNull();
  });

  it('quotes the provider where its content was refused', async () => {
    const { jobs } = await open({ keys: ['openai1'] });
    farm.openai.fault({ kind: 'content' });
    const job = await reached(stored, await begun(jobs.summarize(page(text))), 'failed');
    expect(job.note).toMatch(/It refused this content\. It said: “Invalid prompt.+” Try it with another part/);
  });

  it('keeps no half of an answer', async () => {
    const { jobs, clock, shown } = await open({ keys: ['openai1'] });
    farm.openai.fault({ kind: 'cut', deltas: 3, path: 'chat' });
    const id = await begun(jobs.summarize(page(text)));
    const job = await throughTime(farm, clock, reached(stored, id, 'failed'));
    expect([job.text, shown.get(id)]).toEqual(['', '']);
  });

  it('gives up on a service that stays broken, instead of going round for ever', async () => {
    const { jobs, clock } = await open({ keys: ['openai1'] });
    farm.openai.fault({ kind: '500' });
    // It has been broken for a while, so that its rests are long already.
    for (let round = 0; round < 6; round++) {
      const id = await begun(jobs.summarize(page(text)));
      await throughTime(farm, clock, reached(stored, id, 'failed', 'waiting'));
      for (let minutes = 0; minutes < 10 && jobIn(stored, id).state === 'waiting'; minutes++) {
        clock.advance(60_000);
        await jobs.resume();
        await throughTime(farm, clock, reached(stored, id, 'failed', 'waiting'));
      }
      expect([round, jobIn(stored, id).state]).toEqual([round, 'failed']);
    }
    calm(farm);
  });
});
