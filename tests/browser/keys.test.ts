// Keys and endpoints, entered on the real pages of the built extension.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEndpoint, addKeys, setBaseUrl } from './driver/steps.ts';
import { keys, openWorld, until, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('the first run', () => {
  it('shows one field for any key where there is none yet, and says where to get one', async () => {
    const popup = await world.rondo.page('popup.html');
    const field = await popup.waitForSelector('::-p-aria([role="textbox"])');
    expect(field).not.toBeNull();
    expect(await popup.$eval('body', (body) => body.innerText)).toMatch(/key/i);
    expect(await popup.$$('a[href^="https://"]')).not.toHaveLength(0);
    await popup.close();
  });

  it('names the bad one of three keys added at once and uses the others', async () => {
    const options = await world.rondo.page('options.html');
    await world.direct(options, 'Groq');
    const lines = await addKeys(options, 'Groq', [keys.groqOne, keys.groqBad, keys.groqTwo]);
    expect(lines.map(({ outcome }) => outcome)).toEqual(['accepted', 'invalid', 'accepted']);
    expect(lines[1]?.message).toContain('refused');
    expect(lines[0]?.message).toContain('credit not tested');
    // Validation asks for the list of models and never for a chat.
    expect(new Set(world.farm.groq.log.map(({ path }) => path.split('?')[0]))).toEqual(new Set(['/openai/v1/models']));
    await options.close();
  });
});

describe('bad input', () => {
  it('gets a sentence for an empty field, a duplicate and a key of another provider, which is not sent anywhere', async () => {
    const options = await world.rondo.page('options.html');
    await (await options.waitForSelector('::-p-aria([name="Add keys"][role="button"])'))?.click();
    await until('a sentence', () =>
      options.$eval('body', (body) => body.innerText.includes('Paste at least one key first.')),
    );
    const asked = world.farm.openai.log.length;
    const [duplicate] = await addKeys(options, 'Groq', [keys.groqOne]);
    expect(duplicate).toMatchObject({ outcome: 'duplicate' });
    const [foreign] = await addKeys(options, 'OpenAI', [keys.groqTwo.replace('Two', 'New')]);
    expect(foreign?.outcome).toBe('other_provider');
    expect(foreign?.message).toContain('Groq');
    expect(world.farm.openai.log.length).toBe(asked);
    await options.close();
  });

  it('mends a base URL without scheme or with a call at its end, and says so', async () => {
    const options = await world.rondo.page('options.html');
    const { baseUrl } = world.farm.openai;
    const note = await setBaseUrl(options, 'OpenAI', `${baseUrl.replace('http://', '')}/chat/completions`);
    expect(note).toContain('http://');
    expect(note).toContain('/chat/completions');
    await until('the mended address', async () => {
      const field = await options.$('::-p-aria([name="Base URL of OpenAI"][role="textbox"])');
      return field?.evaluate((input, wanted) => (input as HTMLInputElement).value === wanted, baseUrl);
    });
    await expect(setBaseUrl(options, 'OpenAI', 'not an address at all')).rejects.toThrow(/address/);
    await options.close();
  });
});

describe('an endpoint', () => {
  it('is added, tested with a small real answer, and tested again with a named cause when it fails', async () => {
    const options = await world.rondo.page('options.html');
    await addEndpoint(options, {
      name: 'Practice server',
      baseUrl: world.farm.generic.baseUrl,
      model: 'practice-small',
    });
    const test = async () => {
      const button = await options.waitForSelector(
        '::-p-aria([name="Test connection to Practice server"][role="button"])',
      );
      await button?.click();
    };
    const says = (words: RegExp) =>
      until(`words like ${words}`, () =>
        options.$eval('body', (body, source) => new RegExp(source).test(body.innerText), words.source),
      );
    await test();
    await says(/works\. It said: “ready/);
    expect(world.farm.generic.log.some(({ path }) => path.endsWith('/chat/completions'))).toBe(true);

    world.farm.generic.fault({ kind: 'refused' });
    await test();
    await says(/Nothing listens at/);
    world.farm.generic.clearFaults();
    await options.close();
  });
});
