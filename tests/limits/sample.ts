// Faults and places as the tests of limits need them: plain values, made from a few words.
import { type Fault, type FaultKind, faultOf } from '../../lib/domain/fault.ts';
import type { Place } from '../../lib/limits/learn.ts';

export const at = Date.UTC(2026, 10, 23, 9, 0, 0);

export const fault = (kind: FaultKind, change: Partial<Fault> = {}): Fault => ({
  ...faultOf(kind, 'model', `It said ${kind}.`),
  ...change,
});

export const place: Place = {
  target: 'k1@groq/m1',
  key: 'k1',
  owner: 'groq',
  ref: 'groq/m1',
  local: false,
  law: 'continuous',
  limits: {},
};
