// The error answers that reading is held to: the 92 fixtures, and those beside them that no rule was shaped on first.
import { readFileSync } from 'node:fs';
import type { Dimension, Fault, FaultKind, FaultLimit, FaultScope } from '../../lib/domain/fault.ts';

export type FixtureError = {
  id: string;
  provider: string;
  status: number | null;
  headers: Record<string, string>;
  body: string;
  expect: { kind: FaultKind; scope: FaultScope; limit: FaultLimit; retryAfterMs: number | null };
};

/** One field of a fault, flat. */
export type Reading = {
  kind: FaultKind;
  scope: FaultScope;
  dimension: Dimension | null;
  limit: number | null;
  used: number | null;
  requested: number | null;
  retryAfterMs: number | null;
};

export type UnseenError = {
  id: string;
  /** `memory`: written down before the rules were tuned. `found`: looked up in public threads after that. */
  origin: 'memory' | 'found';
  source?: string;
  status: number | null;
  headers: Record<string, string>;
  body: string;
  /** Fields that are left out may read as they like. */
  expect: Partial<Reading>;
  /** Readings that are defensible too, per field. */
  alsoAccept?: { [field in keyof Reading]?: Reading[field][] };
};

const linesOf = <Case>(path: string): Case[] =>
  readFileSync(new URL(path, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case);

export const fixtureErrors = linesOf<FixtureError>('../fixtures/provider-errors.jsonl');
export const unseenErrors = linesOf<UnseenError>('./unseen-errors.jsonl');

export const flat = ({ kind, scope, limit, retryAfterMs }: Fault): Reading => ({ kind, scope, ...limit, retryAfterMs });
