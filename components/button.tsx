// What can be pressed: a button in four weights, and one that asks once more before it does something for good.
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './button.module.css';

type Weight = 'main' | 'plain' | 'quiet' | 'danger';
type ButtonProps = ComponentProps<'button'> & { weight?: Weight; wide?: boolean; busy?: boolean };

/** While `busy` it keeps its place and its focus, but takes no press. */
export const Button = ({ weight = 'plain', wide = false, busy = false, onClick, children, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    className={classes.button}
    data-weight={weight}
    data-wide={wide || undefined}
    aria-disabled={busy || undefined}
    onClick={(event) => {
      if (busy) event.preventDefault();
      else onClick?.(event);
    }}
  >
    {children}
  </button>
);

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & { name: string; children: ReactNode };

export const IconButton = ({ name, children, ...rest }: IconButtonProps) => (
  <button type="button" {...rest} className={classes.icon} aria-label={name} title={name}>
    {children}
  </button>
);

type ConfirmProps = { name: string; word: string; icon?: ReactNode; question: string; onConfirm: () => void };

/** `name` is its full accessible name, `word` or `icon` what stands on it, `question` what is asked at the first press. */
export const ConfirmButton = ({ name, word, icon, question, onConfirm }: ConfirmProps) => {
  const [asking, setAsking] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const second = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    if (asking) second.current?.focus();
    else if (wasAsking.current) first.current?.focus();
    wasAsking.current = asking;
  }, [asking]);
  if (!asking && icon !== undefined)
    return (
      <IconButton ref={first} name={name} onClick={() => setAsking(true)}>
        {icon}
      </IconButton>
    );
  if (!asking)
    return (
      <Button ref={first} weight="quiet" aria-label={name} onClick={() => setAsking(true)}>
        {word}
      </Button>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lie in a row of buttons
    <span
      role="group"
      aria-label={question}
      className={classes.confirm}
      onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}
    >
      <span className={icon === undefined ? undefined : 'visually-hidden'}>{question}</span>
      <Button ref={second} weight="danger" onClick={onConfirm}>
        {word}
      </Button>
      <Button weight="quiet" onClick={() => setAsking(false)}>
        Keep
      </Button>
    </span>
  );
};
