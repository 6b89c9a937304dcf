// The name of a result, which can be changed where it stands.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../button.tsx';
import { EditIcon } from '../icons.tsx';
import { arriveAt } from './arrive-at.ts';
import classes from './title.module.css';

type TitleProps = {
  title: string;
  /** Answers whether it has the new name now. Null: it has its name from elsewhere. */
  onRename: ((title: string) => Promise<boolean>) | null;
};

export const Title = ({ title, onRename }: TitleProps) => {
  const [typed, setTyped] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const wasOpen = useRef(false);
  const isOpen = typed !== null;
  useEffect(() => {
    document.title = `${title} – Rondo`;
  }, [title]);
  useEffect(() => arriveAt(heading.current), []);
  useEffect(() => {
    if (isOpen) {
      field.current?.focus();
      field.current?.select();
    } else if (wasOpen.current) pencil.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (typed === null || onRename === null)
    return (
      <div className={classes.line}>
        <h1 ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </h1>
        {onRename === null ? null : (
          <IconButton ref={pencil} name="Rename" onClick={() => setTyped(title)}>
            <EditIcon />
          </IconButton>
        )}
      </div>
    );
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    const name = typed.trim();
    if (name === '' || name === title || (await onRename(name))) setTyped(null);
  };
  return (
    <form className={classes.form} onSubmit={rename}>
      <input
        ref={field}
        className={classes.field}
        aria-label="Title"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setTyped(null)}
      />
      <Button type="submit">Save</Button>
      <Button weight="quiet" onClick={() => setTyped(null)}>
        Cancel
      </Button>
    </form>
  );
};
