// One key: its name, its last four characters, its health, and what can be done with it. Never the key itself.
import { useRef, useState } from 'react';
import type { GivenLimits } from '../../lib/domain/settings.ts';
import type { Card, Check } from '../../lib/domain/status.ts';
import { Button, ConfirmButton } from '../button.tsx';
import { Switch } from '../field.tsx';
import { HealthDot } from '../health-dot.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking, useNow, useTyped } from '../page.tsx';
import { healthWords, keyWords } from '../words.ts';
import { CheckLine } from './check-line.tsx';
import { KeyLimits } from './key-limits.tsx';
import classes from './key-row.module.css';

type KeyRowProps = { card: Card; given: GivenLimits | undefined };

export const KeyRow = ({ card, given }: KeyRowProps) => {
  const actions = useActions();
  const changing = useAsking(actions['key.change']);
  const checking = useAsking(actions['key.check']);
  const moving = useAsking(actions['provider.change']);
  const removing = useAsking(actions['key.remove']);
  const [check, setCheck] = useState<Check | null>(null);
  const now = useNow(card.health.until !== null);
  const name = keyWords(card);
  const validate = async () => {
    setCheck(null);
    setCheck(await checking.run({ id: card.id }));
  };
  const enter = async (baseUrl: string) => (await moving.run({ id: card.owner, baseUrl })) !== null;
  return (
    <li className={classes.key} data-testid="key" data-state={card.health.state}>
      <div className={classes.line}>
        <HealthDot state={card.health.state} />
        <LabelField card={card} onChange={(label) => changing.run({ id: card.id, label })} />
        <code className={classes.last4}>••••{card.last4}</code>
        <select
          aria-label={`Plan of ${name}`}
          value={card.plan}
          className={classes.plan}
          onChange={(event) =>
            void changing.run({ id: card.id, plan: event.target.value === 'paid' ? 'paid' : 'free' })
          }
        >
          <option value="free">Free plan</option>
          <option value="paid">Paid plan</option>
        </select>
        <span className={classes.actions}>
          <Button weight="quiet" aria-label={`Validate ${name}`} busy={checking.pending} onClick={validate}>
            {checking.pending ? 'Asking…' : 'Validate'}
          </Button>
          <ConfirmButton
            name={`Remove ${name}`}
            word="Remove"
            question="Remove this key?"
            onConfirm={() => void removing.run({ id: card.id })}
          />
        </span>
        <Switch name={`Use ${name}`} on={card.on} onChange={(on) => void changing.run({ id: card.id, on })} />
      </div>
      <p className={classes.health}>
        <strong>{healthWords(card.health, now)}</strong>
        {card.models === null ? '' : ` · ${card.models} ${card.models === 1 ? 'model' : 'models'}`}
        {card.health.why === '' ? '' : ` · ${card.health.why}`}
      </p>
      <KeyLimits card={card} given={given} />
      <CheckLine check={check} pending={checking.pending} fixing={{ enter, again: validate }} />
      <Refusal refusal={changing.refusal ?? checking.refusal ?? moving.refusal ?? removing.refusal} />
    </li>
  );
};

type LabelFieldProps = { card: Card; onChange: (label: string) => Promise<object | null> };

/** Enter or leaving the field keeps the new name, Escape the old one. */
const LabelField = ({ card, onChange }: LabelFieldProps) => {
  const [typed, setTyped] = useTyped(card.label);
  const sent = useRef<string | null>(null);
  const finish = async () => {
    const label = typed?.trim() ?? card.label;
    if (label === card.label) return setTyped(null);
    // Enter is followed by leaving the field.
    if (label === sent.current) return;
    sent.current = label;
    setTyped(label);
    if ((await onChange(label)) !== null) return;
    sent.current = null;
    setTyped(null);
  };
  return (
    <input
      type="text"
      aria-label={`Name of the key ending in ${card.last4}`}
      placeholder="Name"
      className={classes.label}
      value={typed ?? card.label}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
};
