// Before anything is sent: who would be asked and what it may cost, or why nobody. Always the same height, so that
// nothing below it moves when the one comes for the other.
import type { ReactNode } from 'react';
import type { Next } from '../../lib/domain/status.ts';
import classes from './send-line.module.css';

/** `children` is the hint that stands below. */
export const SendLine = ({ next, children }: { next: Next; children: ReactNode }) => (
  <div className={classes.place}>
    {next.target === null ? (
      <p className={classes.why} title={next.why} data-testid="send-line">
        {next.why}
      </p>
    ) : (
      <p className={classes.line} title={next.why} data-testid="send-line">
        Goes to {next.line || next.target.ownerName}
      </p>
    )}
    <p className={classes.hint}>{children}</p>
  </div>
);
