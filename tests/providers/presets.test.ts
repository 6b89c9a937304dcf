// What is known beforehand of services: complete, well-formed, sourced, and effective in endpoints made from it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isLocal, readBaseUrl } from '../../lib/domain/address.ts';
import { readHeaderName } from '../../lib/domain/headers.ts';
import { presetOf, presets, providerOfEndpoint, providers } from '../../lib/providers/index.ts';
import { endpoint, settingsWith, targetsIn } from '../routing/sample.ts';

describe('the presets', () => {
  it('are all that were asked for, each under a name of its own that no provider has', () => {
    expect(presets.map(({ name }) => name)).toEqual([
      ...['Ollama', 'LM Studio', 'llama.cpp', 'vLLM', 'LocalAI', 'Jan', 'speaches'],
      ...['OpenRouter', 'Mistral', 'DeepSeek', 'Gemini', 'Cerebras', 'Fireworks', 'xAI'],
      ...['LiteLLM gateway', 'Portkey gateway'],
    ]);
    const ids = [...presets, ...providers].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(presets)('$name: its facts agree with one another and say where they are from', (preset) => {
    expect(readBaseUrl(preset.baseUrl)).toEqual({ ok: true, baseUrl: preset.baseUrl, note: '' });
    const url = new URL(preset.baseUrl);
    expect(preset.port).toBe(isLocal(preset.baseUrl) ? Number(url.port) : null);
    if (preset.kind === 'service') expect(url.protocol).toBe('https:');
    if (preset.keyPage !== null) expect(new URL(preset.keyPage).protocol).toBe('https:');
    if (preset.key === 'none') expect(preset.keyPage).toBeNull();
    for (const { name } of preset.headers) expect(readHeaderName(name)).toEqual({ ok: true, text: name });
    for (const command of Object.values(preset.originCommands ?? {})) expect(command).toMatch(/\{origin\}|--cors$/);
    expect(preset.sources.length).toBeGreaterThan(0);
    expect(preset.note).toMatch(/^$|\.$|…$/);
  });
});

it('the page on endpoints names each with its address and its id', () => {
  const page = readFileSync(new URL('../../docs/endpoints.md', import.meta.url), 'utf8');
  for (const { id, name, baseUrl } of presets)
    expect([page.includes(name), page.includes(`\`${baseUrl}\``), page.includes(`\`${id}\``)], id).not.toContain(false);
});

describe('an endpoint made from one', () => {
  const cerebras = endpoint('e', { preset: 'cerebras', baseUrl: 'https://api.cerebras.ai/v1' });

  it('keeps to what is odd about it', () => {
    expect(providerOfEndpoint(cerebras)).toMatchObject({
      outputField: 'max_completion_tokens',
      headers: presetOf('cerebras')?.rateHeaders,
    });
    const [target] = targetsIn('fast', settingsWith([], [cerebras]));
    expect(target?.model.outputField).toBe('max_completion_tokens');
  });

  it('and one of which nothing is known, or no longer, is as any other', () => {
    for (const preset of [undefined, 'gone']) {
      expect(providerOfEndpoint({ ...cerebras, preset })).toMatchObject({ headers: [], modelListQuery: '' });
      const [target] = targetsIn('fast', settingsWith([], [{ ...cerebras, preset }]));
      expect(target?.model.outputField).toBe('max_tokens');
    }
  });
});
