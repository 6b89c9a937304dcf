// The popup's foot: who is asked next, and why, on hover and on focus.
import { useId, useState } from 'react';
import type { Next } from '../../lib/domain/status.ts';
import { targetWords } from '../words.ts';
import classes from './next-target.module.css';

export const NextTarget = ({ name, next }: { name: string; next: Next }) => {
  const why = useId();
  const [hidden, setHidden] = useState(false);
  return (
    <footer className={classes.foot}>
      <button
        type="button"
        className={classes.next}
        aria-describedby={why}
        onKeyDown={(event) => event.key === 'Escape' && setHidden(true)}
        onBlur={() => setHidden(false)}
        onMouseLeave={() => setHidden(false)}
      >
        <span className={classes.name}>{name}:</span>{' '}
        <span className={classes.target}>{next.target === null ? 'nobody yet' : targetWords(next.target)}</span>
      </button>
      <div id={why} role="tooltip" className={classes.why} hidden={hidden}>
        {next.why}
      </div>
    </footer>
  );
};
