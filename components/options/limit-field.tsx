// One limit of one key, as the user knows it, and what is believed of all of that key's limits now. What is empty is learned
// from answers.
import { useEffect, useState } from 'react';
import type { BelievedLimit, KeyLimits } from '../../lib/domain/pool.ts';
import type { GivenLimits } from '../../lib/domain/settings.ts';
import { useActions, useAsking } from '../page.tsx';
import { readWhole } from '../whole-number.ts';
import { KeptField } from './kept-field.tsx';

const megabyte = 1_000_000;

const fields = {
  bytes: { label: 'Largest upload, in MB', unit: megabyte },
  audio_seconds: { label: 'Longest upload, in seconds', unit: 1 },
  RPM: { label: 'Requests a minute', unit: 1 },
  TPM: { label: 'Tokens a minute', unit: 1 },
} as const satisfies Partial<Record<BelievedLimit['dimension'], { label: string; unit: number }>>;
export type FieldDimension = keyof typeof fields;

const count = new Intl.NumberFormat('en');

type LimitFieldProps = {
  /** Of the key. */
  id: string;
  given: GivenLimits | undefined;
  dimension: FieldDimension;
  hint: string;
};

export const LimitField = ({ id, given, dimension, hint }: LimitFieldProps) => {
  const change = useActions()['key.change'];
  const { label, unit } = fields[dimension];
  const held = given?.[dimension];
  return (
    <KeptField
      label={label}
      hint={hint}
      empty="Learned"
      held={held === undefined ? null : held / unit}
      write={(value) => count.format(value)}
      read={readWhole}
      onChange={(value) => change({ id, limits: { [dimension]: value === null ? null : value * unit } })}
    />
  );
};

/** @param changes what they may have changed with; null until they are known */
export const useBelieved = (id: string, changes: readonly unknown[]) => {
  const { run, refusal } = useAsking(useActions()['limits.read']);
  const [limits, setLimits] = useState<KeyLimits | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked because these changed, and not with them
  useEffect(() => {
    let isLatest = true;
    void run({ id }).then((value) => {
      if (isLatest && value !== null) setLimits(value.limits);
    });
    return () => {
      isLatest = false;
    };
  }, [id, ...changes]);
  return { limits, refusal };
};
