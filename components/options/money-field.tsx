// An amount in dollars that is kept on Enter and when the field is left; Escape brings the old one back.
// Reads a comma as well as a point; what is no amount gets a sentence and is not sent.
import { useEffect, useId, useRef, useState } from 'react';
import type { RefusalReply } from '../../lib/view/shapes.ts';
import { asTyped, type ReadMoney, readMoney } from '../money.ts';
import { useAsking, useTyped } from '../page.tsx';
import classes from './money-field.module.css';

type MoneyFieldProps = {
  label: string;
  hint: string;
  /** What stands in the empty field: what it means that there is no amount. */
  empty: string;
  /** What the background holds; null: no amount. */
  held: number | null;
  /** What else must be true of an amount here: a sentence where it is not. */
  check: (usd: number | null) => string | null;
  onChange: (usd: number | null) => Promise<{ ok: true; value: object } | RefusalReply>;
};

/** How long the page says that an amount was kept. */
const savedFor = 2500;

const judge = (read: ReadMoney, check: MoneyFieldProps['check']): ReadMoney => {
  const objection = read.ok ? check(read.usd) : null;
  return objection === null ? read : { ok: false, message: objection };
};

const useSaved = (): [boolean, (saved: boolean) => void] => {
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    if (!saved) return;
    const timer = setTimeout(() => setSaved(false), savedFor);
    return () => clearTimeout(timer);
  }, [saved]);
  return [saved, setSaved];
};

export const MoneyField = ({ label, hint, empty, held, check, onChange }: MoneyFieldProps) => {
  const id = useId();
  const current = held === null ? '' : asTyped(held);
  const [typed, setTyped] = useTyped(current);
  const [error, setError] = useState<string | null>(null);
  const [saved, setSaved] = useSaved();
  const changing = useAsking(onChange);
  const sent = useRef<string | null>(null);
  const forget = () => {
    setTyped(null);
    setError(null);
    changing.forget();
  };
  const finish = async () => {
    if (typed === null) return;
    const read = judge(readMoney(typed), check);
    if (!read.ok) return setError(read.message);
    setError(null);
    const next = read.usd === null ? '' : asTyped(read.usd);
    if (next === current) return setTyped(null);
    // Enter is followed by leaving the field.
    if (next === sent.current) return;
    sent.current = next;
    setTyped(next);
    if ((await changing.run(read.usd)) !== null) return setSaved(true);
    sent.current = null;
  };
  const wrong = error ?? changing.refusal?.message ?? null;
  return (
    <div className={classes.field}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <span className={classes.amount}>
        <span className={classes.sign} aria-hidden="true">
          $
        </span>
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          className={classes.input}
          placeholder={empty}
          value={typed ?? current}
          aria-describedby={`${id}-note`}
          aria-invalid={wrong === null ? undefined : true}
          onChange={(event) => {
            sent.current = null;
            setTyped(event.target.value);
            setError(null);
            setSaved(false);
          }}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void finish();
            if (event.key === 'Escape') forget();
          }}
        />
        <span className={classes.saved} role="status">
          {saved ? 'Saved' : ''}
        </span>
      </span>
      <p id={`${id}-note`} className={wrong === null ? classes.hint : classes.error} aria-live="polite">
        {wrong ?? hint}
      </p>
    </div>
  );
};
