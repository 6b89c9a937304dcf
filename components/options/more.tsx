// What most people need not see, behind its name.
import type { ReactNode } from 'react';
import { ChevronIcon } from '../icons.tsx';
import classes from './more.module.css';

type MoreProps = { name: string; open?: boolean; onOpen?: (open: boolean) => void; children: ReactNode };

/** `open`: something in it must be seen now; a person can close it again. */
export const More = ({ name, open = false, onOpen, children }: MoreProps) => (
  <details
    className={classes.more}
    open={open || undefined}
    onToggle={onOpen && ((event) => onOpen(event.currentTarget.open))}
  >
    <summary>
      <ChevronIcon size={12} />
      {name}
    </summary>
    {children}
  </details>
);
