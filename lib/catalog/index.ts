// The bundled catalog: the models that each provider's value brings along, and the pools that their places make. Names no
// provider but that of what people had before. Speech needs no pool, since the order of turns is each provider's own.
import type { Catalog, PoolEntry, PooledModel } from '../domain/catalog.ts';
import type { Provider } from '../domain/provider.ts';
import type { Task } from '../domain/task.ts';
import { providers } from '../providers/index.ts';

/** The day on which the facts were gathered. */
const readOn = '2026-11-23';

/** “Always the first OpenAI model”: what people had before their keys took turns. */
const first = { text: 'openai/gpt-6.1-terra', speech: 'openai/gpt-transcribe' };

const poolOf = (task: Task, models: readonly PooledModel[]): PoolEntry[] =>
  models
    .flatMap(({ model, places }) => {
      const priority = places[task];
      return priority === undefined ? [] : [{ ref: model.ref, priority }];
    })
    .sort((one, other) => one.priority - other.priority);

export const catalogOf = (all: readonly Pick<Provider, 'models'>[]): Catalog => {
  const models = all.flatMap((provider) => provider.models);
  return {
    version: 1,
    readOn,
    models: models.map(({ model }) => model),
    pools: {
      fast: poolOf('fast', models),
      research: poolOf('research', models),
      code: poolOf('code', models),
      vision: poolOf('vision', models),
      transcription: [],
    },
    baseline: {
      fast: first.text,
      research: first.text,
      code: first.text,
      vision: first.text,
      transcription: first.speech,
    },
  };
};

export const catalog: Catalog = catalogOf(providers);
