// What one key may do: what the user knows of it, and what is believed of it now, with where that is from.
import { useState } from 'react';
import type { KeyLimits as Believed } from '../../lib/domain/pool.ts';
import type { GivenLimits } from '../../lib/domain/settings.ts';
import type { Card } from '../../lib/domain/status.ts';
import { limitLines, shortModel } from '../model-words.ts';
import { Refusal } from '../notice.tsx';
import { keyWords } from '../words.ts';
import classes from './key-limits.module.css';
import { LimitField, useBelieved } from './limit-field.tsx';

type KeyLimitsProps = { card: Card; given: GivenLimits | undefined };

const fields = ['bytes', 'audio_seconds', 'RPM', 'TPM'] as const;

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
  const { limits: believed, refusal } = useBelieved(card.id, [card, given]);
  return (
    <div className={classes.opened}>
      <p className={classes.note}>
        Fill in what you know of this key, such as a larger plan. What answers say goes before it; what is empty is
        learned.
      </p>
      <div className={classes.fields}>
        {fields.map((dimension) => (
          <LimitField key={dimension} id={card.id} given={given} dimension={dimension} hint="" />
        ))}
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
