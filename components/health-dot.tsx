// The state of something as a shape and a colour. Always stands beside words or inside something named by words.
import type { ReactNode } from 'react';
import type { Health } from '../lib/domain/status.ts';
import classes from './health-dot.module.css';

const ring = <circle cx="6" cy="6" r="4.6" />;

const shapes: Record<Health['state'], ReactNode> = {
  ready: <circle cx="6" cy="6" r="4.6" className={classes.filled} />,
  unchecked: (
    <>
      {ring}
      <circle cx="6" cy="6" r="1.6" className={classes.filled} />
    </>
  ),
  // Half of its time is over.
  resting: (
    <>
      {ring}
      <path d="M6 1.4A4.6 4.6 0 0 1 6 10.6Z" className={classes.filled} />
    </>
  ),
  invalid: (
    <>
      <circle cx="6" cy="6" r="5.4" className={classes.filled} />
      <path d="m4.2 4.2 3.6 3.6m0-3.6L4.2 7.8" className={classes.cut} />
    </>
  ),
  out_of_credit: (
    <>
      <circle cx="6" cy="6" r="5.4" className={classes.filled} />
      <path d="M3.6 6h4.8" className={classes.cut} />
    </>
  ),
  unreachable: (
    <>
      <path d="M6 .9 11.4 10.6H.6Z" className={classes.filled} />
      <path d="M6 4.4v2.8M6 8.9v.1" className={classes.cut} />
    </>
  ),
  off: (
    <>
      {ring}
      <path d="m2.9 9.1 6.2-6.2" />
    </>
  ),
  no_key: <circle cx="6" cy="6" r="4.6" strokeDasharray="2.1 1.5" />,
};

export const HealthDot = ({ state }: { state: Health['state'] }) => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className={classes.dot} data-state={state}>
    {shapes[state]}
  </svg>
);
