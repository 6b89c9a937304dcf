// "Test connection" on the real settings page tells apart why an endpoint does not answer, by what really happens on the
// wire and by what the browser itself calls it.
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../farm/certificate.ts';
import { generic } from '../farm/generic.ts';
import type { Fault } from '../farm/index.ts';
import { startProvider } from '../farm/server.ts';
import { addEndpoint } from './driver/steps.ts';
import { keys, openWorld, until, type World } from './world.ts';

let world: World;
let secure: Server;
let options: Page;
beforeAll(async () => {
  world = await openWorld();
  secure = createServer(selfSigned(), (_, response) => response.end('{}'));
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  options = await world.rondo.page('options.html');
  const { baseUrl, origin } = world.farm.generic;
  const model = 'practice-small';
  await addEndpoint(options, { name: 'Local', baseUrl, model });
  await addEndpoint(options, { name: 'Keyed', baseUrl, model, key: keys.generic });
  await addEndpoint(options, { name: 'Astray', baseUrl: `${origin}/elsewhere`, model });
  await addEndpoint(options, { name: 'Lacking', baseUrl, model: 'llama9' });
  const { port } = secure.address() as AddressInfo;
  await addEndpoint(options, { name: 'Secure', baseUrl: `https://127.0.0.1:${port}/v1`, model });
});
afterEach(() => world.farm.generic.clearFaults());
afterAll(async () => {
  secure.closeAllConnections();
  secure.close();
  await world.close();
});

const cardOf = async (name: string): Promise<ElementHandle> => {
  const card = await options.waitForSelector(`::-p-aria([name="${name}"][role="article"])`);
  if (card === null) throw new Error(`There is no card of ${name}.`);
  return card;
};

const press = async (place: Page | ElementHandle, button: string): Promise<void> => {
  const found = await place.waitForSelector(`::-p-aria([name="${button}"][role="button"])`);
  await found?.click();
};

const line = '[data-testid="check"]';

/** Presses the button of that endpoint and answers with what the page then says of it. */
const test = async (name: string): Promise<{ cause: string | null; words: string }> => {
  const card = await cardOf(name);
  // What was said before goes at the press.
  await press(card, `Test connection to ${name}`);
  await until('the check', () => card.$eval(line, (element) => element.textContent?.trim() !== ''));
  return card.$eval(line, (element) => ({
    cause: element.getAttribute('data-cause'),
    words: (element as HTMLElement).innerText,
  }));
};

const comesTo = async (name: string, cause: string): Promise<void> => {
  const card = await cardOf(name);
  await until(`the cause ${cause}`, () =>
    card.$eval(line, (element, wanted) => element.getAttribute('data-cause') === wanted, cause),
  );
};

const meeting = async (fault: Fault, name = 'Local') => {
  world.farm.generic.fault(fault);
  return test(name);
};

describe('a connection', () => {
  it('that works shows what was said, and how long that took', async () => {
    const { cause, words } = await test('Local');
    expect(cause).toBe('answered');
    expect(words).toMatch(/Local works\. It said: “ready”\s+\d+ ms/);
  });

  it('that is refused is told apart', async () => {
    const { cause, words } = await meeting({ kind: 'refused' });
    expect(cause).toBe('refused');
    expect(words).toContain(`Nothing listens at ${world.farm.generic.baseUrl}`);
  });

  it('that is reset is told apart', async () => {
    const { cause, words } = await meeting({ kind: 'reset' });
    expect(cause).toBe('reset');
    expect(words).toContain('took the connection and broke it off');
  });

  it('whose certificate nobody trusts is told apart, by the browser’s own name for it', async () => {
    const { cause, words } = await test('Secure');
    expect(cause).toBe('tls');
    expect(words).toContain('net::ERR_CERT_AUTHORITY_INVALID');
  });

  it('that is slow is told apart, with the time it took', async () => {
    const { cause, words } = await meeting({ kind: 'slow', path: 'chat', afterMs: 6_000 });
    expect(cause).toBe('slow');
    expect(words).toMatch(/Local works\. It said: “ready” It took 6 s to begin/);
  });
});

describe('an answer', () => {
  it('of 404 for the path is told apart', async () => {
    const { cause, words } = await test('Astray');
    expect(cause).toBe('wrong_path');
    expect(words).toContain(`what Rondo needs lies under ${world.farm.generic.baseUrl}`);
  });

  it.each<[string, Fault, string, RegExp]>([
    ['a web page', { kind: 'html' }, 'web_page', /answered with a web page/],
    ['something that is no JSON', { kind: 'plain' }, 'not_json', /not with JSON/],
    ['an empty 403', { kind: '403' }, 'refused_origin', /refuses calls from browser extensions/],
  ])('of %s is told apart', async (_, fault, cause, words) => {
    const told = await meeting(fault);
    expect(told.cause).toBe(cause);
    expect(told.words).toMatch(words);
  });

  it('of 401 is told apart, with a key and without one', async () => {
    const keyed = await meeting({ kind: '401' }, 'Keyed');
    expect(keyed.cause).toBe('invalid_key');
    expect(keyed.words).toContain('Keyed refused this key');
    expect(keyed.words).not.toContain(keys.generic);
    const keyless = await test('Local');
    expect(keyless.cause).toBe('invalid_key');
    expect(keyless.words).toContain('answers only to those who have a key');
  });

  it('that the model is missing is told apart, with those that are there', async () => {
    const { cause, words } = await test('Lacking');
    expect(cause).toBe('model_missing');
    expect(words).toContain('It has: practice-small, whisper-practice.');
  });
});

describe('what can be mended', () => {
  it('is mended at one press: the right path is entered, and asked at once', async () => {
    expect((await test('Astray')).cause).toBe('wrong_path');
    await press(await cardOf('Astray'), `Use ${world.farm.generic.baseUrl}`);
    await comesTo('Astray', 'answered');
    const card = await cardOf('Astray');
    await until('the new address', () =>
      card.evaluate(
        (element, wanted) => (element as HTMLElement).innerText.includes(wanted),
        `${world.farm.generic.baseUrl}\n`,
      ),
    );
  });

  it('is mended at one press: a permission that was withdrawn is asked for again', async () => {
    await options.evaluate(async () => {
      type Api = { permissions: { remove(given: { origins: string[] }): Promise<boolean> } };
      await (globalThis as unknown as { chrome: Api }).chrome.permissions.remove({ origins: ['http://127.0.0.1/*'] });
    });
    const { cause, words } = await test('Local');
    expect(cause).toBe('not_permitted');
    const { host } = new URL(world.farm.generic.baseUrl);
    expect(words).toContain(`no permission to reach ${host}`);
    await press(await cardOf('Local'), `Allow Rondo to reach ${host}`);
    await comesTo('Local', 'answered');
  });
});

describe('a server at a usual port of this computer', () => {
  /** The first of them that is free here. */
  const startUsual = async () => {
    for (const port of [1337, 4000, 8787, 1234]) {
      const server = await startProvider(generic, { timeScale: 1, deltaMs: 1, port, era: 'today' }).catch(() => null);
      if (server !== null) return server;
    }
    throw new Error('Each of the usual ports is taken on this machine.');
  };

  it('is found at a press, and added at another, and answers', async () => {
    const server = await startUsual();
    try {
      await press(options, 'Find local servers');
      const list = await options.waitForSelector('::-p-aria([name="Servers on this computer"][role="list"])');
      const item = await list?.evaluateHandle(
        (element, address) => [...element.children].find((child) => child.textContent?.includes(address)) ?? null,
        server.baseUrl,
      );
      const found = item?.asElement() as ElementHandle<HTMLElement> | null;
      expect(await found?.evaluate((element) => element.innerText)).toContain('practice-small, whisper-practice');
      expect(server.log.map(({ method, path, headers }) => [method, path, headers.origin])).toEqual([
        ['GET', '/v1/models', undefined],
        // Under the other name of this computer.
        ['GET', '/v1/models', undefined],
      ]);
      await (await found?.waitForSelector('button'))?.click();
      await until(
        'the mark that it was added',
        () => found?.evaluate(({ innerText }) => innerText.includes('Added')) ?? Promise.resolve(false),
      );
      const name = await options.$$eval(
        'article',
        (articles, address) =>
          articles.find((article) => article.innerText.includes(address))?.querySelector('h3')?.innerText ?? '',
        server.baseUrl,
      );
      const { cause, words } = await test(name);
      expect(cause).toBe('answered');
      expect(words).toContain('all 2 tests passed');
    } finally {
      await server.close();
    }
  });
});
