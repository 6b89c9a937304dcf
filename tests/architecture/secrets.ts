// Walks a schema and names every place that could hold a secret.
import type { z } from '../../lib/domain/zod.ts';

const suspicious = /secret|password|passphrase|api_?key|authorization|bearer|^key$|vault/i;

type Shaped = { def: Record<string, unknown> };

const isSchema = (value: unknown): value is Shaped => typeof value === 'object' && value !== null && 'def' in value;

const children = ({ def }: Shaped): [step: string, schema: unknown][] => [
  ...Object.entries((def.shape as Record<string, unknown> | undefined) ?? {}),
  ...((def.options as unknown[] | undefined) ?? []).map((option): [string, unknown] => ['', option]),
  ...(['innerType', 'valueType', 'in', 'out'] as const).map((field): [string, unknown] => ['', def[field]]),
  ['[]', def.element],
];

export const secretsIn = (schema: z.ZodType | unknown, at: readonly string[] = []): string[] => {
  if (!isSchema(schema)) return [];
  return children(schema).flatMap(([step, child]) => {
    const here = step ? [...at, step] : at;
    return step && suspicious.test(step) ? [here.join('.')] : secretsIn(child, here);
  });
};
