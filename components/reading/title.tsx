// The name of a result, which can be changed where it stands.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../button.tsx';
import { EditIcon } from '../icons.tsx';
import classes from './title.module.css';

type TitleProps = {
  title: string;
  /** Null: it has its name from elsewhere. */
  onRename: ((title: string) => Promise<void>) | null;
};

export const Title = ({ title, onRename }: TitleProps) => {
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const isOpen = typed !== null;
  useEffect(() => {
    document.title = `${title} – Rondo`;
  }, [title]);
  useEffect(() => {
    if (!isOpen) return;
    field.current?.focus();
    field.current?.select();
  }, [isOpen]);
  if (typed === null || onRename === null)
    return (
      <div className={classes.line}>
        <h1 className={classes.title}>{title}</h1>
        {onRename === null ? null : (
          <IconButton name="Rename" onClick={() => setTyped(title)}>
            <EditIcon />
          </IconButton>
        )}
      </div>
    );
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    const name = typed.trim();
    if (name !== '' && name !== title) await onRename(name);
    setTyped(null);
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
