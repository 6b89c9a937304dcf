// Rondo's engine as it ships, over real HTTP. It is given the same places as the others, as keys and as a catalog.

import { unknownAbilities } from '../../../lib/domain/abilities.ts';
import type { Catalog, Model } from '../../../lib/domain/catalog.ts';
import { emptySettings, type Key, type Settings } from '../../../lib/domain/settings.ts';
import { createEngine, type Engine } from '../../../lib/engine/index.ts';
import type { Place } from '../places.ts';
import { type Contender, maxOutput, refused, said } from './contender.ts';

/** A free key's limits, where its provider is known to state them. */
export type FreeLimits = Model['freeLimits'];
export const groqFree: FreeLimits = { RPM: 30, RPD: 1_000, TPM: 8_000, TPD: 200_000 };

const contexts: Record<Place['provider'], number> = { groq: 131_072, openai: 1_047_576, together: 131_072 };
const prices = {
  groq: { input: 0.075, output: 0.3 },
  openai: { input: 0.4, output: 1.6 },
  together: { input: 0.15, output: 0.6 },
};

const modelOf = ({ provider, model: id }: Place): Model => ({
  ref: `${provider}/${id}`,
  owner: provider,
  id,
  context: contexts[provider],
  maxOutput: null,
  outputField: 'max_tokens',
  abilities: unknownAbilities,
  uploads: null,
  price: prices[provider],
  pricePerHour: null,
  freeLimits: provider === 'groq' ? groqFree : {},
  firstTokenMs: null,
  times: 'none',
  retiresOn: null,
  successor: null,
  facts: [],
});

/** Each once, in order, by an id. */
const once = <Value>(values: readonly Value[], idOf: (value: Value) => string): Value[] => [
  ...new Map(values.map((value) => [idOf(value), value])).values(),
];

export const worldOf = (places: readonly Place[]) => {
  const models = once(places.map(modelOf), ({ ref }) => ref);
  const pool = models.map(({ ref }, index) => ({ ref, priority: index + 1 }));
  const catalog: Catalog = {
    version: 1,
    readOn: '',
    models,
    pools: { fast: pool, research: [], code: [], vision: [], transcription: [] },
    baseline: {},
  };
  const accounts = once(places, ({ keyId }) => keyId);
  const keys: Key[] = accounts.map(({ keyId, provider, plan, secret }) => ({
    ...{ id: keyId, owner: provider, label: keyId, last4: secret.slice(-4), plan, on: true },
  }));
  const providers: Settings['providers'] = Object.fromEntries(
    accounts.map(({ provider, baseUrl }) => [provider, { on: true, transcribe: true, baseUrl }]),
  );
  const settings: Settings = { ...emptySettings, keys, providers };
  return { settings, catalog, secrets: Object.fromEntries(accounts.map(({ keyId, secret }) => [keyId, secret])) };
};

export const engineFor = (places: readonly Place[], fetch: typeof globalThis.fetch): Engine =>
  createEngine({ ...worldOf(places), fetch });

export const rondo: Contender = {
  name: 'Rondo',
  switches: true,
  open: (places, fetch) => {
    const engine = engineFor(places, fetch);
    return {
      json: null,
      stream: async (prompt, signal) => {
        let shown = '';
        const result = await engine.chat(
          { kind: 'chat', task: 'fast', messages: [{ role: 'user', content: prompt }], maxOutput },
          {
            signal,
            onEvent: (event) => {
              if (event.type === 'text-delta') shown += event.delta;
              else if (event.type === 'restart') shown = '';
            },
          },
        );
        if (!result.ok) return refused(result.fault.message, shown);
        // What a page shows and what the engine returns must be the same; where they are not, that is a wrong text.
        const text = shown === result.text ? result.text : `${shown}\n≠\n${result.text}`;
        return said(text, result.target.model, result.usage.outputTokens);
      },
    };
  },
};
