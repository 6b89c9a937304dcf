// When facts of models are fetched from elsewhere: never before somebody asks, then once a day, and no more after a stop.
import { describe, expect, it } from 'vitest';
import { openRefresh, type RefreshPorts } from '../../entrypoints/background/refresh.ts';
import { fetchModelsDev, type ModelsDevAnswer } from '../../lib/clients/models-dev.ts';
import { notRefreshed, type Refreshed } from '../../lib/domain/refreshed.ts';
import { providers } from '../../lib/providers/index.ts';
import { sample, startModelsDev } from '../farm/models-dev.ts';

const day = 86_400_000;
const model = {
  ...{ owner: 'groq', id: 'm', context: 8_000, maxOutput: null, price: null, tools: null, json: null, vision: null },
};
const news = (etag: string | null = '"1"'): ModelsDevAnswer => ({ ok: true, unchanged: false, etag, models: [model] });
const same: ModelsDevAnswer = { ok: true, unchanged: true };
const broken: ModelsDevAnswer = { ok: false, message: 'models.dev could not be reached. Nothing was changed.' };

const open = async (answers: (ModelsDevAnswer | Promise<ModelsDevAnswer>)[], stored: Refreshed = notRefreshed) => {
  let now = Date.UTC(2026, 10, 23);
  const asked: (string | null)[] = [];
  const kept: Refreshed[] = [];
  const told: Refreshed[] = [];
  const ports: RefreshPorts = {
    store: { load: async () => ({ refreshed: stored }), save: async (one) => void kept.push(one.refreshed) },
    ask: async (etag) => {
      asked.push(etag);
      return answers.shift() ?? broken;
    },
    now: () => now,
    onChange: (one) => told.push(one),
  };
  return {
    ...(await openRefresh(ports)),
    asked,
    kept,
    told,
    advance: (ms: number) => {
      now += ms;
    },
    now: () => now,
  };
};

describe('refreshing', () => {
  it('asks nobody before somebody wants it', async () => {
    const { goOn, asked, refreshed } = await open([news()]);
    await goOn();
    expect(asked).toEqual([]);
    expect(refreshed()).toEqual(notRefreshed);
  });

  it('fetches at once, keeps it, tells of it, and says how much there was', async () => {
    const { start, asked, kept, told, now } = await open([news()]);
    expect(await start()).toEqual({ ok: true, models: 1 });
    const after = { version: 1, on: true, etag: '"1"', readAt: now(), triedAt: now(), models: [model] };
    expect([asked, kept, told]).toEqual([[null], [after], [after]]);
  });

  it('fetches again a day later, not before, with the ETag of what it has', async () => {
    const { start, goOn, asked, advance, refreshed, now } = await open([news(), same]);
    await start();
    advance(day - 1);
    await goOn();
    expect(asked).toHaveLength(1);
    advance(1);
    await goOn();
    expect(asked).toEqual([null, '"1"']);
    expect(refreshed()).toMatchObject({ models: [model], etag: '"1"', readAt: now() });
  });

  it('stays off where the first time failed, and says why', async () => {
    const { start, kept, told, goOn, asked, advance } = await open([broken]);
    expect(await start()).toEqual(broken);
    advance(2 * day);
    await goOn();
    expect([kept, told, asked]).toEqual([[], [], [null]]);
  });

  it('keeps what it has where a later time failed, and tries again the next day and not sooner', async () => {
    const { start, goOn, refreshed, asked, advance, now } = await open([news(), broken]);
    await start();
    const readAt = now();
    advance(day);
    await goOn();
    expect(refreshed()).toMatchObject({ on: true, models: [model], etag: '"1"', readAt, triedAt: now() });
    await goOn();
    expect(asked).toHaveLength(2);
  });

  it('forgets everything at a stop, and what was under way then changes nothing any more', async () => {
    let arrive = (_answer: ModelsDevAnswer) => {};
    const late = new Promise<ModelsDevAnswer>((resolve) => {
      arrive = resolve;
    });
    const { start, stop, refreshed, kept, goOn, advance, asked } = await open([news(), late]);
    await start();
    const second = start();
    await stop();
    arrive(news('"2"'));
    expect(await second).toMatchObject({ ok: false });
    expect(refreshed()).toEqual(notRefreshed);
    expect(kept.at(-1)).toEqual(notRefreshed);
    advance(2 * day);
    await goOn();
    expect(asked).toHaveLength(2);
  });

  it('goes on after a restart where it stood', async () => {
    const stored: Refreshed = { ...notRefreshed, on: true, etag: '"1"', readAt: 0, triedAt: 0, models: [model] };
    const { goOn, asked, refreshed } = await open([same], stored);
    await goOn();
    expect(asked).toEqual(['"1"']);
    expect(refreshed().models).toEqual([model]);
  });

  it('takes what a real service of that shape sends, and is told by it when nothing has changed', async () => {
    const practice = await startModelsDev();
    const { signal } = new AbortController();
    let kept = notRefreshed;
    let now = 0;
    const refresh = await openRefresh({
      store: {
        load: async () => ({ refreshed: kept }),
        save: async (one) => {
          kept = one.refreshed;
        },
      },
      ask: (etag) => fetchModelsDev(providers, etag, signal, globalThis.fetch, practice.address),
      now: () => now,
      onChange: () => {},
    });
    expect(await refresh.start()).toEqual({ ok: true, models: 4 });
    now = day;
    await refresh.goOn();
    expect(practice.arrived.map((headers) => headers['if-none-match'])).toEqual([undefined, kept.etag]);
    expect(kept).toMatchObject({ readAt: day });
    practice.send({ ...sample, groq: 'broken', openai: [], togetherai: null });
    now = 2 * day;
    await refresh.goOn();
    expect(kept).toMatchObject({ on: true, readAt: day, triedAt: 2 * day });
    expect(kept.models).toHaveLength(4);
    await practice.close();
  });
});
