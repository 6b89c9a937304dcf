// "Test connection" on the real settings page tells apart why an endpoint does not answer, by what really happens on the
// wire and by what the browser itself calls it.
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../farm/certificate.ts';
import type { Fault } from '../farm/index.ts';
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

/** Presses the button of that endpoint and answers with what the page then says of it. */
const test = async (name: string): Promise<{ cause: string | null; words: string }> => {
  const card = await cardOf(name);
  const button = await card.waitForSelector(`::-p-aria([name="Test connection to ${name}"][role="button"])`);
  const line = '[data-testid="check"]';
  await button?.click();
  // What was said before goes at the press.
  await until('the check', () => card.$eval(line, (element) => element.textContent?.trim() !== ''));
  return card.$eval(line, (element) => ({
    cause: element.getAttribute('data-cause'),
    words: (element as HTMLElement).innerText,
  }));
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
