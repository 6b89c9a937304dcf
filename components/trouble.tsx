// What stands in a page where the background could not start: what happened and what to do, in place of everything else.
import { Mark } from './mark.tsx';
import { Notice } from './notice.tsx';
import classes from './trouble.module.css';

export const Trouble = ({ message }: { message: string }) => (
  <main className={classes.trouble} role="alert">
    <Mark size={26} />
    <h1 className={classes.title}>Rondo could not open</h1>
    <Notice tone="bad">{message}</Notice>
  </main>
);
