// The Firefox build loads in a real Firefox and shows its pages there. Skipped where no Firefox is installed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../../scripts/browsers.ts';
import { type FirefoxRondo, openFirefox } from './firefox.ts';

describe.skipIf(findFirefox() === null)('Rondo in Firefox', () => {
  let rondo: FirefoxRondo;
  beforeAll(async () => {
    rondo = await openFirefox();
  });
  afterAll(() => rondo?.close());

  it.each(['options.html', 'popup.html', 'sidepanel.html'])('shows %s', async (path) => {
    const page = await rondo.page(path);
    expect(await page.evaluate(() => document.body.innerText)).toMatch(/Rondo/);
    await page.close();
  });
});
