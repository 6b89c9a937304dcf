// What stands in the popup until the background has told how things are: the same places, empty.
import { Mark } from '../mark.tsx';
import classes from './skeleton.module.css';

export const Skeleton = () => (
  <div className={classes.skeleton} aria-busy="true" aria-label="Rondo is opening" role="status">
    <div className={classes.head}>
      <Mark size={26} />
      <span className={classes.name}>Rondo</span>
    </div>
    <div className={classes.bar} />
    <div className={classes.tabs} />
    <div className={classes.button} />
    <div className={classes.card} />
  </div>
);
