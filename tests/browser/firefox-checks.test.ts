// The Firefox build at a local server that turns extensions away, and the causes that Firefox names in words of its own.
// Skipped where no Firefox is installed.
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/browsers.ts';
import { selfSigned } from '../farm/certificate.ts';
import { type Farm, startFarm } from '../farm/index.ts';
import { type FirefoxRondo, openFirefox } from './driver/firefox.ts';
import { addEndpoint } from './driver/steps.ts';
import { until } from './world.ts';

describe.skipIf(findFirefox() === null)('Rondo in Firefox', () => {
  let farm: Farm;
  let rondo: FirefoxRondo;
  let secure: Server;
  let options: Page;
  beforeAll(async () => {
    [farm, rondo] = await Promise.all([startFarm({ deltaMs: 1 }), openFirefox()]);
    secure = createServer(selfSigned(), (_, response) => response.end('{}'));
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    farm.generic.allowOrigins(['http://localhost']);
    options = await rondo.page('options.html');
    const { port } = secure.address() as AddressInfo;
    const model = 'practice-small';
    await addEndpoint(options, { name: 'Local', baseUrl: farm.generic.baseUrl, model });
    await addEndpoint(options, { name: 'Secure', baseUrl: `https://127.0.0.1:${port}/v1`, model });
  });
  afterEach(() => farm.generic.clearFaults());
  afterAll(async () => {
    await rondo?.close();
    secure?.closeAllConnections();
    secure?.close();
    await farm?.close();
  });

  const posts = () => farm.generic.log.filter(({ method }) => method === 'POST');

  const test = async (name: string): Promise<{ cause: string | null; words: string }> => {
    const card = await options.waitForSelector(`::-p-aria([name="${name}"][role="article"])`);
    const button = await card?.waitForSelector(`::-p-aria([name="Test connection to ${name}"][role="button"])`);
    const said = () =>
      card?.$eval('[data-testid="check"]', (element) => ({
        cause: element.getAttribute('data-cause'),
        words: (element as HTMLElement).innerText,
      }));
    await button?.click();
    return until('the check', async () => {
      const now = await said();
      return now?.cause ? now : null;
    });
  };

  it('is answered by a server that refuses extensions, since its requests name no origin', async () => {
    const { cause, words } = await test('Local');
    expect(words).toContain('Local works.');
    expect(cause).toBe('answered');
    expect(posts().map(({ headers, status }) => [headers.origin, status])).toEqual([[undefined, 200]]);
  });

  it('leaves what a web page sends to that server as it is', async () => {
    farm.generic.log.length = 0;
    const page = await rondo.browser.newPage();
    await page.goto(`${farm.pages.url}/article`);
    await page.evaluate(async (url) => {
      await fetch(url, { method: 'POST', mode: 'no-cors', body: '{}' });
    }, `${farm.generic.baseUrl}/chat/completions`);
    expect(posts().map(({ headers, status }) => [headers.origin, status])).toEqual([[farm.pages.url, 403]]);
    await page.close();
  });

  it('tells a refused connection, a broken one and an untrusted certificate apart', async () => {
    farm.generic.fault({ kind: 'refused' });
    expect((await test('Local')).cause).toBe('refused');
    farm.generic.clearFaults();
    farm.generic.fault({ kind: 'reset' });
    expect((await test('Local')).cause).toBe('reset');
    const { cause, words } = await test('Secure');
    expect(cause).toBe('tls');
    // Firefox tells of it in a sentence, in the user's language.
    expect(words).toMatch(/does not trust the certificate of 127\.0\.0\.1:\d+.*\(.*certificate.*\)/);
  });
});
