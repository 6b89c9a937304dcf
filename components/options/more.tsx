// What most people need not see, behind its name.
import type { ReactNode } from 'react';
import { ChevronIcon } from '../icons.tsx';
import classes from './more.module.css';

/** `open`: something in it must be seen now; a person can close it again. */
export const More = ({ name, open = false, children }: { name: string; open?: boolean; children: ReactNode }) => (
  <details className={classes.more} open={open || undefined}>
    <summary>
      <ChevronIcon size={12} />
      {name}
    </summary>
    {children}
  </details>
);
