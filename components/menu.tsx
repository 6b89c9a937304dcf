// A button with a short list of commands under it, worked by the keyboard's rules for menus.
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from './button.tsx';
import classes from './menu.module.css';

type Item<Id extends string> = { id: Id; label: string; note: string };
type MenuProps<Id extends string> = {
  name: ReactNode;
  items: readonly Item<Id>[];
  busy: boolean;
  onChoose: (id: Id) => void;
};

const itemsIn = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []),
];

export const Menu = <Id extends string>({ name, items, busy, onChoose }: MenuProps<Id>) => {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    itemsIn(list.current)[0]?.focus();
    const leave = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [open]);
  const close = () => {
    setOpen(false);
    place.current?.querySelector('button')?.focus();
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return setOpen(false);
    const all = itemsIn(list.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const places: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    const next = places[event.key];
    if (event.key === 'Escape') close();
    if (next === undefined) return;
    event.preventDefault();
    all[(next + all.length) % all.length]?.focus();
  };
  return (
    <span ref={place} className={classes.place}>
      <Button
        busy={busy}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {name}
      </Button>
      {open ? (
        <div ref={list} id={id} role="menu" tabIndex={-1} className={classes.list} onKeyDown={move}>
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={classes.item}
              onClick={() => {
                close();
                onChoose(item.id);
              }}
            >
              {item.label}
              <span className={classes.note}>{item.note}</span>
            </button>
          ))}
        </div>
      ) : null}
    </span>
  );
};
