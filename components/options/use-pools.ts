// The pools as the background has them, read while somebody looks at them: they are too much to be pushed.
import { useEffect, useState } from 'react';
import type { Pools } from '../../lib/domain/pool.ts';
import type { View } from '../../lib/view/shapes.ts';
import { useActions, useAsking } from '../page.tsx';

/** Asked for once, and anew with each word from the background as long as somebody looks. */
export const usePools = ({ settings, status }: View, wanted: boolean) => {
  const { run, refusal } = useAsking(useActions()['pools.read']);
  const [pools, setPools] = useState<Pools | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked because these changed, and not with them
  useEffect(() => {
    let isLatest = true;
    void run({}).then((value) => {
      if (isLatest && value !== null) setPools(value.pools);
    });
    return () => {
      isLatest = false;
    };
  }, [wanted, wanted && settings, wanted && status]);
  return { pools, refusal };
};
