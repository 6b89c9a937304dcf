// Before anything is sent: who would be asked and what it may cost, or why nobody. Room for two lines is always held,
// so that nothing below it moves when the one comes for the other; only a reason that needs more takes more.
import type { ReactNode } from 'react';
import type { Next } from '../../lib/domain/status.ts';
import classes from './send-line.module.css';

/** `children` is the hint that stands above and never moves. */
export const SendLine = ({ next, children }: { next: Next; children: ReactNode }) => (
  <div className={classes.place}>
    <p className={classes.hint}>{children}</p>
    <p
      className={classes.line}
      data-nobody={next.target === null || undefined}
      title={next.why}
      data-testid="send-line"
    >
      {next.target === null ? next.why : `Goes to ${next.line || next.target.ownerName}`}
    </p>
  </div>
);
