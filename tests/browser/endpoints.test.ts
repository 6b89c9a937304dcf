// Endpoints from the settings page to a summary: a server that this project did not write, and the plan's own example.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planExample } from '../domain/plan-example.ts';
import { addEndpoint, pasteEndpoints, summarize, tickModels, turn, waitForEnd } from './driver/steps.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { openWorld, until, type World } from './world.ts';

let world: World;
let gateway: Gateway;
beforeAll(async () => {
  [world, gateway] = await Promise.all([openWorld(), startGateway()]);
});
afterAll(() => Promise.all([world?.close(), gateway?.close()]));

const summarizeArticle = async () => {
  const article = await world.open(`${world.farm.pages.url}/article`);
  const popup = await world.rondo.popupOn(article);
  await summarize(popup);
  const job = await waitForEnd(popup);
  await popup.close();
  await article.close();
  return job;
};

const calls = (path: string) => world.farm.generic.log.filter((entry) => entry.path.endsWith(path));

describe('a gateway that this project did not write', () => {
  it('is added with the headers that it needs, lists its models, and answers a summary', async () => {
    const options = await world.rondo.page('options.html');
    await addEndpoint(options, {
      service: 'Portkey gateway',
      name: 'Our gateway',
      baseUrl: gateway.baseUrl,
      headers: [
        { name: 'x-portkey-provider', value: 'openai' },
        { name: 'x-portkey-custom-host', value: world.farm.generic.baseUrl },
      ],
      models: () => tickModels(options, ['practice-small']),
    });
    expect(calls('/models')).toHaveLength(1);
    await options.close();

    const job = await summarizeArticle();
    expect(job).toMatchObject({ state: 'done', note: '' });
    expect(job.step).toContain('Our gateway');
    expect(job.text.length).toBeGreaterThan(100);
    expect(calls('/chat/completions').map(({ status, stream }) => [status, stream])).toEqual([[200, true]]);
  });

  it('is refused by name where a header that it needs is missing', async () => {
    const options = await world.rondo.page('options.html');
    await addEndpoint(options, { name: 'Bare', baseUrl: gateway.baseUrl, model: 'practice-small' });
    const test = await options.waitForSelector('::-p-aria([name="Test connection to Bare"][role="button"])');
    await test?.click();
    await until('the refusal', () => options.$eval('body', (body) => /x-portkey-provider/.test(body.innerText)));
    await turn(options, 'Use Bare', false);
    await options.close();
  });
});

describe('the plan’s example', () => {
  it('pasted as it stands, with an address at which something listens, answers a summary', async () => {
    world.farm.generic.setModels(['llama3.2:latest']);
    const options = await world.rondo.page('options.html');
    await turn(options, 'Use Our gateway', false);
    const said = await pasteEndpoints(
      options,
      planExample.replace('http://localhost:11434/v1', world.farm.generic.baseUrl),
    );
    expect(said).toBe('My Local Ollama was added.');
    await options.close();

    const job = await summarizeArticle();
    expect(job).toMatchObject({ state: 'done', note: '' });
    expect(job.step).toContain('My Local Ollama');
    expect(calls('/chat/completions').at(-1)).toMatchObject({ status: 200, model: 'llama3.2:latest', keyHash: null });
  });

  it('is refused in a sentence where it is cut, and stays in its field', async () => {
    const options = await world.rondo.page('options.html');
    await expect(pasteEndpoints(options, planExample.slice(0, -8))).rejects.toThrow(
      /before its last bracket is closed/,
    );
    const field = '[data-testid="add-endpoints"] textarea';
    const kept = await options.$eval(field, (area) => (area as HTMLTextAreaElement).value);
    expect(kept).toContain('custom-uuid');
    await options.close();
  });
});
