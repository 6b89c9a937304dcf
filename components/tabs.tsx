// Tabs by the keyboard's rules: one stop for Tab, arrows, Home and End move and choose.
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import classes from './tabs.module.css';

type Tab<Id extends string> = { id: Id; label: string; icon: ReactNode };
type TabsProps<Id extends string> = {
  name: string;
  tabs: readonly Tab<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
  /** The same for the tabs and their panel. */
  base: string;
};

export const Tabs = <Id extends string>({ name, tabs, chosen, onChoose, base }: TabsProps<Id>) => {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const places: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    const next = (place + tabs.length) % tabs.length;
    const tab = tabs[next];
    if (tab === undefined) return;
    onChoose(tab.id);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div role="tablist" aria-label={name} ref={list} className={classes.tabs} onKeyDown={move}>
      {tabs.map(({ id, label, icon }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${base}-${id}`}
          aria-selected={id === chosen}
          aria-controls={`${base}-panel`}
          tabIndex={id === chosen ? 0 : -1}
          className={classes.tab}
          onClick={() => onChoose(id)}
        >
          {icon}
          {label}
        </button>
      ))}
    </div>
  );
};

/** The panel of the chosen tab. */
export const TabPanel = ({ base, chosen, children }: { base: string; chosen: string; children: ReactNode }) => (
  <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${chosen}`} className={classes.panel}>
    {children}
  </div>
);
