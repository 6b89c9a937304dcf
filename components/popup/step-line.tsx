// How far something is, in one line: a sign, what is being done, and numbers that run.
import type { ReactNode } from 'react';
import classes from './step-line.module.css';

type StepLineProps = { sign: ReactNode; step: string; numbers: string };

/** Numbers stand outside of the live region: a screen reader hears each step, not each second. */
export const StepLine = ({ sign, step, numbers }: StepLineProps) => (
  <div className={classes.line}>
    {sign}
    <span role="status" className={classes.step} title={step}>
      {step}
    </span>
    <span className={classes.numbers}>{numbers}</span>
  </div>
);
