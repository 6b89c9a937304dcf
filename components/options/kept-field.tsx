// A number that is kept on Enter and when the field is left; Escape brings the old one back.
// What cannot be read gets a sentence and is not sent. Knows neither money nor limits.
import { useEffect, useRef, useState } from 'react';
import type { RefusalReply } from '../../lib/view/shapes.ts';
import { Field, TextField } from '../field.tsx';
import { useAsking, useTyped } from '../page.tsx';
import classes from './kept-field.module.css';

export type ReadNumber = { ok: true; value: number | null } | { ok: false; message: string };

type KeptFieldProps = {
  label: string;
  hint: string;
  /** What stands in the empty field: what it means that there is no number. */
  empty: string;
  /** What stands before the number. */
  sign?: string;
  /** What the background holds; null: no number. */
  held: number | null;
  /** A number as it stands in the field. */
  write: (value: number) => string;
  read: (typed: string) => ReadNumber;
  onChange: (value: number | null) => Promise<{ ok: true; value: object } | RefusalReply>;
};

/** How long the page says that a number was kept. */
const savedFor = 2500;

export const useSaved = (): [boolean, (saved: boolean) => void] => {
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    if (!saved) return;
    const timer = setTimeout(() => setSaved(false), savedFor);
    return () => clearTimeout(timer);
  }, [saved]);
  return [saved, setSaved];
};

/** What is typed, and what becomes of it. */
const useKept = ({ held, write, read, onChange }: KeptFieldProps) => {
  const current = held === null ? '' : write(held);
  const [typed, setTyped] = useTyped(current);
  const [error, setError] = useState<string | null>(null);
  const [saved, setSaved] = useSaved();
  const changing = useAsking(onChange);
  const sent = useRef<string | null>(null);
  const finish = async () => {
    if (typed === null) return;
    const seen = read(typed);
    if (!seen.ok) return setError(seen.message);
    setError(null);
    const next = seen.value === null ? '' : write(seen.value);
    if (next === current) return setTyped(null);
    // Enter is followed by leaving the field.
    if (next === sent.current) return;
    sent.current = next;
    setTyped(next);
    if ((await changing.run(seen.value)) !== null) return setSaved(true);
    sent.current = null;
  };
  return {
    shown: typed ?? current,
    wrong: error ?? changing.refusal?.message ?? null,
    saved,
    finish,
    type: (text: string) => {
      sent.current = null;
      setTyped(text);
      setError(null);
      setSaved(false);
    },
    forget: () => {
      setTyped(null);
      setError(null);
      changing.forget();
    },
  };
};

export const KeptField = (props: KeptFieldProps) => {
  const { label, hint, empty, sign } = props;
  const { shown, wrong, saved, finish, type, forget } = useKept(props);
  return (
    <Field label={label} hint={hint} error={wrong}>
      {(control) => (
        <span className={classes.amount} data-signed={sign !== undefined || undefined}>
          {sign === undefined ? null : (
            <span className={classes.sign} aria-hidden="true">
              {sign}
            </span>
          )}
          <TextField
            {...control}
            inputMode="decimal"
            autoComplete="off"
            spellCheck={false}
            placeholder={empty}
            value={shown}
            onChange={(event) => type(event.target.value)}
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
      )}
    </Field>
  );
};
