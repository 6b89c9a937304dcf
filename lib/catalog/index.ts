// The bundled catalog: models and pools. Speech needs no pool here, since the order of turns is each provider's own.
import type { Catalog } from '../domain/catalog.ts';
import { models } from './models.ts';
import { pools } from './pools.ts';

export const catalog: Catalog = { version: 1, models, pools: { ...pools, transcription: [] } };
