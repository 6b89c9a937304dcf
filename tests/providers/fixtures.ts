// What is kept of each provider's real conduct, beside its error answers: keys of its shape, headers, its list of models.
// The kind of each field stands here, so that a new provider's file can be written by it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ListedFacts } from '../../lib/domain/state.ts';
import type { MeterReading } from '../../lib/limits/read-headers.ts';
import { root } from '../architecture/sources.ts';

export type ProviderFixtures = {
  /** Made-up keys: of its shape, and of a shape that must not be taken for it. */
  keys: { own: string[]; foreign: string[] };
  /** Headers as it sends them with an answer, and how they are to be read. */
  answers: { source: string; headers: Record<string, string>; meters: MeterReading[] }[];
  /** Its list of models as it comes over the wire, the ids in it, and what else it says. */
  list: { source: string; body: unknown; models: string[]; facts: Record<string, Partial<ListedFacts>> };
};

export const fixturesOf = (id: string): ProviderFixtures =>
  JSON.parse(readFileSync(path.join(root, `tests/fixtures/providers/${id}.json`), 'utf8'));
