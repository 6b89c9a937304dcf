// What one upload of each key may carry: what is believed now with where that is from, and what the user knows of it.
// Answers teach all of it; nothing here has to be filled in.
import { useEffect, useState } from 'react';
import type { BelievedLimit } from '../../lib/domain/pool.ts';
import type { Card } from '../../lib/domain/status.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { readWhole } from '../whole-number.ts';
import { keyWords, limitSize } from '../words.ts';
import { KeptField } from './kept-field.tsx';
import { More } from './more.tsx';
import classes from './upload-limits.module.css';

const megabyte = 1_000_000;

const fields = [
  { dimension: 'bytes', label: 'Largest upload, in MB', unit: megabyte },
  { dimension: 'audio_seconds', label: 'Longest upload, in seconds', unit: 1 },
] as const;

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

/** What each of its speech models takes; null until it is known, and where it has none. */
const useBelieved = (id: string, { settings, status }: View) => {
  const { run, refusal } = useAsking(useActions()['limits.read']);
  const [limits, setLimits] = useState<Believed | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked because these changed, and not with them
  useEffect(() => {
    let isLatest = true;
    void run({ id }).then((value) => {
      const ofSpeech = value?.limits.filter(({ speech }) => speech);
      if (isLatest && ofSpeech) setLimits(ofSpeech.length === 0 ? null : ofSpeech.map((model) => model.limits));
    });
    return () => {
      isLatest = false;
    };
  }, [id, settings, status]);
  return { limits, refusal };
};

type Dimension = (typeof fields)[number]['dimension'];

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
  const change = useActions()['key.change'];
  const { limits, refusal } = useBelieved(card.id, view);
  const given = view.settings.keys.find(({ id }) => id === card.id)?.limits;
  if (limits === null) return <Refusal refusal={refusal} />;
  return (
    <fieldset className={classes.key}>
      <legend>
        {owner} · {keyWords(card)}
      </legend>
      {fields.map(({ dimension, label, unit }) => {
        const held = given?.[dimension];
        return (
          <KeptField
            key={dimension}
            label={label}
            hint={nowWords(dimension, limits)}
            empty="Learned"
            held={held === undefined ? null : held / unit}
            write={(value) => count.format(value)}
            read={readWhole}
            onChange={(value) => change({ id: card.id, limits: { [dimension]: value === null ? null : value * unit } })}
          />
        );
      })}
      <Refusal refusal={refusal} />
    </fieldset>
  );
};
