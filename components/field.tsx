// Where something is typed or ticked: a labelled field with its hint and its error beside it, a secret field, a switch.
// Keeps no value of its own but whether a secret is shown.
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { IconButton } from './button.tsx';
import classes from './field.module.css';
import { EyeIcon, EyeOffIcon } from './icons.tsx';

type Control = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean | undefined };
type FieldProps = { label: string; hint?: ReactNode; error?: string | null; children: (control: Control) => ReactNode };

/** The error stands in the place of the hint, so that nothing jumps when it comes. */
export const Field = ({ label, hint, error = null, children }: FieldProps) => {
  const id = useId();
  const note = `${id}-note`;
  const noted = hint !== undefined || error !== null;
  return (
    <div className={classes.field}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': noted ? note : undefined,
        'aria-invalid': error === null ? undefined : true,
      })}
      <p id={note} className={error === null ? classes.hint : classes.error} aria-live="polite">
        {error ?? hint}
      </p>
    </div>
  );
};

export const TextField = (props: ComponentProps<'input'>) => <input type="text" {...props} className={classes.input} />;

export const SelectField = (props: ComponentProps<'select'>) => <select {...props} className={classes.input} />;

/** `what` it is that can be shown: “Show the key”. */
export const SecretField = ({ what = 'key', ...props }: ComponentProps<'input'> & { what?: string }) => {
  const [shown, setShown] = useState(false);
  return (
    <span className={classes.secret}>
      <input
        autoComplete="off"
        spellCheck={false}
        {...props}
        type={shown ? 'text' : 'password'}
        className={classes.input}
      />
      <IconButton name={`${shown ? 'Hide' : 'Show'} the ${what}`} aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? <EyeOffIcon /> : <EyeIcon />}
      </IconButton>
    </span>
  );
};

type SwitchProps = { name: string; on: boolean; onChange: (on: boolean) => void };

/** Shows what is, not what was pressed: it moves when the background has agreed. */
export const Switch = ({ name, on, onChange }: SwitchProps) => (
  <button
    type="button"
    role="switch"
    aria-checked={on}
    aria-label={name}
    title={name}
    className={classes.switch}
    onClick={() => onChange(!on)}
  >
    <span className={classes.knob} />
  </button>
);

type CheckboxProps = { label: ReactNode; on: boolean; onChange: (on: boolean) => void };

export const Checkbox = ({ label, on, onChange }: CheckboxProps) => (
  <label className={classes.checkbox}>
    <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
    <span>{label}</span>
  </label>
);
