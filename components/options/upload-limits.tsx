// What one upload of each key may carry: what is believed now with where that is from, and what the user knows of it.
// Answers teach all of it; nothing here has to be filled in.
import { useState } from 'react';
import type { BelievedLimit } from '../../lib/domain/pool.ts';
import type { Card } from '../../lib/domain/status.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Refusal } from '../notice.tsx';
import { keyWords, limitSize } from '../words.ts';
import { type FieldDimension, LimitField, useBelieved } from './limit-field.tsx';
import { More } from './more.tsx';
import classes from './upload-limits.module.css';

const fields = ['bytes', 'audio_seconds'] as const satisfies readonly FieldDimension[];

const count = new Intl.NumberFormat('en');

const sourceWords: Record<BelievedLimit['source'], string> = {
  default: 'as measured',
  given: 'yours',
  header: 'as its answers say',
  error: 'learned from a refusal',
};

export const UploadLimits = ({ view }: { view: View }) => {
  const [open, setOpen] = useState(false);
  const takers = view.status.owners.filter(({ cards }) => cards.length > 0);
  if (takers.length === 0) return null;
  return (
    <More name="Size of uploads, key by key" onOpen={setOpen}>
      {open ? (
        <div className={classes.keys}>
          <p className={classes.note}>
            Fill in a size where you know of a larger plan. Until an answer says otherwise it is believed; a refusal
            teaches the true one. Longer recordings are cut to fit.
          </p>
          {takers.map(({ name, cards }) =>
            cards.map((key) => <KeyUploads key={key.id} owner={name} card={key} view={view} />),
          )}
        </div>
      ) : null}
    </More>
  );
};

type Believed = readonly (readonly BelievedLimit[])[];

type Dimension = (typeof fields)[number];

const amountWords = (dimension: Dimension, limit: number): string =>
  dimension === 'bytes' ? limitSize(limit) : `${count.format(limit)} s`;

/** `Now 25 MB, as measured at this provider`; of models that differ, the narrowest and the widest. */
const nowWords = (dimension: Dimension, limits: Believed): string => {
  const own = limits
    .flatMap((model) => model.find((one) => one.dimension === dimension) ?? [])
    .toSorted((one, other) => one.limit - other.limit);
  const [least, most] = [own.at(0), own.at(-1)];
  if (least === undefined || most === undefined) return 'No limit known';
  const amount = amountWords(dimension, least.limit);
  if (own.length < limits.length) return `Now ${amount} or more by model, ${sourceWords[least.source]}`;
  if (least.limit === most.limit) return `Now ${amount}, ${sourceWords[least.source]}`;
  return `Now ${amount} to ${amountWords(dimension, most.limit)} by model, ${sourceWords[least.source]}`;
};

const KeyUploads = ({ owner, card, view }: { owner: string; card: Card; view: View }) => {
  const { settings, status } = view;
  const { limits: all, refusal } = useBelieved(card.id, [settings, status]);
  const limits = all?.flatMap(({ speech, limits: own }) => (speech ? [own] : [])) ?? [];
  const given = settings.keys.find(({ id }) => id === card.id)?.limits;
  if (limits.length === 0) return <Refusal refusal={refusal} />;
  return (
    <fieldset className={classes.key}>
      <legend>
        {owner} · {keyWords(card)}
      </legend>
      {fields.map((dimension) => (
        <LimitField
          key={dimension}
          id={card.id}
          given={given}
          dimension={dimension}
          hint={nowWords(dimension, limits)}
        />
      ))}
      <Refusal refusal={refusal} />
    </fieldset>
  );
};
