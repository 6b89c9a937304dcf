// Refreshed facts stand under the bundled ones: they fill what is open and add what is missing, and overrule nothing.
import { describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import { withRefreshed } from '../../lib/catalog/refreshed.ts';
import { notRefreshed, type Refreshed, type RefreshedModel } from '../../lib/domain/refreshed.ts';
import { providers } from '../../lib/providers/index.ts';
import { at } from '../routing/sample.ts';

const told: Omit<RefreshedModel, 'owner' | 'id'> = {
  ...{ context: 999_999, maxOutput: 77_777, price: { input: 55, output: 66 } },
  ...{ tools: false, json: true, vision: true },
};
const refreshed = (...models: RefreshedModel[]): Refreshed => ({ ...notRefreshed, on: true, readAt: at, models });
const merged = (...models: RefreshedModel[]) => withRefreshed(catalog, refreshed(...models), providers);
const bundled = (ref: string) => catalog.models.find((model) => model.ref === ref);

describe('refreshed facts', () => {
  it('overrule nothing that the bundled ones say', () => {
    const ref = 'groq/openai/gpt-oss-20b';
    const after = merged({ owner: 'groq', id: 'openai/gpt-oss-20b', ...told });
    expect(after.models.find((model) => model.ref === ref)).toBe(bundled(ref));
  });

  it('fill what the bundled ones leave open, with where it is from', () => {
    const ref = 'together/deepseek-ai/DeepSeek-V4.1-Flash';
    const before = bundled(ref);
    expect(before).toMatchObject({ context: null, maxOutput: null, abilities: { json: null, vision: false } });
    const after = merged({ owner: 'together', id: 'deepseek-ai/DeepSeek-V4.1-Flash', ...told }).models.find(
      (model) => model.ref === ref,
    );
    expect(after).toMatchObject({
      ...{ context: 999_999, maxOutput: 77_777, price: before?.price },
      abilities: { tools: true, parallelTools: true, json: true, vision: false },
    });
    const news = after?.facts.filter(({ source }) => source === 'models.dev');
    expect(news?.map(({ field, date }) => [field, date])).toEqual([
      ['context', '2026-11-23'],
      ['maxOutput', '2026-11-23'],
      ['abilities', '2026-11-23'],
    ]);
  });

  it('add models that Rondo does not have, in no pool, and asks for their answers as their provider wants it', () => {
    const after = merged(
      { owner: 'openai', id: 'gpt-7-luna', ...told },
      { owner: 'together', id: 'new/model', ...told, vision: false, price: null },
    );
    expect(after.models.slice(catalog.models.length)).toMatchObject([
      {
        ...{ ref: 'openai/gpt-7-luna', owner: 'openai', id: 'gpt-7-luna', outputField: 'max_completion_tokens' },
        ...{ context: 999_999, price: { input: 55, output: 66 }, retiresOn: null, successor: null },
        abilities: { tools: false, parallelTools: null, json: true, vision: { images: null } },
      },
      { ref: 'together/new/model', outputField: 'max_tokens', price: null, abilities: { vision: false } },
    ]);
    expect(after.pools).toBe(catalog.pools);
    expect(after.refreshedAt).toBe(at);
  });

  it('of somebody who is none of our providers are left out', () => {
    expect(merged({ owner: 'stranger', id: 'm', ...told }).models).toEqual(catalog.models);
  });

  it('are not there before they were fetched, nor once the user wants them no more', () => {
    const models = [{ owner: 'openai', id: 'gpt-7-luna', ...told }];
    expect(withRefreshed(catalog, notRefreshed, providers)).toBe(catalog);
    expect(withRefreshed(catalog, { ...notRefreshed, readAt: at, models }, providers)).toBe(catalog);
    expect(withRefreshed(catalog, { ...notRefreshed, on: true, models }, providers)).toBe(catalog);
  });
});
