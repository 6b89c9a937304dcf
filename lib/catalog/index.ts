// The bundled catalog: models and pools. Speech needs no pool here, since the order of turns is each provider's own.
import type { Catalog } from '../domain/catalog.ts';
import { models } from './models.ts';
import { pools } from './pools.ts';

/** “Always the first OpenAI model”: what people had before their keys took turns. */
const first = { text: 'openai/gpt-6.1-terra', speech: 'openai/gpt-transcribe' };

export const catalog: Catalog = {
  version: 1,
  models,
  pools: { ...pools, transcription: [] },
  baseline: {
    fast: first.text,
    research: first.text,
    code: first.text,
    vision: first.text,
    transcription: first.speech,
  },
};
