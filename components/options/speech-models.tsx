// The models of each of those who take turns, in the order in which they are asked. Read while they are open.
import { useState } from 'react';
import type { View } from '../../lib/view/shapes.ts';
import { Refusal } from '../notice.tsx';
import { More } from './more.tsx';
import { Pool } from './pool.tsx';
import classes from './transcription.module.css';
import { usePools } from './use-pools.ts';

export const SpeechModels = ({ view }: { view: View }) => {
  const [open, setOpen] = useState(false);
  return (
    <More name="Models and their order" onOpen={setOpen}>
      {open ? <Opened view={view} /> : null}
    </More>
  );
};

const Opened = ({ view }: { view: View }) => {
  const { pools, refusal } = usePools(view, true);
  const rows = pools?.transcription ?? [];
  const names = new Map([
    ...view.faces.toSorted((one, other) => one.turn - other.turn).map(({ id, name }) => [id, name] as const),
    ...rows.map(({ owner, ownerName }) => [owner, ownerName] as const),
  ]);
  const takers = [...names]
    .filter(([id]) => rows.some(({ owner, gone }) => owner === id && gone === null))
    .map(([id, name]) => ({ id, head: <h3 className={classes.owner}>{name}</h3> }));
  return (
    <div className={classes.models} data-testid="speech-models">
      <p className={classes.limit}>
        A model that rests or fails gives way to the next of the same provider, then to the next provider.
      </p>
      {pools === null ? null : <Pool task="transcription" rows={rows} settings={view.settings} takers={takers} />}
      <Refusal refusal={refusal} />
    </div>
  );
};
