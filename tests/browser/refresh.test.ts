// Refreshing what is known of models, in the real extension: nobody is asked before somebody wants it, what comes is
// shown and outlives the worker, and a stop forgets it. models.dev is a practice server that answers under its name.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../farm/certificate.ts';
import { type PracticeCatalog, startModelsDev } from '../farm/models-dev.ts';
import { openRondo, type Rondo } from './driver/index.ts';
import { openPool } from './driver/pool-steps.ts';
import { find, press } from './driver/steps.ts';
import { until } from './world.ts';

let practice: PracticeCatalog;
let rondo: Rondo;
beforeAll(async () => {
  practice = await startModelsDev(selfSigned());
  const { host } = new URL(practice.address);
  rondo = await openRondo({
    args: [`--host-resolver-rules=MAP models.dev:443 ${host}`, '--ignore-certificate-errors'],
  });
  await rondo.allowOrigins();
});
afterAll(async () => {
  await rondo.close();
  await practice.close();
});

const said = async (options: Page) => {
  const row = await options.waitForSelector('[data-testid="refresh"]');
  return (await row?.evaluate(({ textContent }) => textContent)) ?? '';
};
const saysRefreshed = (options: Page, wanted: boolean) =>
  until('The word of it', async () => (await said(options)).includes('; refreshed ') === wanted);
/** The window that the row of a model shows, for a model of which only models.dev says it. */
const windowOf = async (options: Page) => {
  await openPool(options, 'Research');
  return options.$eval('[data-ref="together/deepseek-ai/DeepSeek-V4.1-Flash"]', ({ textContent }) => textContent);
};

describe('what is known of models', () => {
  it('is Rondo’s own, and models.dev hears nothing before somebody asks for it', async () => {
    const options = await rondo.page('options.html');
    expect(await said(options)).toContain('Prices and windows: bundled of Nov 23, 2026');
    expect(await windowOf(options)).not.toMatch(/16[34]/);
    expect(practice.arrived).toEqual([]);
    await options.close();
  });

  it('is fetched at a press with nothing of the user’s, and shown where Rondo’s own is silent', async () => {
    const options = await rondo.page('options.html');
    await press(options, 'button', 'Refresh from models.dev');
    await saysRefreshed(options, true);
    expect(await windowOf(options)).toMatch(/16[34]/);
    expect(practice.arrived).toHaveLength(1);
    const [headers = {}] = practice.arrived;
    for (const name of ['authorization', 'cookie', 'referer']) expect(headers[name], name).toBeUndefined();
    await options.close();
  });

  it('outlives the worker, and is not fetched again on the same day', async () => {
    await rondo.killWorker();
    const options = await rondo.page('options.html');
    await saysRefreshed(options, true);
    expect(await windowOf(options)).toMatch(/16[34]/);
    expect(practice.arrived).toHaveLength(1);
    await options.close();
  });

  it('is only asked for what has changed, and a broken answer changes nothing', async () => {
    const options = await rondo.page('options.html');
    await press(options, 'button', 'Refresh from models.dev');
    await until('The second call', async () => practice.arrived.length === 2);
    expect(practice.arrived[1]?.['if-none-match']).toMatch(/^".+"$/);
    practice.send('{"groq":', { type: 'application/json' });
    await press(options, 'button', 'Refresh from models.dev');
    await until('The refusal', async () => (await said(options)).includes('Nothing was changed.'));
    expect(await windowOf(options)).toMatch(/16[34]/);
    await options.close();
  });

  it('is forgotten at a stop', async () => {
    const options = await rondo.page('options.html');
    await find(options, 'button', 'Stop refreshing from models.dev');
    await press(options, 'button', 'Stop refreshing from models.dev');
    await saysRefreshed(options, false);
    expect(await windowOf(options)).not.toMatch(/16[34]/);
    await options.close();
  });
});
