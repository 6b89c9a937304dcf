// What one key may do: what the user knows of it, and what is believed of it now, with where that is from.
import { useEffect, useState } from 'react';
import type { KeyLimits as Believed, BelievedLimit } from '../../lib/domain/pool.ts';
import type { GivenLimits } from '../../lib/domain/settings.ts';
import type { Card } from '../../lib/domain/status.ts';
import { limitLines, shortModel } from '../model-words.ts';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { readWhole } from '../whole-number.ts';
import { keyWords } from '../words.ts';
import { KeptField } from './kept-field.tsx';
import classes from './key-limits.module.css';

type KeyLimitsProps = { card: Card; given: GivenLimits | undefined };

const megabyte = 1_000_000;

const fields = [
  { dimension: 'bytes', label: 'Largest upload, in MB', unit: megabyte },
  { dimension: 'audio_seconds', label: 'Longest upload, in seconds', unit: 1 },
  { dimension: 'RPM', label: 'Requests a minute', unit: 1 },
  { dimension: 'TPM', label: 'Tokens a minute', unit: 1 },
] as const satisfies readonly { dimension: BelievedLimit['dimension']; label: string; unit: number }[];

const count = new Intl.NumberFormat('en');

export const KeyLimits = ({ card, given }: KeyLimitsProps) => {
  const [open, setOpen] = useState(false);
  const own = Object.keys(given ?? {}).length;
  const ofOwn = own === 0 ? '' : ` (${own} of your own)`;
  return (
    <details className={classes.limits} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={`Limits of ${keyWords(card)}${ofOwn}`}>Limits{ofOwn}</summary>
      {open ? <Opened card={card} given={given} /> : null}
    </details>
  );
};

const Opened = ({ card, given }: KeyLimitsProps) => {
  const actions = useActions();
  const change = actions['key.change'];
  const { run, refusal } = useAsking(actions['limits.read']);
  const [believed, setBelieved] = useState<Believed | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked because these changed, and not with them
  useEffect(() => {
    let isLatest = true;
    void run({ id: card.id }).then((value) => {
      if (isLatest && value !== null) setBelieved(value.limits);
    });
    return () => {
      isLatest = false;
    };
  }, [card, given]);
  return (
    <div className={classes.opened}>
      <p className={classes.note}>
        Fill in what you know of this key, such as a larger plan. What answers say goes before it; what is empty is
        learned.
      </p>
      <div className={classes.fields}>
        {fields.map(({ dimension, label, unit }) => {
          const held = given?.[dimension];
          return (
            <KeptField
              key={dimension}
              label={label}
              hint=""
              empty="Learned"
              held={held === undefined ? null : held / unit}
              write={(value) => count.format(value)}
              read={readWhole}
              onChange={(value) =>
                change({ id: card.id, limits: { [dimension]: value === null ? null : value * unit } })
              }
            />
          );
        })}
      </div>
      <BelievedNow believed={believed} />
      <Refusal refusal={refusal} />
    </div>
  );
};

/** Models that may do the same share a line. */
const BelievedNow = ({ believed }: { believed: Believed | null }) => {
  if (believed === null) return null;
  const known = believed.filter(({ limits }) => limits.length > 0);
  if (known.length === 0) return <p className={classes.note}>No limit is known yet; answers will teach them.</p>;
  const groups = [...Map.groupBy(known, ({ limits }) => limitLines(limits).join('\n'))];
  return (
    <dl className={classes.believed} aria-label="Believed now">
      {groups.map(([lines, models]) => (
        <div key={lines}>
          <dt title={models.map(({ model }) => model).join(', ')}>{modelsWords(models)}</dt>
          {lines.split('\n').map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
};

const modelsWords = (models: Believed): string => {
  const [first, second] = models.map(({ model }) => shortModel(model));
  if (models.length <= 2) return [first, second].filter(Boolean).join(', ');
  return `${first} and ${models.length - 1} more, each`;
};
