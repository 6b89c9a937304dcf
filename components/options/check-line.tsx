// What asking a key or an endpoint has just shown: the answer or its named cause, and how long it took.
import type { Check } from '../../lib/domain/status.ts';
import { CheckIcon, WarningIcon } from '../icons.tsx';
import { duration } from '../words.ts';
import classes from './check-line.module.css';

/** Always there, so that a screen reader hears what comes into it. */
export const CheckLine = ({ check }: { check: Check | null }) => (
  <div role="status" data-testid="check" data-cause={check?.cause}>
    {check === null ? null : (
      <p className={classes.check} data-ok={check.ok || undefined}>
        {check.ok ? <CheckIcon size={14} /> : <WarningIcon size={14} />}
        <span>
          {check.message} <span className={classes.time}>{duration(check.ms)}</span>
        </span>
      </p>
    )}
  </div>
);
